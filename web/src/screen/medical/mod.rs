//! 薬剤情報・特定健診情報. Whatever comes is held by the component that asked for it, and by
//! nothing else: it goes with the result, with the screen, and after a while.

mod consented;
mod lists;
mod viewer;
mod without_card;

use yew::prelude::*;

use crate::desk::Desk;
use crate::i18n::{frame, medical as words};
use crate::state::Screen;
use consented::Consented;
use without_card::WithoutCard;

/// The screen: with the card that was just checked, in a disaster without one, or closed.
pub(super) fn medical_screen(desk: &Desk) -> Html {
    let (state, language) = (&desk.state, desk.language());
    let content = if let Some(answer) = state.medical_grounds() {
        html! { <Consented desk={desk.clone()} key={answer.audit_id.clone()} /> }
    } else if state.medical_without_card() {
        html! { <WithoutCard desk={desk.clone()} key="without-card" /> }
    } else if state.medical_kinds().is_empty() {
        html! { <p>{ words::NOT_OFFERED.of(language) }</p> }
    } else {
        html! { <p>{ words::GROUNDS_FIRST.of(language) }</p> }
    };
    html! {
        <div class="sheet medical" key="medical">
            <h1 class="sheet__title">{ frame::screen(Screen::Medical).of(language) }</h1>
            { content }
        </div>
    }
}
