//! When somebody answers at the official call centre, by the gateway's clock. Knows no
//! public holidays, on which nobody does: whoever tells the desk has to say so.

use time::Weekday;

use super::stamp;

const MINUTES_PER_HOUR: u64 = 60;
const MINUTES_PER_DAY: u64 = 24 * MINUTES_PER_HOUR;
/// Japan Standard Time is nine hours ahead of UTC all year.
const JST_MINUTES: u64 = 9 * MINUTES_PER_HOUR;
/// 月～金 8:00～18:00、土 8:00～16:00 (leaflet of 医療機関等向け総合ポータルサイト, June 2024).
const OPENS: u64 = 8;
const CLOSES_ON_WEEKDAYS: u64 = 18;
const CLOSES_ON_SATURDAYS: u64 = 16;

/// Whether somebody answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Yes, unless the day is a holiday, until this full hour.
    Open {
        /// The hour.
        until: u64,
    },
    /// No; from this day on, at this full hour, unless that is a holiday.
    Closed {
        /// The day.
        opens: Weekday,
        /// Whether that is today.
        today: bool,
        /// The hour.
        at: u64,
    },
}

/// The state of the line at a minute since 1970.
pub fn line_at(minute: u64) -> Option<Line> {
    let today = stamp::day_in_japan(minute.checked_mul(60)?)?.weekday();
    let hour = minute.checked_add(JST_MINUTES)? % MINUTES_PER_DAY / MINUTES_PER_HOUR;
    match closing(today) {
        Some(until) if (OPENS..until).contains(&hour) => Some(Line::Open { until }),
        Some(_) if hour < OPENS => Some(Line::Closed {
            opens: today,
            today: true,
            at: OPENS,
        }),
        _ => Some(Line::Closed {
            opens: match today {
                Weekday::Saturday | Weekday::Sunday => Weekday::Monday,
                day => day.next(),
            },
            today: false,
            at: OPENS,
        }),
    }
}

/// The hour at which a day ends for the call centre.
const fn closing(day: Weekday) -> Option<u64> {
    match day {
        Weekday::Sunday => None,
        Weekday::Saturday => Some(CLOSES_ON_SATURDAYS),
        _ => Some(CLOSES_ON_WEEKDAYS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Saturday, 2026-11-21T00:00+09:00.
    const SATURDAY: u64 = 1_795_186_800 / 60;

    fn at(days: u64, hour: u64, minute: u64) -> Option<Line> {
        line_at(SATURDAY + days * MINUTES_PER_DAY + hour * 60 + minute)
    }

    #[test]
    fn it_opens_and_closes_on_the_minute() {
        let open = |until| Some(Line::Open { until });
        let closed = |opens, today| {
            Some(Line::Closed {
                opens,
                today,
                at: 8,
            })
        };
        for (found, expected) in [
            (at(0, 7, 59), closed(Weekday::Saturday, true)),
            (at(0, 8, 0), open(16)),
            (at(0, 15, 59), open(16)),
            (at(0, 16, 0), closed(Weekday::Monday, false)),
            (at(1, 12, 0), closed(Weekday::Monday, false)),
            (at(2, 0, 0), closed(Weekday::Monday, true)),
            (at(2, 17, 59), open(18)),
            (at(2, 18, 0), closed(Weekday::Tuesday, false)),
            (at(6, 18, 0), closed(Weekday::Saturday, false)),
        ] {
            assert_eq!(found, expected);
        }
    }

    proptest! {
        #[test]
        fn every_moment_has_an_answer_or_no_day(minute: u64) {
            let day = minute.checked_mul(60).and_then(stamp::day_in_japan);
            prop_assert_eq!(line_at(minute).is_some(), day.is_some());
        }
    }
}
