//! The visit ended without an answer. Grey, never red: that something could not be
//! read or checked says nothing about the insurance.

use yew::prelude::*;

use super::follow_up::{CallCentre, FollowUp};
use crate::desk::Desk;
use crate::domain::advice::FailureWord;
use crate::domain::settings::Language;
use crate::i18n::{advice, frame, reception, result, verdict};
use crate::part::{Face, Stage, Steps, use_language};
use crate::state::{Countdown, Failure};

/// Properties of [`Failed`].
#[derive(Clone, PartialEq, Properties)]
pub(super) struct FailedProps {
    pub(super) desk: Desk,
    pub(super) failure: Failure,
    pub(super) countdown: Countdown,
}

/// A visit without an answer.
#[component]
pub(super) fn Failed(props: &FailedProps) -> Html {
    let language = use_language();
    let failure = &props.failure;
    let (word, sentence) = words(failure, language);
    let not_confirmed = failure.code.word() == FailureWord::NotConfirmed;
    html! {
        <>
            <div class="reception__main">
                <Stage face={Face::Failure(failure.code.word())} {word} {sentence}
                    code={frame::bracketed(&failure.code)} />
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
                    <CallCentre />
                }
            </div>
            <aside class="reception__aside">
                if let Some(steps) = props.desk.state.visit.steps() {
                    <Steps {steps} />
                }
                <FollowUp desk={props.desk.clone()} countdown={props.countdown} />
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
