//! The slip that F8 prints: one small sheet about one result, in Japanese whatever the
//! language of the page, because it goes into Japanese files. On the screen it is not there.

use time::Date;
use yew::prelude::*;

use super::certificate;
use super::eligibility::{label, period};
use crate::desk::Desk;
use crate::domain::answer::{Answer, Eligibility};
use crate::domain::element::Element;
use crate::domain::settings::Language::Ja;
use crate::i18n::{Text, date, result, verdict};
use crate::part::plain;
use crate::state::Band;

const TITLE: &str = "資格確認結果票";
const NOT_A_CERTIFICATE: &str =
    "この票は受付の控えです。資格確認書ではありません。個人情報の取扱いにご注意ください。";
const PRACTICE: &str = "練習用（架空の人のデータ）";

/// What stands on the slip of an eligibility, in its order.
const LINES: [Element; 12] = [
    Element::Name,
    Element::NameKana,
    Element::Birthdate,
    Element::Sex1,
    Element::InsurerNumber,
    Element::InsurerName,
    Element::InsuredCardSymbol,
    Element::InsuredIdentificationNumber,
    Element::InsuredBranchNumber,
    Element::PersonalFamilyClassification,
    Element::InsuredCardClassification,
    Element::InsuredPartialContributionRatio,
];

/// The slip.
pub(super) fn slip(desk: &Desk, answer: &Answer) -> Html {
    let facility = desk
        .state
        .config()
        .map(|config| config.facility_name.clone());
    let addition = verdict::addition(answer.verdict).map_or("", |text| text.of(Ja));
    let count = answer.eligibilities.len();
    html! {
        <article class="slip" lang="ja" key="slip">
            if is_practice(desk) {
                <p class="slip__practice">{ PRACTICE }</p>
            }
            <p class="slip__title">{ TITLE }</p>
            <p class="slip__verdict">{ verdict::word(answer.verdict).of(Ja) }{ addition }</p>
            <p>{ verdict::next(answer.verdict).of(Ja) }</p>
            <dl class="slip__lines">
                { line("医療機関", facility) }
                { line(result::ASKED_AT.of(Ja), answer.processed_at.map(|at| date::moment(at, Ja))) }
                { line("資格確認日", answer.confirmed_for.map(|day| date::day(day, Ja))) }
                { line(result::AUDIT.of(Ja), Some(answer.audit_id.clone())) }
            </dl>
            { for answer.eligibilities.iter().enumerate().map(|(index, eligibility)| html! {
                <>
                    if count > 1 {
                        <p class="slip__heading">{ result::numbered(index + 1, count, Ja) }</p>
                    }
                    { one(eligibility, answer.confirmed_for) }
                </>
            }) }
            if let Some(came) = &answer.notice {
                <p>{ &came.message }</p>
            }
            <p class="slip__note">{ NOT_A_CERTIFICATE }</p>
        </article>
    }
}

fn one(eligibility: &Eligibility, on: Option<Date>) -> Html {
    let assistance = eligibility.is_medical_assistance();
    html! {
        <dl class="slip__lines">
            { for LINES.into_iter().map(|element| {
                let value = eligibility.value(element).map(|value| plain(value, Ja));
                line(label(element, assistance).of(Ja), value)
            }) }
            { line(result::VALID_PERIOD.of(Ja), period(eligibility, Ja)) }
            { for certificate::in_words(eligibility, on, Ja).into_iter()
                .map(|(label, text): (Text, String)| line(label.of(Ja), Some(text))) }
            { for eligibility.unknown.iter().map(|(name, text)| html! {
                <div><dt>{ name }</dt><dd>{ text }</dd></div>
            }) }
        </dl>
    }
}

/// A line, if there is something to say.
fn line(label: &'static str, value: Option<String>) -> Html {
    match value {
        Some(value) => html! { <div><dt>{ label }</dt><dd>{ value }</dd></div> },
        None => Html::default(),
    }
}

fn is_practice(desk: &Desk) -> bool {
    let bands = desk.state.bands();
    bands
        .iter()
        .any(|band| matches!(band, Band::Training | Band::PracticeGateway))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::element;

    #[test]
    fn every_line_has_a_label_of_its_own() {
        let mut labels = LINES.map(|element| element::label(element).of(Ja)).to_vec();
        labels.sort_unstable();
        labels.dedup();
        assert_eq!(labels.len(), LINES.len());
    }
}
