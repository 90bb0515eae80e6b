//! One certificate: its exact bytes and the facts in them.
//!
//! A value of [`Certificate`] is well formed and has a key worth using. Whether it is
//! trusted, of the right kind and in date is for [`crate::TrustStore`] to say.

use core::fmt;
use core::ops::Range;

use rustls_pki_types::CertificateDer;
use x509_parser::asn1_rs::ToDer;
use x509_parser::certificate::{X509Certificate, X509CertificateParser};
use x509_parser::nom::Parser;
use x509_parser::x509::{AlgorithmIdentifier, X509Version};

use crate::der::{self, Frame};
use crate::extension::Extensions;
use crate::key::PublicKey;
use crate::{CertificateError, KeyAlgorithm, SerialNumber, SignatureAlgorithm, Validity};

/// Most octets of one certificate. Those of cards have about 1300 in a file of 1900;
/// an authority with a key of 4096 bits stays below 2500.
pub const MAX_CERTIFICATE_BYTES: usize = 4096;

/// An owned X.509 version 3 certificate (RFC 5280, 4.1).
///
/// There is no access to the names in it, and `Debug` shows neither them nor the
/// serial number, because they point to a person.
#[derive(Clone)]
pub struct Certificate {
    der: CertificateDer<'static>,
    to_be_signed: Range<usize>,
    serial: SerialNumber,
    issuer: Vec<u8>,
    subject: Vec<u8>,
    validity: Validity,
    key: PublicKey,
    issuer_algorithm: SignatureAlgorithm,
    issuer_signature: Vec<u8>,
    extensions: Extensions,
}

impl Certificate {
    /// Reads the DER of one certificate, from the first octet to the last.
    ///
    /// # Errors
    /// What makes the bytes no certificate, or one whose key or algorithm is not accepted.
    pub fn from_der(bytes: &[u8]) -> Result<Self, CertificateError> {
        let frame = measure(bytes)?;
        if bytes.len() > frame.total() {
            return Err(CertificateError::TrailingData);
        }
        // Extensions are read one by one below: that of an unknown kind stays unread.
        let parsed = X509CertificateParser::new()
            .with_deep_parse_extensions(false)
            .parse(bytes);
        match parsed {
            Ok(([], certificate)) => Self::from_parsed(bytes, frame, &certificate),
            _ => Err(CertificateError::Malformed),
        }
    }

    /// Reads the certificate at the beginning of an elementary file of fixed size,
    /// whose rest is filler.
    ///
    /// # Errors
    /// As [`Self::from_der`]; besides, [`CertificateError::Empty`] for a file of filler and
    /// [`CertificateError::TrailingData`] for a rest that is none.
    pub fn from_elementary_file(bytes: &[u8]) -> Result<Self, CertificateError> {
        if is_filler(bytes) {
            return Err(CertificateError::Empty);
        }
        let frame = measure(bytes)?;
        match bytes.split_at_checked(frame.total()) {
            Some((certificate, rest)) if is_filler(rest) => Self::from_der(certificate),
            _ => Err(CertificateError::TrailingData),
        }
    }

    /// The exact bytes, for sending on.
    #[must_use]
    pub fn as_der(&self) -> &CertificateDer<'static> {
        &self.der
    }

    /// The serial number, a personal identifier.
    #[must_use]
    pub fn serial(&self) -> &SerialNumber {
        &self.serial
    }

    /// The key identifier of the issuer (RFC 5280, 4.2.1.1), which with the serial
    /// number names a certificate where several authorities share one name.
    #[must_use]
    pub fn authority_key_id(&self) -> Option<&[u8]> {
        self.extensions.authority_key.as_deref()
    }

    /// From when until when the certificate is good.
    #[must_use]
    pub fn validity(&self) -> &Validity {
        &self.validity
    }

    /// The kind of key that the certificate is about.
    #[must_use]
    pub fn key_algorithm(&self) -> KeyAlgorithm {
        self.key.algorithm()
    }

    /// How the holder of that key signs.
    #[must_use]
    pub fn signature_algorithm(&self) -> SignatureAlgorithm {
        SignatureAlgorithm::of_key(self.key.algorithm())
    }

    /// Whether the card with this certificate's key signed `message`. The message is
    /// hashed here; ECDSA signatures are r and s side by side.
    ///
    /// # Errors
    /// [`CertificateError::MessageSignature`] if not.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), CertificateError> {
        let algorithm = self.signature_algorithm().on_cards();
        if self.key.verify(algorithm, message, signature) {
            Ok(())
        } else {
            Err(CertificateError::MessageSignature)
        }
    }

    /// Whether the key of `issuer` signed this certificate.
    pub(crate) fn is_signed_by(&self, issuer: &Self) -> bool {
        self.der
            .get(self.to_be_signed.clone())
            .is_some_and(|message| {
                let algorithm = self.issuer_algorithm.in_certificates();
                issuer
                    .key
                    .verify(algorithm, message, &self.issuer_signature)
            })
    }

    /// Whether the key of this certificate signed `message`, as authorities sign.
    pub(crate) fn has_signed(
        &self,
        algorithm: SignatureAlgorithm,
        message: &[u8],
        signature: &[u8],
    ) -> bool {
        self.key
            .verify(algorithm.in_certificates(), message, signature)
    }

    /// DER of the issuer's name.
    pub(crate) fn issuer(&self) -> &[u8] {
        &self.issuer
    }

    /// DER of the subject's name.
    pub(crate) fn subject(&self) -> &[u8] {
        &self.subject
    }

    pub(crate) fn extensions(&self) -> &Extensions {
        &self.extensions
    }

    fn from_parsed(
        bytes: &[u8],
        frame: Frame,
        certificate: &X509Certificate<'_>,
    ) -> Result<Self, CertificateError> {
        let tbs = &certificate.tbs_certificate;
        if tbs.version != X509Version::V3 || tbs.issuer_uid.is_some() || tbs.subject_uid.is_some() {
            return Err(CertificateError::Malformed);
        }
        let identifier = identifier_contents(&tbs.signature)?;
        let issuer_algorithm = SignatureAlgorithm::of_identifier(&identifier)
            .ok_or(CertificateError::UnsupportedAlgorithm)?;
        let issuer_signature = certificate.signature_value.data.to_vec();

        // The two fields after the signed part are not protected by the signature. They
        // are written anew and compared, so that nothing else can stand there, and that
        // the algorithm inside the signature and the one outside are one (RFC 5280, 4.1.1.2).
        let to_be_signed = frame.header..frame.header + tbs.as_ref().len();
        let tail = [
            der::sequence(&identifier),
            der::bit_string(&issuer_signature),
        ]
        .concat();
        if bytes.get(to_be_signed.end..) != Some(tail.as_slice()) {
            return Err(CertificateError::Malformed);
        }

        Ok(Self {
            der: CertificateDer::from(bytes.to_vec()),
            to_be_signed,
            serial: SerialNumber::from_integer(tbs.raw_serial())?,
            issuer: tbs.issuer.as_raw().to_vec(),
            subject: tbs.subject.as_raw().to_vec(),
            validity: Validity::from_timestamps(
                tbs.validity.not_before.timestamp(),
                tbs.validity.not_after.timestamp(),
            )?,
            key: PublicKey::from_info(&tbs.subject_pki)?,
            issuer_algorithm,
            issuer_signature,
            extensions: Extensions::read(tbs.extensions())?,
        })
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Certificate")
            .field("key", &self.key.algorithm())
            .finish_non_exhaustive()
    }
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Eq for Certificate {}

/// The frame of a certificate that is within the budget and wholly there.
fn measure(bytes: &[u8]) -> Result<Frame, CertificateError> {
    let frame = der::sequence_frame(bytes)?;
    if frame.total() > MAX_CERTIFICATE_BYTES {
        return Err(CertificateError::TooLarge);
    }
    if frame.total() > bytes.len() {
        return Err(CertificateError::Truncated);
    }
    Ok(frame)
}

/// Whether only 00 is there, which cards fill their files with, or only FF, erased memory.
fn is_filler(bytes: &[u8]) -> bool {
    [0x00, 0xFF]
        .iter()
        .any(|filler| bytes.iter().all(|byte| byte == filler))
}

/// Contents octets of an AlgorithmIdentifier: its OBJECT IDENTIFIER and parameters.
pub(crate) fn identifier_contents(
    identifier: &AlgorithmIdentifier<'_>,
) -> Result<Vec<u8>, CertificateError> {
    let malformed = |_| CertificateError::Malformed;
    let mut contents = identifier.algorithm.to_der_vec().map_err(malformed)?;
    if let Some(parameters) = &identifier.parameters {
        contents.extend(parameters.to_der_vec().map_err(malformed)?);
    }
    Ok(contents)
}
