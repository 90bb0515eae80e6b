//! config.json has a mistake: the page names the line instead of guessing.

use yew::prelude::*;

use crate::desk::Desk;
use crate::domain::config::ConfigError;
use crate::i18n::{configuration, frame};
use crate::part::{Button, Kind, Size, Tone, notice};
use crate::state::Intent;

/// The mistake, its place and what to write instead.
pub(super) fn broken_configuration(desk: &Desk, error: &ConfigError) -> Html {
    let language = desk.language();
    let title = configuration::problem(error.problem).of(language);
    let reload = Button {
        kind: Kind::Primary,
        size: Size::Large,
        label: frame::RELOAD.of(language),
        onclick: desk.wants(Intent::Reload),
        ..Button::default()
    };
    html! {
        <div class="sheet" key="configuration">
            <h1 class="sheet__title">{ configuration::TITLE.of(language) }</h1>
            <p class="sheet__lead">{ configuration::LEAD.of(language) }</p>
            { notice(Tone::Problem, title, html! {
                <dl class="table">
                    { row(configuration::FILE.of(language), "config.json".into()) }
                    { configuration::place(error, language)
                        .map(|place| row(configuration::PLACE.of(language), place)) }
                    if !error.key.is_empty() {
                        { row(configuration::KEY.of(language), error.key.clone()) }
                    }
                    { row(frame::CODE.of(language), error.problem.code().into()) }
                </dl>
            }) }
            { reload.draw() }
        </div>
    }
}

fn row(label: &'static str, value: String) -> Html {
    html! {
        <div class="table__row">
            <dt class="table__label">{ label }</dt>
            <dd class="table__value figures">{ value }</dd>
        </div>
    }
}
