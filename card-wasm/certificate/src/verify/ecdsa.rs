//! ECDSA on P-256 with SHA-256 and on P-384 with SHA-384 (FIPS 186-5, 6).

use std::borrow::Cow;

use p256::NistP256;
use p256::ecdsa::signature::hazmat::PrehashVerifier;
use p256::elliptic_curve::point::{AffineCoordinates, AffinePoint};
use p256::elliptic_curve::{CurveArithmetic, FieldBytes};
use p384::NistP384;
use rustls_pki_types::{
    AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id,
};
use sha2::{Digest, Sha256, Sha384};

use crate::der;

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

/// Octets of a coordinate, and of r and s, on P-256 (FIPS 186-5, 6.1.1).
const P256_FIELD: usize = 32;
/// Octets of a coordinate, and of r and s, on P-384 (FIPS 186-5, 6.1.1).
const P384_FIELD: usize = 48;

/// How r and s are written.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form {
    /// SEQUENCE of two INTEGERs (RFC 3279, 2.2.3).
    Der,
    /// Each in the length of the field, r first.
    Fixed,
}

/// ECDSA on P-256 with SHA-256.
#[derive(Debug)]
pub(super) struct P256(pub(super) Form);
/// ECDSA on P-384 with SHA-384.
#[derive(Debug)]
pub(super) struct P384(pub(super) Form);

impl SignatureVerificationAlgorithm for P256 {
    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        let signature = self.0.side_by_side(signature, P256_FIELD)?;
        let signature = p256::ecdsa::Signature::from_slice(&signature).map_err(refused)?;
        let point = point::<NistP256>(public_key)?;
        p256::ecdsa::VerifyingKey::from_affine(point)
            .and_then(|key| key.verify_prehash(&Sha256::digest(message), &signature))
            .map_err(refused)
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
        let signature = self.0.side_by_side(signature, P384_FIELD)?;
        let signature = p384::ecdsa::Signature::from_slice(&signature).map_err(refused)?;
        let point = point::<NistP384>(public_key)?;
        p384::ecdsa::VerifyingKey::from_affine(point)
            .and_then(|key| key.verify_prehash(&Sha384::digest(message), &signature))
            .map_err(refused)
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

/// Whether `bytes` are a point on P-256.
pub(crate) fn is_p256_key(bytes: &[u8]) -> bool {
    point::<NistP256>(bytes).is_ok()
}

/// Whether `bytes` are a point on P-384.
pub(crate) fn is_p384_key(bytes: &[u8]) -> bool {
    point::<NistP384>(bytes).is_ok()
}

/// Reads an uncompressed point; one that is not on the curve is refused.
fn point<C>(bytes: &[u8]) -> Result<AffinePoint<C>, InvalidSignature>
where
    C: CurveArithmetic,
    AffinePoint<C>: AffineCoordinates<FieldRepr = FieldBytes<C>>,
{
    // Read here, because the library's own reader brings along the square roots
    // that compressed points need.
    let [UNCOMPRESSED, coordinates @ ..] = bytes else {
        return Err(InvalidSignature);
    };
    let (x, y) = coordinates.split_at(coordinates.len() / 2);
    let [x, y] = [x, y].map(|it| FieldBytes::<C>::try_from(it).map_err(|_| InvalidSignature));
    AffinePoint::<C>::from_coordinates(&x?, &y?)
        .into_option()
        .ok_or(InvalidSignature)
}

impl Form {
    /// r and s side by side, each in `field` octets.
    fn side_by_side(
        self,
        signature: &[u8],
        field: usize,
    ) -> Result<Cow<'_, [u8]>, InvalidSignature> {
        if let Self::Fixed = self {
            return Ok(Cow::Borrowed(signature));
        }
        let mut out = Vec::with_capacity(2 * field);
        for number in der::two_unsigned(signature).ok_or(InvalidSignature)? {
            let padding = field.checked_sub(number.len()).ok_or(InvalidSignature)?;
            out.resize(out.len() + padding, 0);
            out.extend_from_slice(number);
        }
        Ok(Cow::Owned(out))
    }
}

/// Why a signature is refused is nobody's business but the sender's.
fn refused(_: p256::ecdsa::Error) -> InvalidSignature {
    InvalidSignature
}
