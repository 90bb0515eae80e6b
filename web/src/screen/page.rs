//! The frame that all screens share: head, bands, screen, function keys, and the one
//! place where changes are announced to a screen reader.

use web_sys::HtmlElement;
use yew::prelude::*;

use super::configuration::BrokenConfiguration;
use super::diagnosis::DiagnosisScreen;
use super::header::Header;
use super::help::HelpScreen;
use super::reception::{ReceptionScreen, announcement};
use super::settings::SettingsScreen;
use super::training::TrainingScreen;
use crate::desk::{Desk, use_desk};
use crate::i18n::frame;
use crate::part::{Bands, KeyBar};
use crate::state::{ConfigState, Screen};

/// The whole page.
#[component]
pub fn Page() -> Html {
    let Some(desk) = use_desk() else {
        return Html::default();
    };
    html! { <Frame {desk} /> }
}

/// Properties of [`Frame`].
#[derive(Clone, PartialEq, Properties)]
struct FrameProps {
    desk: Desk,
}

/// The frame and the screen in it.
#[component]
fn Frame(props: &FrameProps) -> Html {
    let desk = props.desk.clone();
    let language = desk.state.language();
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
            <Header desk={desk.clone()} />
            <Bands desk={desk.clone()} />
            <main class="main" id="main" tabindex="-1" ref={main}>
                { screen(&desk) }
            </main>
            <p class="visually-hidden" role="status">{ announcement(&desk.state, language) }</p>
            if !broken {
                <KeyBar {desk} />
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

fn screen(desk: &Desk) -> Html {
    let desk = desk.clone();
    if let ConfigState::Broken(error) = &desk.state.config {
        let error = error.clone();
        return html! { <BrokenConfiguration {desk} {error} /> };
    }
    match desk.state.screen {
        Screen::Reception => html! { <ReceptionScreen {desk} /> },
        Screen::Training => html! { <TrainingScreen {desk} /> },
        Screen::Diagnosis => html! { <DiagnosisScreen {desk} /> },
        Screen::Settings => html! { <SettingsScreen {desk} /> },
        Screen::Help => html! { <HelpScreen {desk} /> },
    }
}
