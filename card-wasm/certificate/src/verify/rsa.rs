//! RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, 8.2). Public-key operations only.

use rsa::{BigUint, Pkcs1v15Sign, RsaPublicKey, traits::PublicKeyParts};
use rustls_pki_types::{
    AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id,
};
use sha2::{Digest, Sha256};

use crate::der;

/// DER of a DigestInfo for SHA-256 up to the hash itself (RFC 8017, 9.2, note 1).
///
/// Spelled out rather than derived from a hash type, because the RSA library would
/// bring a second generation of the hash library along.
pub(crate) const SHA256_DIGEST_INFO: [u8; 19] = [
    0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05,
    0x00, 0x04, 0x20,
];

/// Shortest and longest modulus. Cards and their authorities use 2048 bits; what is
/// longer than 4096 costs time without a purpose.
const MODULUS_BITS: core::ops::RangeInclusive<usize> = 2048..=4096;
/// Smallest exponent (FIPS 186-5, 5.1: odd and greater than 2^16). The largest is the
/// library's, 2^33 - 1.
const SMALLEST_EXPONENT: u32 = 0x0001_0001;

/// RSASSA-PKCS1-v1_5 with SHA-256.
#[derive(Debug)]
pub(super) struct Pkcs1Sha256;

impl SignatureVerificationAlgorithm for Pkcs1Sha256 {
    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        let hash = Sha256::digest(message);
        let scheme = Pkcs1v15Sign {
            hash_len: Some(hash.len()),
            prefix: Box::new(SHA256_DIGEST_INFO),
        };
        self::public_key(public_key)?
            .verify(scheme, &hash, signature)
            .map_err(|_| InvalidSignature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::RSA_ENCRYPTION
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::RSA_PKCS1_SHA256
    }
}

/// Reads an RSAPublicKey (RFC 8017, A.1.1) of an accepted size and exponent.
pub(crate) fn public_key(bytes: &[u8]) -> Result<RsaPublicKey, InvalidSignature> {
    let numbers = der::two_unsigned(bytes).ok_or(InvalidSignature)?;
    let [modulus, exponent] = numbers.map(BigUint::from_bytes_be);
    let odd = |number: &BigUint| number.to_bytes_le().first().is_some_and(|low| low & 1 == 1);
    let key = RsaPublicKey::new(modulus, exponent).map_err(|_| InvalidSignature)?;
    let sane = MODULUS_BITS.contains(&key.n().bits())
        && odd(key.n())
        && odd(key.e())
        && *key.e() >= BigUint::from(SMALLEST_EXPONENT);
    sane.then_some(key).ok_or(InvalidSignature)
}
