//! 目視: checks without PIN, where the gateway offers them. The choice for the next patient,
//! and the moment in which staff compare face and photo.

use yew::prelude::*;

use crate::desk::Desk;
use crate::domain::settings::Language;
use crate::i18n::visual;
use crate::part::{Button, Kind, Size, Switch};
use crate::state::{Intent, Route};

/// The choice on the waiting screen; nothing where the gateway does not offer it.
pub(super) fn choice(desk: &Desk) -> Html {
    let language = desk.language();
    if !desk.state.offers_by_eye() {
        return Html::default();
    }
    if desk.state.reader.route == Route::Bridge {
        return html! { <p class="field__note by-eye">{ visual::NOT_OVER_BRIDGE.of(language) }</p> };
    }
    let choice = Switch {
        id: "by-eye",
        label: visual::CHOICE.of(language),
        note: visual::CHOICE_NOTE.of(language),
        on: desk.state.by_eye,
        onswitch: desk.send.reform(Intent::ByEye),
    };
    html! { <div class="by-eye">{ choice.draw() }</div> }
}

/// Staff compare face and photo; the tick is never there before they do.
pub(super) fn confirming(desk: &Desk, ticked: bool, language: Language) -> Html {
    let tick = Switch {
        id: "face-photo",
        label: visual::TICK.of(language),
        note: visual::TICK_NOTE.of(language),
        on: ticked,
        onswitch: desk.send.reform(Intent::TickFacePhoto),
    };
    html! {
        <div class="pin pin--question" data-last="false">
            <ol class="by-eye__steps">
                { for visual::COMPARE.iter().map(|step| html! { <li>{ step.of(language) }</li> }) }
            </ol>
            <div class="by-eye__tick" data-ticked={ticked.to_string()}>{ tick.draw() }</div>
            <div class="actions">
                { Button {
                    size: Size::Large,
                    label: visual::REFUSE.of(language),
                    onclick: desk.wants(Intent::Clear),
                    ..Button::default()
                }.draw() }
                { Button {
                    kind: Kind::Primary,
                    size: Size::Large,
                    label: visual::CONFIRM.of(language),
                    disabled: !ticked,
                    onclick: desk.wants(Intent::ConfirmFacePhoto),
                    ..Button::default()
                }.draw() }
            </div>
        </div>
    }
}
