//! Versions of page, extension and host, compared number by number.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Up to four numbers, as a browser wants an extension's version ("Manifest: version").
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Version([u16; 4]);

/// Why a text is not a version.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
#[error("not one to four numbers with dots between them")]
pub struct VersionError;

impl Version {
    /// A version of three numbers.
    #[must_use]
    pub const fn new(major: u16, minor: u16, patch: u16) -> Self {
        Self([major, minor, patch, 0])
    }
}

impl TryFrom<&str> for Version {
    type Error = VersionError;

    fn try_from(text: &str) -> Result<Self, VersionError> {
        let mut numbers = [0; 4];
        let mut places = numbers.iter_mut();
        for part in text.split('.') {
            let is_number = part.bytes().all(|letter| letter.is_ascii_digit());
            let has_zeros = part.len() > 1 && part.starts_with('0');
            if !is_number || has_zeros {
                return Err(VersionError);
            }
            let place = places.next().ok_or(VersionError)?;
            *place = part.parse().map_err(|_| VersionError)?;
        }
        Ok(Self(numbers))
    }
}

impl TryFrom<String> for Version {
    type Error = VersionError;

    fn try_from(text: String) -> Result<Self, VersionError> {
        Self::try_from(text.as_str())
    }
}

/// Three numbers, and the fourth if there is one.
impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch, more] = self.0;
        write!(formatter, "{major}.{minor}.{patch}")?;
        match more {
            0 => Ok(()),
            more => write!(formatter, ".{more}"),
        }
    }
}

impl From<Version> for String {
    fn from(version: Version) -> Self {
        version.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_numbers_and_not_texts() {
        let version = |text| Version::try_from(text).unwrap();
        assert_eq!(version("1"), Version::new(1, 0, 0));
        assert_eq!(version("0.1.0").to_string(), "0.1.0");
        assert_eq!(version("1.2.3.4").to_string(), "1.2.3.4");
        assert!(version("0.10.0") > version("0.9.9"));
        for text in [
            "",
            "1.",
            ".1",
            "1.2.3.4.5",
            "01",
            "1.x",
            "-1",
            "+1",
            "65536",
            "1 ",
        ] {
            assert_eq!(Version::try_from(text), Err(VersionError), "{text}");
        }
    }
}
