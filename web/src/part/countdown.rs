//! The countdown until a result leaves the screen, and the button that holds it.

use yew::prelude::*;

use super::{Button, Icon, Size};
use crate::desk::Desk;
use crate::i18n::result;
use crate::state::{Countdown, Intent};

/// Seconds left and the pause button. Not a live region: a voice that counts every
/// second would drown everything else.
pub(crate) fn countdown_clock(desk: &Desk, countdown: Countdown) -> Html {
    let language = desk.language();
    let paused = countdown.is_paused();
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
                    { result::cleared_in(countdown.seconds_left(), language) }
                }
            </p>
            { Button {
                size: Size::Small,
                icon: Some(icon),
                label: label.of(language),
                onclick: desk.wants(Intent::PauseClear(!paused)),
                ..Button::default()
            }.draw() }
        </div>
    }
}
