//! What spreadsheets do to numbers and days on their way into a text: mended where
//! nothing was lost, recognised where something was.

use check_api::field::{Date, InsurerNumber, TypedDate, check_digit_holds, half_width};
use time::Duration;
use time::macros::date;

/// What was put right without a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mended {
    /// Zeros that a spreadsheet had taken from the front stand there again.
    LeadingZeros,
    /// A day that was a spreadsheet's count of days.
    SerialDate,
}

/// The text that a spreadsheet was told to leave alone: `="001"` and `'001`.
pub fn unwrapped(text: &str) -> &str {
    let inner = text
        .strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'));
    inner
        .or_else(|| text.strip_prefix('\''))
        .unwrap_or(text)
        .trim()
}

/// Whether a spreadsheet has rounded a long number: `1.23E+08`. Its last digits are gone,
/// so it cannot be mended.
pub fn is_rounded(text: &str) -> bool {
    let text = half_width(text);
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else {
        return false;
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    digits(whole) && digits(fraction) && exponent.strip_prefix('+').is_some_and(digits)
}

/// An insurer number whose zeros a spreadsheet has taken: five digits are the six of
/// 国民健康保険 in a prefecture from 01 to 09. Only with a right check digit, which
/// zeros in front do not change; seven digits the field reads by itself.
pub fn with_zeros(text: &str) -> Option<String> {
    let digits = half_width(text);
    let five = digits.len() == 5 && digits.bytes().all(|b| b.is_ascii_digit());
    (five && check_digit_holds(&digits)).then(|| ["0", &digits].concat())
}

/// Whether an insurer number came without its zero.
pub fn lost_its_zero(text: &str, insurer: &InsurerNumber) -> bool {
    let digits = half_width(text)
        .chars()
        .filter(char::is_ascii_digit)
        .count();
    matches!(digits, 5 | 7) && digits < insurer.printed().len()
}

/// A day as spreadsheets write it: with an empty time behind it, or as the number of days
/// since 1899-12-30 (ECMA-376-1, 18.17.4.1, the 1900 date base).
pub fn day(text: &str) -> Option<(TypedDate, Option<Mended>)> {
    if let Ok(typed) = TypedDate::read(without_time(text)) {
        return Some((typed, None));
    }
    let digits = half_width(text);
    let digits = digits.strip_suffix(".0").unwrap_or(&digits);
    // Four digits are rather a year than one of the days before May 1927.
    let plain = digits.len() == 5 && digits.bytes().all(|b| b.is_ascii_digit());
    let days: i64 = digits.parse().ok().filter(|_| plain)?;
    let day = date!(1899 - 12 - 30).checked_add(Duration::days(days))?;
    let typed = TypedDate {
        date: Date::of(day)?,
        beside_its_era: false,
    };
    Some((typed, Some(Mended::SerialDate)))
}

/// The day without an hour that says nothing.
fn without_time(text: &str) -> &str {
    const NOTHING: [&str; 4] = [" 0:00:00", " 00:00:00", " 0:00", " 00:00"];
    let text = text.strip_suffix("T00:00:00").unwrap_or(text);
    NOTHING
        .iter()
        .find_map(|time| text.strip_suffix(time))
        .unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn protected_numbers_are_unwrapped() {
        for (text, inner) in [
            ("=\"001\"", "001"),
            ("'001", "001"),
            ("001", "001"),
            ("=\"", "=\""),
            ("=\"\"", ""),
        ] {
            assert_eq!(unwrapped(text), inner, "{text}");
        }
    }

    #[test]
    fn rounded_numbers_are_recognised() {
        for text in ["1.23E+08", "1E+11", "６.１E+06", "1.23456789e+10"] {
            assert!(is_rounded(text), "{text}");
        }
        for text in ["123", "E12", "1E", "12E3", "AE+08", "1.E+08", ""] {
            assert!(!is_rounded(text), "{text}");
        }
    }

    #[test]
    fn zeros_come_back_where_the_check_digit_says_so() {
        // 010017 is 北海道's: prefecture 01, so a spreadsheet leaves 10017.
        let six = (0..10)
            .map(|check| ["01001", &check.to_string()].concat())
            .find(|number| check_digit_holds(number))
            .expect("one holds");
        assert_eq!(with_zeros(&six[1..]), Some(six.clone()));
        let insurer = InsurerNumber::try_from(six.as_str()).expect("an insurer");
        assert!(lost_its_zero(&six[1..], &insurer));
        assert!(!lost_its_zero(&six, &insurer));
        for text in ["1001", "131011", "10010x", ""] {
            assert_eq!(with_zeros(text), None, "{text}");
        }
    }

    #[test]
    fn days_are_read_as_spreadsheets_write_them() {
        for (text, expected, mended) in [
            ("1980/4/1 0:00", "19800401", None),
            ("1980-04-01T00:00:00", "19800401", None),
            ("昭和55年4月1日", "19800401", None),
            // 29312 is what a spreadsheet shows for 1980-04-01 as a number.
            ("29312", "19800401", Some(Mended::SerialDate)),
            ("29312.0", "19800401", Some(Mended::SerialDate)),
        ] {
            let (typed, how) = day(text).expect("a day");
            assert_eq!((typed.date.as_str(), how), (expected, mended), "{text}");
        }
        for text in [
            "",
            "1980",
            "293120",
            "1980/4/1 9:30",
            "29312.5",
            "2026-13-01",
        ] {
            assert!(day(text).is_none(), "{text}");
        }
    }
}
