//! 一括照会: from a table of patients to the word for each. One stage after the other,
//! each in a file of its own; none can be skipped, and none is left by accident.

mod details;
mod editor;
mod grid;
mod intake;
pub mod link;
mod matching;
mod progress;
mod results;
mod rows;
pub mod saved;

use yew::prelude::*;

use crate::desk::Desk;
use crate::domain::advice::ErrorCode;
use crate::domain::batch::BatchProblem;
use crate::domain::settings::Language;
use crate::i18n::{Text, advice, batch, frame};
use crate::part::{Tone, notice};
use crate::state::Screen;
use crate::state::batch::{BatchState, Stage};
use intake::Intake;
use link::use_batch;
use matching::matching;
use results::Results;
use rows::Rows;

/// The screen.
pub(super) fn batch_screen(desk: &Desk) -> Html {
    html! { <BatchScreen desk={desk.clone()} key="batch" /> }
}

/// Properties of [`BatchScreen`].
#[derive(Clone, PartialEq, Properties)]
struct BatchScreenProps {
    desk: Desk,
}

/// The screen, drawn again whenever the state of the batch changes.
#[component]
fn BatchScreen(props: &BatchScreenProps) -> Html {
    let desk = &props.desk;
    let state = use_batch();
    let language = desk.language();
    // A file that misses its zone must not take the place of the page.
    let stay = Callback::from(|event: DragEvent| event.prevent_default());
    html! {
        <div class="sheet batch" ondragover={stay.clone()} ondrop={stay}>
            <h1 class="sheet__title">{ frame::screen(Screen::Batch).of(language) }</h1>
            { for state.problem.iter().map(|code| problem(code, language)) }
            { stage(desk, &state) }
        </div>
    }
}

fn stage(desk: &Desk, state: &BatchState) -> Html {
    let language = desk.language();
    if state.elsewhere {
        let code = BatchProblem::OtherTab.into();
        return with_code(Tone::Caution, batch::ELSEWHERE_TITLE, &code, language);
    }
    match &state.stage {
        Stage::Empty if !takes_batches(desk) => {
            let code = BatchProblem::NotOffered.into();
            problem(&code, language)
        }
        Stage::Empty => html! { <Intake {language} /> },
        Stage::Reading => html! { <p role="status">{ batch::READING.of(language) }</p> },
        Stage::Matching(table) => matching(table, language),
        Stage::Sheet(sheet) => html! { <Rows sheet={sheet.clone()} {language} /> },
        Stage::Run(run) => html! { <Results desk={desk.clone()} state={run.clone()} /> },
    }
}

/// False only where the gateway has said that it takes none.
fn takes_batches(desk: &Desk) -> bool {
    let capabilities = desk.state.capabilities();
    capabilities.is_none_or(|it| it.max_batch_items > 0)
}

/// What does not work, and what to do next.
fn problem(code: &ErrorCode, language: Language) -> Html {
    html! {
        <div role="alert">
            { with_code(Tone::Problem, batch::PROBLEM_TITLE, code, language) }
        </div>
    }
}

fn with_code(tone: Tone, title: Text, code: &ErrorCode, language: Language) -> Html {
    notice(tone, title.of(language), sentence(code, language))
}

/// The sentence of a code, with the code behind it.
fn sentence(code: &ErrorCode, language: Language) -> Html {
    let own = BatchProblem::ALL
        .iter()
        .find(|it| it.code() == code.as_str());
    let text = match own {
        Some(problem) => batch::problem(*problem),
        None => advice::sentence(code.advice()),
    };
    html! {
        <p>
            { text.of(language) }{ " " }
            <span class="stage__code">{ frame::bracketed(code) }</span>
        </p>
    }
}
