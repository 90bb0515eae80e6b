//! 練習モード: the reception with a practice bench beside it. The bench stands where
//! a reader and a patient would; everything else is the real thing.

use yew::prelude::*;

use super::reception::ReceptionScreen;
use crate::desk::Desk;
use crate::domain::settings::Language;
use crate::i18n::{advice, frame, training};
use crate::part::{Button, Kind, Notice, Pick, Select, Tone, use_language};
use crate::state::{Bench, Choice, Intent, Training};

/// Properties of [`TrainingScreen`].
#[derive(Clone, PartialEq, Properties)]
pub(super) struct TrainingProps {
    pub(super) desk: Desk,
}

/// The training mode.
#[component]
pub(super) fn TrainingScreen(props: &TrainingProps) -> Html {
    let language = use_language();
    let desk = &props.desk;
    html! {
        <div class="training">
            <section class="panel bench" aria-label={training::BENCH.of(language)}>
                <h2 class="panel__title">{ training::BENCH.of(language) }</h2>
                { match &desk.state.training {
                    Training::On(bench) => html! {
                        <BenchControls desk={desk.clone()} bench={bench.clone()} />
                    },
                    Training::Failed(code) => html! {
                        <Notice tone={Tone::Problem} title={training::FAILED.of(language)}>
                            <p>
                                { advice::sentence(code.advice()).of(language) }{ " " }
                                <span class="stage__code">{ frame::bracketed(code) }</span>
                            </p>
                        </Notice>
                    },
                    Training::Off | Training::Loading => html! {
                        <p role="status">{ training::LOADING.of(language) }</p>
                    },
                } }
            </section>
            <ReceptionScreen desk={desk.clone()} />
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
    let language = use_language();
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
    html! {
        <>
            <p class="panel__note">{ training::LEAD.of(language) }</p>
            <Select id="bench-card" label={training::CARD.of(language)}
                picks={picks(&bench.profiles, language)} chosen={(*chosen).clone()}
                disabled={bench.card_on_reader} {onpick} />
            <Button kind={Kind::Primary} class="bench__action" label={card_label.of(language)}
                disabled={!bench.plugged} onclick={desk.wants(card_intent)} />
            if let Some(tries) = bench.tries_left {
                <p class="panel__note">
                    { training::COUNTERS.of(language) }{ " " }
                    <span data-counter="authentication">{ tries }</span>
                </p>
            }
            <Select id="bench-fault" label={training::FAULT.of(language)}
                picks={picks(&bench.faults, language)} chosen={bench.fault.clone()}
                onpick={desk.send.reform(Intent::SetFault)} />
            <Select id="bench-model" label={training::MODEL.of(language)}
                picks={picks(&bench.models, language)} chosen={bench.model.clone()}
                onpick={desk.send.reform(Intent::SetModel)} />
            <Button class="bench__action" label={plug_label.of(language)}
                onclick={desk.wants(Intent::Plug(!bench.plugged))} />
        </>
    }
}

fn picks(choices: &[Choice], language: Language) -> Vec<Pick> {
    let pick = |choice: &Choice| Pick {
        key: choice.key.clone().into(),
        label: training::title(choice, language).into(),
    };
    choices.iter().map(pick).collect()
}
