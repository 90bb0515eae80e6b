//! The head of every screen: name, navigation, reader chip, facility, language.

use yew::prelude::*;

use crate::desk::Desk;
use crate::domain::settings::Settings;
use crate::i18n::frame;
use crate::part::reader_chip;
use crate::state::{Intent, Screen, State};

/// The head.
pub(super) fn header(desk: &Desk) -> Html {
    let state = &desk.state;
    let language = state.language();
    let other = Settings {
        language: Some(language.other()),
        ..state.settings
    };
    html! {
        <header class="head">
            <p class="head__name" title={frame::NOT_OFFICIAL.of(language)}>
                { frame::PRODUCT.of(language) }
            </p>
            <nav class="head__nav" aria-label={frame::NAVIGATION.of(language)}>
                { for screens(state).map(|screen| html! {
                    <a class="head__link" href={screen.hash()} key={screen.hash()}
                        aria-current={(screen == state.screen).then_some("page")}>
                        { frame::screen(screen).of(language) }
                    </a>
                }) }
            </nav>
            { reader_chip(desk) }
            if let Some(config) = state.config() {
                <p class="head__facility" lang="ja" title={config.facility_name.clone()}>
                    { &config.facility_name }
                </p>
            }
            <button type="button" class="head__language" lang={language.other().tag()}
                onclick={desk.wants(Intent::Change(other))}>
                { frame::OTHER_LANGUAGE.of(language) }
            </button>
        </header>
    }
}

/// The screens that can be gone to: training where it is offered, and what the gateway
/// offers unless it has said that it does not.
fn screens(state: &State) -> impl Iterator<Item = Screen> {
    let training = state.config().is_some_and(|config| config.training);
    let insurance = state.capabilities().is_none_or(|can| can.insurance_check);
    Screen::ALL.into_iter().filter(move |screen| match screen {
        Screen::Training => training,
        Screen::Insurance => insurance,
        other => other.is_in_navigation(),
    })
}
