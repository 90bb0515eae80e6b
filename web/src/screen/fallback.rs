//! 確認できないとき: a path from what has happened to how the patient is received all the
//! same. Opened by F7 from a result, it begins with the case of that result.

use yew::prelude::*;

use crate::desk::Desk;
use crate::domain::fallback::Case;
use crate::domain::settings::Language;
use crate::i18n::{fallback as words, frame};
use crate::part::{Button, Kind, Pick, PickField, call_centre};
use crate::state::{FunctionKey, Gateway, Intent, Screen, Service, State, Visit};

/// The screen.
pub(super) fn other_ways_screen(desk: &Desk) -> Html {
    html! { <OtherWays desk={desk.clone()} key="other-ways" /> }
}

#[derive(Clone, PartialEq, Properties)]
struct OtherWaysProps {
    desk: Desk,
}

/// The path for a case: that of the present result until somebody chooses another.
#[component]
fn OtherWays(props: &OtherWaysProps) -> Html {
    let desk = &props.desk;
    let language = desk.language();
    let found = use_state_eq(|| case_of(&desk.state));
    let case = *found;
    let choose = {
        let found = found.setter();
        Callback::from(move |key: String| {
            if let Some(case) = Case::ALL.into_iter().find(|case| case.key() == key) {
                found.set(case);
            }
        })
    };
    let choice = PickField {
        id: "case",
        label: words::CASE.of(language),
        picks: Case::ALL
            .map(|case| Pick {
                key: case.key().into(),
                label: words::case(case).of(language).into(),
            })
            .into(),
        chosen: case.key(),
        onpick: choose,
        ..PickField::default()
    };
    html! {
        <div class="sheet fallback">
            <h1 class="sheet__title">{ frame::screen(Screen::OtherWays).of(language) }</h1>
            <p class="sheet__lead">{ words::LEAD.of(language) }</p>
            <div class="sheet__columns">
                <section class="panel">
                    { choice.list() }
                    <ol class="path fallback__path">
                        { station(words::FIRST.of(language), first(case, language)) }
                        { station(words::ACCEPT.of(language), accepted(language)) }
                        { station(words::WRITE_DOWN.of(language), notes(&desk.state, language)) }
                    </ol>
                </section>
                <div class="sheet__column">
                    { call(&desk.state, language) }
                    { declaration(desk, language) }
                </div>
            </div>
        </div>
    }
}

/// What the state says about why nothing could be confirmed.
fn case_of(state: &State) -> Case {
    let of_visit = match &state.visit {
        Visit::Failed { failure, .. } => Some(Case::of_failure(&failure.code)),
        Visit::Done { answer, .. } => Case::of_verdict(answer.verdict),
        _ => None,
    };
    let closed = match &state.gateway {
        Gateway::Failed(_) => true,
        Gateway::Answered(status) => status.service == Service::Maintenance,
        _ => false,
    };
    match of_visit {
        Some(case) => case,
        None if closed || state.offline => Case::Service,
        None => Case::NoCard,
    }
}

fn station(title: &'static str, content: Html) -> Html {
    html! {
        <li class="path__station">
            <h2 class="fallback__title">{ title }</h2>
            { content }
        </li>
    }
}

fn first(case: Case, language: Language) -> Html {
    html! {
        <ul class="bullets">
            { for words::first(case).iter().map(|step| html! { <li>{ step.of(language) }</li> }) }
        </ul>
    }
}

fn accepted(language: Language) -> Html {
    html! {
        <dl class="answers">
            { for words::ACCEPTED.iter().map(|(paper, how)| html! {
                <div class="answers__row">
                    <dt class="answers__question">{ paper.of(language) }</dt>
                    <dd>{ how.of(language) }</dd>
                </div>
            }) }
        </dl>
    }
}

/// What to write down; the code and the record number stand there as long as their result.
fn notes(state: &State, language: Language) -> Html {
    let (code, record) = match &state.visit {
        Visit::Failed { failure, .. } => (Some(failure.code.to_string()), failure.audit_id.clone()),
        Visit::Done { answer, .. } => (None, Some(answer.audit_id.clone())),
        _ => (None, None),
    };
    html! {
        <>
            <ul class="bullets">
                { for words::NOTES.iter().map(|note| html! { <li>{ note.of(language) }</li> }) }
            </ul>
            <dl class="facts">
                { fact(words::CODE_NOW.of(language), code) }
                { fact(words::RECORD_NOW.of(language), record) }
            </dl>
        </>
    }
}

fn fact(label: &'static str, value: Option<String>) -> Html {
    html! {
        if let Some(value) = value {
            <div class="facts__fact"><dt>{ label }</dt><dd class="figures">{ value }</dd></div>
        }
    }
}

/// Whom to call.
fn call(state: &State, language: Language) -> Html {
    html! {
        <section class="panel">
            <h2 class="panel__title">{ words::CALL.of(language) }</h2>
            { call_centre(state, language) }
        </section>
    }
}

/// The items of a declaration: on the screen to be read, on paper with room to write.
fn declaration(desk: &Desk, language: Language) -> Html {
    let print = Button {
        label: words::PRINT.of(language),
        kind: Kind::Outline,
        function: Some(FunctionKey::Print),
        onclick: desk.wants(Intent::Print),
        ..Button::default()
    };
    html! {
        <section class="panel declaration">
            <h2 class="panel__title">{ words::DECLARATION.of(language) }</h2>
            <p class="panel__note">{ words::NOT_A_FORM.of(language) }</p>
            <ul class="declaration__items">
                { for words::DECLARED.iter().map(|item| html! {
                    <li class="declaration__item">
                        <span lang="ja">{ item.of(Language::Ja) }</span>
                        <span class="declaration__other" lang="en">{ item.of(Language::En) }</span>
                    </li>
                }) }
            </ul>
            { print.draw() }
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::advice::ErrorCode;
    use crate::domain::time::Moment;
    use crate::state::{Action, Failure, VisitEvent};

    fn after(code: &'static str) -> Case {
        let failed = VisitEvent::Failed {
            failure: Failure::new(ErrorCode::new(code)),
            at: Moment::default(),
            clear_after: 60,
        };
        let actions = [VisitEvent::CardFound, failed].map(Action::Visit);
        case_of(&actions.into_iter().fold(State::default(), State::after))
    }

    #[test]
    fn the_path_begins_with_the_case_of_the_result() {
        assert_eq!(after("CARD-PIN-LOCKED"), Case::PinLocked);
        assert_eq!(after("CHECK-TIMEOUT"), Case::Service);
        assert_eq!(after("LINK-TIMEOUT"), Case::CardNotRead);
    }

    #[test]
    fn without_a_result_the_gateway_decides() {
        let failed = Action::GatewayFailed(ErrorCode::new("CHECK-UNREACHABLE"));
        assert_eq!(case_of(&State::default().after(failed)), Case::Service);
        let offline = State::default().after(Action::Online(false));
        assert_eq!(case_of(&offline), Case::Service);
        assert_eq!(case_of(&State::default()), Case::NoCard);
    }
}
