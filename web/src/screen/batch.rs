//! 一括照会: many patients at once.

use yew::prelude::*;

use crate::desk::Desk;
use crate::i18n::frame;
use crate::state::Screen;

/// The screen.
pub(super) fn batch_screen(desk: &Desk) -> Html {
    html! {
        <div class="sheet" key="batch">
            <h1 class="sheet__title">{ frame::screen(Screen::Batch).of(desk.language()) }</h1>
        </div>
    }
}
