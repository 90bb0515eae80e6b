//! Every item that came, group by group, and what this version does not know.

use yew::prelude::*;

use super::eligibility::label;
use crate::desk::Desk;
use crate::domain::answer::{Eligibility, Section};
use crate::domain::settings::Language;
use crate::i18n::{element, result};
use crate::part::{Shown, use_language};

/// Properties of [`AllItems`].
#[derive(Clone, PartialEq, Properties)]
pub(super) struct AllItemsProps {
    pub(super) desk: Desk,
    pub(super) eligibility: Eligibility,
    /// Whether it is a 医療扶助, whose numbers have names of their own.
    pub(super) assistance: bool,
}

/// All items behind a disclosure.
#[component]
pub(super) fn AllItems(props: &AllItemsProps) -> Html {
    let language = use_language();
    let eligibility = &props.eligibility;
    let count = eligibility.items().count() + eligibility.unknown.len();
    html! {
        <details class="all-items">
            <summary class="all-items__summary">
                { result::ALL_ITEMS.of(language) }
                <span class="all-items__count figures">{ result::count(count, language) }</span>
            </summary>
            { for eligibility.sections.iter().enumerate().map(|(index, section)| {
                one_section(props, index, section, language)
            }) }
            { unknown(&eligibility.unknown, language) }
        </details>
    }
}

fn one_section(props: &AllItemsProps, index: usize, section: &Section, language: Language) -> Html {
    html! {
        <section class="all-items__section" key={index}>
            <h3 class="all-items__heading">{ element::group(section.group).of(language) }</h3>
            <dl class="table">
                { for section.items.iter().map(|item| {
                    let label = label(item.element, props.assistance).of(language);
                    html! {
                        <div class="table__row" data-element={item.element.name()}>
                            <dt class="table__label">{ label }</dt>
                            <dd class="table__value">
                                <Shown desk={props.desk.clone()} element={item.element} {label}
                                    value={item.value.clone()} />
                            </dd>
                        </div>
                    }
                }) }
            </dl>
        </section>
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
