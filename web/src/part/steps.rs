//! The four real steps of a check, each with its state.

use yew::prelude::*;

use super::{Icon, glyph};
use crate::domain::settings::Language;
use crate::i18n::reception;
use crate::state::{Step, StepState};

/// The steps as a list, with the seconds that the running step has taken once they are
/// worth telling.
pub(crate) fn steps(steps: &[(Step, StepState)], seconds: Option<u64>, language: Language) -> Html {
    html! {
        <section class="panel" aria-label={reception::STEPS.of(language)}>
            <ol class="steps">
                { for steps.iter().map(|&(step, state)| {
                    let (key, icon) = look(state);
                    let running = state == StepState::Running;
                    html! {
                        <li class="steps__step" data-state={key}
                            aria-current={running.then_some("step")}>
                            { glyph(icon, "steps__icon") }
                            <span class="steps__name">{ reception::step(step).of(language) }</span>
                            <span class="steps__state">
                                { reception::step_state(state).of(language) }
                            </span>
                            if let (true, Some(seconds)) = (running, seconds) {
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
