//! 読取中, 暗証番号, 確認中: what is under way, on the stage and as four steps.

use yew::prelude::*;

use super::eligibility::awaited_eligibility;
use super::visual::confirming;
use crate::desk::Desk;
use crate::domain::settings::Language;
use crate::i18n::{reception, visual};
use crate::part::{Button, Face, Kind, PinPad, Size, Stage, card_over_reader, steps};
use crate::state::{Intent, PinPrompt, Visit};

/// Seconds after which the desk is told how long the check takes.
const WORTH_TELLING: u64 = 3;
/// Seconds after which the desk is told what to do if it stays.
const WORTH_HELPING: u64 = 8;

/// A visit under way.
pub(super) fn working(desk: &Desk) -> Html {
    let language = desk.language();
    let visit = &desk.state.visit;
    let seconds = visit
        .seconds_checking()
        .filter(|seconds| *seconds >= WORTH_TELLING);
    html! {
        <>
            <div class="reception__main" key="working">
                { stage(visit, language) }
                { match visit {
                    Visit::Pin { prompt, .. } if prompt.needs_acceptance => last_try(desk, language),
                    Visit::Pin { prompt, .. } if prompt.on_reader => pad_of_reader(prompt, language),
                    Visit::Pin { prompt, .. } => html! {
                        <PinPad desk={desk.clone()} prompt={*prompt} />
                    },
                    Visit::Confirming { ticked, .. } => confirming(desk, *ticked, language),
                    Visit::Checking { .. } => awaited_eligibility(desk),
                    _ => html! {
                        <div class="panel panel--drawing">{ card_over_reader(false) }</div>
                    },
                } }
            </div>
            <aside class="reception__aside" key="beside-working">
                if let Some(states) = visit.steps() {
                    { steps(&states, seconds, language) }
                }
            </aside>
        </>
    }
}

fn stage(visit: &Visit, language: Language) -> Html {
    let (face, word, sentence) = words(visit);
    let stage = Stage {
        face,
        word: word.of(language),
        addition: None,
        aside: None,
        sentence: sentence.of(language).into(),
        code: None,
    };
    stage.draw()
}

/// What the stage says, also for the voice of a screen reader.
pub(super) fn words(visit: &Visit) -> (Face, crate::i18n::Text, crate::i18n::Text) {
    match visit {
        Visit::Pin { prompt, .. } if prompt.needs_acceptance => {
            (Face::LastTry, reception::ONE_LEFT, reception::LAST_TRY)
        }
        Visit::Pin { prompt, .. } if is_last(prompt) => {
            (Face::LastTry, reception::ENTER_PIN, reception::LAST_TRY)
        }
        Visit::Pin { prompt, .. } if prompt.on_reader => (
            Face::Asking,
            reception::ENTER_PIN_ON_READER,
            reception::ENTER_PIN_ON_READER_NOTE,
        ),
        Visit::Pin { .. } => (
            Face::Asking,
            reception::ENTER_PIN,
            reception::ENTER_PIN_NOTE,
        ),
        Visit::Confirming { .. } => (Face::Looking, visual::WORD, visual::SENTENCE),
        Visit::Checking { .. } => {
            let long = visit.seconds_checking() >= Some(WORTH_HELPING);
            let sentence = if long {
                reception::CHECKING_LONG
            } else {
                reception::CHECKING_NOTE
            };
            (Face::Working, reception::CHECKING, sentence)
        }
        _ => (Face::Working, reception::READING, reception::KEEP_STILL),
    }
}

const fn is_last(prompt: &PinPrompt) -> bool {
    prompt.tries_left == 1
}

/// The reader asks: nothing can be typed here.
fn pad_of_reader(prompt: &PinPrompt, language: Language) -> Html {
    html! {
        <div class="pin pin--question" data-last={is_last(prompt).to_string()}>
            <p class="pin__tries" data-last={is_last(prompt).to_string()}>
                if prompt.wrong_before {
                    <span class="pin__wrong">{ reception::WRONG_BEFORE.of(language) }</span>
                    <br />
                }
                <strong>{ reception::tries_left(prompt.tries_left, language) }</strong>
            </p>
            <p class="pin__warning">{ reception::PAD_OF_READER_HELP.of(language) }</p>
        </div>
    }
}

/// Before the last try a second, different button has to be pressed.
fn last_try(desk: &Desk, language: Language) -> Html {
    html! {
        <div class="pin pin--question" data-last="true">
            <p class="pin__tries" data-last="true">
                <strong>{ reception::tries_left(1, language) }</strong>
            </p>
            <p class="pin__warning">{ reception::LAST_TRY_ASK.of(language) }</p>
            <div class="actions">
                { Button {
                    kind: Kind::Primary,
                    size: Size::Large,
                    label: reception::LAST_TRY_REFUSE.of(language),
                    onclick: desk.wants(Intent::Clear),
                    ..Button::default()
                }.draw() }
                { Button {
                    kind: Kind::Danger,
                    size: Size::Large,
                    label: reception::LAST_TRY_ACCEPT.of(language),
                    onclick: desk.wants(Intent::AcceptLastTry),
                    ..Button::default()
                }.draw() }
            </div>
        </div>
    }
}
