//! The third stage: the rows before they are sent, those with problems first.

use std::rc::Rc;

use check_api::field::Date;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::editor::editor;
use super::grid::{Grid, GridRow};
use super::link::{want, wants};
use crate::domain::batch::sheet::{SheetRow, Standing, Tally};
use crate::domain::batch::{Column, Sheet};
use crate::domain::settings::Language;
use crate::i18n::{batch, batch_row};
use crate::part::{Button, Icon, glyph};
use crate::state::batch::BatchIntent;

/// Properties of [`Rows`].
#[derive(Clone, PartialEq, Properties)]
pub(super) struct RowsProps {
    pub(super) sheet: Rc<Sheet>,
    pub(super) language: Language,
}

/// The rows, and the one that is being corrected.
#[component]
pub(super) fn Rows(props: &RowsProps) -> Html {
    let language = props.language;
    let sheet = &props.sheet;
    // A place in the sheet: it stays when the order changes.
    let selected = use_state_eq(|| None::<usize>);
    let order = use_memo(Rc::clone(sheet), |sheet| sheet.order());
    let row = {
        let (sheet, order) = (Rc::clone(sheet), Rc::clone(&order));
        Callback::from(move |at: usize| {
            let row = order.get(at).and_then(|place| sheet.rows().get(*place));
            row.map_or_else(nothing, |row| listed(row, language))
        })
    };
    let onselect = {
        let (order, selected) = (Rc::clone(&order), selected.setter());
        Callback::from(move |at: usize| selected.set(order.get(at).copied()))
    };
    let at = selected.and_then(|place| order.iter().position(|it| *it == place));
    let chosen = selected.and_then(|place| Some((place, sheet.rows().get(place)?)));
    let mut heads = vec![AttrValue::from(batch::LINE.of(language))];
    heads.extend(
        Column::ALL
            .iter()
            .map(|it| batch::column(*it).of(language).into()),
    );
    heads.push(batch::REMARK.of(language).into());
    html! {
        <>
            { summary(sheet, language) }
            <div class="batch__columns">
                <Grid label={batch::ROWS_TITLE.of(language)} {heads} count={order.len()} {row}
                    selected={at} {onselect} nothing={batch::NO_ROWS.of(language)}
                    class="grid--rows" />
                <aside class="panel batch__aside" aria-label={batch::ROW_EDITOR.of(language)}>
                    { match chosen {
                        Some((place, row)) => editor(place, row, language),
                        None => html! { <p class="panel__text">{ batch::CHOOSE_ROW.of(language) }</p> },
                    } }
                </aside>
            </div>
        </>
    }
}

fn summary(sheet: &Sheet, language: Language) -> Html {
    let tally = sheet.tally();
    let leave_out = |standing, label, rows: usize| {
        let button = Button {
            label,
            onclick: wants(BatchIntent::LeaveOutAll(standing)),
            ..Button::default()
        };
        if rows == 0 {
            Html::default()
        } else {
            button.draw()
        }
    };
    let another = Button {
        label: batch::ANOTHER_TABLE.of(language),
        onclick: wants(BatchIntent::Erase),
        ..Button::default()
    };
    html! {
        <section class="panel batch__summary">
            <h2 class="panel__title">{ batch::ROWS_TITLE.of(language) }</h2>
            { tallied(tally, language) }
            <div class="actions actions--start">
                { day_field(sheet.asked_for(), language) }
                { send_button(tally, language) }
                { leave_out(Standing::Flawed, batch::LEAVE_OUT_FLAWED.of(language), tally.flawed) }
                { leave_out(Standing::Twin, batch::LEAVE_OUT_TWINS.of(language), tally.twins) }
                { another.draw() }
            </div>
        </section>
    }
}

/// Rows are sent when each of them is right or was left out.
fn send_button(tally: Tally, language: Language) -> Html {
    let disabled = tally.flawed > 0 || tally.sent == 0;
    html! {
        <button type="button" class="button" data-kind="primary" id="batch-send" {disabled}
            onclick={wants(BatchIntent::Send)}>
            <span class="button__label">{ batch::send(tally.sent, language) }</span>
        </button>
    }
}

fn tallied(tally: Tally, language: Language) -> Html {
    let counts = [
        (Standing::Flawed, tally.flawed),
        (Standing::Twin, tally.twins),
        (Standing::Doubtful, tally.doubtful),
        (Standing::LeftOut, tally.left_out),
    ];
    html! {
        <div role="status">
        <ul class="tally">
            <li class="tally__one">{ batch::rows(tally.sent + tally.flawed, language) }</li>
            { for counts.into_iter().filter(|(_, count)| *count > 0).map(|(standing, count)| {
                html! {
                    <li class="tally__one" data-tone={tone(standing)}>
                        { mark(standing) }
                        { batch_row::standing(standing).of(language) }{ " " }
                        <span class="figures">{ batch::rows(count, language) }</span>
                    </li>
                }
            }) }
        </ul>
        </div>
    }
}

fn day_field(day: &Date, language: Language) -> Html {
    let onchange = Callback::from(|event: Event| {
        let input = event.target_dyn_into::<HtmlInputElement>();
        let digits = input.map(|it| it.value().replace('-', ""));
        if let Some(day) = digits.and_then(|it| Date::try_from(it).ok()) {
            want(BatchIntent::AskFor(day));
        }
    });
    html! {
        <div class="batch__day">
            <label class="field__label" for="batch-day">{ batch::ASKED_FOR.of(language) }</label>
            <input type="date" class="field__select figures" id="batch-day"
                value={day.hyphenated()} {onchange} />
        </div>
    }
}

fn nothing() -> GridRow {
    GridRow {
        cells: Vec::new(),
        tone: "good",
    }
}

fn listed(row: &SheetRow, language: Language) -> GridRow {
    let mut cells = vec![html! { <span class="figures">{ row.draft.line }</span> }];
    for column in Column::ALL {
        let flawed = row.judged.flaws.iter().any(|(it, _)| *it == column);
        let text = row.draft.text(column);
        cells.push(html! {
            <span class="figures" lang="ja" data-flawed={flawed.to_string()}>
                { if flawed && text.is_empty() { "–" } else { text } }
            </span>
        });
    }
    let standing = row.standing();
    cells.push(html! { <>{ mark(standing) }{ remark(row, language) }</> });
    GridRow {
        cells,
        tone: tone(standing),
    }
}

/// The first thing there is to be said about a row; the editor says all.
fn remark(row: &SheetRow, language: Language) -> String {
    let judged = &row.judged;
    if row.left_out {
        return batch::LEFT_OUT.of(language).to_owned();
    }
    if let Some((column, flaw)) = judged.flaws.first() {
        return batch_row::named(*column, batch_row::flaw(*flaw), language);
    }
    if let Some(line) = row.twin_of {
        return batch_row::twin(line, language);
    }
    if let Some(doubt) = judged.doubts.first() {
        return batch_row::doubt(*doubt).of(language).to_owned();
    }
    let mended = judged.mended.first();
    mended.map_or_else(String::new, |(column, mended)| {
        batch_row::named(*column, batch_row::mended(*mended), language)
    })
}

fn mark(standing: Standing) -> Html {
    match standing {
        Standing::Flawed => glyph(Icon::Cross, "grid__icon"),
        Standing::Twin => glyph(Icon::Copy, "grid__icon"),
        Standing::Doubtful => glyph(Icon::Attention, "grid__icon"),
        Standing::Good => Html::default(),
        Standing::LeftOut => glyph(Icon::Circle, "grid__icon"),
    }
}

const fn tone(standing: Standing) -> &'static str {
    match standing {
        Standing::Flawed => "bad",
        Standing::Twin | Standing::Doubtful => "caution",
        Standing::Good => "good",
        Standing::LeftOut => "out",
    }
}
