//! 設定: the few things a desk chooses for itself, and what the administrator fixed.

use yew::prelude::*;

use crate::desk::Desk;
use crate::domain::config::{Config, Environment};
use crate::domain::settings::{Language, Settings, TextSize, Theme};
use crate::i18n::{frame, settings};
use crate::part::{Pick, PickField, Switch};
use crate::state::{Intent, Screen};

/// The settings.
pub(super) fn settings_screen(desk: &Desk) -> Html {
    let language = desk.language();
    html! {
        <div class="sheet" key="settings">
            <h1 class="sheet__title">{ frame::screen(Screen::Settings).of(language) }</h1>
            <p class="sheet__lead">{ settings::LEAD.of(language) }</p>
            <div class="sheet__columns">
                <section class="panel">
                    <h2 class="panel__title">{ settings::SCREEN.of(language) }</h2>
                    { language_choice(desk, language) }
                    { text_size_choice(desk, language) }
                    { theme_choice(desk, language) }
                </section>
                <div class="sheet__column">
                    <section class="panel">
                        <h2 class="panel__title">{ settings::DESK.of(language) }</h2>
                        { switches(desk, language) }
                    </section>
                    { desk.state.config().map(|config| fixed(config, language)) }
                </div>
            </div>
        </div>
    }
}

/// A callback that keeps the settings with one thing changed.
fn change<T: 'static>(desk: &Desk, set: fn(&mut Settings, T)) -> Callback<T> {
    let (send, before) = (desk.send.clone(), desk.state.settings);
    Callback::from(move |value| {
        let mut after = before;
        set(&mut after, value);
        send.emit(Intent::Change(after));
    })
}

/// The same for a choice that is known by its key.
fn choose<T: Copy + 'static>(
    desk: &Desk,
    all: &'static [T],
    key: fn(T) -> &'static str,
    set: fn(&mut Settings, T),
) -> Callback<String> {
    let changed = change(desk, set);
    Callback::from(move |chosen: String| {
        if let Some(value) = all.iter().find(|value| key(**value) == chosen) {
            changed.emit(*value);
        }
    })
}

fn picks<T: Copy>(
    all: &[T],
    key: fn(T) -> &'static str,
    name: impl Fn(T) -> &'static str,
) -> Vec<Pick> {
    let pick = |&value: &T| Pick {
        key: key(value).into(),
        label: name(value).into(),
    };
    all.iter().map(pick).collect()
}

fn language_choice(desk: &Desk, language: Language) -> Html {
    const ALL: [Language; 2] = [Language::Ja, Language::En];
    let set = |settings: &mut Settings, value| settings.language = Some(value);
    PickField {
        id: "language",
        label: settings::LANGUAGE.of(language),
        picks: picks(&ALL, Language::tag, settings::language),
        chosen: language.tag(),
        onpick: choose(desk, &ALL, Language::tag, set),
        ..PickField::default()
    }
    .choices()
}

fn text_size_choice(desk: &Desk, language: Language) -> Html {
    const ALL: [TextSize; 3] = [TextSize::Normal, TextSize::Large, TextSize::Largest];
    let set = |settings: &mut Settings, value| settings.text_size = value;
    PickField {
        id: "text-size",
        label: settings::TEXT_SIZE.of(language),
        picks: picks(&ALL, TextSize::key, |size| {
            settings::text_size(size).of(language)
        }),
        chosen: desk.state.settings.text_size.key(),
        onpick: choose(desk, &ALL, TextSize::key, set),
        ..PickField::default()
    }
    .choices()
}

fn theme_choice(desk: &Desk, language: Language) -> Html {
    const ALL: [Theme; 3] = [Theme::System, Theme::Light, Theme::Dark];
    let set = |settings: &mut Settings, value| settings.theme = value;
    PickField {
        id: "theme",
        label: settings::THEME.of(language),
        picks: picks(&ALL, Theme::key, |theme| {
            settings::theme(theme).of(language)
        }),
        chosen: desk.state.settings.theme.key(),
        onpick: choose(desk, &ALL, Theme::key, set),
        ..PickField::default()
    }
    .choices()
}

fn switches(desk: &Desk, language: Language) -> Html {
    let sound = Switch {
        id: "sound",
        label: settings::SOUND.of(language),
        note: settings::SOUND_NOTE.of(language),
        on: desk.state.settings.sound,
        onswitch: change(desk, |settings, on| settings.sound = on),
    };
    let shuffled = Switch {
        id: "shuffled-pad",
        label: settings::SHUFFLED.of(language),
        note: settings::SHUFFLED_NOTE.of(language),
        on: desk.state.settings.shuffled_pad,
        onswitch: change(desk, |settings, on| settings.shuffled_pad = on),
    };
    let on_screen = Switch {
        id: "pin-on-screen",
        label: settings::PIN_ON_SCREEN.of(language),
        note: settings::PIN_ON_SCREEN_NOTE.of(language),
        on: desk.state.settings.pin_on_screen,
        onswitch: change(desk, |settings, on| settings.pin_on_screen = on),
    };
    html! { <>{ sound.draw() }{ shuffled.draw() }{ on_screen.draw() }</> }
}

fn fixed(config: &Config, language: Language) -> Html {
    let environment = match config.environment {
        Environment::Production => settings::PRODUCTION,
        Environment::Practice => settings::PRACTICE,
    };
    let rows = [
        (
            settings::CLEAR_AFTER,
            settings::seconds(config.clear_after_seconds, language),
        ),
        (settings::FACILITY, config.facility_name.clone()),
        (settings::FACILITY_CODE, config.facility_code.clone()),
        (settings::TERMINAL, config.terminal_id.clone()),
        (settings::GATEWAY, config.gateway.clone()),
        (settings::ENVIRONMENT, environment.of(language).to_owned()),
    ];
    html! {
        <section class="panel">
            <h2 class="panel__title">{ settings::FIXED.of(language) }</h2>
            <p class="panel__note">{ settings::FIXED_NOTE.of(language) }</p>
            <dl class="table">
                { for rows.into_iter().map(|(label, value)| html! {
                    <div class="table__row">
                        <dt class="table__label">{ label.of(language) }</dt>
                        <dd class="table__value figures">{ value }</dd>
                    </div>
                }) }
            </dl>
        </section>
    }
}
