//! config.json has a mistake: the page names the line instead of guessing.

use yew::prelude::*;

use crate::desk::Desk;
use crate::domain::config::ConfigError;
use crate::i18n::{configuration, frame};
use crate::part::{Button, Kind, Notice, Size, Tone, use_language};
use crate::state::Intent;

/// Properties of [`BrokenConfiguration`].
#[derive(Clone, PartialEq, Properties)]
pub(super) struct BrokenConfigurationProps {
    pub(super) desk: Desk,
    pub(super) error: ConfigError,
}

/// The mistake, its place and what to write instead.
#[component]
pub(super) fn BrokenConfiguration(props: &BrokenConfigurationProps) -> Html {
    let language = use_language();
    let error = &props.error;
    html! {
        <div class="sheet">
            <h1 class="sheet__title">{ configuration::TITLE.of(language) }</h1>
            <p class="sheet__lead">{ configuration::LEAD.of(language) }</p>
            <Notice tone={Tone::Problem} title={configuration::problem(error.problem).of(language)}>
                <dl class="table">
                    { row(configuration::FILE.of(language), "config.json".into()) }
                    { configuration::place(error, language)
                        .map(|place| row(configuration::PLACE.of(language), place)) }
                    if !error.key.is_empty() {
                        { row(configuration::KEY.of(language), error.key.clone()) }
                    }
                    { row(frame::CODE.of(language), error.problem.code().into()) }
                </dl>
            </Notice>
            <Button kind={Kind::Primary} size={Size::Large}
                label={configuration::RELOAD.of(language)}
                onclick={props.desk.wants(Intent::Reload)} />
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
