//! 読取中, 暗証番号, 確認中: what is under way, on the stage and as four steps.

use yew::prelude::*;

use super::eligibility::EligibilityView;
use crate::desk::Desk;
use crate::domain::settings::Language;
use crate::i18n::reception;
use crate::part::{Button, CardOverReader, Face, Kind, PinPad, Size, Stage, Steps, use_language};
use crate::state::{Intent, PinPrompt, Visit};

/// Seconds after which the desk is told how long the check takes.
const WORTH_TELLING: u64 = 3;
/// Seconds after which the desk is told what to do if it stays.
const WORTH_HELPING: u64 = 8;

/// Properties of [`Working`].
#[derive(Clone, PartialEq, Properties)]
pub(super) struct WorkingProps {
    pub(super) desk: Desk,
}

/// A visit under way.
#[component]
pub(super) fn Working(props: &WorkingProps) -> Html {
    let language = use_language();
    let desk = &props.desk;
    let visit = &desk.state.visit;
    let seconds = visit
        .seconds_checking()
        .filter(|seconds| *seconds >= WORTH_TELLING);
    html! {
        <>
            <div class="reception__main">
                { stage(visit, language) }
                { match visit {
                    Visit::Pin { prompt, .. } if prompt.needs_acceptance => last_try(desk, language),
                    Visit::Pin { prompt, .. } => html! {
                        <PinPad desk={desk.clone()} prompt={*prompt} />
                    },
                    Visit::Checking { .. } => html! { <EligibilityView desk={desk.clone()} /> },
                    _ => html! {
                        <div class="panel panel--drawing"><CardOverReader ready={false} /></div>
                    },
                } }
            </div>
            <aside class="reception__aside">
                if let Some(steps) = visit.steps() {
                    <Steps {steps} {seconds} />
                }
            </aside>
        </>
    }
}

fn stage(visit: &Visit, language: Language) -> Html {
    let (face, word, sentence) = words(visit);
    html! {
        <Stage {face} word={word.of(language)} sentence={sentence.of(language)} />
    }
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
        Visit::Pin { .. } => (
            Face::Asking,
            reception::ENTER_PIN,
            reception::ENTER_PIN_NOTE,
        ),
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

/// Before the last try a second, different button has to be pressed.
fn last_try(desk: &Desk, language: Language) -> Html {
    html! {
        <div class="pin pin--question" data-last="true">
            <p class="pin__tries" data-last="true">
                <strong>{ reception::tries_left(1, language) }</strong>
            </p>
            <p class="pin__warning">{ reception::LAST_TRY_ASK.of(language) }</p>
            <div class="actions">
                <Button kind={Kind::Primary} size={Size::Large}
                    label={reception::LAST_TRY_REFUSE.of(language)}
                    onclick={desk.wants(Intent::Clear)} />
                <Button kind={Kind::Danger} size={Size::Large}
                    label={reception::LAST_TRY_ACCEPT.of(language)}
                    onclick={desk.wants(Intent::AcceptLastTry)} />
            </div>
        </div>
    }
}
