//! A configured certificate of an authority, from which trust begins.
//!
//! The authority's certificate on a card never becomes one: whoever makes a false card
//! would put a false authority on it.

use rustls_pki_types::{CertificateDer, UnixTime, pem::PemObject};

use crate::{Certificate, CertificateError};

/// First octet of DER and first octets of PEM (RFC 7468, 2).
const DER_START: u8 = 0x30;

/// The certificate of an authority that may issue certificates for cards.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Anchor(Certificate);

impl Anchor {
    /// Reads an anchor from a file of DER or of PEM with one certificate.
    ///
    /// # Errors
    /// What is wrong with the file, or why its certificate is not that of an authority.
    pub fn from_file(bytes: &[u8]) -> Result<Self, CertificateError> {
        if bytes.first() == Some(&DER_START) {
            return Self::from_der(bytes);
        }
        let der =
            CertificateDer::from_pem_slice(bytes).map_err(|_| CertificateError::AnchorFormat)?;
        Self::from_der(&der)
    }

    /// Reads an anchor from DER.
    ///
    /// # Errors
    /// What is wrong with the certificate, or why it is not that of an authority.
    pub fn from_der(bytes: &[u8]) -> Result<Self, CertificateError> {
        let certificate = Certificate::from_der(bytes)?;
        let extensions = certificate.extensions();
        let signs_certificates = extensions
            .key_usage
            .as_ref()
            .is_some_and(|usage| usage.value.key_cert_sign());
        if !extensions.is_authority || !signs_certificates {
            return Err(CertificateError::AnchorNotAuthority);
        }
        if extensions.has_unknown_critical {
            return Err(CertificateError::UnknownCriticalExtension);
        }
        if extensions.subject_key.is_none() {
            return Err(CertificateError::KeyIdentifier);
        }
        if says_it_signed_itself(&certificate) && !certificate.is_signed_by(&certificate) {
            return Err(CertificateError::AnchorSignature);
        }
        Ok(Self(certificate))
    }

    /// The certificate of the authority.
    #[must_use]
    pub fn certificate(&self) -> &Certificate {
        &self.0
    }

    /// Whether `certificate` names this authority and this key of it. Several
    /// generations share one name, so the name alone decides nothing.
    pub(crate) fn is_named_by(&self, certificate: &Certificate) -> bool {
        certificate.issuer() == self.0.subject()
            && certificate.authority_key_id().is_some()
            && certificate.authority_key_id() == self.0.extensions().subject_key.as_deref()
    }

    /// Whether this is the authority of this name and key, and may sign revocation lists
    /// (RFC 5280, 4.2.1.3: cRLSign).
    pub(crate) fn may_sign_lists_of(&self, issuer: &[u8], key: &[u8]) -> bool {
        let extensions = self.0.extensions();
        let usage = extensions.key_usage.as_ref();
        issuer == self.0.subject()
            && extensions.subject_key.as_deref() == Some(key)
            && usage.is_some_and(|usage| usage.value.crl_sign())
    }

    /// Whether the authority was in date when it had to be. A certificate in its grace
    /// period may outlive its authority, which must have been good until that
    /// certificate's own end.
    pub(crate) fn is_in_date(&self, certificate: &Certificate, now: UnixTime) -> bool {
        self.0
            .validity()
            .covers(now.min(certificate.validity().not_after()))
    }
}

/// Same name twice and the same key twice. A certificate that links one generation to
/// the next has the same name but another key.
fn says_it_signed_itself(certificate: &Certificate) -> bool {
    let extensions = certificate.extensions();
    certificate.issuer() == certificate.subject()
        && (extensions.authority_key.is_none()
            || extensions.authority_key == extensions.subject_key)
}
