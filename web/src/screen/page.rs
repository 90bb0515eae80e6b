//! The frame that all screens share: head, bands, screen, function keys, and the one
//! place where changes are announced to a screen reader.

use web_sys::HtmlElement;
use yew::prelude::*;

use super::header::header;
use super::late;
use super::reception::{announcement, reception_screen};
use crate::chunk::NotFetched;
use crate::desk::Desk;
use crate::domain::advice::ErrorCode;
use crate::i18n::{advice, frame};
use crate::part::{Button, Kind, Size, Tone, bands, key_bar, notice};
use crate::state::{Arrival, ConfigState, Intent, Screen};

/// Properties of [`Page`].
#[derive(Clone, PartialEq, Properties)]
pub struct PageProps {
    /// What is to be drawn, and whom to tell what a person wants.
    pub desk: Desk,
}

/// The whole page: the frame and the screen in it.
#[component]
pub fn Page(props: &PageProps) -> Html {
    let desk = &props.desk;
    let language = desk.language();
    let broken = matches!(desk.state.config, ConfigState::Broken(_));
    let main = use_node_ref();
    use_focus_on_change(desk.state.screen, main.clone());
    let skip = {
        let main = main.clone();
        Callback::from(move |event: MouseEvent| {
            // The address belongs to the screens, so the link must not change it.
            event.prevent_default();
            focus(&main);
        })
    };
    html! {
        <div class="page" data-training={desk.state.training.is_on().to_string()}>
            <a class="skip" href="#main" onclick={skip}>{ frame::SKIP.of(language) }</a>
            { header(desk) }
            { bands(desk) }
            <main class="main" id="main" tabindex="-1" ref={main}>
                { screen(desk) }
            </main>
            <p class="visually-hidden" role="status">{ announcement(&desk.state, language) }</p>
            if !broken {
                { key_bar(desk) }
            }
        </div>
    }
}

/// Moves the focus into a new screen, so that a keyboard and a screen reader go on
/// there; a part of the screen that has taken the focus itself keeps it.
#[hook]
fn use_focus_on_change(screen: Screen, main: NodeRef) {
    let shown = use_mut_ref(|| screen);
    use_effect_with(screen, move |&screen| {
        let before = shown.replace(screen);
        let focused = gloo::utils::document().active_element();
        let inside = focused.zip(main.get());
        let inside = inside.is_some_and(|(focused, main)| main.contains(Some(&focused)));
        if before != screen && !inside {
            focus(&main);
        }
    });
}

fn focus(node: &NodeRef) {
    if let Some(element) = node.cast::<HtmlElement>() {
        // A refused focus costs comfort only.
        drop(element.focus());
    }
}

/// The screen. Each has a key on its root, so that none is made from the elements of
/// another and the focus never stays behind in one that has gone.
fn screen(desk: &Desk) -> Html {
    let broken = match &desk.state.config {
        ConfigState::Broken(error) => Some(error),
        _ => None,
    };
    if desk.state.screen == Screen::Reception && broken.is_none() {
        return reception_screen(desk);
    }
    let asks = matches!(
        desk.state.screen,
        Screen::Insurance | Screen::Batch | Screen::History | Screen::OtherWays | Screen::Medical
    );
    if asks && broken.is_none() {
        return late::inquiries()
            .map_or_else(|| awaited(desk), |inquiries| inquiry(inquiries, desk));
    }
    let Some(sheets) = late::sheets() else {
        return awaited(desk);
    };
    match (broken, desk.state.screen) {
        (Some(error), _) => (sheets.configuration)(desk, error),
        (None, Screen::Training) => (sheets.training)(desk),
        (None, Screen::Diagnosis) => (sheets.diagnosis)(desk),
        (None, Screen::Settings) => (sheets.settings)(desk),
        (None, Screen::Help) => (sheets.help)(desk),
        // The reception and the inquiries have been dealt with above.
        (None, _) => reception_screen(desk),
    }
}

fn inquiry(inquiries: &late::Inquiries, desk: &Desk) -> Html {
    match desk.state.screen {
        Screen::Batch => (inquiries.batch)(desk),
        Screen::History => (inquiries.history)(desk),
        Screen::OtherWays => (inquiries.other_ways)(desk),
        Screen::Medical => (inquiries.medical)(desk),
        _ => (inquiries.insurance)(desk),
    }
}

/// In the place of a screen that is still being fetched, or cannot be.
fn awaited(desk: &Desk) -> Html {
    let language = desk.language();
    if desk.state.sheets != Arrival::Missing {
        return html! { <p class="sheet" role="status" key="awaited">{ frame::FETCHING.of(language) }</p> };
    }
    let code = ErrorCode::new(NotFetched::CODE);
    html! {
        <div class="sheet" key="missing">
            { notice(Tone::Problem, frame::NOT_FETCHED.of(language), html! {
                <p>
                    { advice::sentence(code.advice()).of(language) }{ " " }
                    <span class="stage__code">{ frame::bracketed(&code) }</span>
                </p>
            }) }
            { Button {
                kind: Kind::Primary,
                size: Size::Large,
                label: frame::RELOAD.of(language),
                onclick: desk.wants(Intent::Reload),
                ..Button::default()
            }.draw() }
        </div>
    }
}
