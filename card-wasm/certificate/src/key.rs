//! The public key of a certificate: only kinds and sizes that are worth trusting.

use rsa::traits::PublicKeyParts;
use rustls_pki_types::{SignatureVerificationAlgorithm, alg_id};
use x509_parser::x509::SubjectPublicKeyInfo;

use crate::{CertificateError, certificate::identifier_contents, verify};

/// The kind of a public key.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum KeyAlgorithm {
    /// RSA.
    Rsa {
        /// Length of the modulus, 2048 to 4096.
        bits: usize,
    },
    /// Elliptic curve P-256, secp256r1.
    P256,
    /// Elliptic curve P-384, secp384r1.
    P384,
}

impl KeyAlgorithm {
    /// Octets of a signature by a card with such a key: the modulus, or r and s.
    #[must_use]
    pub const fn signature_length(self) -> usize {
        match self {
            Self::Rsa { bits } => bits.div_ceil(8),
            Self::P256 => 64,
            Self::P384 => 96,
        }
    }
}

/// A public key that was found to be well formed.
#[derive(Clone)]
pub(crate) struct PublicKey {
    algorithm: KeyAlgorithm,
    /// Contents of subjectPublicKey, as the verification algorithms take it.
    bits: Vec<u8>,
}

impl PublicKey {
    pub(crate) fn from_info(info: &SubjectPublicKeyInfo<'_>) -> Result<Self, CertificateError> {
        let identifier = identifier_contents(&info.algorithm)?;
        let bits = info.subject_public_key.data.to_vec();
        if info.subject_public_key.unused_bits != 0 {
            return Err(CertificateError::Malformed);
        }
        let algorithm = if identifier == alg_id::RSA_ENCRYPTION.as_ref() {
            let key = verify::rsa_key(&bits).ok();
            key.map(|key| KeyAlgorithm::Rsa {
                bits: key.n().bits(),
            })
        } else if identifier == alg_id::ECDSA_P256.as_ref() {
            verify::is_p256_key(&bits).then_some(KeyAlgorithm::P256)
        } else if identifier == alg_id::ECDSA_P384.as_ref() {
            verify::is_p384_key(&bits).then_some(KeyAlgorithm::P384)
        } else {
            None
        };
        let algorithm = algorithm.ok_or(CertificateError::UnsupportedKey)?;
        Ok(Self { algorithm, bits })
    }

    pub(crate) const fn algorithm(&self) -> KeyAlgorithm {
        self.algorithm
    }

    /// Whether `signature` on `message` was made with this key, judged by `algorithm`.
    pub(crate) fn verify(
        &self,
        algorithm: &dyn SignatureVerificationAlgorithm,
        message: &[u8],
        signature: &[u8],
    ) -> bool {
        let fits = algorithm.public_key_alg_id() == self.algorithm.identifier();
        fits && algorithm
            .verify_signature(&self.bits, message, signature)
            .is_ok()
    }
}

impl KeyAlgorithm {
    fn identifier(self) -> rustls_pki_types::AlgorithmIdentifier {
        match self {
            Self::Rsa { .. } => alg_id::RSA_ENCRYPTION,
            Self::P256 => alg_id::ECDSA_P256,
            Self::P384 => alg_id::ECDSA_P384,
        }
    }
}
