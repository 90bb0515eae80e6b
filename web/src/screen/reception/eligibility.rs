//! One eligibility: the person, the items a desk needs for nearly every patient in
//! fixed places, and behind a disclosure every item that came. Without an eligibility
//! the same places stand empty, so that nothing jumps when the answer arrives.

use time::Date;
use yew::prelude::*;

use super::certificate::certificates;
use super::items::all_items;
use super::ticket::tickets;
use crate::desk::Desk;
use crate::domain::answer::{Eligibility, Value};
use crate::domain::element::Element;
use crate::domain::name::REPLACED;
use crate::domain::settings::Language;
use crate::i18n::{Text, certificate, date, element, result};
use crate::part::{plain, shown};
use crate::state::Intent;

/// The places of an eligibility while the answer is awaited.
pub(super) fn awaited_eligibility(desk: &Desk) -> Html {
    frame(desk, None, None, Place::Only)
}

/// Where an eligibility stands among those of an answer.
#[derive(Clone, Copy)]
pub(in crate::screen) enum Place {
    /// There is no other.
    Only,
    /// One of several; the desk says which is meant.
    Among {
        /// Its place, from 0.
        index: usize,
        /// How many there are.
        count: usize,
        /// Whether it is the one that is meant.
        meant: bool,
    },
}

/// One eligibility, with a heading where there are several. Ages are counted on the day
/// for which it was asked.
pub(in crate::screen) fn eligibility(
    desk: &Desk,
    eligibility: &Eligibility,
    on: Option<Date>,
    place: Place,
) -> Html {
    frame(desk, Some(eligibility), on, place)
}

fn frame(desk: &Desk, came: Option<&Eligibility>, on: Option<Date>, place: Place) -> Html {
    let language = desk.language();
    let awaited = came.is_none();
    let nothing = Eligibility::default();
    let eligibility = came.unwrap_or(&nothing);
    let assistance = eligibility.is_medical_assistance();
    let meant = matches!(place, Place::Among { meant: true, .. });
    html! {
        <section class="panel eligibility" data-awaited={awaited.to_string()} data-meant={meant.to_string()} aria-hidden={awaited.then_some("true")}>
            { heading(desk, place, eligibility) }
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
                { certificates(desk, came, on) }
            </dl>
            if assistance {
                { tickets(desk, eligibility) }
            }
            if !awaited {
                { all_items(desk, eligibility, assistance) }
            }
        </section>
    }
}

/// Headings stay in order for those who go from one to the next, also where nobody sees one.
/// Among several, the heading is where the desk says which one is meant.
fn heading(desk: &Desk, place: Place, eligibility: &Eligibility) -> Html {
    let language = desk.language();
    let Place::Among {
        index,
        count,
        meant,
    } = place
    else {
        return html! { <h2 class="visually-hidden">{ result::CONTENT.of(language) }</h2> };
    };
    let choose = desk.wants(Intent::Choose(index));
    let insurer = eligibility.value(Element::InsurerName);
    html! {
        <h2 class="eligibility__heading">
            <label class="eligibility__choice">
                <input type="radio" name="eligibility" checked={meant} onchange={choose}
                    title={certificate::CHOOSE.of(language)} />
                <span>
                    { result::numbered(index + 1, count, language) }{ " " }
                    <span class="eligibility__insurer" lang="ja">
                        { insurer.map(plain_name) }
                    </span>
                </span>
            </label>
        </h2>
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
pub(super) fn period(eligibility: &Eligibility, language: Language) -> Option<String> {
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
