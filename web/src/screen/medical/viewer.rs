//! Asks for one kind of information and shows it. What came lives here alone.

use std::rc::Rc;

use check_api::medical::{MedicalInformation, MedicalKind, MedicalRequest, Role};
use gloo::timers::callback::Timeout;
use yew::prelude::*;

use super::lists::{checkups, medications, person};
use crate::desk::Desk;
use crate::domain::advice::ErrorCode;
use crate::domain::settings::Language;
use crate::i18n::{frame, medical as words};
use crate::part::{Button, Kind, Pick, PickField, Tone, notice};
use crate::state::{Intent, MedicalOutcome, Wish};

/// Without a countdown of a result, what is shown goes after this time.
const SHOWN_MILLIS: u32 = 5 * 60 * 1000;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct ViewerProps {
    pub(super) desk: Desk,
    pub(super) kind: MedicalKind,
    /// What is to be asked, once everything needed for it is there.
    pub(super) request: Option<MedicalRequest>,
}

/// How far it has come.
#[derive(Clone, PartialEq)]
enum Shown {
    Nothing,
    Asking,
    Refused(ErrorCode),
    Here(Rc<MedicalInformation>),
}

/// One kind of information.
#[component]
pub(super) fn Viewer(props: &ViewerProps) -> Html {
    let language = props.desk.language();
    let shown = use_state_eq(|| Shown::Nothing);
    {
        // Whoever forgets the screen leaves nothing on it, held countdown or not.
        let clear = shown.setter();
        let here = matches!(*shown, Shown::Here(_));
        use_effect_with(here, move |here| {
            let timer = here.then(|| Timeout::new(SHOWN_MILLIS, move || clear.set(Shown::Nothing)));
            move || drop(timer)
        });
    }
    // What belongs to other conditions than those that now stand there goes with them.
    {
        let clear = shown.setter();
        use_effect_with(props.request.clone(), move |_| clear.set(Shown::Nothing));
    }
    let ask = {
        let (send, set, request) = (
            props.desk.send.clone(),
            shown.setter(),
            props.request.clone().map(Rc::new),
        );
        Callback::from(move |_| {
            if let Some(request) = &request {
                set.set(Shown::Asking);
                let set = set.clone();
                let heard = Callback::from(move |outcome: MedicalOutcome| {
                    set.set(match outcome {
                        Ok(information) => Shown::Here(information),
                        Err(code) => Shown::Refused(code),
                    });
                });
                send.emit(Intent::Wish(Wish::AskMedical(Rc::clone(request), heard)));
            }
        })
    };
    let clear = {
        let set = shown.setter();
        Callback::from(move |_| set.set(Shown::Nothing))
    };
    let is_here = matches!(*shown, Shown::Here(_));
    html! {
        <section class="panel">
            <div class="medical__head">
                <h2 class="panel__title">{ words::kind(props.kind).of(language) }</h2>
                { Button {
                    label: if is_here { words::CLEAR } else { words::SHOW }.of(language),
                    kind: if is_here { Kind::Outline } else { Kind::Primary },
                    disabled: !is_here && (props.request.is_none() || *shown == Shown::Asking),
                    onclick: if is_here { clear } else { ask },
                    ..Button::default()
                }.draw() }
            </div>
            <div role="status">{ content(&shown, language) }</div>
        </section>
    }
}

fn content(shown: &Shown, language: Language) -> Html {
    match shown {
        Shown::Nothing => Html::default(),
        Shown::Asking => html! { <p>{ words::ASKING.of(language) }</p> },
        Shown::Refused(code) => notice(
            Tone::Caution,
            words::NOT_SHOWN.of(language),
            html! {
                <p>
                    { words::problem(code).of(language) }{ " " }
                    <span class="stage__code">{ frame::bracketed(code) }</span>
                </p>
            },
        ),
        Shown::Here(information) => {
            let nothing = information.medications.is_empty() && information.checkups.is_empty();
            html! {
                <>
                    { person(information, language) }
                    if nothing {
                        <p>{ words::NOTHING.of(language) }</p>
                    }
                    { medications(&information.medications, language) }
                    { checkups(&information.checkups, language) }
                </>
            }
        }
    }
}

/// Who looks: one of the roles that somebody may have.
pub(super) fn roles(chosen: &UseStateHandle<Option<Role>>, language: Language) -> Html {
    let set = chosen.setter();
    PickField {
        id: "role",
        label: words::WHO.of(language),
        picks: Role::ALL
            .map(|role| Pick {
                key: role.name().into(),
                label: words::role(role).of(language).into(),
            })
            .into(),
        chosen: chosen.map_or("", Role::name),
        onpick: Callback::from(move |key: String| {
            set.set(Role::ALL.into_iter().find(|role| role.name() == key));
        }),
        ..PickField::default()
    }
    .choices()
}
