//! The value of an item as the desk reads it. Nothing is ever left out or altered: a
//! code nobody knows and a text without the expected form are shown as they came.

use check_api::field::full_width_kana;
use yew::prelude::*;

use super::Number;
use crate::desk::Desk;
use crate::domain::answer::Value;
use crate::domain::element::Element;
use crate::domain::name::{Segment, segments};
use crate::domain::settings::Language;
use crate::i18n::{code, date, result};

/// A value. The label is what the item is called, for the name of a copy button.
pub(crate) fn shown(desk: &Desk, element: Element, label: &'static str, value: &Value) -> Html {
    let language = desk.language();
    match value {
        Value::Number(number) if !number.is_empty() => html! {
            <Number desk={desk.clone()} {element} {label} value={number.clone()} />
        },
        Value::Name(text) => name(text, language),
        value @ (Value::Text(_) | Value::Kana(_)) => html! {
            <span lang="ja">{ plain(value, language) }</span>
        },
        value => html! { <span class="figures">{ plain(value, language) }</span> },
    }
}

/// A value as plain text.
pub(crate) fn plain(value: &Value, language: Language) -> String {
    match value {
        Value::Text(text) | Value::Name(text) | Value::Number(text) | Value::AsCame(text) => {
            text.clone()
        }
        Value::Kana(text) => full_width_kana(text),
        Value::Date(day) => date::day(*day, language),
        Value::Month(year, month) => date::month(*year, *month, language),
        Value::DateTime(at) => date::moment(*at, language),
        Value::Percent(percent) => date::share(*percent, language),
        Value::Yen(amount) => date::yen(*amount, language),
        Value::Code(table, came) => match code::meaning(*table, came) {
            Some(meaning) => meaning.of(language).to_owned(),
            None => [came, code::UNKNOWN.of(language)].concat(),
        },
    }
}

/// Every ● is marked as a character that could not be sent, and says so.
pub(crate) fn name(name: &str, language: Language) -> Html {
    let explanation = result::EXTERNAL.of(language);
    html! {
        <span class="name" lang="ja">
            { for segments(name).into_iter().map(|segment| match segment {
                Segment::Plain(text) => html! { { text } },
                Segment::Replaced => html! {
                    <abbr class="name__replaced" title={explanation}>{ "●" }</abbr>
                },
            }) }
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::element::CodeTable;
    use time::macros::date;

    #[test]
    fn values_are_shown_in_words_and_unknown_ones_as_they_came() {
        use Language::{En, Ja};
        for (value, ja, en) in [
            (Value::Code(CodeTable::Sex, "1".into()), "男", "Male"),
            (
                Value::Code(CodeTable::Sex, "Z".into()),
                "Z（未対応のコード）",
                "Z (unknown code)",
            ),
            (
                Value::AsCame("2026-13-99".into()),
                "2026-13-99",
                "2026-13-99",
            ),
            (
                Value::Date(date!(2024 - 04 - 01)),
                "令和6年4月1日（2024年）",
                "1 April 2024 (Reiwa 6)",
            ),
            (Value::Kana("ｺｳﾛｳ".into()), "コウロウ", "コウロウ"),
            (Value::Percent(30), "3割", "30 %"),
            (Value::Yen(10_000), "10,000円", "¥10,000"),
        ] {
            assert_eq!(
                (plain(&value, Ja), plain(&value, En)),
                (ja.into(), en.into())
            );
        }
    }
}
