//! Lists of revoked certificates that an authority publishes and signs (RFC 5280, 5).
//!
//! A value of [`RevocationList`] was signed by an anchor and is in date. Whether it is
//! newer than the one before is for whoever keeps them to say. Deltas, indirect lists and
//! lists for some reasons alone are refused: each would need others beside it.

use rustls_pki_types::{CertificateRevocationListDer, UnixTime, pem::PemObject};
use sha2::{Digest, Sha256};
use thiserror::Error;
use x509_parser::extensions::{ParsedExtension, X509Extension};
use x509_parser::oid_registry as registry;
use x509_parser::prelude::FromDer;
use x509_parser::revocation_list::CertificateRevocationList;
use x509_parser::x509::X509Version;

use crate::certificate::identifier_contents;
use crate::{Anchor, SerialNumber, SignatureAlgorithm};

/// Most octets of one list: a million entries.
pub const MAX_LIST_BYTES: usize = 64 * 1024 * 1024;
/// Longest list number (RFC 5280, 5.2.3: at most 20 octets).
const MAX_NUMBER_OCTETS: usize = 20;
/// First octet of DER.
const DER_START: u8 = 0x30;

/// A list that an anchor has signed and that is in date.
#[derive(Clone)]
pub struct RevocationList {
    authority_key: Vec<u8>,
    scope: [u8; 32],
    number: String,
    this_update: u64,
    next_update: u64,
    serials: Vec<SerialNumber>,
}

/// Why a list is refused.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
pub enum RevocationListError {
    /// More octets than [`MAX_LIST_BYTES`].
    #[error("the list is larger than any that is taken")]
    TooLarge,
    /// Not the DER or PEM of an X.509 version 2 list.
    #[error("the list is malformed")]
    Malformed,
    /// Signed with an algorithm that is not accepted.
    #[error("the signature algorithm of the list is not supported")]
    Algorithm,
    /// No configured authority is the one that the list names, or it may not sign lists.
    #[error("no configured authority has issued the list")]
    UnknownIssuer,
    /// The authority's key did not sign it.
    #[error("the signature of the list does not fit")]
    Signature,
    /// It has no number, so that nobody can tell old from new.
    #[error("the list has no number")]
    Number,
    /// A delta, an indirect list, one for some reasons alone, or something critical
    /// that is not known.
    #[error("the list is not a whole one, or has an unknown critical extension")]
    Partial,
    /// It is not yet in date.
    #[error("the list is not yet in date")]
    NotYet,
    /// The next one should have come, or it does not say when that is.
    #[error("the list is out of date")]
    Over,
}

impl RevocationListError {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooLarge => "LIST-TOO-LARGE",
            Self::Malformed => "LIST-MALFORMED",
            Self::Algorithm => "LIST-ALGORITHM",
            Self::UnknownIssuer => "LIST-UNKNOWN-ISSUER",
            Self::Signature => "LIST-SIGNATURE",
            Self::Number => "LIST-NUMBER",
            Self::Partial => "LIST-PARTIAL",
            Self::NotYet => "LIST-NOT-YET",
            Self::Over => "LIST-OVER",
        }
    }
}

impl RevocationList {
    /// Reads a list, DER or PEM, that one of `anchors` must have signed.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn verified(
        bytes: &[u8],
        anchors: &[Anchor],
        now: UnixTime,
    ) -> Result<Self, RevocationListError> {
        if bytes.len() > MAX_LIST_BYTES {
            return Err(RevocationListError::TooLarge);
        }
        if bytes.first() == Some(&DER_START) {
            return Self::from_der(bytes, anchors, now);
        }
        let der = CertificateRevocationListDer::from_pem_slice(bytes);
        let der = der.map_err(|_| RevocationListError::Malformed)?;
        Self::from_der(&der, anchors, now)
    }

    fn from_der(
        der: &[u8],
        anchors: &[Anchor],
        now: UnixTime,
    ) -> Result<Self, RevocationListError> {
        let Ok(([], list)) = CertificateRevocationList::from_der(der) else {
            return Err(RevocationListError::Malformed);
        };
        if list.version() != Some(X509Version::V2) {
            return Err(RevocationListError::Malformed);
        }
        let contents = Extensions::read(&list)?;
        let authority_key = contents.authority_key;
        require_signature(&list, &authority_key, anchors)?;
        let seconds = |time: x509_parser::time::ASN1Time| u64::try_from(time.timestamp()).ok();
        let this_update = seconds(list.last_update()).ok_or(RevocationListError::Malformed)?;
        let next_update = list.next_update().and_then(seconds);
        let next_update = next_update.ok_or(RevocationListError::Over)?;
        if now.as_secs() < this_update {
            return Err(RevocationListError::NotYet);
        }
        if next_update <= now.as_secs() {
            return Err(RevocationListError::Over);
        }
        let mut serials = Vec::with_capacity(list.iter_revoked_certificates().count());
        for entry in list.iter_revoked_certificates() {
            let known = |extension: &X509Extension<'_>| {
                !extension.critical || extension.oid == registry::OID_X509_EXT_REASON_CODE
            };
            if !entry.extensions().iter().all(known) {
                return Err(RevocationListError::Partial);
            }
            let serial = SerialNumber::from_integer(entry.raw_serial());
            serials.push(serial.map_err(|_| RevocationListError::Malformed)?);
        }
        Ok(Self {
            scope: contents.scope,
            authority_key,
            number: contents.number,
            this_update,
            next_update,
            serials,
        })
    }

    /// Key identifier of the authority.
    #[must_use]
    pub fn authority_key_id(&self) -> &[u8] {
        &self.authority_key
    }

    /// What the list takes the place of: the one before of the same authority and the
    /// same part of its certificates. A digest.
    #[must_use]
    pub const fn scope(&self) -> &[u8; 32] {
        &self.scope
    }

    /// Its number, in 40 hexadecimal digits: their order is that of the numbers.
    #[must_use]
    pub fn number(&self) -> &str {
        &self.number
    }

    /// When it was made, and when the next one comes, in seconds since 1970.
    #[must_use]
    pub const fn dates(&self) -> (u64, u64) {
        (self.this_update, self.next_update)
    }

    /// Serial numbers of the revoked certificates.
    #[must_use]
    pub fn serials(&self) -> &[SerialNumber] {
        &self.serials
    }
}

/// What the extensions of a list say (RFC 5280, 5.2).
struct Extensions {
    authority_key: Vec<u8>,
    number: String,
    scope: [u8; 32],
}

impl Extensions {
    fn read(list: &CertificateRevocationList<'_>) -> Result<Self, RevocationListError> {
        let (mut authority_key, mut number, mut part) = (None, None, Vec::new());
        for extension in list.extensions() {
            match extension.parsed_extension() {
                ParsedExtension::AuthorityKeyIdentifier(identifier) => {
                    authority_key = identifier.key_identifier.as_ref().map(|key| key.0.to_vec());
                }
                ParsedExtension::CRLNumber(value) => {
                    let octets = value.to_bytes_be();
                    if octets.len() > MAX_NUMBER_OCTETS {
                        return Err(RevocationListError::Number);
                    }
                    let digits: String = octets.iter().map(|it| format!("{it:02X}")).collect();
                    number = Some(format!("{digits:0>40}"));
                }
                ParsedExtension::IssuingDistributionPoint(point) => {
                    let whole = !point.indirect_crl
                        && point.only_some_reasons.is_none()
                        && !point.only_contains_ca_certs
                        && !point.only_contains_attribute_certs;
                    if !whole {
                        return Err(RevocationListError::Partial);
                    }
                    part = extension.value.to_vec();
                }
                _ if extension.critical => return Err(RevocationListError::Partial),
                _ => {}
            }
        }
        let authority_key = authority_key.ok_or(RevocationListError::UnknownIssuer)?;
        // Hashed first, so that its length cannot be traded against that of the part.
        let scope = Sha256::new()
            .chain_update(Sha256::digest(&authority_key))
            .chain_update(part)
            .finalize()
            .into();
        Ok(Self {
            authority_key,
            number: number.ok_or(RevocationListError::Number)?,
            scope,
        })
    }
}

/// The list was signed by an anchor that it names and that may sign lists.
fn require_signature(
    list: &CertificateRevocationList<'_>,
    authority_key: &[u8],
    anchors: &[Anchor],
) -> Result<(), RevocationListError> {
    let identifier = |algorithm| identifier_contents(algorithm).ok();
    let inside = identifier(&list.tbs_cert_list.signature);
    let outside = identifier(&list.signature_algorithm);
    // One algorithm inside the signature and outside (RFC 5280, 5.1.1.2).
    let algorithm = inside
        .filter(|inside| Some(inside) == outside.as_ref())
        .and_then(|inside| SignatureAlgorithm::of_identifier(&inside))
        .ok_or(RevocationListError::Algorithm)?;
    if list.signature_value.unused_bits != 0 {
        return Err(RevocationListError::Malformed);
    }
    let mut named = anchors
        .iter()
        .filter(|anchor| anchor.may_sign_lists_of(list.issuer().as_raw(), authority_key))
        .take(crate::MAX_SIGNATURE_CHECKS)
        .peekable();
    if named.peek().is_none() {
        return Err(RevocationListError::UnknownIssuer);
    }
    let signed = named.any(|anchor| {
        anchor.certificate().has_signed(
            algorithm,
            list.tbs_cert_list.as_ref(),
            &list.signature_value.data,
        )
    });
    if signed {
        Ok(())
    } else {
        Err(RevocationListError::Signature)
    }
}
