//! The second stage: what each column holds, over the first rows of the table.

use std::rc::Rc;

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::link::{want, wants};
use crate::domain::batch::{Cell, Column, Matching};
use crate::domain::settings::Language;
use crate::i18n::batch;
use crate::part::{Button, Kind, Switch};
use crate::state::batch::BatchIntent;

/// The columns with their lists.
pub(super) fn matching(matching: &Rc<Matching>, language: Language) -> Html {
    let missing = matching.missing();
    let headed = Switch {
        id: "batch-headed",
        label: batch::HEADED.of(language),
        note: batch::HEADED_NOTE.of(language),
        on: matching.is_headed(),
        onswitch: Callback::from(|headed| want(BatchIntent::Headed(headed))),
    };
    let next = Button {
        kind: Kind::Primary,
        label: batch::NEXT.of(language),
        disabled: !missing.is_empty(),
        onclick: wants(BatchIntent::Matched),
        ..Button::default()
    };
    let another = Button {
        label: batch::ANOTHER_TABLE.of(language),
        onclick: wants(BatchIntent::Erase),
        ..Button::default()
    };
    html! {
        <section class="panel batch__matching">
            <h2 class="panel__title">
                { batch::MATCH_TITLE.of(language) }
                <span class="batch__count figures">{ batch::rows(matching.rows(), language) }</span>
            </h2>
            <p class="panel__note">{ batch::MATCH_LEAD.of(language) }</p>
            { headed.draw() }
            { preview(matching, language) }
            <div class="actions actions--start">
                { next.draw() }
                { another.draw() }
                <p class="panel__note" role="status">
                    if !missing.is_empty() {
                        { batch::missing(&missing, language) }
                    }
                </p>
            </div>
        </section>
    }
}

fn preview(matching: &Matching, language: Language) -> Html {
    let places = 0..matching.columns().len();
    html! {
        <div class="preview" tabindex="0" role="region" aria-label={batch::MATCH_TITLE.of(language)}>
            <table class="preview__table">
                <thead>
                    <tr>
                        { for places.clone().map(|place| html! {
                            <th scope="col" data-used={used(matching, place).to_string()}>
                                { column_list(matching, place, language) }
                            </th>
                        }) }
                    </tr>
                    if matching.is_headed() {
                        <tr class="preview__headings">
                            { for places.clone().map(|place| html! {
                                <td>{ matching.heading(place).unwrap_or_default() }</td>
                            }) }
                        </tr>
                    }
                </thead>
                <tbody>
                    { for matching.preview().map(|cells| html! {
                        <tr>
                            { for cells.iter().enumerate().map(|(place, cell)| html! {
                                <td data-used={used(matching, place).to_string()}>
                                    { content(cell, language) }
                                </td>
                            }) }
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

fn used(matching: &Matching, place: usize) -> bool {
    matching.columns().get(place).is_some_and(Option::is_some)
}

fn content(cell: &Cell, language: Language) -> Html {
    match cell {
        Cell::Text(text) => html! { <span lang="ja">{ text }</span> },
        Cell::MyNumber => html! { batch::MY_NUMBER_CELL.of(language) },
    }
}

fn column_list(matching: &Matching, place: usize, language: Language) -> Html {
    if matching.is_refused(place) {
        return html! { <span class="preview__refused">{ batch::MY_NUMBER_COLUMN.of(language) }</span> };
    }
    let chosen = matching.columns().get(place).copied().flatten();
    let onchange = Callback::from(move |event: Event| {
        if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
            let column = Column::keyed(&select.value());
            want(BatchIntent::Choose(place, column));
        }
    });
    html! {
        <select class="field__select preview__list" {onchange}
            aria-label={batch::column_number(place, language)}>
            <option value="" selected={chosen.is_none()}>{ batch::UNUSED.of(language) }</option>
            { for Column::ALL.iter().map(|column| html! {
                <option value={column.key()} selected={chosen == Some(*column)}>
                    { batch::column(*column).of(language) }
                </option>
            }) }
        </select>
    }
}
