//! Beside a result: what can be done with it, when it goes, and whom to call.

use yew::prelude::*;

use super::hand_over::hand_over;
use crate::desk::Desk;
use crate::domain::answer::Answer;
use crate::domain::fallback::Case;
use crate::i18n::{frame, help, result};
use crate::part::{self, Button, Kind, Tone, countdown_clock, notice};
use crate::state::{Countdown, FunctionKey, Intent, KeyHint, Screen, State, Visit};

/// What can be done now and with a result, and the countdown.
pub(super) fn follow_up(desk: &Desk, answer: Option<&Answer>, countdown: Countdown) -> Html {
    let language = desk.language();
    let keys = desk.state.keys();
    html! {
        <section class="panel follow-up" aria-label={result::DO_NEXT.of(language)}>
            { for keys.iter().filter_map(|hint| action(desk, hint, Kind::Primary)) }
            if let Some(answer) = answer {
                { hand_over(desk, answer) }
            }
            { for keys.iter().filter_map(|hint| action(desk, hint, Kind::Outline)) }
            if desk.state.medical_grounds().is_some() {
                { Button {
                    class: "follow-up__action",
                    label: frame::screen(Screen::Medical).of(language),
                    onclick: desk.wants(Intent::Open(Screen::Medical)),
                    ..Button::default()
                }.draw() }
            }
            { countdown_clock(desk, countdown) }
        </section>
    }
}

/// The button of a key, if it is one of that kind here.
fn action(desk: &Desk, hint: &KeyHint, wanted: Kind) -> Option<Html> {
    let kind = match hint.key {
        FunctionKey::Next => Kind::Primary,
        FunctionKey::ReadAgain => Kind::Outline,
        FunctionKey::OtherWays if in_doubt(&desk.state) => Kind::Outline,
        _ => return None,
    };
    let button = Button {
        kind,
        function: Some(hint.key),
        class: "follow-up__action",
        label: frame::function(hint.key).of(desk.language()),
        onclick: desk.wants(hint.intent.clone()),
        ..Button::default()
    };
    (kind == wanted).then(|| button.draw())
}

/// Whether the patient may have to be received in another way.
fn in_doubt(state: &State) -> bool {
    match &state.visit {
        Visit::Done { answer, .. } => Case::of_verdict(answer.verdict).is_some(),
        _ => true,
    }
}

/// Whom to call when nothing can be confirmed.
pub(super) fn call_centre(desk: &Desk) -> Html {
    let language = desk.language();
    let ways = html! {
        <ul class="bullets">
            <li>{ help::OTHER_WAYS.of(language) }</li>
            <li>{ part::call_centre(&desk.state, language) }</li>
        </ul>
    };
    notice(Tone::Information, help::IF_IT_STAYS.of(language), ways)
}
