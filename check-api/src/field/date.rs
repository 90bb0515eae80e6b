//! Dates and times as they travel. Time zones are the sender's affair; the
//! clock is nobody's here.

use super::FieldError;
use serde::{Deserialize, Serialize};
use time::{Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

/// A calendar day, `yyyyMMdd`, as in every official element.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Date(String);

/// A moment, RFC 3339 with seconds and offset: `2026-11-21T09:00:00+09:00`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Timestamp(String);

impl Date {
    /// The eight digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The day that it is in Japan at a moment, in seconds since 1970.
    /// None beyond the year 9999 or before year 0.
    #[must_use]
    pub fn in_japan(unix_seconds: i64) -> Option<Self> {
        Self::of(in_japan(unix_seconds)?.date())
    }

    /// A day of the Gregorian calendar. None beyond the year 9999 or before year 0.
    #[must_use]
    pub fn of(day: time::Date) -> Option<Self> {
        let (year, month) = (day.year(), u8::from(day.month()));
        Self::try_from(format!("{year:04}{month:02}{:02}", day.day())).ok()
    }

    /// Year, month and day of the Gregorian calendar.
    #[must_use]
    pub fn calendar(&self) -> Option<time::Date> {
        day(&self.0)
    }
}

impl Timestamp {
    /// The text as it came.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A moment, in seconds since 1970, with the offset of Japan.
    /// None beyond the year 9999 or before year 0.
    #[must_use]
    pub fn in_japan(unix_seconds: i64) -> Option<Self> {
        let at = in_japan(unix_seconds)?;
        let text = format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}+09:00",
            at.year(),
            u8::from(at.month()),
            at.day(),
            at.hour(),
            at.minute(),
            at.second(),
        );
        Self::try_from(text).ok()
    }

    /// The same moment as the official elements write it: `yyyyMMddHHmmss` of the
    /// text's own offset.
    #[must_use]
    pub fn official(&self) -> String {
        self.0
            .chars()
            .filter(char::is_ascii_digit)
            .take(14)
            .collect()
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn unix_seconds(&self) -> Option<i64> {
        moment(&self.0)
    }
}

impl TryFrom<String> for Date {
    type Error = FieldError;

    fn try_from(text: String) -> Result<Self, FieldError> {
        if day(&text).is_some() {
            Ok(Self(text))
        } else {
            Err(FieldError::Date)
        }
    }
}

impl TryFrom<String> for Timestamp {
    type Error = FieldError;

    fn try_from(text: String) -> Result<Self, FieldError> {
        if moment(&text).is_some() {
            Ok(Self(text))
        } else {
            Err(FieldError::Timestamp)
        }
    }
}

/// Japan has had one offset, and no summer time, since 1952.
fn in_japan(unix_seconds: i64) -> Option<OffsetDateTime> {
    let offset = UtcOffset::from_hms(9, 0, 0).ok()?;
    OffsetDateTime::from_unix_timestamp(unix_seconds)
        .ok()?
        .checked_to_offset(offset)
}

/// `yyyyMMdd`.
fn day(text: &str) -> Option<time::Date> {
    if text.len() != 8 {
        return None;
    }
    date(
        digits(text.get(0..4)?)?,
        digits(text.get(4..6)?)?,
        digits(text.get(6..8)?)?,
    )
}

/// RFC 3339, section 5.6. A leap second counts as the second before it.
fn moment(text: &str) -> Option<i64> {
    let (full_date, rest) = text.split_at_checked(10)?;
    let (clock, rest) = rest.strip_prefix(['T', 't'])?.split_at_checked(8)?;
    let offset = match rest.strip_prefix('.') {
        Some(fraction) => {
            let zone = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
            if zone.len() == fraction.len() {
                return None;
            }
            zone
        }
        None => rest,
    };
    let [year, month, day] = parts(full_date, '-')?;
    let [hour, minute, second] = parts(clock, ':')?;
    let clock = Time::from_hms(
        u8::try_from(hour).ok()?,
        u8::try_from(minute).ok()?,
        u8::try_from(second)
            .ok()?
            .min(if second == 60 { 59 } else { u8::MAX }),
    )
    .ok()?;
    let day = date(year, month, day).filter(|_| full_date.len() == 10)?;
    Some(
        PrimitiveDateTime::new(day, clock)
            .assume_offset(zone(offset)?)
            .unix_timestamp(),
    )
}

fn zone(text: &str) -> Option<UtcOffset> {
    if text == "Z" || text == "z" {
        return Some(UtcOffset::UTC);
    }
    let sign = match text.get(0..1)? {
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    if hours.len() != 2 || minutes.len() != 2 {
        return None;
    }
    let hours = i8::try_from(digits(hours)?).ok()?;
    let minutes = i8::try_from(digits(minutes)?).ok()?;
    UtcOffset::from_hms(sign * hours, sign * minutes, 0).ok()
}

fn parts(text: &str, separator: char) -> Option<[u16; 3]> {
    let mut fields = text.split(separator).map(digits);
    let parts = [fields.next()??, fields.next()??, fields.next()??];
    if fields.next().is_none() {
        Some(parts)
    } else {
        None
    }
}

fn date(year: u16, month: u16, day: u16) -> Option<time::Date> {
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    time::Date::from_calendar_date(i32::from(year), month, u8::try_from(day).ok()?).ok()
}

/// Two or four ASCII digits; `parse` alone would also take a sign.
fn digits(text: &str) -> Option<u16> {
    let plain = matches!(text.len(), 2 | 4) && text.bytes().all(|b| b.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_are_days_of_the_calendar() {
        for (text, good) in [
            ("20261121", true),
            ("20240229", true),
            ("20260229", false),
            ("20261301", false),
            ("20261100", false),
            ("2026-11-21", false),
            ("+2026112", false),
            ("２０２６", false),
            ("", false),
        ] {
            assert_eq!(Date::try_from(text.to_owned()).is_ok(), good, "{text}");
        }
    }

    #[test]
    fn times_name_their_second() {
        // Seconds from `date -d <text> +%s`.
        for (text, seconds) in [
            ("2026-11-21T09:00:00+09:00", Some(1_795_219_200)),
            ("2026-11-21T00:00:00Z", Some(1_795_219_200)),
            ("2026-11-21T00:00:00.25z", Some(1_795_219_200)),
            ("1969-12-31T23:59:59Z", Some(-1)),
            ("2026-11-20T19:30:00-04:30", Some(1_795_219_200)),
            ("2026-11-21T09:00:00", None),
            ("2026-11-21 09:00:00+09:00", None),
            ("2026-11-21T24:00:00Z", None),
            ("2026-11-21T09:00:00.Z", None),
            ("2026-11-21T09:00:00+9:00", None),
            ("26-011-21T09:00:00Z", None),
            ("2026-11-21T09:00:61Z", None),
            ("2026-11-21T09:00:00Zoo", None),
        ] {
            let time = Timestamp::try_from(text.to_owned()).ok();
            assert_eq!(time.and_then(|t| t.unix_seconds()), seconds, "{text}");
        }
    }

    #[test]
    fn the_day_changes_at_midnight_in_japan() {
        for (seconds, day, time, official) in [
            (
                1_795_219_200,
                "20261121",
                "2026-11-21T09:00:00+09:00",
                "20261121090000",
            ),
            (
                1_795_186_799,
                "20261120",
                "2026-11-20T23:59:59+09:00",
                "20261120235959",
            ),
            (
                1_795_186_800,
                "20261121",
                "2026-11-21T00:00:00+09:00",
                "20261121000000",
            ),
        ] {
            assert_eq!(Date::in_japan(seconds).expect("a day").as_str(), day);
            let moment = Timestamp::in_japan(seconds).expect("a moment");
            assert_eq!((moment.as_str(), &*moment.official()), (time, official));
            assert_eq!(moment.unix_seconds(), Some(seconds));
        }
        assert_eq!(Date::in_japan(i64::MAX), None);
        assert_eq!(Timestamp::in_japan(i64::MIN), None);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,32}") {
            let _ = Date::try_from(text.clone());
            let _ = Timestamp::try_from(text);
        }

        #[test]
        fn every_day_is_accepted(ordinal in 1u16..=365, year in 1900i32..2200) {
            let day = time::Date::from_ordinal_date(year, ordinal).expect("a day");
            let text = format!("{:04}{:02}{:02}", day.year(), u8::from(day.month()), day.day());
            let date = Date::try_from(text).expect("accepted");
            prop_assert_eq!(date.calendar(), Some(day));
        }
    }
}
