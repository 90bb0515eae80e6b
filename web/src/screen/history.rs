//! 履歴: what was asked today.

use yew::prelude::*;

use crate::desk::Desk;
use crate::i18n::frame;
use crate::state::Screen;

/// The screen.
pub(super) fn history_screen(desk: &Desk) -> Html {
    html! {
        <div class="sheet" key="history">
            <h1 class="sheet__title">{ frame::screen(Screen::History).of(desk.language()) }</h1>
        </div>
    }
}
