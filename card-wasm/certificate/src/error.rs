//! Everything that can be wrong with a certificate, ranked by how much it helps the desk.
//!
//! Knows no advice and no language: a code is mapped to words elsewhere.

use rustls_pki_types::UnixTime;
use thiserror::Error;

/// Why a certificate, an anchor or a signature is refused.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
pub enum CertificateError {
    /// The file holds nothing but filler.
    #[error("the certificate file is empty")]
    Empty,
    /// The file ends before the length in its DER header.
    #[error("the certificate is cut off")]
    Truncated,
    /// More bytes than [`crate::MAX_CERTIFICATE_BYTES`].
    #[error("the certificate is larger than any certificate of a card")]
    TooLarge,
    /// Something other than filler follows the certificate.
    #[error("foreign bytes follow the certificate")]
    TrailingData,
    /// Not the DER of an X.509 version 3 certificate (RFC 5280, 4.1).
    #[error("the certificate is malformed")]
    Malformed,
    /// An extension appears twice (RFC 5280, 4.2).
    #[error("an extension of the certificate is repeated")]
    RepeatedExtension,
    /// The key is of a kind, curve, size or exponent that is not accepted.
    #[error("the key of the certificate is not supported")]
    UnsupportedKey,
    /// The issuer signed with an algorithm that is not accepted.
    #[error("the signature algorithm of the certificate is not supported")]
    UnsupportedAlgorithm,
    /// A critical extension that nobody here understands (RFC 5280, 4.2).
    #[error("the certificate has an unknown critical extension")]
    UnknownCriticalExtension,
    /// The certificate belongs to the other environment: a practice card on a
    /// production desk, or the reverse.
    #[error("the certificate belongs to another environment")]
    OtherEnvironment,
    /// certificatePolicies is absent, not critical, or names another policy.
    #[error("the certificate was not issued under the expected policy")]
    Policy,
    /// keyUsage is not exactly a critical digitalSignature: not the
    /// user-authentication certificate.
    #[error("the certificate is not for user authentication")]
    KeyUsage,
    /// A certificate of an authority stands where a person's should.
    #[error("the certificate is that of an authority")]
    Authority,
    /// A subjectAltName, which only the digital-signature certificate has.
    #[error("the certificate carries a subject alternative name")]
    SubjectAltName,
    /// issuerAltName is absent or holds no directoryName.
    #[error("the alternative name of the issuer is missing")]
    IssuerAltName,
    /// cRLDistributionPoints is absent or holds no directoryName.
    #[error("the revocation list is not named by the certificate")]
    CrlDistributionPoint,
    /// authorityKeyIdentifier or subjectKeyIdentifier is absent.
    #[error("a key identifier is missing from the certificate")]
    KeyIdentifier,
    /// The certificate is not valid yet.
    #[error("the certificate is not valid yet")]
    NotYetValid {
        /// First second of validity.
        from: UnixTime,
    },
    /// Past its end and past the grace period.
    #[error("the certificate has expired")]
    Expired {
        /// Last second of validity.
        not_after: UnixTime,
        /// Last second of the grace period.
        usable_until: UnixTime,
    },
    /// No configured anchor has the name and key that the certificate names.
    #[error("the certificate was issued by an authority that is not configured")]
    UnknownIssuer,
    /// The issuer's signature does not fit the certificate.
    #[error("the issuer's signature on the certificate is wrong")]
    IssuerSignature,
    /// The card's signature does not fit the message.
    #[error("the signature of the card is wrong")]
    MessageSignature,
    /// An anchor file that is neither DER nor PEM.
    #[error("the trust anchor is neither DER nor PEM")]
    AnchorFormat,
    /// An anchor without CA:TRUE or keyCertSign.
    #[error("the trust anchor is not the certificate of an authority")]
    AnchorNotAuthority,
    /// An anchor that says it signed itself, but did not.
    #[error("the trust anchor is damaged")]
    AnchorSignature,
    /// The anchor is outside its own validity: the configuration is out of date.
    #[error("the trust anchor is outside its validity")]
    AnchorOutOfDate,
    /// No anchor at all is configured.
    #[error("no trust anchor is configured")]
    NoAnchor,
}

impl CertificateError {
    /// The stable name of this error, for logs, problems and the table of advice.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.row().0
    }

    /// How useful this error is to the person at the desk: when several checks
    /// fail, the one of the highest rank is reported.
    #[must_use]
    pub const fn rank(&self) -> u8 {
        self.row().1
    }

    /// Code and rank of each variant. The wrong card altogether explains everything
    /// else; then dates, which the holder can do something about; then what the
    /// administrator can; last what points at damage or forgery.
    const fn row(&self) -> (&'static str, u8) {
        match self {
            Self::OtherEnvironment => ("CERT-OTHER-ENVIRONMENT", 95),
            Self::Authority => ("CERT-AUTHORITY", 92),
            Self::KeyUsage => ("CERT-KEY-USAGE", 91),
            Self::Expired { .. } => ("CERT-EXPIRED", 90),
            Self::NotYetValid { .. } => ("CERT-NOT-YET-VALID", 89),
            Self::NoAnchor => ("CERT-NO-ANCHOR", 80),
            Self::AnchorOutOfDate => ("CERT-ANCHOR-OUT-OF-DATE", 79),
            Self::AnchorFormat => ("CERT-ANCHOR-FORMAT", 78),
            Self::AnchorNotAuthority => ("CERT-ANCHOR-NOT-AUTHORITY", 77),
            Self::AnchorSignature => ("CERT-ANCHOR-SIGNATURE", 76),
            Self::UnknownIssuer => ("CERT-UNKNOWN-ISSUER", 70),
            Self::IssuerSignature => ("CERT-ISSUER-SIGNATURE", 69),
            Self::Policy => ("CERT-POLICY", 60),
            Self::UnknownCriticalExtension => ("CERT-CRITICAL-EXTENSION", 55),
            Self::SubjectAltName => ("CERT-SUBJECT-ALT-NAME", 54),
            Self::IssuerAltName => ("CERT-ISSUER-ALT-NAME", 53),
            Self::CrlDistributionPoint => ("CERT-CRL-DISTRIBUTION-POINT", 52),
            Self::KeyIdentifier => ("CERT-KEY-IDENTIFIER", 51),
            Self::UnsupportedKey => ("CERT-UNSUPPORTED-KEY", 45),
            Self::UnsupportedAlgorithm => ("CERT-UNSUPPORTED-ALGORITHM", 44),
            Self::MessageSignature => ("CERT-MESSAGE-SIGNATURE", 40),
            Self::Empty => ("CERT-EMPTY", 30),
            Self::Truncated => ("CERT-TRUNCATED", 29),
            Self::TooLarge => ("CERT-TOO-LARGE", 28),
            Self::TrailingData => ("CERT-TRAILING-DATA", 27),
            Self::RepeatedExtension => ("CERT-REPEATED-EXTENSION", 26),
            Self::Malformed => ("CERT-MALFORMED", 20),
        }
    }

    /// Of several findings the most useful failure, or success if there is none.
    pub(crate) fn most_useful<const N: usize>(findings: [Result<(), Self>; N]) -> Result<(), Self> {
        findings
            .into_iter()
            .filter_map(Result::err)
            .max_by_key(Self::rank)
            .map_or(Ok(()), Err)
    }
}
