//! 記号番号: eligibility by symbol and number.

use yew::prelude::*;

use crate::desk::Desk;
use crate::i18n::frame;
use crate::state::Screen;

/// The screen.
pub(super) fn insurance_screen(desk: &Desk) -> Html {
    html! {
        <div class="sheet" key="insurance">
            <h1 class="sheet__title">{ frame::screen(Screen::Insurance).of(desk.language()) }</h1>
        </div>
    }
}
