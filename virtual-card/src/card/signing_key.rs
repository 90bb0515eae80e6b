//! The private keys and the six signature schemes of `80 2A`, as surveyed on
//! real cards (soltia48/myna-card). Knows nothing of PINs.

use p384::ecdsa::signature::hazmat::PrehashSigner;
use rsa::pkcs8::DecodePrivateKey;
use rsa::sha2::{Digest, Sha256};
use rsa::{Pkcs1v15Sign, Pss, RsaPrivateKey};

use super::noise::Noise;
use super::status::StatusWord;
use crate::profile::{Algorithm, ProfileError};

/// DER of a DigestInfo for SHA-256 up to the hash itself (RFC 8017, 9.2, note 1).
const SHA256_DIGEST_INFO: [u8; 19] = [
    0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05,
    0x00, 0x04, 0x20,
];
/// Padding of PKCS#1 v1.5 takes at least eleven of the 256 bytes (RFC 8017, 9.2).
const RSA_VERBATIM_MAXIMUM: usize = 245;
/// The surveyed cards hash at most one short command's data.
const HASH_INPUT_MAXIMUM: usize = 255;
/// Length of a SHA-384 hash.
const SHA384_LENGTH: usize = 48;

/// P1 of `80 2A`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// 00: PKCS#1 v1.5 padding around the input as it is.
    Verbatim,
    /// 01: the card hashes; the bare hash is padded.
    HashBare,
    /// 02: the input is a hash; the card makes the DigestInfo.
    WrapHash,
    /// 03: the card hashes and makes the DigestInfo.
    HashAndWrap,
    /// 04: the input is a hash; PSS.
    PssOfHash,
    /// 05: the card hashes; PSS.
    HashPss,
}

impl TryFrom<u8> for Scheme {
    type Error = StatusWord;

    fn try_from(p1: u8) -> Result<Self, StatusWord> {
        match p1 {
            0 => Ok(Self::Verbatim),
            1 => Ok(Self::HashBare),
            2 => Ok(Self::WrapHash),
            3 => Ok(Self::HashAndWrap),
            4 => Ok(Self::PssOfHash),
            5 => Ok(Self::HashPss),
            _ => Err(StatusWord::WRONG_P1_P2),
        }
    }
}

/// A private key inside the card.
#[derive(Clone, Debug)]
pub(crate) enum SigningKey {
    Rsa(Box<RsaPrivateKey>),
    /// The card of the future. Its commands are not public: that P1 = 00 takes
    /// the bare hash and answers r‖s is this simulator's assumption.
    P384(Box<p384::ecdsa::SigningKey>),
}

impl SigningKey {
    pub(crate) fn from_pkcs8(algorithm: Algorithm, der: &[u8]) -> Result<Self, ProfileError> {
        match algorithm {
            Algorithm::Rsa2048 => RsaPrivateKey::from_pkcs8_der(der)
                .map(|key| Self::Rsa(Box::new(key)))
                .map_err(|_| ProfileError::Key),
            Algorithm::P384 => p384::pkcs8::DecodePrivateKey::from_pkcs8_der(der)
                .map(|key| Self::P384(Box::new(key)))
                .map_err(|_| ProfileError::Key),
        }
    }

    pub(crate) fn sign(
        &self,
        scheme: Scheme,
        input: &[u8],
        noise: &mut Noise,
    ) -> Result<Vec<u8>, StatusWord> {
        match self {
            Self::Rsa(key) => sign_rsa(key, scheme, input, noise),
            Self::P384(key) => sign_p384(key, scheme, input),
        }
    }
}

fn sign_rsa(
    key: &RsaPrivateKey,
    scheme: Scheme,
    input: &[u8],
    noise: &mut Noise,
) -> Result<Vec<u8>, StatusWord> {
    check_length(scheme, input.len())?;
    let with_digest_info = |hash: &[u8]| [&SHA256_DIGEST_INFO[..], hash].concat();
    let padded = match scheme {
        Scheme::Verbatim => input.to_vec(),
        Scheme::HashBare => Sha256::digest(input).to_vec(),
        Scheme::WrapHash => with_digest_info(input),
        Scheme::HashAndWrap => with_digest_info(&Sha256::digest(input)),
        Scheme::PssOfHash => return sign_pss(key, input, noise),
        Scheme::HashPss => return sign_pss(key, &Sha256::digest(input), noise),
    };
    key.sign(Pkcs1v15Sign::new_unprefixed(), &padded)
        .map_err(|_| StatusWord::NO_DIAGNOSIS)
}

fn sign_pss(key: &RsaPrivateKey, hash: &[u8], noise: &mut Noise) -> Result<Vec<u8>, StatusWord> {
    key.sign_with_rng(noise, Pss::new::<Sha256>(), hash)
        .map_err(|_| StatusWord::NO_DIAGNOSIS)
}

fn check_length(scheme: Scheme, length: usize) -> Result<(), StatusWord> {
    let fits = match scheme {
        Scheme::Verbatim => length <= RSA_VERBATIM_MAXIMUM,
        Scheme::WrapHash | Scheme::PssOfHash => length == Sha256::output_size(),
        Scheme::HashBare | Scheme::HashAndWrap | Scheme::HashPss => length <= HASH_INPUT_MAXIMUM,
    };
    if fits {
        Ok(())
    } else {
        Err(StatusWord::CONDITIONS_NOT_SATISFIED)
    }
}

fn sign_p384(
    key: &p384::ecdsa::SigningKey,
    scheme: Scheme,
    input: &[u8],
) -> Result<Vec<u8>, StatusWord> {
    if scheme != Scheme::Verbatim {
        return Err(StatusWord::WRONG_P1_P2);
    }
    if input.len() != SHA384_LENGTH {
        return Err(StatusWord::CONDITIONS_NOT_SATISFIED);
    }
    let signature: p384::ecdsa::Signature = key
        .sign_prehash(input)
        .map_err(|_| StatusWord::NO_DIAGNOSIS)?;
    Ok(signature.to_bytes().to_vec())
}
