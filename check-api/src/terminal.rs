//! Terminals with a key of their own: `POST /v1/terminals`, and the second
//! signature on a card check.
//!
//! A page that reached the reader could let a card sign for any origin. Where the
//! gateway requires it, a check must therefore also be signed by an enrolled
//! terminal: a P-256 key that WebCrypto keeps and does not give out. The gateway
//! says in its state whether it does.

use crate::field::{ActivationCode, Base64, ChallengeId, FacilityCode, IdempotencyKey, TerminalId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Path that enrols terminals: `POST`.
pub const TERMINALS_PATH: &str = "/v1/terminals";

/// Header of a request with the terminal's signature: ECDSA on P-256 with SHA-256
/// over [`to_be_signed`] or [`to_be_signed_with_key`], r and s side by side, in base64.
pub const SIGNATURE_HEADER: &str = "terminal-signature";

/// Domain tag of the terminal's signature.
const TAG: &str = "myna-check-terminal:1.0";

/// The body of `POST /v1/terminals`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EnrolmentRequest {
    /// What the administrator handed out for this terminal. Good once.
    pub activation_code: ActivationCode,
    /// The terminal's public key: uncompressed point, 65 octets (SEC 1, 2.3.3),
    /// as WebCrypto exports it with the format `raw`.
    pub public_key: Base64,
}

/// The answer: who the terminal is from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Enrolment {
    /// Its facility.
    pub facility_code: FacilityCode,
    /// Its name.
    pub terminal_id: TerminalId,
}

/// What the terminal signs for one card check: H(tag) ‖ H(method) ‖ H(path) ‖
/// H(challenge) ‖ H(body), with SHA-256. `body` is the octets that are sent.
#[must_use]
pub fn to_be_signed(challenge: &ChallengeId, body: &[u8]) -> Vec<u8> {
    hashed(crate::CARD_CHECKS_PATH, challenge.as_str(), body)
}

/// The same for one round of the relay of a challenge, with the relay's own path.
#[must_use]
pub fn to_be_signed_for_relay(challenge: &ChallengeId, body: &[u8]) -> Vec<u8> {
    hashed(&crate::relay::path(challenge), challenge.as_str(), body)
}

/// The same for a request that has an idempotency key in place of a challenge:
/// `POST` to `path`, which is that of insurance checks or of batches.
#[must_use]
pub fn to_be_signed_with_key(path: &str, key: &IdempotencyKey, body: &[u8]) -> Vec<u8> {
    hashed(path, key.as_str(), body)
}

fn hashed(path: &str, name: &str, body: &[u8]) -> Vec<u8> {
    let parts = [
        TAG.as_bytes(),
        b"POST",
        path.as_bytes(),
        name.as_bytes(),
        body,
    ];
    parts
        .into_iter()
        .flat_map(|part| Sha256::digest(part).to_vec())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn challenge_and_body_both_count() {
        let id = |text: &str| ChallengeId::try_from(text.to_owned()).expect("a name");
        let signed = to_be_signed(&id("abcdefghijklmnop"), b"{}");
        assert_eq!(signed.len(), 5 * 32);
        assert_ne!(signed, to_be_signed(&id("abcdefghijklmnoq"), b"{}"));
        let of_relay = to_be_signed_for_relay(&id("abcdefghijklmnop"), b"{}");
        assert_ne!(signed, of_relay, "a round is no check");
        assert_ne!(signed, to_be_signed(&id("abcdefghijklmnop"), b"{ }"));
    }

    #[test]
    fn path_and_key_both_count() {
        let key = |text: &str| IdempotencyKey::try_from(text.to_owned()).expect("a key");
        let (one, other) = (key("abcdefghijklmnop"), key("abcdefghijklmnoq"));
        let signed = to_be_signed_with_key(crate::INSURANCE_CHECKS_PATH, &one, b"{}");
        assert_ne!(
            signed,
            to_be_signed_with_key(crate::INSURANCE_CHECKS_PATH, &other, b"{}")
        );
        assert_ne!(
            signed,
            to_be_signed_with_key(crate::batch::BATCHES_PATH, &one, b"{}")
        );
    }
}
