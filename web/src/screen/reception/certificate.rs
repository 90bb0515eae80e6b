//! 限度額, 高齢受給者証 and 特定疾病 in one line each, in places that are always there.

use time::Date;
use yew::prelude::*;

use crate::desk::Desk;
use crate::domain::answer::{Eligibility, Value};
use crate::domain::certificates::{Certified, Disease, Elderly, Limit};
use crate::domain::settings::Language;
use crate::i18n::{Text, certificate, result};
use crate::part::plain;

/// The three lines; dashes while the answer is awaited.
pub(super) fn certificates(desk: &Desk, came: Option<&Eligibility>, on: Option<Date>) -> Html {
    let language = desk.language();
    let offered = desk.state.capabilities().is_none_or(|can| can.limit_info);
    let awaited = || Line::of(result::NOT_SENT, language);
    let lines = came.map(|came| {
        [
            limit(came.limit(on), offered, language),
            elderly(came.elderly(on), language),
            disease(came.disease(on), language),
        ]
    });
    let lines = lines.unwrap_or_else(|| [awaited(), awaited(), awaited()]);
    let labels = [
        (result::LIMIT, "limit"),
        (result::ELDERLY, "elderly"),
        (certificate::DISEASE, "disease"),
    ];
    let lines = labels.into_iter().zip(lines);
    lines
        .map(|((label, key), line)| {
            html! {
                <div class="items__item" data-composed={key} data-said={line.is_value.to_string()}>
                    <dt class="items__label">{ label.of(language) }</dt>
                    <dd class="items__value figures">
                        { line.text }
                        if let Some(note) = line.note {
                            <span class="items__note">{ note.of(language) }</span>
                        }
                    </dd>
                </div>
            }
        })
        .collect()
}

/// The lines as plain text, for the slip.
pub(super) fn in_words(
    eligibility: &Eligibility,
    on: Option<Date>,
    language: Language,
) -> [(Text, String); 3] {
    [
        (
            result::LIMIT,
            limit(eligibility.limit(on), true, language).text,
        ),
        (
            result::ELDERLY,
            elderly(eligibility.elderly(on), language).text,
        ),
        (
            certificate::DISEASE,
            disease(eligibility.disease(on), language).text,
        ),
    ]
}

struct Line {
    text: String,
    /// Whether it is a value and not a reason why there is none.
    is_value: bool,
    /// What may be done about it.
    note: Option<Text>,
}

impl Line {
    fn of(text: Text, language: Language) -> Self {
        Self {
            text: text.of(language).to_owned(),
            is_value: false,
            note: None,
        }
    }

    fn value(text: String) -> Self {
        Self {
            text,
            is_value: true,
            note: None,
        }
    }
}

/// `offered` says whether the gateway answers about limits at all.
fn limit(limit: Limit<'_>, offered: bool, language: Language) -> Line {
    match limit {
        Limit::Certified(certified) => Line::value(one(certified, language)),
        Limit::NoneCame => Line::of(certificate::NONE_WITH_CONSENT, language),
        Limit::NotAgreed | Limit::Unknown if !offered => {
            Line::of(certificate::NOT_OFFERED, language)
        }
        Limit::NotAgreed => Line {
            note: Some(certificate::CONSENT_BEFORE),
            ..Line::of(certificate::CONSENT_NOT_CONFIRMED, language)
        },
        Limit::NotApplicable => Line::of(certificate::NOT_APPLICABLE, language),
        Limit::Unknown => Line::of(certificate::NOT_IN_ANSWER, language),
    }
}

fn elderly(elderly: Elderly<'_>, language: Language) -> Line {
    match elderly {
        Elderly::Certified(certified) => Line::value(one(certified, language)),
        Elderly::Below70 => Line::of(certificate::BELOW_70, language),
        Elderly::LateElderly => Line::of(certificate::LATE_ELDERLY, language),
        Elderly::NotApplicable => Line::of(certificate::NOT_APPLICABLE, language),
        Elderly::NoneCame | Elderly::Unknown => Line::of(certificate::NOT_IN_ANSWER, language),
    }
}

fn disease(disease: Disease<'_>, language: Language) -> Line {
    match disease {
        Disease::Certified(certificates) => {
            let all: Vec<String> = certificates
                .into_iter()
                .map(|certified| one(certified, language))
                .collect();
            Line::value(all.join(certificate::AND.of(language)))
        }
        Disease::NoneCame => Line::of(certificate::NONE_WITH_CONSENT, language),
        Disease::NotAgreed(consent) => Line {
            text: [certificate::CONSENT.of(language), &plain(consent, language)].concat(),
            is_value: false,
            note: None,
        },
        Disease::Unknown => Line::of(certificate::NOT_IN_ANSWER, language),
    }
}

/// What a certificate says, and until when.
fn one(certified: Certified<'_>, language: Language) -> String {
    let say = |value: &Value| plain(value, language);
    let mut text = certified
        .what
        .map_or_else(|| result::NOT_SENT.of(language).to_owned(), say);
    if let Some(until) = certified.until {
        text += &result::until(&say(until), language);
    }
    if certified.ended {
        text += certificate::ENDED.of(language);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn a_certificate_says_what_until_when_and_whether_that_has_passed() {
        let (what, until) = (Value::Percent(20), Value::Date(date!(2026 - 07 - 31)));
        for (ended, expected) in [
            (false, "2割　令和8年7月31日（2026年）まで"),
            (true, "2割　令和8年7月31日（2026年）まで（期限切れ）"),
        ] {
            let certified = Certified {
                what: Some(&what),
                until: Some(&until),
                ended,
            };
            assert_eq!(one(certified, Language::Ja), expected);
        }
    }

    #[test]
    fn not_asked_is_said_as_not_asked() {
        let line = limit(Limit::NotAgreed, true, Language::Ja);
        assert_eq!(line.text, "同意を確認していません");
        assert!(line.note.is_some());
        assert_ne!(limit(Limit::NoneCame, true, Language::Ja).text, line.text);
        let not_offered = limit(Limit::NotAgreed, false, Language::Ja);
        assert_ne!(not_offered.text, line.text);
    }
}
