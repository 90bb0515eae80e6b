//! Signature verification as [`SignatureVerificationAlgorithm`]s, so that another
//! library can take their place wherever one is at hand.
//!
//! ECDSA signatures come in two forms, told apart by their algorithm identifiers:
//! the DER of certificates, and r and s side by side, as cards and WebCrypto write them.

mod ecdsa;
mod rsa;

use rustls_pki_types::SignatureVerificationAlgorithm;

pub(crate) use self::ecdsa::{is_p256_key, is_p384_key};
pub(crate) use self::rsa::{SHA256_DIGEST_INFO, public_key as rsa_key};

/// RSASSA-PKCS1-v1_5 with SHA-256, keys of 2048 to 4096 bits.
pub static RSA_PKCS1_SHA256: &dyn SignatureVerificationAlgorithm = &rsa::Pkcs1Sha256;
/// ECDSA on P-256 with SHA-256, signatures in DER.
pub static ECDSA_P256_SHA256: &dyn SignatureVerificationAlgorithm = &ecdsa::P256(ecdsa::Form::Der);
/// ECDSA on P-256 with SHA-256, signatures as r and s of 32 octets each.
pub static ECDSA_P256_SHA256_FIXED: &dyn SignatureVerificationAlgorithm =
    &ecdsa::P256(ecdsa::Form::Fixed);
/// ECDSA on P-384 with SHA-384, signatures in DER.
pub static ECDSA_P384_SHA384: &dyn SignatureVerificationAlgorithm = &ecdsa::P384(ecdsa::Form::Der);
/// ECDSA on P-384 with SHA-384, signatures as r and s of 48 octets each.
pub static ECDSA_P384_SHA384_FIXED: &dyn SignatureVerificationAlgorithm =
    &ecdsa::P384(ecdsa::Form::Fixed);
