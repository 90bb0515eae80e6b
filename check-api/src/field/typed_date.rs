//! Days as people type them and papers print them: in an era or in the western
//! calendar, with or without marks. Knows no clock: whether a birthday can be one is
//! a matter of [`super::Doubt`].

use super::width::half_width;
use super::{Date, Era, EraYear, FieldError};
use time::Month;

/// Longer texts are no days, whatever stands in them.
const LONGEST: usize = 64;

/// A day that was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedDate {
    /// The day.
    pub date: Date,
    /// Whether it was given in an era that does not hold it: 昭和64年5月1日 is a day
    /// of 平成. Papers printed before an era ended count on in it, so it is a day all
    /// the same.
    pub beside_its_era: bool,
}

impl TypedDate {
    /// Reads `S55.4.1`, `昭和55年4月1日`, `令和元年5月1日`, `S550401`, `19800401`,
    /// `1980-04-01`, `1980/4/1` and `1980年4月1日`, full-width or half-width, with
    /// blanks anywhere. A control character counts as a blank: some writer makes one of it.
    ///
    /// # Errors
    /// [`FieldError::Date`] for anything else, and for a day that no calendar has.
    pub fn read(text: &str) -> Result<Self, FieldError> {
        let short = text.len() <= LONGEST;
        short.then(|| read(text)).flatten().ok_or(FieldError::Date)
    }
}

impl Date {
    /// The day in its era: 昭和55年4月1日. None before 明治.
    #[must_use]
    pub fn japanese(&self) -> Option<String> {
        let day = self.calendar()?;
        let year = EraYear::of(day)?.japanese();
        Some(format!("{year}{}月{}日", u8::from(day.month()), day.day()))
    }

    /// The day in the western calendar with hyphens: `1980-04-01`.
    #[must_use]
    pub fn hyphenated(&self) -> String {
        let (year, rest) = self.as_str().split_at_checked(4).unwrap_or_default();
        let (month, day) = rest.split_at_checked(2).unwrap_or_default();
        [year, month, day].join("-")
    }
}

fn read(text: &str) -> Option<TypedDate> {
    let plain: String = half_width(text)
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .collect();
    match era(&plain) {
        Some((era, rest)) => {
            let [year, month, day] = numbers(rest, 2)?;
            let date = day_of(era.western(year)?, month, day)?;
            let calendar = date.calendar()?;
            Some(TypedDate {
                beside_its_era: EraYear::of(calendar).map(|at| at.era) != Some(era),
                // Before 明治6 the calendar was another one.
                date: (calendar.year() >= 1873).then_some(date)?,
            })
        }
        None => {
            let [year, month, day] = numbers(&plain, 4)?;
            Some(TypedDate {
                date: day_of(i32::from(year), month, day)?,
                beside_its_era: false,
            })
        }
    }
}

/// The era that a text begins with, and what follows it. 元, the first year, is
/// written as 1.
fn era(text: &str) -> Option<(Era, String)> {
    Era::ALL.into_iter().find_map(|era| {
        let rest = text
            .strip_prefix(era.kanji())
            .or_else(|| text.strip_prefix(era.square()))
            .or_else(|| text.strip_prefix(era.letter()))
            .or_else(|| text.strip_prefix(era.letter().to_ascii_lowercase()))
            .or_else(|| text.strip_prefix(era.kanji().chars().next()?))?;
        let rest = rest.trim_start_matches(['.', '-']);
        let counted = match rest.strip_prefix('元') {
            Some(after) => ["1", after].concat(),
            None => rest.to_owned(),
        };
        Some((era, counted))
    })
}

/// Year, month and day, either in one run of digits (`yyyyMMdd`, with an era
/// `yyMMdd`) or divided by one kind of mark.
fn numbers(text: impl AsRef<str>, year_width: usize) -> Option<[u16; 3]> {
    let text = text.as_ref();
    if text.bytes().all(|b| b.is_ascii_digit()) && text.len() == year_width + 4 {
        let (year, rest) = text.split_at_checked(year_width)?;
        let (month, day) = rest.split_at_checked(2)?;
        return parsed([year, month, day]);
    }
    let divided = ['.', '/', '-'].into_iter().find_map(|mark| {
        let mut parts = text.split(mark);
        let three = [parts.next()?, parts.next()?, parts.next()?];
        parts.next().is_none().then_some(three)
    });
    let parts = divided.or_else(|| {
        let (year, rest) = text.split_once('年')?;
        let (month, rest) = rest.split_once('月')?;
        Some([year, month, rest.strip_suffix('日')?])
    })?;
    let year_fits = parts.first().is_some_and(|year| match year_width {
        4 => year.len() == 4,
        width => year.len() <= width,
    });
    year_fits.then(|| parsed(parts)).flatten()
}

/// One to four digits each; `parse` alone would also take a sign.
fn parsed(parts: [&str; 3]) -> Option<[u16; 3]> {
    let mut numbers = [0; 3];
    for (number, part) in numbers.iter_mut().zip(parts) {
        if part.is_empty() || part.len() > 4 || !part.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        *number = part.parse().ok()?;
    }
    Some(numbers)
}

fn day_of(year: i32, month: u16, day: u16) -> Option<Date> {
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    let day = time::Date::from_calendar_date(year, month, u8::try_from(day).ok()?).ok()?;
    Date::of(day)
}

#[cfg(test)]
#[path = "typed_date_tests.rs"]
mod tests;
