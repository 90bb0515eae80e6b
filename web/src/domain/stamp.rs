//! Dates and times as they stand on the wire: yyyyMMdd, yyyyMM and yyyyMMddHHmmss,
//! in Japan Standard Time. Anything else is not a date.

use time::{Date, Month, PrimitiveDateTime, Time};

/// yyyyMMdd.
pub fn date(text: &str) -> Option<Date> {
    let [year, month, day] = numbers(text, [4, 2, 2])?;
    calendar_date(year, month, day)
}

/// yyyyMM.
pub fn month(text: &str) -> Option<(i32, Month)> {
    let [year, month] = numbers(text, [4, 2])?;
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    Some((i32::from(year), month))
}

/// yyyyMMddHHmmss.
pub fn date_time(text: &str) -> Option<PrimitiveDateTime> {
    let [year, month, day, hour, minute, second] = numbers(text, [4, 2, 2, 2, 2, 2])?;
    let part = |number: u16| u8::try_from(number).ok();
    let time = Time::from_hms(part(hour)?, part(minute)?, part(second)?).ok()?;
    Some(PrimitiveDateTime::new(
        calendar_date(year, month, day)?,
        time,
    ))
}

/// The date as it stands on the wire.
pub fn of(date: Date) -> String {
    let (year, month, day) = date.to_calendar_date();
    let number = i64::from(year) * 10_000 + i64::from(u8::from(month)) * 100 + i64::from(day);
    let digits = number.to_string();
    ["0".repeat(8_usize.saturating_sub(digits.len())), digits].concat()
}

/// The calendar day in Japan at a moment, in seconds since 1970.
pub fn day_in_japan(unix_seconds: u64) -> Option<Date> {
    const JST_OFFSET: i64 = 9 * 3600;
    let seconds = i64::try_from(unix_seconds).ok()?.checked_add(JST_OFFSET)?;
    let days = i32::try_from(seconds / 86_400).ok()?;
    Date::from_julian_day(
        time::macros::date!(1970 - 01 - 01)
            .to_julian_day()
            .checked_add(days)?,
    )
    .ok()
}

fn calendar_date(year: u16, month: u16, day: u16) -> Option<Date> {
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    Date::from_calendar_date(i32::from(year), month, u8::try_from(day).ok()?).ok()
}

/// Cuts digits into numbers of the given widths; the widths must use up the text.
fn numbers<const N: usize>(text: &str, widths: [usize; N]) -> Option<[u16; N]> {
    let mut rest = text;
    let mut numbers = [0; N];
    for (number, width) in numbers.iter_mut().zip(widths) {
        let (digits, after) = rest.split_at_checked(width)?;
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        *number = digits.parse().ok()?;
        rest = after;
    }
    rest.is_empty().then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use time::macros::{date, datetime};

    #[test]
    fn reads_what_the_wire_writes() {
        assert_eq!(date("20240229"), Some(date!(2024 - 02 - 29)));
        assert_eq!(month("202611"), Some((2026, Month::November)));
        assert_eq!(
            date_time("20261121093015"),
            Some(datetime!(2026-11-21 09:30:15))
        );
    }

    #[test]
    fn nothing_else_is_a_date() {
        for text in [
            "",
            "2024022",
            "20230229",
            "20241301",
            "202402290",
            "+2240229",
            "２０２４０２２９",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
        assert_eq!(date_time("20261121240000"), None);
    }

    #[test]
    fn a_day_in_japan_begins_nine_hours_earlier() {
        let midnight_in_japan = 1_795_186_800; // 2026-11-20T15:00:00Z
        assert_eq!(
            day_in_japan(midnight_in_japan - 1),
            Some(date!(2026 - 11 - 20))
        );
        assert_eq!(day_in_japan(midnight_in_japan), Some(date!(2026 - 11 - 21)));
        assert_eq!(day_in_japan(u64::MAX), None);
    }

    proptest! {
        #[test]
        fn writing_and_reading_agree(day in 2_000_000_i32..5_000_000) {
            if let Ok(date_of_day) = Date::from_julian_day(day) {
                prop_assert_eq!(date(&of(date_of_day)), Some(date_of_day));
            }
        }
    }
}
