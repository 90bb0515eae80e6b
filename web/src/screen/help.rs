//! ヘルプ: how a check goes, what to do in trouble, the keys, what this page is.

use yew::prelude::*;

use crate::desk::Desk;
use crate::domain::settings::Language;
use crate::i18n::{frame, help};
use crate::part::{Icon, call_centre, glyph};
use crate::state::{FunctionKey, Gateway, ReaderLink, Screen, State};

/// The help.
pub(super) fn help_screen(desk: &Desk) -> Html {
    let language = desk.language();
    html! {
        <div class="sheet" key="help">
            <h1 class="sheet__title">{ frame::screen(Screen::Help).of(language) }</h1>
            <p class="sheet__lead">{ help::LEAD.of(language) }</p>
            <div class="sheet__columns">
                <div class="sheet__column">
                    <section class="panel">
                        <h2 class="panel__title">{ help::FLOW.of(language) }</h2>
                        <ol class="path">
                            { for help::FLOW_STEPS.iter().map(|step| html! {
                                <li class="path__station">{ step.of(language) }</li>
                            }) }
                        </ol>
                    </section>
                    { guide(&desk.state, language) }
                    { keys(language) }
                </div>
                <div class="sheet__column">
                    { trouble(desk) }
                    { about(language) }
                </div>
            </div>
        </div>
    }
}

/// The way to the first check, with what is done ticked.
fn guide(state: &State, language: Language) -> Html {
    let done = [
        state.reader.link != ReaderLink::Unsupported,
        matches!(state.gateway, Gateway::Answered(_)),
        state.reader.link == ReaderLink::Ready,
        state.reader.last_success.is_some(),
    ];
    html! {
        <section class="panel">
            <h2 class="panel__title">{ help::GUIDE.of(language) }</h2>
            <ul class="tasks">
                { for help::GUIDE_STEPS.iter().zip(done).map(|(step, done)| {
                    let (icon, word) = if done {
                        (Icon::Tick, help::DONE)
                    } else {
                        (Icon::Circle, help::NOT_DONE)
                    };
                    html! {
                        <li class="tasks__task" data-done={done.to_string()}>
                            { glyph(icon, "tasks__icon") }
                            <span class="visually-hidden">{ word.of(language) }</span>
                            <span>{ step.of(language) }</span>
                        </li>
                    }
                }) }
            </ul>
        </section>
    }
}

fn trouble(desk: &Desk) -> Html {
    let language = desk.language();
    html! {
        <section class="panel">
            <h2 class="panel__title">{ help::TROUBLE.of(language) }</h2>
            <dl class="answers">
                { for help::TROUBLE_ROWS.iter().map(|(question, answer)| html! {
                    <div class="answers__row">
                        <dt class="answers__question">{ question.of(language) }</dt>
                        <dd>{ answer.of(language) }</dd>
                    </div>
                }) }
                <div class="answers__row">
                    <dt class="answers__question">{ help::IF_IT_STAYS.of(language) }</dt>
                    <dd>
                        { help::OTHER_WAYS.of(language) }{ " " }
                        <a href={Screen::OtherWays.hash()}>{ help::STEP_BY_STEP.of(language) }</a>
                        { call_centre(&desk.state, language) }
                    </dd>
                </div>
            </dl>
        </section>
    }
}

fn keys(language: Language) -> Html {
    const ALL: [FunctionKey; 11] = [
        FunctionKey::Help,
        FunctionKey::ReadAgain,
        FunctionKey::Csv,
        FunctionKey::History,
        FunctionKey::Fhir,
        FunctionKey::OtherWays,
        FunctionKey::Print,
        FunctionKey::Copy,
        FunctionKey::Save,
        FunctionKey::Next,
        FunctionKey::Clear,
    ];
    html! {
        <section class="panel">
            <h2 class="panel__title">{ help::KEYS.of(language) }</h2>
            <dl class="table">
                { for ALL.into_iter().map(|key| html! {
                    <div class="table__row">
                        <dt class="table__label"><kbd class="cap">{ frame::key_name(key) }</kbd></dt>
                        <dd class="table__value">{ frame::function(key).of(language) }</dd>
                    </div>
                }) }
            </dl>
        </section>
    }
}

fn about(language: Language) -> Html {
    html! {
        <section class="panel">
            <h2 class="panel__title">{ help::ABOUT.of(language) }</h2>
            { for help::ABOUT_TEXT.iter().map(|text| html! {
                <p class="panel__text">{ text.of(language) }</p>
            }) }
        </section>
    }
}
