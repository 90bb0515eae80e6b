//! Beside a result: what can be done with it, when it goes, and whom to call.

use yew::prelude::*;

use crate::desk::Desk;
use crate::i18n::{frame, help, result};
use crate::part::{Button, CountdownClock, Kind, Notice, Tone, use_language};
use crate::state::{Countdown, FunctionKey};

/// Properties of [`FollowUp`].
#[derive(Clone, PartialEq, Properties)]
pub(super) struct FollowUpProps {
    pub(super) desk: Desk,
    pub(super) countdown: Countdown,
}

/// What can be done now, and the countdown.
#[component]
pub(super) fn FollowUp(props: &FollowUpProps) -> Html {
    let language = use_language();
    let keys = props.desk.state.keys();
    html! {
        <section class="panel follow-up" aria-label={result::DO_NEXT.of(language)}>
            { for keys.into_iter().filter_map(|hint| {
                let kind = match hint.key {
                    FunctionKey::Next => Kind::Primary,
                    FunctionKey::ReadAgain | FunctionKey::Print => Kind::Outline,
                    _ => return None,
                };
                Some(html! {
                    <Button {kind} function={hint.key} class="follow-up__action"
                        label={frame::function(hint.key).of(language)}
                        onclick={props.desk.wants(hint.intent)} />
                })
            }) }
            <CountdownClock desk={props.desk.clone()} countdown={props.countdown} />
        </section>
    }
}

/// Whom to call when nothing can be confirmed.
#[component]
pub(super) fn CallCentre() -> Html {
    let language = use_language();
    html! {
        <Notice tone={Tone::Information} title={help::IF_IT_STAYS.of(language)}>
            <ul class="bullets">
                <li>{ help::OTHER_WAYS.of(language) }</li>
                <li>
                    { help::CALL_CENTRE.of(language) }{ " " }
                    <strong class="figures keep">{ help::CALL_CENTRE_NUMBER }</strong>
                    <br />{ help::CALL_CENTRE_HOURS.of(language) }
                </li>
            </ul>
        </Notice>
    }
}
