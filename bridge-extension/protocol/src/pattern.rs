//! Status words that a page expects: four digits, of which some may be any.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A status word with places left open: `9000`, `6Cxx`.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Pattern {
    value: u16,
    mask: u16,
}

/// Why a text is not such a pattern.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
#[error("not four hexadecimal digits or `x`")]
pub struct PatternError;

impl Pattern {
    /// 9000, and nothing else.
    pub const SUCCESS: Self = Self {
        value: 0x9000,
        mask: 0xFFFF,
    };

    /// Whether this status word is one of those meant.
    #[must_use]
    pub const fn matches(self, status: u16) -> bool {
        status & self.mask == self.value
    }
}

impl TryFrom<&str> for Pattern {
    type Error = PatternError;

    fn try_from(text: &str) -> Result<Self, PatternError> {
        if text.len() != 4 {
            return Err(PatternError);
        }
        let mut pattern = Self { value: 0, mask: 0 };
        for letter in text.chars() {
            let (value, mask) = match letter.to_digit(16) {
                Some(digit) => (u16::try_from(digit).map_err(|_| PatternError)?, 0xF),
                None if letter == 'x' => (0, 0),
                None => return Err(PatternError),
            };
            pattern.value = pattern.value << 4 | value;
            pattern.mask = pattern.mask << 4 | mask;
        }
        Ok(pattern)
    }
}

impl TryFrom<String> for Pattern {
    type Error = PatternError;

    fn try_from(text: String) -> Result<Self, PatternError> {
        Self::try_from(text.as_str())
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        [12, 8, 4, 0].into_iter().try_for_each(|shift| {
            if self.mask >> shift & 0xF == 0 {
                formatter.write_str("x")
            } else {
                write!(formatter, "{:X}", self.value >> shift & 0xF)
            }
        })
    }
}

impl From<Pattern> for String {
    fn from(pattern: Pattern) -> Self {
        pattern.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_places_match_any_digit() {
        let check = |text, status| Pattern::try_from(text).unwrap().matches(status);
        assert!(check("9000", 0x9000) && !check("9000", 0x9001));
        assert!(check("63Cx", 0x63C0) && check("63cx", 0x63CF) && !check("63Cx", 0x63D0));
        assert!(check("xxxx", 0x0000) && check("x0x0", 0xF0F0) && !check("x0x0", 0xF1F0));
        assert_eq!(Pattern::try_from("9000"), Ok(Pattern::SUCCESS));
    }

    #[test]
    fn patterns_are_written_as_they_are_read() {
        for text in ["9000", "6Cxx", "xxxx", "x0x0"] {
            assert_eq!(Pattern::try_from(text).unwrap().to_string(), text);
        }
        for text in ["", "900", "90000", "90 0", "900X", "+900", "9O00", "あx"] {
            assert_eq!(Pattern::try_from(text), Err(PatternError), "{text}");
        }
    }
}
