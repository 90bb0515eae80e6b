//! The frame that all screens share: head, bands, screen, function keys, and the one
//! place where changes are announced to a screen reader.

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
    let language = desk.state.language();
    let broken = matches!(desk.state.config, ConfigState::Broken(_));
    html! {
        <div class="page" data-training={desk.state.training.is_on().to_string()}>
            <a class="skip" href="#main">{ frame::SKIP.of(language) }</a>
            <Header desk={desk.clone()} />
            <Bands desk={desk.clone()} />
            <main class="main" id="main" tabindex="-1">
                { screen(&desk) }
            </main>
            <p class="visually-hidden" role="status">{ announcement(&desk.state, language) }</p>
            if !broken {
                <KeyBar {desk} />
            }
        </div>
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
