//! 待機: a drawing, and what is needed before a card can be read. Nothing of the
//! patient before is left.

use yew::prelude::*;

use crate::desk::Desk;
use crate::domain::advice::ErrorCode;
use crate::domain::settings::Language;
use crate::i18n::{advice, frame, reception};
use crate::part::{Button, Kind, Size, Switch, card_over_reader};
use crate::screen::late;
use crate::state::{Bridge, CardPresence, FunctionKey, Intent, ReaderLink, Route, Screen};

/// The waiting screen.
pub(super) fn waiting(desk: &Desk) -> Html {
    let language = desk.language();
    let reader = &desk.state.reader;
    let ready = reader.link == ReaderLink::Ready;
    html! {
        <div class="waiting">
            { card_over_reader(ready && reader.card != CardPresence::Present) }
            { match &reader.link {
                ReaderLink::Ready if reader.card == CardPresence::Present => card_waits(desk, language),
                ReaderLink::Ready => invitation(language),
                ReaderLink::Unknown | ReaderLink::Opening => connecting(language),
                ReaderLink::Absent => no_reader(desk, language),
                ReaderLink::Unsupported => unusable(desk, None, language),
                ReaderLink::Failed(code) => unusable(desk, Some(code), language),
            } }
            if ready {
                <div class="waiting__consent">
                    { limit_consent(desk, language) }
                    if let Some(views) = late::visits() {
                        { (views.choice)(desk) }
                    }
                </div>
            }
            <p class="waiting__imprint">{ frame::NOT_OFFICIAL.of(language) }</p>
        </div>
    }
}

fn limit_consent(desk: &Desk, language: Language) -> Html {
    let consent = Switch {
        id: "limit-consent",
        label: reception::LIMIT_CONSENT.of(language),
        note: reception::LIMIT_CONSENT_NOTE.of(language),
        on: desk.state.limit_consent,
        onswitch: desk.send.reform(Intent::LimitConsent),
    };
    consent.draw()
}

fn invitation(language: Language) -> Html {
    html! {
        <>
            <h1 class="waiting__title">{ reception::PUT_CARD.of(language) }</h1>
            <p class="waiting__note">{ reception::PATIENT_HOLDS.of(language) }</p>
        </>
    }
}

fn card_waits(desk: &Desk, language: Language) -> Html {
    html! {
        <>
            <h1 class="waiting__title">{ reception::CARD_WAITS.of(language) }</h1>
            <p class="waiting__note">{ reception::CARD_WAITS_NOTE.of(language) }</p>
            { Button {
                size: Size::Large,
                label: reception::READ_THIS_CARD.of(language),
                function: Some(FunctionKey::ReadAgain),
                onclick: desk.wants(Intent::ReadAgain),
                ..Button::default()
            }.draw() }
        </>
    }
}

fn connecting(language: Language) -> Html {
    html! { <h1 class="waiting__title">{ reception::CONNECTING.of(language) }</h1> }
}

fn no_reader(desk: &Desk, language: Language) -> Html {
    html! {
        <>
            <h1 class="waiting__title">{ reception::NO_READER.of(language) }</h1>
            if desk.state.reader.route != Route::Practice {
                { bridge_note(desk, language).unwrap_or_else(|| html! {
                    <p class="waiting__note">{ reception::NO_READER_NOTE.of(language) }</p>
                }) }
                { connect(desk, Kind::Primary, language) }
            }
            { way_to_training(desk, language) }
        </>
    }
}

fn connect(desk: &Desk, kind: Kind, language: Language) -> Html {
    let button = Button {
        kind,
        size: Size::Large,
        label: reception::CONNECT.of(language),
        onclick: desk.wants(Intent::ConnectReader),
        ..Button::default()
    };
    button.draw()
}

/// Without a reader the page can still be tried, where training is offered.
fn way_to_training(desk: &Desk, language: Language) -> Html {
    let offered = desk.state.config().is_some_and(|config| config.training);
    if !offered || desk.state.training.is_on() {
        return Html::default();
    }
    html! {
        <p><a href={Screen::Training.hash()}>{ reception::TRY_TRAINING.of(language) }</a></p>
    }
}

/// What the bridge needs from a person before it brings its readers.
fn bridge_note(desk: &Desk, language: Language) -> Option<Html> {
    let code = match &desk.state.bridge {
        Bridge::Asking => &ErrorCode::new("BRIDGE-ORIGIN-PENDING"),
        Bridge::Failed(code) => code,
        Bridge::Unknown | Bridge::Missing | Bridge::Ready { .. } => return None,
    };
    Some(html! {
        <p class="waiting__note" data-bridge={code.as_str().to_owned()}>
            { advice::sentence(code.advice()).of(language) }{ " " }
            <span class="stage__code">{ frame::bracketed(code) }</span>
        </p>
    })
}

fn unusable(desk: &Desk, code: Option<&ErrorCode>, language: Language) -> Html {
    let advice = code.map_or(
        crate::domain::advice::Advice::UseAnotherBrowser,
        ErrorCode::advice,
    );
    html! {
        <>
            <h1 class="waiting__title">{ reception::READER_UNUSABLE.of(language) }</h1>
            <p class="waiting__note">
                { advice::sentence(advice).of(language) }
                if let Some(code) = code {
                    { " " }<span class="stage__code">{ frame::bracketed(code) }</span>
                }
            </p>
            <div class="actions">
                { Button {
                    kind: Kind::Primary,
                    size: Size::Large,
                    label: reception::DIAGNOSE.of(language),
                    onclick: desk.wants(Intent::Open(Screen::Diagnosis)),
                    ..Button::default()
                }.draw() }
                if code.is_some() && desk.state.reader.route != Route::Practice {
                    { connect(desk, Kind::Outline, language) }
                }
            </div>
            { way_to_training(desk, language) }
        </>
    }
}
