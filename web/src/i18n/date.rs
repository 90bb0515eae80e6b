//! Dates, times and numbers as the two languages write them. Japanese dates stand in
//! the era, as on the papers a desk compares them with, and the western year beside it.

use check_api::field::EraYear;
use time::{Date, Month, PrimitiveDateTime};

use crate::domain::settings::Language;

/// A day: 昭和55年4月1日（1980年）, or 1 April 1980 (Showa 55).
pub(crate) fn day(date: Date, language: Language) -> String {
    let (year, day) = (date.year().to_string(), date.day().to_string());
    let month = u8::from(date.month()).to_string();
    let era = EraYear::of(date);
    match (language, era) {
        (Language::Ja, Some(era)) => {
            [&era.japanese(), &month, "月", &day, "日（", &year, "年）"].concat()
        }
        (Language::Ja, None) => [&year, "年", &month, "月", &day, "日"].concat(),
        (Language::En, Some(era)) => {
            let name = english_month(date.month());
            [&day, " ", name, " ", &year, " (", &era.english(), ")"].concat()
        }
        (Language::En, None) => [&day, " ", english_month(date.month()), " ", &year].concat(),
    }
}

/// The day of a verdict, the western year first: 2026年11月21日（令和8年）.
pub(crate) fn day_western_first(date: Date, language: Language) -> String {
    let (year, day) = (date.year().to_string(), date.day().to_string());
    let month = u8::from(date.month()).to_string();
    match (language, EraYear::of(date)) {
        (Language::Ja, Some(era)) => [
            &year,
            "年",
            &month,
            "月",
            &day,
            "日（",
            &era.japanese(),
            "）",
        ]
        .concat(),
        _ => self::day(date, language),
    }
}

/// A month of a year: 令和8年11月（2026年）, or November 2026 (Reiwa 8).
pub(crate) fn month(year: i32, month: Month, language: Language) -> String {
    let western = year.to_string();
    let number = u8::from(month).to_string();
    // An era may change within a month; the month counts by its last day.
    let last = Date::from_calendar_date(year, month, month.length(year)).ok();
    match (language, last.and_then(EraYear::of)) {
        (Language::Ja, Some(era)) => [&era.japanese(), &number, "月（", &western, "年）"].concat(),
        (Language::Ja, None) => [&western, "年", &number, "月"].concat(),
        (Language::En, Some(era)) => [
            english_month(month),
            " ",
            &western,
            " (",
            &era.english(),
            ")",
        ]
        .concat(),
        (Language::En, None) => [english_month(month), " ", &western].concat(),
    }
}

/// A day and a time of day.
pub(crate) fn moment(at: PrimitiveDateTime, language: Language) -> String {
    [&day(at.date(), language), " ", &time_of_day(at)].concat()
}

/// The time of day: 9:05.
pub(crate) fn time_of_day(at: PrimitiveDateTime) -> String {
    hours_and_minutes(at.hour().into(), at.minute().into())
}

/// The time of day in Japan at a moment, in seconds since 1970: 9:05.
pub(crate) fn clock_in_japan(unix_seconds: u64) -> String {
    const JST_OFFSET_HOURS: u64 = 9;
    let minutes = unix_seconds / 60;
    hours_and_minutes((minutes / 60 + JST_OFFSET_HOURS) % 24, minutes % 60)
}

fn hours_and_minutes(hours: u64, minutes: u64) -> String {
    let filler = if minutes < 10 { "0" } else { "" };
    [&hours.to_string(), ":", filler, &minutes.to_string()].concat()
}

/// Completed years of life on a day; none if the birth lies after it.
pub(crate) fn age(birth: Date, on: Date, language: Language) -> Option<String> {
    let before_birthday = (on.month() as u8, on.day()) < (birth.month() as u8, birth.day());
    let years = on.year() - birth.year() - i32::from(before_birthday);
    let years = (years >= 0).then(|| years.to_string())?;
    Some(match language {
        Language::Ja => [&years, "歳"].concat(),
        Language::En => ["age ", &years].concat(),
    })
}

/// A share of the costs: 3割, or 30 %. A share that is no whole tenth stays a percentage.
pub(crate) fn share(percent: u8, language: Language) -> String {
    match language {
        Language::Ja if percent.is_multiple_of(10) => [&(percent / 10).to_string(), "割"].concat(),
        _ => [&percent.to_string(), " %"].concat(),
    }
}

/// An amount of yen, grouped by thousands.
pub(crate) fn yen(amount: u32, language: Language) -> String {
    let digits = amount.to_string();
    let mut grouped = String::with_capacity(digits.len() + 8);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    match language {
        Language::Ja => grouped + "円",
        Language::En => ["¥", &grouped].concat(),
    }
}

const fn english_month(month: Month) -> &'static str {
    match month {
        Month::January => "January",
        Month::February => "February",
        Month::March => "March",
        Month::April => "April",
        Month::May => "May",
        Month::June => "June",
        Month::July => "July",
        Month::August => "August",
        Month::September => "September",
        Month::October => "October",
        Month::November => "November",
        Month::December => "December",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{En, Ja};
    use time::macros::{date, datetime};

    #[test]
    fn a_day_names_its_era_and_its_western_year() {
        for (date, ja, en) in [
            (
                date!(1980 - 04 - 01),
                "昭和55年4月1日（1980年）",
                "1 April 1980 (Showa 55)",
            ),
            (
                date!(2019 - 05 - 01),
                "令和元年5月1日（2019年）",
                "1 May 2019 (Reiwa 1)",
            ),
            (date!(1850 - 01 - 02), "1850年1月2日", "2 January 1850"),
        ] {
            assert_eq!((day(date, Ja).as_str(), day(date, En).as_str()), (ja, en));
        }
    }

    #[test]
    fn the_day_of_a_verdict_begins_with_the_western_year() {
        let today = date!(2026 - 11 - 21);
        assert_eq!(day_western_first(today, Ja), "2026年11月21日（令和8年）");
        assert_eq!(day_western_first(today, En), "21 November 2026 (Reiwa 8)");
    }

    #[test]
    fn a_month_in_which_the_era_changed_counts_by_its_last_day() {
        assert_eq!(month(2026, Month::November, Ja), "令和8年11月（2026年）");
        assert_eq!(month(1989, Month::January, Ja), "平成元年1月（1989年）");
        assert_eq!(month(2026, Month::November, En), "November 2026 (Reiwa 8)");
    }

    #[test]
    fn a_time_of_day_has_two_digits_of_minutes() {
        assert_eq!(
            moment(datetime!(2026 - 11 - 21 09:05), Ja),
            "令和8年11月21日（2026年） 9:05"
        );
    }

    #[test]
    fn a_moment_is_told_on_the_clock_of_japan() {
        assert_eq!(clock_in_japan(0), "9:00");
        assert_eq!(clock_in_japan(15 * 3600 + 61), "0:01");
    }

    #[test]
    fn an_age_is_completed_on_the_birthday() {
        let birth = date!(1980 - 04 - 01);
        assert_eq!(
            age(birth, date!(2026 - 03 - 31), Ja).as_deref(),
            Some("45歳")
        );
        assert_eq!(
            age(birth, date!(2026 - 04 - 01), En).as_deref(),
            Some("age 46")
        );
        assert_eq!(age(birth, date!(1979 - 01 - 01), Ja), None);
    }

    #[test]
    fn shares_and_amounts_are_written_as_each_language_does() {
        assert_eq!(
            (share(30, Ja), share(30, En)),
            ("3割".into(), "30 %".into())
        );
        assert_eq!(share(15, Ja), "15 %");
        assert_eq!(
            (yen(10_000, Ja), yen(0, En)),
            ("10,000円".into(), "¥0".into())
        );
        assert_eq!(yen(1_234_567, Ja), "1,234,567円");
    }
}
