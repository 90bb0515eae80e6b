//! Beside a result: what can be done with it, when it goes, and whom to call.

use yew::prelude::*;

use super::hand_over::hand_over;
use crate::desk::Desk;
use crate::domain::answer::Answer;
use crate::domain::settings::Language;
use crate::i18n::{frame, help, result};
use crate::part::{Button, Kind, Tone, countdown_clock, notice};
use crate::state::{Countdown, FunctionKey};

/// What can be done now and with a result, and the countdown.
pub(super) fn follow_up(desk: &Desk, answer: Option<&Answer>, countdown: Countdown) -> Html {
    let language = desk.language();
    let keys = desk.state.keys();
    html! {
        <section class="panel follow-up" aria-label={result::DO_NEXT.of(language)}>
            { for keys.into_iter().filter_map(|hint| {
                let kind = match hint.key {
                    FunctionKey::Next => Kind::Primary,
                    FunctionKey::ReadAgain => Kind::Outline,
                    _ => return None,
                };
                let button = Button {
                    kind,
                    function: Some(hint.key),
                    class: "follow-up__action",
                    label: frame::function(hint.key).of(language),
                    onclick: desk.wants(hint.intent),
                    ..Button::default()
                };
                Some(button.draw())
            }) }
            if let Some(answer) = answer {
                { hand_over(desk, answer) }
            }
            { countdown_clock(desk, countdown) }
        </section>
    }
}

/// Whom to call when nothing can be confirmed.
pub(super) fn call_centre(language: Language) -> Html {
    let ways = html! {
        <ul class="bullets">
            <li>{ help::OTHER_WAYS.of(language) }</li>
            <li>
                { help::CALL_CENTRE.of(language) }{ " " }
                <strong class="figures keep">{ help::CALL_CENTRE_NUMBER }</strong>
                <br />{ help::CALL_CENTRE_HOURS.of(language) }
            </li>
        </ul>
    };
    notice(Tone::Information, help::IF_IT_STAYS.of(language), ways)
}
