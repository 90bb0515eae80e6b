//! The name of an element, where an error has to name one. Knows no official name.

use std::fmt;

/// Letters that a name may have. Official names have less than half of them.
const LONGEST: usize = 100;

/// A name that can stand in XML: an ASCII letter or `_`, then also digits, `-` and `.`
/// (a part of XML 1.0, production 5, that needs no look at a table of letters).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ElementName(Box<str>);

impl ElementName {
    /// The name of a text, if it is one.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let first = text.bytes().next()?;
        let plain = (first.is_ascii_alphabetic() || first == b'_')
            && text.len() <= LONGEST
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
        plain.then(|| Self(text.into()))
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ElementName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_xml_can_hold() {
        for (text, good) in [
            ("InsurerNumber", true),
            ("_x-1.y", true),
            ("", false),
            ("1x", false),
            ("a:b", false),
            ("a b", false),
            ("氏名", false),
            (&"x".repeat(101), false),
        ] {
            assert_eq!(ElementName::of(text).is_some(), good, "{text}");
        }
    }
}
