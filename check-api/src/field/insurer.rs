//! Insurer numbers (保険者番号) and the check digit that they share with
//! 公費負担者番号, 受給者番号, 後期高齢者 numbers and facility codes.

use super::FieldError;
use super::text_field::text_field;
use super::width::half_width;

text_field! {
    /// An insurer number in its eight-digit form.
    ///
    /// On the wire it is eight wide and padded on the left, by some writers with
    /// blanks and by others with zeros: only this form may be compared.
    InsurerNumber => |text| eight_digits(text), String: |number| format!("{:>8}", number.printed());
}

impl InsurerNumber {
    /// Six digits for 国民健康保険, which is printed without the padding.
    #[must_use]
    pub fn printed(&self) -> &str {
        self.0.strip_prefix("00").unwrap_or(&self.0)
    }

    /// 法別番号, the first two digits: what kind of insurer it is. None for 国民健康保険,
    /// whose six digits begin with the prefecture.
    #[must_use]
    pub fn kind(&self) -> Option<&str> {
        self.0.get(..2).filter(|kind| *kind != "00")
    }
}

/// Six digits of 国民健康保険, or eight. Seven are the eight of 01 to 09 whose zero
/// became the padding blank.
fn eight_digits(text: &str) -> Result<String, FieldError> {
    let digits = half_width(text);
    let digits = digits.trim();
    let plain = digits.bytes().all(|b| b.is_ascii_digit());
    match digits.len() {
        6..=8 if plain => Ok(format!("{digits:0>8}")),
        4 if plain => Err(FieldError::InsurerNumberFourDigits),
        _ => Err(FieldError::InsurerNumber),
    }
}

/// Whether the last digit is the check digit of those before it: weights 2, 1
/// from the right, digits of each product added, complement to the next ten.
///
/// A wrong digit is a doubt to show, not a reason to refuse: codes in use fail it.
#[must_use]
pub fn check_digit_holds(number: &str) -> bool {
    let mut sum = 0;
    for (place, byte) in number.bytes().rev().enumerate() {
        if !byte.is_ascii_digit() {
            return false;
        }
        let digit = u32::from(byte - b'0');
        let product = if place % 2 == 1 { digit * 2 } else { digit };
        sum += product / 10 + product % 10;
    }
    !number.is_empty() && sum % 10 == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn published_numbers_have_their_check_digit() {
        for number in [
            "33120015",
            "06110829",
            "39131016",
            "131011",
            "54016027",
            "0110113719",
        ] {
            assert!(check_digit_holds(number), "{number}");
        }
        for number in ["123456", "1312345678", "", "13101x"] {
            assert!(!check_digit_holds(number), "{number}");
        }
    }

    #[test]
    fn padding_is_not_part_of_the_number() {
        for (text, number, printed) in [
            ("06110829", "06110829", "06110829"),
            ("  131011", "00131011", "131011"),
            ("00131011", "00131011", "131011"),
            (" 6110829", "06110829", "06110829"),
            ("１３１０１１", "00131011", "131011"),
        ] {
            let parsed = InsurerNumber::try_from(text).expect("an insurer number");
            assert_eq!(
                (parsed.as_str(), parsed.printed()),
                (number, printed),
                "{text:?}"
            );
        }
        for text in ["", "12345", "123456789", "1310-1", "x31011"] {
            assert_eq!(
                InsurerNumber::try_from(text),
                Err(FieldError::InsurerNumber),
                "{text:?}"
            );
        }
    }

    #[test]
    fn four_digits_are_told_apart() {
        let old = InsurerNumber::try_from("1310");
        assert_eq!(old, Err(FieldError::InsurerNumberFourDigits));
    }

    #[test]
    fn it_travels_eight_wide_with_blanks() {
        for (text, wire) in [("131011", "\"  131011\""), ("06110829", "\"06110829\"")] {
            let number = InsurerNumber::try_from(text).expect("an insurer number");
            let written = serde_json::to_string(&number).expect("text");
            assert_eq!(written, wire);
            assert_eq!(
                serde_json::from_str::<InsurerNumber>(wire).ok(),
                Some(number)
            );
        }
    }

    #[test]
    fn the_kind_is_in_the_first_two_of_eight() {
        for (text, kind) in [
            ("06110829", Some("06")),
            ("39131016", Some("39")),
            ("131011", None),
        ] {
            let number = InsurerNumber::try_from(text).expect("an insurer number");
            assert_eq!(number.kind(), kind);
        }
    }

    proptest! {
        #[test]
        fn one_changed_digit_is_noticed(number in "[0-9]{5,12}", place in 0usize..5, add in 1u8..10) {
            let check = (0..10).find(|d| check_digit_holds(&format!("{number}{d}"))).expect("one fits");
            let mut digits = format!("{number}{check}").into_bytes();
            digits[place] = b'0' + (digits[place] - b'0' + add) % 10;
            let changed = String::from_utf8(digits).expect("digits");
            prop_assert!(!check_digit_holds(&changed));
        }
    }
}
