//! One eligibility: the person, the items a desk needs for nearly every patient in
//! fixed places, and behind a disclosure every item that came. Without an eligibility
//! the same places stand empty, so that nothing jumps when the answer arrives.

use time::Date;
use yew::prelude::*;

use super::items::all_items;
use crate::desk::Desk;
use crate::domain::answer::{Eligibility, Value};
use crate::domain::element::{CodeTable, Element};
use crate::domain::name::REPLACED;
use crate::domain::settings::Language;
use crate::i18n::{Text, date, element, result};
use crate::part::{plain, shown};

/// The places of an eligibility while the answer is awaited.
pub(super) fn awaited_eligibility(desk: &Desk) -> Html {
    frame(desk, None, None, None)
}

/// One eligibility, with a heading where there are several. Ages are counted on the day
/// for which it was asked.
pub(in crate::screen) fn eligibility(
    desk: &Desk,
    eligibility: &Eligibility,
    on: Option<Date>,
    heading: Option<String>,
) -> Html {
    frame(desk, Some(eligibility), on, heading)
}

fn frame(
    desk: &Desk,
    came: Option<&Eligibility>,
    on: Option<Date>,
    heading_text: Option<String>,
) -> Html {
    let language = desk.language();
    let awaited = came.is_none();
    let nothing = Eligibility::default();
    let eligibility = came.unwrap_or(&nothing);
    let assistance = is_medical_assistance(eligibility);
    html! {
        <section class="panel eligibility" data-awaited={awaited.to_string()} aria-hidden={awaited.then_some("true")}>
            { heading(heading_text, language) }
            { person(eligibility, on, language) }
            <dl class="items">
                { for PRIMARY.iter().map(|&element| {
                    let label = label(element, assistance).of(language);
                    html! {
                        <div class="items__item" data-element={element.name()}>
                            <dt class="items__label">{ label }</dt>
                            <dd class="items__value">{ item(desk, eligibility, element, label) }</dd>
                        </div>
                    }
                }) }
                { composed(result::VALID_PERIOD, period(eligibility, language), "period", language) }
                { composed(result::LIMIT, limit(eligibility, language), "limit", language) }
                { composed(result::ELDERLY, elderly(eligibility, language), "elderly", language) }
            </dl>
            if !awaited {
                { all_items(desk, eligibility, assistance) }
            }
        </section>
    }
}

/// Headings stay in order for those who go from one to the next, also where nobody sees one.
fn heading(heading: Option<String>, language: Language) -> Html {
    match heading {
        Some(heading) => html! { <h2 class="eligibility__heading">{ heading }</h2> },
        None => html! { <h2 class="visually-hidden">{ result::CONTENT.of(language) }</h2> },
    }
}

/// The single items with a place of their own, in the order of the 資格確認書.
const PRIMARY: [Element; 7] = [
    Element::InsurerNumber,
    Element::InsuredCardSymbol,
    Element::InsuredIdentificationNumber,
    Element::InsuredBranchNumber,
    Element::PersonalFamilyClassification,
    Element::InsuredPartialContributionRatio,
    Element::InsurerName,
];

/// 医療扶助 has numbers of its own under the same elements.
fn is_medical_assistance(eligibility: &Eligibility) -> bool {
    matches!(
        eligibility.value(Element::InsuredCardClassification),
        Some(Value::Code(CodeTable::CardClassification, code)) if code == "A1"
    )
}

/// The label of an element in an insurance or in a 医療扶助.
pub(super) const fn label(element: Element, assistance: bool) -> Text {
    match element {
        Element::InsurerNumber if assistance => result::PUBLIC_INSURER_NUMBER,
        Element::InsuredIdentificationNumber if assistance => result::PUBLIC_RECIPIENT_NUMBER,
        element => element::label(element),
    }
}

fn item(desk: &Desk, eligibility: &Eligibility, element: Element, label: &'static str) -> Html {
    match eligibility.value(element) {
        Some(value) => shown(desk, element, label, value),
        None => html! { result::NOT_SENT.of(Language::Ja) },
    }
}

fn composed(label: Text, value: Option<String>, key: &'static str, language: Language) -> Html {
    html! {
        <div class="items__item" data-composed={key}>
            <dt class="items__label">{ label.of(language) }</dt>
            <dd class="items__value figures">
                { value.unwrap_or_else(|| result::NOT_SENT.of(language).to_owned()) }
            </dd>
        </div>
    }
}

fn person(eligibility: &Eligibility, on: Option<Date>, language: Language) -> Html {
    let plain = |element| {
        eligibility
            .value(element)
            .map(|value| plain(value, language))
    };
    let birth = eligibility.value(Element::Birthdate);
    let age = match (birth, on) {
        (Some(Value::Date(birth)), Some(on)) => date::age(*birth, on, language),
        _ => None,
    };
    let replaced = eligibility
        .items()
        .any(|item| matches!(&item.value, Value::Name(name) if name.contains(REPLACED)));
    html! {
        <div class="person">
            <div class="person__who">
            <p class="person__kana" lang="ja">{ plain(Element::NameKana) }</p>
            <p class="person__name">
                { eligibility.value(Element::Name).map(|name| crate::part::name(&plain_name(name), language)) }
            </p>
            </div>
            <p class="person__facts figures">
                <span class="person__fact">{ plain(Element::Sex1) }</span>
                <span class="person__fact">{ plain(Element::Birthdate) }</span>
                <span class="person__fact">{ age }</span>
            </p>
            if replaced {
                <p class="person__note">{ result::EXTERNAL.of(language) }</p>
            }
        </div>
    }
}

fn plain_name(value: &Value) -> String {
    plain(value, Language::Ja)
}

/// 有効開始日 to 有効終了日; an empty end is open.
fn period(eligibility: &Eligibility, language: Language) -> Option<String> {
    let start = eligibility.value(Element::InsuredCardValidDate);
    let end = eligibility.value(Element::InsuredCardExpirationDate);
    if start.is_none() && end.is_none() {
        return None;
    }
    let start = start
        .map(|start| plain(start, language))
        .unwrap_or_default();
    let end = end.map_or_else(
        || result::OPEN_END.of(language).to_owned(),
        |end| plain(end, language),
    );
    Some([&start, result::TO.of(language), &end].concat())
}

/// 限度額適用区分, with the day until which it counts.
fn limit(eligibility: &Eligibility, language: Language) -> Option<String> {
    let class = eligibility.value(Element::LimitApplicationCertificateClassificationFlag)?;
    let end = eligibility.value(Element::LimitApplicationCertificateValidEndDate);
    Some(with_end(plain(class, language), end, language))
}

/// The share of a 高齢受給者証, with the day until which it counts.
fn elderly(eligibility: &Eligibility, language: Language) -> Option<String> {
    let share = eligibility.value(Element::ElderlyRecipientContributionRatio)?;
    let end = eligibility.value(Element::ElderlyRecipientValidEndDate);
    Some(with_end(plain(share, language), end, language))
}

fn with_end(text: String, end: Option<&Value>, language: Language) -> String {
    match end {
        Some(end) => text + &result::until(&plain(end, language), language),
        None => text,
    }
}
