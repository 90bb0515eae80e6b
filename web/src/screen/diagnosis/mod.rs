//! 機器診断: a ladder of checks from the browser to the card, each with a mark, one
//! sentence and, where there is one, one button.

mod ladder;
mod readers;
mod report;

use gloo::timers::callback::Timeout;
use yew::prelude::*;

use crate::desk::Desk;
use crate::domain::settings::Language;
use crate::i18n::{diagnosis, frame};
use crate::part::{Button, Icon, Size, glyph};
use crate::state::{Bridge, Carrier, Intent, Screen};
use ladder::{Mark, Rung, ladder};

/// How long the button says that the report was copied.
const CONFIRMED_MILLIS: u32 = 2_000;

/// The device check.
pub(super) fn diagnosis_screen(desk: &Desk) -> Html {
    let language = desk.language();
    let rungs = ladder(&desk.state, language);
    html! {
        <div class="sheet" key="diagnosis">
            <h1 class="sheet__title">{ frame::screen(Screen::Diagnosis).of(language) }</h1>
            <p class="sheet__lead">{ diagnosis::LEAD.of(language) }</p>
            <ol class="ladder" aria-label={diagnosis::LADDER.of(language)}>
                { for rungs.iter().map(|rung| one(rung, desk, language)) }
            </ol>
            <CopyReport desk={desk.clone()} text={report::report(&desk.state, &rungs)} />
            <section class="panel">
                <h2 class="panel__title">{ diagnosis::RESERVED_TITLE.of(language) }</h2>
                <p class="panel__text">{ diagnosis::RESERVED_TEXT.of(language) }</p>
                { installer(desk, language) }
            </section>
            { others(desk, language) }
            { readers::ways(language) }
            { readers::known(language) }
        </div>
    }
}

/// What this browser offers besides USB and the bridge.
fn others(desk: &Desk, language: Language) -> Html {
    let carriers = &desk.state.carriers;
    if carriers.is_empty() || desk.state.training.is_on() {
        return Html::default();
    }
    let button = |carrier: &Carrier| {
        let button = Button {
            label: diagnosis::connect_other(*carrier).of(language),
            onclick: desk.wants(Intent::ConnectOther(*carrier)),
            ..Button::default()
        };
        button.draw()
    };
    html! {
        <section class="panel">
            <h2 class="panel__title">{ diagnosis::OTHERS_TITLE.of(language) }</h2>
            <p class="panel__text">{ diagnosis::OTHERS_LEAD.of(language) }</p>
            <div class="actions actions--start">{ for carriers.iter().map(button) }</div>
        </section>
    }
}

/// The way to the installers, where the administrator offers them and they are missing.
fn installer(desk: &Desk, language: Language) -> Html {
    let offered = desk
        .state
        .config()
        .and_then(|config| config.bridge_installer.clone());
    match (offered, &desk.state.bridge) {
        (Some(address), Bridge::Missing | Bridge::Failed(_)) => html! {
            <p class="panel__text">
                <a href={address} target="_blank" rel="noreferrer">
                    { diagnosis::BRIDGE_INSTALL.of(language) }
                </a>
            </p>
        },
        _ => Html::default(),
    }
}

fn one(rung: &Rung, desk: &Desk, language: Language) -> Html {
    let (mark, icon, word) = match rung.mark {
        Mark::Good => ("good", Icon::Tick, diagnosis::GOOD),
        Mark::Caution => ("caution", Icon::Attention, diagnosis::CAUTION),
        Mark::Bad => ("bad", Icon::Cross, diagnosis::BAD),
        Mark::Open => ("open", Icon::Circle, diagnosis::OPEN),
    };
    html! {
        <li class="ladder__rung" data-mark={mark}>
            { glyph(icon, "ladder__icon") }
            <span class="visually-hidden">{ word.of(language) }</span>
            <h2 class="ladder__name">{ rung.name.of(language) }</h2>
            <div class="ladder__finding">
                <p>
                    { &rung.sentence }
                    if let Some(code) = &rung.code {
                        { " " }<span class="stage__code">{ frame::bracketed(code) }</span>
                    }
                </p>
                if let Some(detail) = &rung.detail {
                    <p class="ladder__detail figures">{ detail }</p>
                }
            </div>
            if let Some((label, intent)) = &rung.action {
                { Button {
                    size: Size::Small,
                    label: label.of(language),
                    onclick: desk.wants(intent.clone()),
                    ..Button::default()
                }.draw() }
            }
        </li>
    }
}

/// Properties of [`CopyReport`].
#[derive(Clone, PartialEq, Properties)]
struct CopyReportProps {
    desk: Desk,
    text: String,
}

/// The button that copies the report.
#[component]
fn CopyReport(props: &CopyReportProps) -> Html {
    let language = props.desk.language();
    let copied = use_state(|| None::<Timeout>);
    let onclick = {
        let (desk, text, copied) = (props.desk.clone(), props.text.clone(), copied.clone());
        Callback::from(move |_: MouseEvent| {
            desk.send.emit(Intent::CopyReport(text.clone()));
            let done = copied.clone();
            copied.set(Some(Timeout::new(CONFIRMED_MILLIS, move || done.set(None))));
        })
    };
    let (icon, label) = match *copied {
        Some(_) => (Icon::Tick, diagnosis::COPIED),
        None => (Icon::Copy, diagnosis::COPY_REPORT),
    };
    let button = Button {
        icon: Some(icon),
        label: label.of(language),
        onclick,
        ..Button::default()
    };
    html! {
        <div class="actions actions--start">
            { button.draw() }
            <p class="panel__note">{ diagnosis::COPY_NOTE.of(language) }</p>
        </div>
    }
}
