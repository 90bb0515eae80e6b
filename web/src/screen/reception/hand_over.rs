//! Handing the result on, one key for each way: copy, save, give out, print.

use yew::prelude::*;

use crate::desk::Desk;
use crate::domain::answer::Answer;
use crate::domain::history::HandOver;
use crate::domain::settings::Language;
use crate::i18n::{Text, hand_over};
use crate::part::{Button, Icon, Kind, Size};
use crate::state::{Deed, FunctionKey, HandOverProgress, Intent, Order};

/// The ways with a key of their own, the most used first.
const WITH_KEYS: [(HandOver, FunctionKey, Text); 3] = [
    (HandOver::Copy, FunctionKey::Copy, hand_over::COPY),
    (HandOver::Save, FunctionKey::Save, hand_over::SAVE),
    (HandOver::Print, FunctionKey::Print, hand_over::PRINT),
];

/// The ways for other programs.
const AS_FILES: [(HandOver, FunctionKey, Text); 2] = [
    (HandOver::Csv, FunctionKey::Csv, hand_over::CSV),
    (HandOver::Fhir, FunctionKey::Fhir, hand_over::FHIR),
];

/// What can be done with the result, and how the last of it went.
pub(super) fn hand_over(desk: &Desk, answer: &Answer) -> Html {
    let language = desk.language();
    html! {
        <>
            { for WITH_KEYS.into_iter().filter_map(|(what, key, label)| {
                let order = order(desk, what)?;
                let button = Button {
                    function: Some(key),
                    icon: done(desk, what),
                    class: "follow-up__action",
                    label: label.of(language),
                    onclick: desk.wants(Intent::HandOver(order)),
                    ..Button::default()
                };
                Some(button.draw())
            }) }
            { files(desk) }
            { remark(desk, answer, language) }
            <p class="hand-over__said" role="status">
                if let Some(deed) = desk.state.handed.deeds.last() {
                    { said(deed, language) }
                }
            </p>
        </>
    }
}

fn order(desk: &Desk, what: HandOver) -> Option<Order> {
    Order::of(what, &desk.state.visit, &desk.state.handed)
}

/// A tick for what was done already.
fn done(desk: &Desk, what: HandOver) -> Option<Icon> {
    desk.state.handed.has_done(what).then_some(Icon::Tick)
}

fn files(desk: &Desk) -> Html {
    let language = desk.language();
    let elsewhere = order(desk, HandOver::Save).map(|order| Order {
        elsewhere: true,
        ..order
    });
    let small = |function, label: Text, icon, order| {
        let button = Button {
            function,
            kind: Kind::Outline,
            size: Size::Small,
            icon,
            class: "hand-over__small",
            label: label.of(language),
            onclick: desk.wants(Intent::HandOver(order)),
            ..Button::default()
        };
        button.draw()
    };
    html! {
        <div class="hand-over__files" role="group" aria-label={hand_over::FILES.of(language)}>
            { for AS_FILES.into_iter().filter_map(|(what, key, label)| {
                Some(small(Some(key), label, done(desk, what), order(desk, what)?))
            }) }
            if let Some(order) = elsewhere {
                { small(None, hand_over::ELSEWHERE, None, order) }
            }
        </div>
    }
}

/// What the desk has to know of what is handed on here.
fn remark(desk: &Desk, answer: &Answer, language: Language) -> Html {
    let several = answer.eligibilities.len() > 1 && order(desk, HandOver::Copy).is_none();
    let remark = if !answer.is_confirmed() {
        hand_over::NOT_A_RESULT
    } else if !answer.is_usable() {
        hand_over::MARKED
    } else if several {
        hand_over::CHOOSE_FIRST
    } else {
        return Html::default();
    };
    html! { <p class="hand-over__remark">{ remark.of(language) }</p> }
}

fn said(deed: &Deed, language: Language) -> Html {
    match &deed.progress {
        HandOverProgress::UnderWay => html! { { hand_over::UNDER_WAY.of(language) } },
        HandOverProgress::Dropped => html! { { hand_over::DROPPED.of(language) } },
        HandOverProgress::Done(saved) => {
            html! { { hand_over::done(deed.what, saved.as_ref(), language) } }
        }
        HandOverProgress::Failed(problem) => html! {
            <span class="hand-over__problem">
                { hand_over::problem(*problem).of(language) }{ " " }
                <span class="stage__code">{ "[" }{ problem.code() }{ "]" }</span>
            </span>
        },
    }
}
