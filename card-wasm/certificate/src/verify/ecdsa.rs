//! ECDSA on P-256 with SHA-256 and on P-384 with SHA-384 (FIPS 186-5, 6).

use p256::ecdsa::signature::hazmat::PrehashVerifier;
use rustls_pki_types::{
    AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id,
};
use sha2::{Digest, Sha256, Sha384};

/// First octet of an uncompressed point (SEC 1, 2.3.3), the only form that
/// certificates of cards use.
const UNCOMPRESSED: u8 = 0x04;

/// 0.4.0.127.0.7.1.1.4.1.3, ecdsa-plain-SHA256 (BSI TR-03111, 5.2.1.1): r and s side by side.
const ECDSA_PLAIN_SHA256: AlgorithmIdentifier = AlgorithmIdentifier::from_slice(&[
    0x06, 0x0A, 0x04, 0x00, 0x7F, 0x00, 0x07, 0x01, 0x01, 0x04, 0x01, 0x03,
]);
/// 0.4.0.127.0.7.1.1.4.1.4, ecdsa-plain-SHA384 (BSI TR-03111, 5.2.1.1).
const ECDSA_PLAIN_SHA384: AlgorithmIdentifier = AlgorithmIdentifier::from_slice(&[
    0x06, 0x0A, 0x04, 0x00, 0x7F, 0x00, 0x07, 0x01, 0x01, 0x04, 0x01, 0x04,
]);

/// How r and s are written.
#[derive(Debug)]
enum Form {
    /// SEQUENCE of two INTEGERs (RFC 3279, 2.2.3).
    Der,
    /// Each in the length of the field, r first.
    Fixed,
}

/// ECDSA on P-256 with SHA-256.
#[derive(Debug)]
pub(super) struct P256(Form);
/// ECDSA on P-384 with SHA-384.
#[derive(Debug)]
pub(super) struct P384(Form);

pub(super) const P256_DER: P256 = P256(Form::Der);
pub(super) const P256_FIXED: P256 = P256(Form::Fixed);
pub(super) const P384_DER: P384 = P384(Form::Der);
pub(super) const P384_FIXED: P384 = P384(Form::Fixed);

impl SignatureVerificationAlgorithm for P256 {
    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        let signature = match self.0 {
            Form::Der => p256::ecdsa::Signature::from_der(signature),
            Form::Fixed => p256::ecdsa::Signature::from_slice(signature),
        }
        .map_err(|_| InvalidSignature)?;
        p256_key(public_key)?
            .verify_prehash(&Sha256::digest(message), &signature)
            .map_err(|_| InvalidSignature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::ECDSA_P256
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        match self.0 {
            Form::Der => alg_id::ECDSA_SHA256,
            Form::Fixed => ECDSA_PLAIN_SHA256,
        }
    }
}

impl SignatureVerificationAlgorithm for P384 {
    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        let signature = match self.0 {
            Form::Der => p384::ecdsa::Signature::from_der(signature),
            Form::Fixed => p384::ecdsa::Signature::from_slice(signature),
        }
        .map_err(|_| InvalidSignature)?;
        p384_key(public_key)?
            .verify_prehash(&Sha384::digest(message), &signature)
            .map_err(|_| InvalidSignature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::ECDSA_P384
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        match self.0 {
            Form::Der => alg_id::ECDSA_SHA384,
            Form::Fixed => ECDSA_PLAIN_SHA384,
        }
    }
}

/// Reads a point on P-256; one that is not on the curve is refused.
pub(crate) fn p256_key(point: &[u8]) -> Result<p256::ecdsa::VerifyingKey, InvalidSignature> {
    uncompressed(point)?;
    p256::ecdsa::VerifyingKey::from_sec1_bytes(point).map_err(|_| InvalidSignature)
}

/// Reads a point on P-384; one that is not on the curve is refused.
pub(crate) fn p384_key(point: &[u8]) -> Result<p384::ecdsa::VerifyingKey, InvalidSignature> {
    uncompressed(point)?;
    p384::ecdsa::VerifyingKey::from_sec1_bytes(point).map_err(|_| InvalidSignature)
}

fn uncompressed(point: &[u8]) -> Result<(), InvalidSignature> {
    (point.first() == Some(&UNCOMPRESSED))
        .then_some(())
        .ok_or(InvalidSignature)
}
