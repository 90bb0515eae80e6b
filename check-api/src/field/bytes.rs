//! Bytes that travel as base64: certificates, signatures, nonces.

use super::FieldError;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};
use std::fmt;

/// More than any certificate or signature needs, and little enough to decode
/// before anything else is known about the sender.
const LONGEST: usize = 8192;

/// Bytes, on the wire in base64 with padding (RFC 4648, section 4).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Base64(Vec<u8>);

/// What a challenge makes unique: 32 random bytes or more.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Nonce(Base64);

impl Base64 {
    /// The bytes themselves.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl Nonce {
    /// The random bytes themselves.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl TryFrom<Vec<u8>> for Base64 {
    type Error = FieldError;

    fn try_from(bytes: Vec<u8>) -> Result<Self, FieldError> {
        if bytes.len() <= LONGEST {
            Ok(Self(bytes))
        } else {
            Err(FieldError::Base64)
        }
    }
}

impl TryFrom<String> for Base64 {
    type Error = FieldError;

    fn try_from(text: String) -> Result<Self, FieldError> {
        // Refused by its length before anything is decoded.
        if text.len() > LONGEST.div_ceil(3) * 4 {
            return Err(FieldError::Base64);
        }
        let bytes = STANDARD.decode(text).map_err(|_| FieldError::Base64)?;
        Self::try_from(bytes)
    }
}

impl TryFrom<Vec<u8>> for Nonce {
    type Error = FieldError;

    fn try_from(bytes: Vec<u8>) -> Result<Self, FieldError> {
        if !(32..=64).contains(&bytes.len()) {
            return Err(FieldError::Nonce);
        }
        Base64::try_from(bytes).map(Self)
    }
}

impl TryFrom<String> for Nonce {
    type Error = FieldError;

    fn try_from(text: String) -> Result<Self, FieldError> {
        Base64::try_from(text)
            .map_err(|_| FieldError::Nonce)
            .and_then(|b| Self::try_from(b.0))
    }
}

impl From<Base64> for String {
    fn from(bytes: Base64) -> Self {
        STANDARD.encode(bytes.0)
    }
}

impl From<Nonce> for String {
    fn from(nonce: Nonce) -> Self {
        nonce.0.into()
    }
}

/// Length only: a certificate names a person, a nonce must not reach a log.
impl fmt::Debug for Base64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Base64({} bytes)", self.0.len())
    }
}

impl fmt::Debug for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Nonce({} bytes)", self.as_bytes().len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bytes_survive_the_wire(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let value = Base64::try_from(bytes.clone()).expect("short enough");
            let wire = serde_json::to_string(&value).expect("serializes");
            let back: Base64 = serde_json::from_str(&wire).expect("parses");
            prop_assert_eq!(back.as_bytes(), bytes);
        }
    }

    #[test]
    fn nonces_have_at_least_256_bits() {
        for (length, good) in [(0, false), (31, false), (32, true), (64, true), (65, false)] {
            assert_eq!(
                Nonce::try_from(vec![7; length]).is_ok(),
                good,
                "{length} bytes"
            );
        }
    }

    #[test]
    fn loose_base64_is_refused() {
        for text in ["AA", "AA=", "A-_=", "AA==\n", " AA=="] {
            assert_eq!(
                Base64::try_from(text.to_owned()),
                Err(FieldError::Base64),
                "{text:?}"
            );
        }
        assert_eq!(
            Base64::try_from("A".repeat(4 * 3000)),
            Err(FieldError::Base64)
        );
    }

    #[test]
    fn debug_shows_no_bytes() {
        let nonce = Nonce::try_from(vec![0xAB; 32]).expect("32 bytes");
        assert_eq!(format!("{nonce:?}"), "Nonce(32 bytes)");
    }
}
