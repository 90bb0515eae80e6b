//! Official dates and times as FHIR's, and back. FHIR knows days of which the month or the day
//! is not known; other texts it cannot hold, and none is left out in silence.

use crate::field::Date;
use crate::official::Format;

/// `1980-04-01`, or `1980-04` and `1980` where the rest is zeros.
pub(super) fn of_day(text: &str) -> Option<String> {
    if let Ok(date) = Date::try_from(text.to_owned()) {
        return Some(date.hyphenated());
    }
    let known = text.strip_suffix("00").filter(|_| text.len() == 8)?;
    match known.strip_suffix("00") {
        Some(year) if is_date(&[year, "0101"].concat()) => Some(year.to_owned()),
        _ if is_date(&[known, "01"].concat()) => {
            let (year, month) = known.split_at_checked(4)?;
            Some([year, "-", month].concat())
        }
        _ => None,
    }
}

/// `yyyyMMdd` of a FHIR date.
pub(super) fn day(text: &str) -> Option<String> {
    let digits: String = text.split('-').collect();
    let plain = matches!(digits.len(), 4 | 6 | 8) && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| format!("{digits:0<8}"))
}

/// `2026-11-21T09:00:00+09:00` of `yyyyMMddHHmmss`, which is Japan's time.
pub(super) fn of_time(text: &str) -> Option<String> {
    if !Format::Time.accepts(text) {
        return None;
    }
    let (date, clock) = text.split_at_checked(8)?;
    let date = Date::try_from(date.to_owned()).ok()?.hyphenated();
    let (hour, rest) = clock.split_at_checked(2)?;
    let (minute, second) = rest.split_at_checked(2)?;
    Some(format!("{date}T{hour}:{minute}:{second}+09:00"))
}

/// `yyyyMMddHHmmss` of a time written here.
pub(super) fn time(text: &str) -> Option<String> {
    let local = text.strip_suffix("+09:00")?;
    let digits: String = local.chars().filter(char::is_ascii_digit).collect();
    Format::Time.accepts(&digits).then_some(digits)
}

fn is_date(text: &str) -> bool {
    Format::Date.accepts(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times_come_back() {
        for (official, fhir) in [
            ("19800401", "1980-04-01"),
            ("19800400", "1980-04"),
            ("19800000", "1980"),
        ] {
            assert_eq!(of_day(official).as_deref(), Some(fhir));
            assert_eq!(day(fhir).as_deref(), Some(official));
        }
        for text in ["", "1980", "19801300", "00", "昭和55年", "19800230"] {
            assert_eq!(of_day(text), None, "{text}");
        }
        let (official, fhir) = ("20261121090000", "2026-11-21T09:00:00+09:00");
        assert_eq!(of_time(official).as_deref(), Some(fhir));
        assert_eq!(time(fhir).as_deref(), Some(official));
        assert_eq!(of_time("20261121250000"), None);
        assert_eq!(time("2026-11-21T09:00:00Z"), None);
    }
}
