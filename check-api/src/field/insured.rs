//! What names an insured person in a question: 記号, 番号, 枝番, and the asker's own key.

use super::FieldError;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Most characters of a symbol or a number.
const LONGEST: usize = 20;
/// Most characters of a key of the asker's own.
const LONGEST_IDENTIFIER: usize = 50;

macro_rules! insured_text {
    ($($(#[$doc:meta])* $name:ident, $accepts:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String")]
        pub struct $name(String);

        impl $name {
            /// The text as it travels.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = FieldError;

            fn try_from(text: String) -> Result<Self, FieldError> {
                let accepts: fn(&str) -> bool = $accepts;
                if accepts(&text) { Ok(Self(text)) } else { Err(FieldError::$name) }
            }
        }

        /// No content: it names a person.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    )*};
}

insured_text! {
    /// 記号.
    InsuredCardSymbol, |text| is_short(text, LONGEST);
    /// 番号.
    InsuredIdentificationNumber, |text| is_short(text, LONGEST);
    /// 枝番, two digits.
    InsuredBranchNumber, |text| text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    /// A key of the asker's own, echoed in the answer.
    ArbitraryIdentifier,
        |text| is_short(text, LONGEST_IDENTIFIER) && text.bytes().all(|b| b.is_ascii_graphic());
}

fn is_short(text: &str, longest: usize) -> bool {
    (1..=longest).contains(&text.chars().count())
        && text.trim() == text
        && !text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_counted_in_characters() {
        for (text, good) in [
            ("１２－３４", true),
            ("あ", true),
            ("", false),
            (" 12", false),
            ("1\t2", false),
        ] {
            assert_eq!(
                InsuredCardSymbol::try_from(text.to_owned()).is_ok(),
                good,
                "{text:?}"
            );
        }
        assert!(InsuredIdentificationNumber::try_from("１".repeat(20)).is_ok());
        assert!(InsuredIdentificationNumber::try_from("1".repeat(21)).is_err());
        for (text, good) in [("01", true), ("1", false), ("001", false), ("０１", false)] {
            assert_eq!(
                InsuredBranchNumber::try_from(text.to_owned()).is_ok(),
                good,
                "{text:?}"
            );
        }
        assert!(ArbitraryIdentifier::try_from("row-10000".to_owned()).is_ok());
        assert!(ArbitraryIdentifier::try_from("行".to_owned()).is_err());
    }
}
