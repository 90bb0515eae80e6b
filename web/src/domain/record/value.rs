//! A value as another program writes it, in the form in which it would travel.

use check_api::field::{TypedDate, half_width};

use crate::domain::element::{CodeTable, Kind};
use crate::domain::stamp;

/// The text of an element of that kind; as it stands where it has no such form.
pub(super) fn travelling(kind: Kind, text: &str) -> String {
    let text = text.trim();
    let form = match kind {
        Kind::Date => date(text),
        Kind::Ratio => percent(text),
        Kind::Code(table) => code(table, text),
        _ => None,
    };
    form.unwrap_or_else(|| text.to_owned())
}

fn date(text: &str) -> Option<String> {
    let day = TypedDate::read(text).ok()?;
    day.date.calendar().map(stamp::of)
}

/// 3割, 30 %, 30 and 030 are all three tenths; a lone digit is a number of tenths.
fn percent(text: &str) -> Option<String> {
    let plain = half_width(text);
    let plain = plain.trim();
    let digits = |text: &str| -> Option<u16> {
        let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if plain { text.parse().ok() } else { None }
    };
    let percent = match plain.strip_suffix('割') {
        Some(tenths) => digits(tenths.trim())?.checked_mul(10)?,
        None => match (plain.strip_suffix('%'), plain.len()) {
            (Some(percent), _) => digits(percent.trim())?,
            (None, 1) => digits(plain)?.checked_mul(10)?,
            (None, _) => digits(plain)?,
        },
    };
    (percent <= 100).then(|| format!("{percent:0>3}"))
}

fn code(table: CodeTable, text: &str) -> Option<String> {
    let word = half_width(text).to_lowercase();
    let code = match (table, word.as_str()) {
        (CodeTable::Sex, "男" | "男性" | "m" | "male") => "1",
        (CodeTable::Sex, "女" | "女性" | "f" | "female") => "2",
        (CodeTable::PersonalFamily, "本人" | "被保険者") => "1",
        (CodeTable::PersonalFamily, "家族" | "被扶養者") => "2",
        (CodeTable::LimitClassification, "ア") => "A01",
        (CodeTable::LimitClassification, "イ") => "A02",
        (CodeTable::LimitClassification, "ウ") => "A03",
        (CodeTable::LimitClassification, "エ") => "A04",
        (CodeTable::LimitClassification, "オ") => "A05",
        _ => return None,
    };
    Some(code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_brought_into_the_form_in_which_they_travel() {
        let sex = Kind::Code(CodeTable::Sex);
        for (kind, text, expected) in [
            (Kind::Date, "昭和55年4月1日", "19800401"),
            (Kind::Date, "S55.4.1", "19800401"),
            (Kind::Date, "1980-04-01", "19800401"),
            (Kind::Date, "99999999", "99999999"),
            (Kind::Date, "soon", "soon"),
            (Kind::Ratio, "３割", "030"),
            (Kind::Ratio, "2", "020"),
            (Kind::Ratio, "30%", "030"),
            (Kind::Ratio, "020", "020"),
            (Kind::Ratio, "999", "999"),
            (sex, "女", "2"),
            (sex, "1", "1"),
            (sex, "?", "?"),
            (Kind::Number, " 12 ", "12"),
        ] {
            assert_eq!(travelling(kind, text), expected, "{text}");
        }
    }
}
