//! Every item that came, group by group, and what this version does not know.

use yew::prelude::*;

use super::eligibility::label;
use crate::desk::Desk;
use crate::domain::answer::{Eligibility, Section};
use crate::domain::element::Element;
use crate::domain::settings::Language;
use crate::i18n::{certificate, element, result};
use crate::part::shown;

/// All items behind a disclosure. `assistance` says that it is a 医療扶助, whose numbers
/// have names of their own.
pub(super) fn all_items(desk: &Desk, eligibility: &Eligibility, assistance: bool) -> Html {
    let language = desk.language();
    let count = eligibility.items().count() + eligibility.unknown.len();
    html! {
        <details class="all-items">
            <summary class="all-items__summary">
                { result::ALL_ITEMS.of(language) }
                <span class="all-items__count figures">{ result::count(count, language) }</span>
            </summary>
            { for eligibility.sections.iter().enumerate().map(|(index, section)| {
                one_section(desk, index, section, assistance)
            }) }
            { back(desk, eligibility) }
            { unknown(&eligibility.unknown, language) }
        </details>
    }
}

fn one_section(desk: &Desk, index: usize, section: &Section, assistance: bool) -> Html {
    let language = desk.language();
    html! {
        <section class="all-items__section" key={index}>
            <h3 class="all-items__heading">{ element::group(section.group).of(language) }</h3>
            <dl class="table">
                { for section.items.iter().filter(|item| item.element != Element::Sex2).map(|item| {
                    let label = label(item.element, assistance).of(language);
                    html! {
                        <div class="table__row" data-element={item.element.name()}>
                            <dt class="table__label">{ label }</dt>
                            <dd class="table__value">
                                { shown(desk, item.element, label, &item.value) }
                            </dd>
                        </div>
                    }
                }) }
            </dl>
        </section>
    }
}

/// The sex on the back of the card is there so that nobody sees it by chance: behind a
/// disclosure of its own, with the reason.
fn back(desk: &Desk, eligibility: &Eligibility) -> Html {
    let Some(value) = eligibility.value(Element::Sex2) else {
        return Html::default();
    };
    let language = desk.language();
    let label = element::label(Element::Sex2).of(language);
    html! {
        <details class="all-items__back">
            <summary class="all-items__summary">{ certificate::BACK.of(language) }</summary>
            <p class="all-items__reason">{ certificate::BACK_REASON.of(language) }</p>
            <dl class="table">
                <div class="table__row" data-element={Element::Sex2.name()}>
                    <dt class="table__label">{ label }</dt>
                    <dd class="table__value">{ shown(desk, Element::Sex2, label, value) }</dd>
                </div>
            </dl>
        </details>
    }
}

/// Elements of a newer version of the official system stand under their own names.
fn unknown(rows: &[(String, String)], language: Language) -> Html {
    if rows.is_empty() {
        return Html::default();
    }
    html! {
        <section class="all-items__section">
            <h3 class="all-items__heading">{ result::UNKNOWN_ELEMENTS.of(language) }</h3>
            <dl class="table">
                { for rows.iter().map(|(name, value)| html! {
                    <div class="table__row" data-element={name.clone()}>
                        <dt class="table__label" lang="en">{ name }</dt>
                        <dd class="table__value">{ value }</dd>
                    </div>
                }) }
            </dl>
        </section>
    }
}
