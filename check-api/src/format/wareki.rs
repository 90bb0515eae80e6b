//! Dates as Japanese texts write them, read into `yyyyMMdd`. Knows the five modern eras and
//! their first days; does not know which form a text ought to use.

use crate::field::Date;

/// Era, its letter, its first year and its first day, newest first: 改元の詔書 of 1868, 1912
/// and 1926, 昭和64年政令第1号 and 平成31年政令第143号.
const ERAS: [(&str, char, u16, &str); 5] = [
    ("令和", 'R', 2019, "20190501"),
    ("平成", 'H', 1989, "19890108"),
    ("昭和", 'S', 1926, "19261225"),
    ("大正", 'T', 1912, "19120730"),
    ("明治", 'M', 1868, "18681023"),
];

/// `yyyy-MM-dd` of `yyyyMMdd`.
pub(super) fn hyphened(date: &Date) -> String {
    let text = date.as_str();
    let part = |range| text.get(range).unwrap_or_default();
    [part(0..4), part(4..6), part(6..8)].join("-")
}

/// Reads `19800401`, `1980-04-01`, `1980年4月1日`, `昭和55年4月1日`, `S55.4.1` and `令和元年5月1日`.
pub(super) fn read(text: &str) -> Option<Date> {
    // Longer than any date: nothing to look at.
    if text.len() > 64 {
        return None;
    }
    let plain: String = text.chars().filter_map(narrow).collect();
    if let Ok(date) = Date::try_from(plain.clone()) {
        return Some(date);
    }
    for (index, (name, letter, first_year, _)) in ERAS.into_iter().enumerate() {
        let rest = plain
            .strip_prefix(name)
            .or_else(|| plain.strip_prefix(letter));
        if let Some(rest) = rest {
            let [year, month, day] = parts(rest)?;
            let year = first_year.checked_add(year.checked_sub(1)?)?;
            let date = day_of(year, month, day)?;
            return (era_of(&date) == Some(index)).then_some(date);
        }
    }
    // Two digits would be a year of which century?
    let four_digits = plain.bytes().take_while(u8::is_ascii_digit).count() == 4;
    let [year, month, day] = parts(&plain).filter(|_| four_digits)?;
    day_of(year, month, day)
}

fn era_of(date: &Date) -> Option<usize> {
    ERAS.iter()
        .position(|(_, _, _, first)| date.as_str() >= *first)
}

fn day_of(year: u16, month: u16, day: u16) -> Option<Date> {
    Date::try_from(format!("{year:04}{month:02}{day:02}")).ok()
}

/// Year, month and day between `年月日`, or between any of `-/.`.
fn parts(text: &str) -> Option<[u16; 3]> {
    let (year, rest) = text.split_once(['年', '-', '/', '.'])?;
    let (month, rest) = rest.split_once(['月', '-', '/', '.'])?;
    let day = rest.strip_suffix('日').unwrap_or(rest);
    let year = if year == "元" { 1 } else { number(year)? };
    Some([year, number(month)?, number(day)?])
}

fn number(text: &str) -> Option<u16> {
    let digits = (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

/// Full-width digits, letters and separators as the half-width ones; blanks as nothing.
fn narrow(letter: char) -> Option<char> {
    match letter {
        ' ' | '\u{3000}' | '\t' => None,
        // U+FF01 to U+FF5E are ASCII's printing characters, 0xFEE0 further on.
        '\u{FF01}'..='\u{FF5E}' => {
            char::from_u32(u32::from(letter) - 0xFEE0).map(|c| c.to_ascii_uppercase())
        }
        other => Some(other.to_ascii_uppercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_writing_a_date_is_read() {
        for (text, date) in [
            ("19800401", Some("19800401")),
            ("1980-04-01", Some("19800401")),
            ("1980/4/1", Some("19800401")),
            ("1980年4月1日", Some("19800401")),
            ("昭和55年4月1日", Some("19800401")),
            ("昭和５５年　４月　１日", Some("19800401")),
            ("S55.4.1", Some("19800401")),
            ("ｓ55.04.01", Some("19800401")),
            ("令和元年5月1日", Some("20190501")),
            ("平成31年4月30日", Some("20190430")),
            ("平成31年5月1日", None),
            ("昭和64年1月8日", None),
            ("昭和0年1月8日", None),
            ("55-04-01", None),
            ("1980-02-30", None),
            ("1980-04-01x", None),
            ("昭和", None),
            ("", None),
        ] {
            let read = read(text);
            assert_eq!(read.as_ref().map(Date::as_str), date, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "[令和平成昭RHS0-9０-９年月日元./-]{0,20}") {
            if let Some(date) = read(&text) {
                proptest::prop_assert_eq!(read(&hyphened(&date)), Some(date));
            }
        }
    }
}
