//! What an asker adds to a question to know the answer by: its own key, and its own
//! number of the patient. Both come back in the answer as they were sent.

use super::text_field::text_field;
use super::width::half_width;
use super::{FieldError, holds_my_number};

/// As long as either may be: the official elements hold 50 characters.
const LONGEST: usize = 50;

text_field! {
    /// 任意の識別子: the asker's own key of a question, at most 50 printable
    /// ASCII characters without blanks. A name does not belong here.
    ArbitraryIdentifier => |text| arbitrary(text);

    /// 照会番号: the facility's own number of a patient, at most 50 digits. Leading
    /// zeros are part of it.
    ReferenceNumber => |text| reference(text);
}

fn arbitrary(text: &str) -> Result<String, FieldError> {
    let plain =
        (1..=LONGEST).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    if !plain {
        return Err(FieldError::ArbitraryIdentifier);
    }
    if holds_my_number(text) {
        return Err(FieldError::MyNumber);
    }
    Ok(text.to_owned())
}

fn reference(text: &str) -> Result<String, FieldError> {
    let digits = half_width(text);
    let digits = digits.trim();
    let plain = (1..=LONGEST).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if !plain {
        return Err(FieldError::ReferenceNumber);
    }
    if holds_my_number(digits) {
        return Err(FieldError::MyNumber);
    }
    Ok(digits.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_short_printable_and_no_my_number() {
        for (text, result) in [
            ("0001", Ok("0001")),
            ("row-10000", Ok("row-10000")),
            ("行", Err(FieldError::ArbitraryIdentifier)),
            ("a b", Err(FieldError::ArbitraryIdentifier)),
            ("", Err(FieldError::ArbitraryIdentifier)),
            ("a\tb", Err(FieldError::ArbitraryIdentifier)),
            ("1234-5678-9018", Err(FieldError::MyNumber)),
        ] {
            let key = ArbitraryIdentifier::try_from(text);
            assert_eq!(
                key.as_ref().map(ArbitraryIdentifier::as_str),
                result.as_ref().map(|it| *it),
                "{text:?}"
            );
        }
        assert!(ArbitraryIdentifier::try_from("x".repeat(50)).is_ok());
        assert!(ArbitraryIdentifier::try_from("x".repeat(51)).is_err());
    }

    #[test]
    fn a_reference_number_keeps_its_zeros() {
        for (text, result) in [
            ("000123", Ok("000123")),
            ("００１", Ok("001")),
            ("", Err(FieldError::ReferenceNumber)),
            ("12-3", Err(FieldError::ReferenceNumber)),
            ("123456789018", Err(FieldError::MyNumber)),
        ] {
            let number = ReferenceNumber::try_from(text);
            assert_eq!(
                number.as_ref().map(ReferenceNumber::as_str),
                result.as_ref().map(|it| *it),
                "{text:?}"
            );
        }
        assert!(ReferenceNumber::try_from("1".repeat(50)).is_ok());
        assert!(ReferenceNumber::try_from("1".repeat(51)).is_err());
    }
}
