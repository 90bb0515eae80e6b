//! 練習モード: the reception with a practice bench beside it. The bench stands where
//! a reader and a patient would; everything else is the real thing.

use yew::prelude::*;

use super::reception::reception_screen;
use crate::desk::Desk;
use crate::domain::settings::Language;
use crate::i18n::{Text, advice, frame, training};
use crate::part::{Button, Kind, Pick, PickField, Tone, notice};
use crate::state::{Bench, Choice, Intent, Training};

/// The training mode.
pub(super) fn training_screen(desk: &Desk) -> Html {
    let language = desk.language();
    html! {
        <div class="training" key="training">
            <section class="panel bench" aria-label={training::BENCH.of(language)}>
                <h2 class="panel__title">{ training::BENCH.of(language) }</h2>
                { match &desk.state.training {
                    Training::On(bench) => html! {
                        <BenchControls desk={desk.clone()} bench={bench.clone()} />
                    },
                    Training::Failed(code) => {
                        notice(Tone::Problem, training::FAILED.of(language), html! {
                            <p>
                                { advice::sentence(code.advice()).of(language) }{ " " }
                                <span class="stage__code">{ frame::bracketed(code) }</span>
                            </p>
                        })
                    },
                    Training::Off | Training::Loading => html! {
                        <p role="status">{ training::LOADING.of(language) }</p>
                    },
                } }
            </section>
            { reception_screen(desk) }
        </div>
    }
}

/// Properties of [`BenchControls`].
#[derive(Clone, PartialEq, Properties)]
struct BenchControlsProps {
    desk: Desk,
    bench: Bench,
}

/// What a hand does at a real desk. Choosing a card does not put it down yet.
#[component]
fn BenchControls(props: &BenchControlsProps) -> Html {
    let language = props.desk.language();
    let (desk, bench) = (&props.desk, &props.bench);
    let chosen = use_state(|| bench.profile.clone());
    let onpick = {
        let chosen = chosen.clone();
        Callback::from(move |key: String| chosen.set(key))
    };
    let (card_label, card_intent) = if bench.card_on_reader {
        (training::TAKE, Intent::RemoveCard)
    } else {
        (training::PUT, Intent::InsertCard((*chosen).clone()))
    };
    let plug_label = if bench.plugged {
        training::PULL_OUT
    } else {
        training::PLUG_IN
    };
    let cards = PickField {
        id: "bench-card",
        label: training::CARD.of(language),
        picks: picks(&bench.profiles, language),
        chosen: &chosen,
        disabled: bench.card_on_reader,
        onpick,
    };
    let hand = Button {
        kind: Kind::Primary,
        class: "bench__action",
        label: card_label.of(language),
        disabled: !bench.plugged,
        onclick: desk.wants(card_intent),
        ..Button::default()
    };
    let faults = PickField {
        id: "bench-fault",
        label: training::FAULT.of(language),
        picks: picks(&bench.faults, language),
        chosen: &bench.fault,
        onpick: desk.send.reform(Intent::SetFault),
        ..PickField::default()
    };
    let models = PickField {
        id: "bench-model",
        label: training::MODEL.of(language),
        picks: picks(&bench.models, language),
        chosen: &bench.model,
        onpick: desk.send.reform(Intent::SetModel),
        ..PickField::default()
    };
    let plug = Button {
        class: "bench__action",
        label: plug_label.of(language),
        onclick: desk.wants(Intent::Plug(!bench.plugged)),
        ..Button::default()
    };
    html! {
        <>
            <p class="panel__note">{ training::LEAD.of(language) }</p>
            { cards.list() }
            { hand.draw() }
            if let Some(tries) = bench.tries_left {
                <p class="panel__note">
                    { training::COUNTERS.of(language) }{ " " }
                    <span data-counter="authentication">{ tries }</span>
                </p>
            }
            if bench.pad_waits {
                { keys_of_reader(desk, language) }
            }
            { faults.list() }
            { models.list() }
            { plug.draw() }
        </>
    }
}

/// What a patient does at a reader with keys of its own.
fn keys_of_reader(desk: &Desk, language: Language) -> Html {
    let press = |label: Text, digits: Option<&'static str>| {
        let button = Button {
            class: "bench__action",
            label: label.of(language),
            onclick: desk.wants(Intent::PressPad(digits)),
            ..Button::default()
        };
        button.draw()
    };
    html! {
        <div class="bench__pad" role="group" aria-label={training::PAD.of(language)}>
            <p class="panel__note">{ training::PAD.of(language) }</p>
            { press(training::PAD_RIGHT, Some("1234")) }
            { press(training::PAD_WRONG, Some("9999")) }
            { press(training::PAD_CANCEL, None) }
        </div>
    }
}

fn picks(choices: &[Choice], language: Language) -> Vec<Pick> {
    let pick = |choice: &Choice| Pick {
        key: choice.key.clone().into(),
        label: training::title(choice, language).into(),
    };
    choices.iter().map(pick).collect()
}
