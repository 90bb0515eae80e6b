//! 記号番号: eligibility by symbol and number. A form for the keyboard; its answer is
//! shown as that of a card.
//!
//! What is typed lives in this screen alone, and goes when the screen is cleared or left.

mod entry;
mod field;
mod form;
mod seam;

use yew::prelude::*;

use super::reception;
use crate::desk::Desk;
use crate::i18n::{frame, insurance};
use crate::part::{Button, Kind, Size, Tone, notice};
use crate::state::{Gateway, Intent, Screen, Visit};
use form::InsuranceForm;
pub use seam::{Seam, Want, serve};

/// The screen. The form stays where it is while the gateway is away for a moment: nobody
/// types twice because of that.
pub(super) fn insurance_screen(desk: &Desk) -> Html {
    html! {
        <div class="sheet" key="insurance">
            <InsuranceForm desk={desk.clone()} />
        </div>
    }
}

fn title(desk: &Desk) -> Html {
    let name = frame::screen(Screen::Insurance).of(desk.language());
    html! { <h1 class="sheet__title">{ name }</h1> }
}

/// In the place of the form while the gateway has not offered it.
fn not_yet(desk: &Desk) -> Html {
    match &desk.state.gateway {
        Gateway::Answered(_) => not_offered(desk),
        Gateway::Failed(_) => unreachable_gateway(desk),
        Gateway::Unknown | Gateway::Asking => html! {
            <p role="status">{ insurance::CONNECTING.of(desk.language()) }</p>
        },
    }
}

/// Whether the visit on the screen is a question by symbol and number.
fn shows_answer(desk: &Desk) -> bool {
    desk.state.inquiry.by_number && desk.state.visit != Visit::Waiting
}

/// The question under way or its result, in the words of a visit with a card.
fn answer(desk: &Desk) -> Html {
    let columns = reception::visit_columns(desk);
    let fetching = || html! { <p role="status">{ frame::FETCHING.of(desk.language()) }</p> };
    html! {
        <div class="reception">
            <div class="reception__columns">{ columns.unwrap_or_else(fetching) }</div>
        </div>
    }
}

fn not_offered(desk: &Desk) -> Html {
    let language = desk.language();
    notice(
        Tone::Caution,
        insurance::NOT_OFFERED.of(language),
        html! { <p>{ insurance::NOT_OFFERED_NOTE.of(language) }</p> },
    )
}

/// The band above says why; here is what can be done.
fn unreachable_gateway(desk: &Desk) -> Html {
    let button = Button {
        kind: Kind::Primary,
        size: Size::Large,
        label: insurance::CONNECT_AGAIN.of(desk.language()),
        onclick: desk.wants(Intent::AskGateway),
        ..Button::default()
    };
    button.draw()
}
