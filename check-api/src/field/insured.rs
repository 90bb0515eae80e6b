//! What stands beside the insurer on a card: symbol, number and branch. The
//! identifiers that an asker adds have a file of their own.
//!
//! A value has the one form in which it travels: without the blanks around it, and
//! half-width where all of it has a half-width form. Whether it fits the insurer is
//! a matter of [`super::Doubt`].

use super::text_field::text_field;
use super::width::half_width;
use super::{FieldError, holds_my_number};

/// As long as a symbol or a number may be: the official element holds 20 characters.
const LONGEST: usize = 20;

text_field! {
    /// 記号, at most 20 characters. Absent for 後期高齢者医療 and some municipal insurers.
    InsuredCardSymbol => |text| free_text(text, FieldError::InsuredCardSymbol);

    /// 番号, at most 20 characters; for medical assistance the 受給者番号.
    InsuredIdentificationNumber => |text| free_text(text, FieldError::InsuredIdentificationNumber);

    /// 枝番, two digits: which member of the household. On cards printed since 2021.
    InsuredBranchNumber => |text| branch(text);
}

/// Whether two symbols, or two numbers, mean the same: half-width, without slashes and
/// hyphens, and without leading zeros, which registers add and drop.
#[must_use]
pub fn same_when_folded(one: &str, other: &str) -> bool {
    folded(one) == folded(other)
}

/// The form in which symbols and numbers are compared.
#[must_use]
pub fn folded(text: &str) -> String {
    let plain: String = half_width(text)
        .chars()
        .filter(|c| !matches!(c, '/' | '-' | ' '))
        .collect();
    plain.trim_start_matches('0').to_ascii_uppercase()
}

fn free_text(text: &str, broken: FieldError) -> Result<String, FieldError> {
    let text = text.trim();
    let count = text.chars().take(LONGEST + 1).count();
    if count == 0 || count > LONGEST || text.chars().any(char::is_control) {
        return Err(broken);
    }
    if holds_my_number(text) {
        return Err(FieldError::MyNumber);
    }
    let narrow = half_width(text);
    if narrow.is_ascii() {
        Ok(narrow)
    } else {
        Ok(text.to_owned())
    }
}

fn branch(text: &str) -> Result<String, FieldError> {
    let digits = half_width(text);
    let digits = digits.trim();
    // A person types the 1 of 01 without its zero.
    match digits.as_bytes() {
        [b'0'..=b'9', b'0'..=b'9'] => Ok(digits.to_owned()),
        [b'0'..=b'9'] => Ok(["0", digits].concat()),
        _ => Err(FieldError::InsuredBranchNumber),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_symbol_has_one_form() {
        for (text, symbol) in [
            ("12", "12"),
            (" １２－３４　", "12-34"),
            ("１２ー３４", "12-34"),
            ("ａｂ", "ab"),
            ("あいう", "あいう"),
            ("厚労　１", "厚労　１"),
            ("00012", "00012"),
        ] {
            let parsed = InsuredCardSymbol::try_from(text).expect("a symbol");
            assert_eq!(parsed.as_str(), symbol, "{text:?}");
        }
        for text in ["", "　 ", "1\n2", &"あ".repeat(21)] {
            let parsed = InsuredCardSymbol::try_from(text);
            assert_eq!(
                parsed.err(),
                Some(FieldError::InsuredCardSymbol),
                "{text:?}"
            );
        }
        assert!(InsuredCardSymbol::try_from(&*"あ".repeat(20)).is_ok());
    }

    #[test]
    fn a_my_number_is_refused_wherever_it_is_typed() {
        for text in [
            "123456789018",
            "1234-5678-9018",
            "１２３４　５６７８　９０１８",
        ] {
            let number = InsuredIdentificationNumber::try_from(text);
            assert_eq!(number.err(), Some(FieldError::MyNumber), "{text}");
            let symbol = InsuredCardSymbol::try_from(text);
            assert_eq!(symbol.err(), Some(FieldError::MyNumber), "{text}");
        }
    }

    #[test]
    fn a_branch_has_two_digits() {
        for (text, branch) in [
            ("01", Some("01")),
            ("1", Some("01")),
            ("０２", Some("02")),
            (" 10 ", Some("10")),
            ("", None),
            ("001", None),
            ("a1", None),
            ("-1", None),
        ] {
            let parsed = InsuredBranchNumber::try_from(text).ok();
            assert_eq!(
                parsed.as_ref().map(InsuredBranchNumber::as_str),
                branch,
                "{text:?}"
            );
        }
    }

    #[test]
    fn comparison_forgives_what_registers_disagree_about() {
        assert!(same_when_folded("０１２－３４", "1234"));
        assert!(same_when_folded("12/34", "12-34"));
        assert!(same_when_folded("000", "0"));
        assert!(!same_when_folded("12", "120"));
        assert!(!same_when_folded("あ", "い"));
    }

    proptest! {
        #[test]
        fn a_value_stays_as_it_is(text in "\\PC{0,24}") {
            if let Ok(symbol) = InsuredCardSymbol::try_from(text.as_str()) {
                let again = InsuredCardSymbol::try_from(symbol.as_str());
                prop_assert_eq!(again, Ok(symbol));
            }
        }
    }
}
