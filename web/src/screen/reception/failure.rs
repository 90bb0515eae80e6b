//! The visit ended without an answer. Grey, never red: that something could not be
//! read or checked says nothing about the insurance.

use yew::prelude::*;

use super::follow_up::{call_centre, follow_up};
use crate::desk::Desk;
use crate::domain::advice::FailureWord;
use crate::domain::settings::Language;
use crate::i18n::{advice, frame, reception, result, verdict};
use crate::part::{Face, Stage, steps};
use crate::state::{Countdown, Failure};

/// A visit without an answer.
pub(super) fn failed(desk: &Desk, failure: &Failure, countdown: Countdown) -> Html {
    let language = desk.language();
    let (word, sentence) = words(failure, language);
    let not_confirmed = failure.code.word() == FailureWord::NotConfirmed;
    let stage = Stage {
        face: Face::Failure(failure.code.word()),
        word,
        addition: None,
        aside: None,
        sentence: sentence.into(),
        code: Some(frame::bracketed(&failure.code)),
    };
    html! {
        <>
            <div class="reception__main" key="failed">
                { stage.draw() }
                <dl class="facts">
                    if let Some(tries) = failure.tries_left {
                        <div class="facts__fact">
                            <dt>{ result::TRIES.of(language) }</dt>
                            <dd>{ reception::tries_left(tries, language) }</dd>
                        </div>
                    }
                    if let Some(audit_id) = &failure.audit_id {
                        <div class="facts__fact">
                            <dt>{ result::AUDIT.of(language) }</dt>
                            <dd class="figures">{ audit_id }</dd>
                        </div>
                    }
                </dl>
                if not_confirmed {
                    { call_centre(desk) }
                }
            </div>
            <aside class="reception__aside" key="beside-failed">
                if let Some(states) = desk.state.visit.steps() {
                    { steps(&states, None, language) }
                }
                { follow_up(desk, None, countdown) }
            </aside>
        </>
    }
}

/// The word and the sentence of a failure.
pub(super) fn words(failure: &Failure, language: Language) -> (&'static str, String) {
    let word = failure.code.word();
    let sentence = advice::sentence(failure.code.advice()).of(language);
    let sentence = match word {
        FailureWord::CardNotRead => sentence.to_owned(),
        FailureWord::NotConfirmed => [verdict::SAYS_NOTHING.of(language), " ", sentence].concat(),
    };
    (verdict::failure_word(word).of(language), sentence)
}
