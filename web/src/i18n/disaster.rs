//! 災害時: what the gateway's measures allow, in words.

use super::Text;
use crate::domain::settings::Language;

pub(crate) const ELIGIBILITY: Text = Text::new(
    "カードなしで資格を確認できます",
    "Eligibility may be checked without a card",
);
pub(crate) const MEDICAL: Text = Text::new(
    "カードなしで薬剤・健診情報を閲覧できます",
    "Medical information may be seen without a card",
);
pub(crate) const UNTIL_FURTHER_NOTICE: Text =
    Text::new("終わりの時刻は未定", "Until further notice");

/// A measure that this version does not know, as it came.
pub(crate) fn unknown(measure: &str, language: Language) -> String {
    match language {
        Language::Ja => ["そのほかの措置（", measure, "）"].concat(),
        Language::En => ["Another measure (", measure, ")"].concat(),
    }
}

/// Until when.
pub(crate) fn until(moment: &str, language: Language) -> String {
    match language {
        Language::Ja => [moment, "まで"].concat(),
        Language::En => ["until ", moment].concat(),
    }
}
