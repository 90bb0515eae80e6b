//! Readers and what lies on them.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::caps;

/// The name that the smart-card service gives to a reader.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct ReaderName(String);

/// Why a text is not such a name.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
#[error("not the name of a reader")]
pub struct ReaderNameError;

impl ReaderName {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A service takes names that end with a zero byte, and a log takes lines: a name has no
/// control characters.
impl TryFrom<&str> for ReaderName {
    type Error = ReaderNameError;

    fn try_from(text: &str) -> Result<Self, ReaderNameError> {
        let fits = (1..caps::READER_NAME_BYTES).contains(&text.len());
        if fits && !text.chars().any(char::is_control) {
            Ok(Self(text.to_owned()))
        } else {
            Err(ReaderNameError)
        }
    }
}

impl TryFrom<String> for ReaderName {
    type Error = ReaderNameError;

    fn try_from(text: String) -> Result<Self, ReaderNameError> {
        Self::try_from(text.as_str())
    }
}

impl From<ReaderName> for String {
    fn from(name: ReaderName) -> Self {
        name.0
    }
}

impl fmt::Display for ReaderName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// What lies on a reader.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Card {
    /// Nothing.
    Absent,
    /// A card that answers.
    Present,
    /// A card that some program holds, perhaps this host for this page.
    InUse,
    /// Something that does not answer.
    Mute,
}

/// A reader and what lies on it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Reader {
    /// Its name, by which it is opened.
    pub name: ReaderName,
    /// What lies on it.
    pub card: Card,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_an_end_and_no_control_characters() {
        for name in ["Virtual PCD 00 00", "パソリ 4.0"] {
            assert_eq!(ReaderName::try_from(name).unwrap().as_str(), name);
        }
        let long = "r".repeat(caps::READER_NAME_BYTES);
        for name in ["", "a\0b", "a\nb", "\u{85}", long.as_str()] {
            assert_eq!(ReaderName::try_from(name), Err(ReaderNameError));
        }
    }
}
