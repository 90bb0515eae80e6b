//! Bytes as hexadecimal digits: the only form in which bytes are in a message.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::{Serialize, Serializer};
use thiserror::Error;

use crate::caps;

/// Bytes on their way to or from a card. `Debug` tells how many and not which: a PIN may be
/// among them.
#[derive(Clone, Default, Eq, PartialEq)]
pub struct Hex(Vec<u8>);

/// Why a text is not bytes.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
pub enum HexError {
    /// Two digits make a byte.
    #[error("an odd number of hexadecimal digits")]
    Odd,
    /// Something that is not a digit.
    #[error("not a hexadecimal digit")]
    NotADigit,
    /// More than any answer may be.
    #[error("too many bytes")]
    TooLong,
}

impl Hex {
    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Gives the bytes away.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

impl From<Vec<u8>> for Hex {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for Hex {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl TryFrom<&str> for Hex {
    type Error = HexError;

    fn try_from(text: &str) -> Result<Self, HexError> {
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        if !rest.is_empty() {
            return Err(HexError::Odd);
        }
        if pairs.len() > caps::ANSWER_BYTES {
            return Err(HexError::TooLong);
        }
        // Reserved at once, so that no half of a PIN is left behind where it was first.
        let mut bytes = Vec::with_capacity(pairs.len());
        for [high, low] in pairs {
            bytes.push(digit(*high)? << 4 | digit(*low)?);
        }
        Ok(Self(bytes))
    }
}

fn digit(letter: u8) -> Result<u8, HexError> {
    match letter {
        b'0'..=b'9' => Ok(letter - b'0'),
        b'A'..=b'F' => Ok(letter - b'A' + 10),
        b'a'..=b'f' => Ok(letter - b'a' + 10),
        _ => Err(HexError::NotADigit),
    }
}

/// Upper-case digits.
impl fmt::Display for Hex {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|byte| write!(formatter, "{byte:02X}"))
    }
}

impl fmt::Debug for Hex {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Hex({} bytes)", self.0.len())
    }
}

impl Serialize for Hex {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Digits;

        impl Visitor<'_> for Digits {
            type Value = Hex;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("hexadecimal digits")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Hex, E> {
                Hex::try_from(text).map_err(E::custom)
            }
        }

        deserializer.deserialize_str(Digits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_become_bytes_and_bytes_upper_case_digits() {
        let hex = Hex::try_from("00a4040C").unwrap();
        assert_eq!(hex.as_bytes(), [0x00, 0xA4, 0x04, 0x0C]);
        assert_eq!(hex.to_string(), "00A4040C");
        assert_eq!(Hex::try_from("").unwrap(), Hex::default());
    }

    #[test]
    fn everything_else_is_refused() {
        for (text, error) in [
            ("0", HexError::Odd),
            ("0 ", HexError::NotADigit),
            ("0x", HexError::NotADigit),
            ("+1", HexError::NotADigit),
            ("あ1", HexError::NotADigit),
        ] {
            assert_eq!(Hex::try_from(text), Err(error), "{text}");
        }
        let long = "00".repeat(caps::ANSWER_BYTES + 1);
        assert_eq!(Hex::try_from(long.as_str()), Err(HexError::TooLong));
    }

    #[test]
    fn a_pin_is_not_shown() {
        let shown = format!("{:?}", Hex::try_from("31323334").unwrap());
        assert_eq!(shown, "Hex(4 bytes)");
    }
}
