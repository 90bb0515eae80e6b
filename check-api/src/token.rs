//! `POST /v1/checks/card`: what the card has given, and nothing else. Neither
//! nonce nor origin nor patient data: the gateway has them from the challenge.

use crate::field::{Base64, ChallengeId};
use serde::{Deserialize, Serialize};

/// Name and version of the token's form, and the domain tag of the signature.
pub const FORMAT: &str = "myna-check:1.0";

/// The body of `POST /v1/checks/card`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CardCheckRequest {
    /// The challenge that the card has signed.
    pub challenge_id: ChallengeId,
    /// What the card has given.
    pub token: Token,
}

/// What the card has given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Token {
    /// [`FORMAT`].
    pub format: TokenFormat,
    /// Algorithm of the signature.
    pub algorithm: SignatureAlgorithm,
    /// The user-authentication certificate, DER. Unverified until the gateway has.
    pub unverified_certificate: Base64,
    /// Signature over [`crate::signed::to_be_signed`].
    pub signature: Base64,
    /// Release of the page, for support: not trusted, not signed.
    pub app_version: String,
}

/// Forms of the token: one so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum TokenFormat {
    /// `myna-check:1.0`.
    #[serde(rename = "myna-check:1.0")]
    V1,
}

/// Signature algorithms, by their JOSE names (RFC 7518, section 3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum SignatureAlgorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256: the cards of today.
    #[serde(rename = "RS256")]
    Rs256,
    /// ECDSA on P-256 with SHA-256.
    #[serde(rename = "ES256")]
    Es256,
    /// ECDSA on P-384 with SHA-384: announced for the next card.
    #[serde(rename = "ES384")]
    Es384,
}

impl SignatureAlgorithm {
    /// All of them, preferred first.
    pub const ALL: [Self; 3] = [Self::Rs256, Self::Es256, Self::Es384];

    /// The JOSE name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
        }
    }

    /// The algorithm of a JOSE name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|algorithm| algorithm.name() == name)
    }
}
