//! A signature of the card that was found to be right.

use card_certificate::{Certificate, SignatureAlgorithm};

use super::CardError;

/// What the card signed, verified with the key of its own certificate.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Signature {
    algorithm: SignatureAlgorithm,
    bytes: Vec<u8>,
}

impl Signature {
    /// Holds `bytes` against the certificate. A card, or something between it and the
    /// program, may answer rubbish with 9000.
    pub(super) fn verified(
        bytes: Vec<u8>,
        message: &[u8],
        certificate: &Certificate,
    ) -> Result<Self, CardError> {
        certificate
            .verify(message, &bytes)
            .map_err(|_| CardError::WrongSignature)?;
        Ok(Self {
            algorithm: certificate.signature_algorithm(),
            bytes,
        })
    }

    /// The algorithm, named as protocols do.
    #[must_use]
    pub const fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    /// The bytes: PKCS#1 v1.5 for RSA, r and s side by side for ECDSA.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }
}
