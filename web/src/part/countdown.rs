//! The countdown until a result leaves the screen, and the button that holds it.

use yew::prelude::*;

use super::{Button, Icon, Size, use_language};
use crate::desk::Desk;
use crate::i18n::result;
use crate::state::{Countdown, Intent};

/// Properties of [`CountdownClock`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct CountdownClockProps {
    pub(crate) desk: Desk,
    pub(crate) countdown: Countdown,
}

/// Seconds left and the pause button. Not a live region: a voice that counts every
/// second would drown everything else.
#[component]
pub(crate) fn CountdownClock(props: &CountdownClockProps) -> Html {
    let language = use_language();
    let paused = props.countdown.is_paused();
    let (icon, label) = if paused {
        (Icon::Play, result::GO_ON)
    } else {
        (Icon::Pause, result::PAUSE)
    };
    html! {
        <div class="countdown" data-paused={paused.to_string()}>
            <p class="countdown__text figures">
                if paused {
                    { result::PAUSED.of(language) }
                } else {
                    { result::cleared_in(props.countdown.seconds_left(), language) }
                }
            </p>
            <Button size={Size::Small} {icon} label={label.of(language)}
                onclick={props.desk.wants(Intent::PauseClear(!paused))} />
        </div>
    }
}
