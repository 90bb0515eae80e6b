//! The signature algorithms in use, by the names that travel in protocols.

use rustls_pki_types::{AlgorithmIdentifier, SignatureVerificationAlgorithm, alg_id};
use sha2::{Digest, Sha256, Sha384};

use crate::{KeyAlgorithm, verify};

/// A signature algorithm, named as in RFC 7518, 3.1.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum SignatureAlgorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// ECDSA on P-384 with SHA-384.
    Es384,
}

impl SignatureAlgorithm {
    /// Every algorithm.
    pub const ALL: [Self; 3] = [Self::Rs256, Self::Es256, Self::Es384];

    /// The algorithm of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }

    /// The name, such as `RS256`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
        }
    }

    /// The hash of a message under this algorithm: SHA-256 or SHA-384.
    #[must_use]
    pub fn digest(self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Rs256 | Self::Es256 => Sha256::digest(message).to_vec(),
            Self::Es384 => Sha384::digest(message).to_vec(),
        }
    }

    /// What a card is handed to sign `message`: the PKCS#1 DigestInfo for RSA
    /// (RFC 8017, 9.2), the bare hash for ECDSA.
    #[must_use]
    pub fn card_input(self, message: &[u8]) -> Vec<u8> {
        let hash = self.digest(message);
        match self {
            Self::Rs256 => [&verify::SHA256_DIGEST_INFO, hash.as_slice()].concat(),
            Self::Es256 | Self::Es384 => hash,
        }
    }

    /// The algorithm that belongs to a key.
    pub(crate) const fn of_key(key: KeyAlgorithm) -> Self {
        match key {
            KeyAlgorithm::Rsa { .. } => Self::Rs256,
            KeyAlgorithm::P256 => Self::Es256,
            KeyAlgorithm::P384 => Self::Es384,
        }
    }

    /// The algorithm with this identifier in a certificate.
    pub(crate) fn of_identifier(identifier: &[u8]) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|it| it.identifier().as_ref() == identifier)
    }

    /// Contents of the AlgorithmIdentifier in certificates.
    fn identifier(self) -> AlgorithmIdentifier {
        match self {
            Self::Rs256 => alg_id::RSA_PKCS1_SHA256,
            Self::Es256 => alg_id::ECDSA_SHA256,
            Self::Es384 => alg_id::ECDSA_SHA384,
        }
    }

    /// Verifies signatures on certificates.
    pub(crate) const fn in_certificates(self) -> &'static dyn SignatureVerificationAlgorithm {
        match self {
            Self::Rs256 => verify::RSA_PKCS1_SHA256,
            Self::Es256 => verify::ECDSA_P256_SHA256,
            Self::Es384 => verify::ECDSA_P384_SHA384,
        }
    }

    /// Verifies signatures made by cards.
    pub(crate) const fn on_cards(self) -> &'static dyn SignatureVerificationAlgorithm {
        match self {
            Self::Rs256 => verify::RSA_PKCS1_SHA256,
            Self::Es256 => verify::ECDSA_P256_SHA256_FIXED,
            Self::Es384 => verify::ECDSA_P384_SHA384_FIXED,
        }
    }
}
