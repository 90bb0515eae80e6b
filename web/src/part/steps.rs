//! The four real steps of a check, each with its state.

use yew::prelude::*;

use super::{Glyph, Icon, use_language};
use crate::i18n::reception;
use crate::state::{Step, StepState};

/// Properties of [`Steps`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct StepsProps {
    pub(crate) steps: [(Step, StepState); 4],
    /// Seconds that the running step has taken, once they are worth telling.
    #[prop_or_default]
    pub(crate) seconds: Option<u64>,
}

/// The steps as a list.
#[component]
pub(crate) fn Steps(props: &StepsProps) -> Html {
    let language = use_language();
    html! {
        <section class="panel" aria-label={reception::STEPS.of(language)}>
            <ol class="steps">
                { for props.steps.iter().map(|&(step, state)| {
                    let (key, icon) = look(state);
                    let running = state == StepState::Running;
                    html! {
                        <li class="steps__step" data-state={key}
                            aria-current={running.then_some("step")}>
                            <Glyph {icon} class="steps__icon" />
                            <span class="steps__name">{ reception::step(step).of(language) }</span>
                            <span class="steps__state">
                                { reception::step_state(state).of(language) }
                            </span>
                            if let (true, Some(seconds)) = (running, props.seconds) {
                                <span class="steps__seconds figures">
                                    { reception::seconds(seconds, language) }
                                </span>
                            }
                        </li>
                    }
                }) }
            </ol>
        </section>
    }
}

const fn look(state: StepState) -> (&'static str, Icon) {
    match state {
        StepState::Waiting => ("waiting", Icon::Circle),
        StepState::Running => ("running", Icon::Turning),
        StepState::Done => ("done", Icon::Tick),
        StepState::Failed => ("failed", Icon::Attention),
    }
}
