//! The last stage: the rows with the word for each, narrowed by the leaflet's words and by
//! finer reasons, searched, saved, asked again and erased.

use std::rc::Rc;

use check_api::BatchWord;
use check_api::field::Date;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::details::{details, outcome};
use super::grid::{Grid, GridRow};
use super::link::{want, wants};
use super::progress::{losses, progress, waiting};
use crate::desk::Desk;
use crate::domain::batch::filter::{Choice, Reason};
use crate::domain::batch::{Column, Filter, Run, RunRow};
use crate::domain::settings::Language;
use crate::i18n::{batch, batch_row};
use crate::part::{Button, Icon, Kind, glyph};
use crate::state::batch::{BatchIntent, RunState};

/// Properties of [`Results`].
#[derive(Clone, PartialEq, Properties)]
pub(super) struct ResultsProps {
    pub(super) desk: Desk,
    pub(super) state: Rc<RunState>,
}

/// The results, and the one that is looked at.
#[component]
pub(super) fn Results(props: &ResultsProps) -> Html {
    let language = props.desk.language();
    let run = &props.state.run;
    let filter = use_state_eq(Filter::default);
    // By its identifier, which stays when rows come in between.
    let selected = use_state_eq(|| None::<String>);
    let places = use_memo((Rc::clone(run), (*filter).clone()), |(run, filter)| {
        filter.places(run)
    });
    let row = {
        let (run, places) = (Rc::clone(run), Rc::clone(&places));
        Callback::from(move |at: usize| {
            let row = places.get(at).and_then(|place| run.rows().get(*place));
            row.map_or_else(nothing, |row| listed(row, language))
        })
    };
    let onselect = {
        let (run, places) = (Rc::clone(run), Rc::clone(&places));
        let selected = selected.setter();
        Callback::from(move |at: usize| {
            let row = places.get(at).and_then(|place| run.rows().get(*place));
            selected.set(row.map(|row| row.identifier.clone()));
        })
    };
    let is_selected = |row: &RunRow| Some(&row.identifier) == selected.as_ref();
    let at = places
        .iter()
        .position(|place| run.rows().get(*place).is_some_and(is_selected));
    let chosen = run.rows().iter().find(|row| is_selected(row));
    html! {
        <>
            { losses(&props.state, language) }
            <section class="panel batch__summary">
                <h2 class="visually-hidden">{ batch::RUN_TITLE.of(language) }</h2>
                { progress(&props.state, language) }
                { words(&props.state, &filter, language) }
                <div class="batch__tools">
                    { narrowing(run, &filter, language) }
                    <Actions state={Rc::clone(&props.state)} places={Rc::clone(&places)} {language} />
                </div>
            </section>
            <div class="batch__columns">
                <Grid label={batch::RUN_TITLE.of(language)} heads={heads(language)}
                    count={places.len()} {row} selected={at} {onselect}
                    nothing={batch::NO_ROWS.of(language)} class="grid--results" />
                <aside class="batch__aside" aria-label={batch::DETAILS.of(language)}>
                    { match chosen {
                        Some(row) => details(&props.desk, row),
                        None => html! {
                            <p class="panel panel__text">{ batch::CHOOSE_RESULT.of(language) }</p>
                        },
                    } }
                </aside>
            </div>
        </>
    }
}

fn heads(language: Language) -> Vec<AttrValue> {
    let heads = [
        batch::NUMBER,
        batch::RESULT,
        batch::column(Column::Name),
        batch::INSURER,
        batch::SYMBOL_NUMBER,
        batch::column(Column::Birthdate),
    ];
    heads.iter().map(|head| head.of(language).into()).collect()
}

/// The words of the leaflet with their counts; each is a filter.
fn words(state: &RunState, filter: &UseStateHandle<Filter>, language: Language) -> Html {
    let counts = state.run.counts();
    let waiting = waiting(state, counts);
    let word = |word| Some(Choice::Word(word));
    let choices = [
        (
            None,
            batch::ALL,
            counts.valid + counts.invalid + counts.error + waiting,
            "all",
            None,
        ),
        (
            word(BatchWord::Valid),
            batch::word(BatchWord::Valid),
            counts.valid,
            "good",
            Some(Icon::Tick),
        ),
        (
            word(BatchWord::Invalid),
            batch::word(BatchWord::Invalid),
            counts.invalid,
            "bad",
            Some(Icon::Cross),
        ),
        (
            word(BatchWord::Error),
            batch::word(BatchWord::Error),
            counts.error,
            "open",
            Some(Icon::Question),
        ),
        (
            Some(Choice::Waiting),
            batch::WAITING,
            waiting,
            "waiting",
            Some(Icon::Clock),
        ),
    ];
    html! {
        <div class="words" role="group" aria-label={batch::RESULT.of(language)}>
            { for choices.into_iter().map(|(choice, name, count, tone, icon)| {
                let pressed = filter.word == choice;
                let filter = filter.clone();
                let onclick = Callback::from(move |_: MouseEvent| {
                    filter.set(Filter { word: choice, reason: None, ..(*filter).clone() });
                });
                html! {
                    <button type="button" class="words__word" data-tone={tone}
                        aria-pressed={pressed.to_string()} {onclick}>
                        { for icon.map(|icon| glyph(icon, "grid__icon")) }
                        <span>{ name.of(language) }</span>
                        <span class="words__count figures">{ batch::grouped(count) }</span>
                    </button>
                }
            }) }
        </div>
    }
}

fn narrowing(run: &Run, filter: &UseStateHandle<Filter>, language: Language) -> Html {
    let oninput = {
        let filter = filter.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                let search = input.value();
                filter.set(Filter {
                    search,
                    ..(*filter).clone()
                });
            }
        })
    };
    let reasons = Filter::reasons(run);
    let onchange = {
        let (filter, reasons) = (filter.clone(), reasons.clone());
        Callback::from(move |event: Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                let key = select.value();
                let reason = reasons.iter().find(|it| it.0 == key).copied();
                filter.set(Filter {
                    reason,
                    ..(*filter).clone()
                });
            }
        })
    };
    html! {
        <>
            <div class="batch__search">
                <label class="field__label" for="batch-search">{ batch::SEARCH.of(language) }</label>
                <input type="search" class="field__select" id="batch-search" lang="ja"
                    autocomplete="off" spellcheck="false" value={filter.search.clone()} {oninput} />
            </div>
            <div>
                <label class="field__label" for="batch-reason">{ batch::REASON.of(language) }</label>
                <select class="field__select" id="batch-reason" {onchange}>
                    <option value="" selected={filter.reason.is_none()}>
                        { batch::ALL.of(language) }
                    </option>
                    { for reasons.into_iter().map(|reason: Reason| html! {
                        <option value={reason.0} selected={filter.reason == Some(reason)}>
                            { batch_row::reason(reason).of(language) }
                        </option>
                    }) }
                </select>
            </div>
        </>
    }
}

/// Properties of [`Actions`].
#[derive(Clone, PartialEq, Properties)]
struct ActionsProps {
    state: Rc<RunState>,
    places: Rc<Vec<usize>>,
    language: Language,
}

/// What can be done with the results. Erasing is asked about first.
#[component]
fn Actions(props: &ActionsProps) -> Html {
    let language = props.language;
    let asking = use_state_eq(|| false);
    let state = &props.state;
    let set = |value: bool| {
        let asking = asking.setter();
        Callback::from(move |_: MouseEvent| asking.set(value))
    };
    if *asking {
        return erasing(set(false), language);
    }
    let open = state.run.open_places().len();
    let export = {
        let places = Rc::clone(&props.places);
        Callback::from(move |_: MouseEvent| {
            want(BatchIntent::Export(places.to_vec(), language));
        })
    };
    html! {
        <div class="actions actions--start">
            <button type="button" class="button" id="batch-again" onclick={wants(BatchIntent::AskAgain)}
                disabled={state.under_way || state.erasing || open == 0}>
                <span class="button__label">{ batch::ask_again(open, language) }</span>
            </button>
            { Button {
                label: batch::EXPORT.of(language),
                disabled: props.places.is_empty(),
                onclick: export,
                ..Button::default()
            }.draw() }
            { Button {
                label: batch::ERASE.of(language),
                disabled: state.erasing,
                onclick: set(true),
                ..Button::default()
            }.draw() }
        </div>
    }
}

fn erasing(no: Callback<MouseEvent>, language: Language) -> Html {
    let erase = |label, kind, intent| {
        let no = no.clone();
        let onclick = Callback::from(move |event: MouseEvent| {
            no.emit(event);
            want(BatchIntent::clone(&intent));
        });
        let button = Button {
            kind,
            label,
            onclick,
            ..Button::default()
        };
        button.draw()
    };
    html! {
        <div class="actions actions--start" role="group" aria-label={batch::ERASE.of(language)}>
            <p role="alert">{ batch::ERASE_ASK.of(language) }</p>
            { erase(batch::ERASE_YES.of(language), Kind::Danger, BatchIntent::Erase) }
            { erase(batch::ERASE_HERE.of(language), Kind::Outline, BatchIntent::EraseHere) }
            { Button {
                label: batch::ERASE_NO.of(language),
                onclick: no.clone(),
                ..Button::default()
            }.draw() }
            <p class="panel__note">{ batch::ERASE_HERE_NOTE.of(language) }</p>
        </div>
    }
}

fn nothing() -> GridRow {
    GridRow {
        cells: Vec::new(),
        tone: "waiting",
    }
}

fn listed(row: &RunRow, language: Language) -> GridRow {
    let (icon, text, tone) = outcome(row, language);
    let identity = [Column::Symbol, Column::Number, Column::Branch];
    let identity: Vec<&str> = identity.iter().map(|it| row.asked(*it)).collect();
    let birth = short(row.asked(Column::Birthdate), language);
    GridRow {
        cells: vec![
            html! { <span class="figures">{ row.identifier.trim_start_matches('0') }</span> },
            html! { <>{ glyph(icon, "grid__icon") }<strong>{ text }</strong></> },
            html! { <span lang="ja">{ &row.name }</span> },
            html! { <span class="figures">{ row.asked(Column::InsurerNumber) }</span> },
            html! { <span class="figures" lang="ja">{ identity.join(" ").trim().to_owned() }</span> },
            html! { <span class="figures">{ birth }</span> },
        ],
        tone,
    }
}

/// A day in the form that takes least room: in its era, or in numbers.
fn short(day: &str, language: Language) -> String {
    let Ok(date) = Date::try_from(day.to_owned()) else {
        return day.to_owned();
    };
    match (language, date.japanese()) {
        (Language::Ja, Some(day)) => day,
        _ => date.hyphenated(),
    }
}
