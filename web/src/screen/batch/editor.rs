//! One row before it is sent: its fields, what there is to be said about each, and the
//! button that leaves it out.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::link::{want, wants};
use crate::domain::batch::sheet::SheetRow;
use crate::domain::batch::{Cell, Column};
use crate::domain::settings::Language;
use crate::i18n::{batch, batch_row};
use crate::part::Button;
use crate::state::batch::BatchIntent;

/// The row at a place of the sheet.
pub(super) fn editor(place: usize, row: &SheetRow, language: Language) -> Html {
    let (label, out) = if row.left_out {
        (batch::TAKE_IN, false)
    } else {
        (batch::LEAVE_OUT, true)
    };
    let button = Button {
        label: label.of(language),
        onclick: wants(BatchIntent::LeaveOut(place, out)),
        ..Button::default()
    };
    html! {
        <div key={place}>
            <h2 class="panel__title">
                { batch::ROW_EDITOR.of(language) }
                <span class="batch__count figures">
                    { batch_row::line(row.draft.line, language) }
                </span>
            </h2>
            { for Column::ALL.iter().map(|column| field(place, *column, row, language)) }
            { general(row, language) }
            <div class="actions actions--start batch__note">{ button.draw() }</div>
        </div>
    }
}

fn field(place: usize, column: Column, row: &SheetRow, language: Language) -> Html {
    let id = ["batch-field-", column.key()].concat();
    let note = [&id, "-note"].concat();
    let judged = &row.judged;
    let flaws = judged.flaws.iter().filter(|(it, _)| *it == column);
    let flaws: Vec<&str> = flaws
        .map(|(_, flaw)| batch_row::flaw(*flaw).of(language))
        .collect();
    let codes: Vec<&str> = judged
        .flaws
        .iter()
        .filter(|(it, _)| *it == column)
        .map(|(_, flaw)| flaw.code())
        .collect();
    let mended = judged.mended.iter().filter(|(it, _)| *it == column);
    let mended = mended.map(|(_, mended)| batch_row::mended(*mended).of(language));
    let onchange = Callback::from(move |event: Event| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            let text = input.value();
            if Cell::of(&text) == Cell::MyNumber {
                // Nothing was there and nothing is now, so drawing again would leave it.
                input.set_value("");
            }
            want(BatchIntent::Correct(place, column, text));
        }
    });
    html! {
        <div class="field batch__field" key={column.key()}>
            <label class="field__label" for={id.clone()}>{ batch::column(column).of(language) }</label>
            <input class="field__select figures" {id} lang="ja" autocomplete="off" spellcheck="false"
                value={row.draft.text(column).to_owned()} {onchange}
                aria-invalid={(!flaws.is_empty()).to_string()} aria-describedby={note.clone()} />
            <div id={note} aria-live="polite">
                { for flaws.into_iter().zip(codes).map(|(flaw, code)| html! {
                    <p class="batch__flaw">
                        { flaw }{ " " }<span class="stage__code">{ "[" }{ code }{ "]" }</span>
                    </p>
                }) }
                { for mended.map(|mended| html! { <p class="field__note">{ mended }</p> }) }
            </div>
        </div>
    }
}

/// What is about the row and not about one field.
fn general(row: &SheetRow, language: Language) -> Html {
    let doubts = row.judged.doubts.iter();
    html! {
        <ul class="batch__doubts">
            { for row.twin_of.map(|line| html! { <li>{ batch_row::twin(line, language) }</li> }) }
            { for doubts.map(|it| html! { <li>{ batch_row::doubt(*it).of(language) }</li> }) }
        </ul>
    }
}
