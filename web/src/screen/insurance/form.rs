//! The form of symbol and number, for somebody who types without looking up: Enter goes
//! from field to field in the order of the certificate and sends at the end.

use gloo::timers::callback::Timeout;
use yew::prelude::*;

use super::entry::{Edit, Entry};
use super::field::{field, focus, id, on_enter};
use super::seam::{self, Want};
use super::{answer, not_yet, shows_answer, title};
use crate::desk::Desk;
use crate::domain::insurance_form::{Field, Finding};
use crate::i18n::insurance;
use crate::part::{Button, Kind, Size, Tone, notice};
use crate::service::insurance::OUTCOME_UNKNOWN;
use crate::state::{Intent, Visit};

/// Something typed and then forgotten does not stay for whoever comes next.
const FORGOTTEN_MILLIS: u32 = 3 * 60 * 1000;
/// The consent, between the fields of the certificate and the day.
const CONSENT: &str = "insurance-consent";

/// Properties of [`InsuranceForm`].
#[derive(Clone, PartialEq, Properties)]
pub(super) struct InsuranceFormProps {
    pub(super) desk: Desk,
}

/// The form, or in its place the question under way and its result.
#[component]
pub(super) fn InsuranceForm(props: &InsuranceFormProps) -> Html {
    let desk = &props.desk;
    let entry = use_reducer_eq(Entry::default);
    let answering = shows_answer(desk);
    let offer = use_offer(desk);
    use_clearing(desk, &entry);
    use_effect_with(!entry.form.is_empty(), |&typed| {
        seam::want(Want::Typed(typed))
    });
    {
        // The first field, or what is wrong in a form that is to be corrected.
        let first = first_wrong(&entry).unwrap_or(id(Field::Symbol));
        let shown = !answering && offer.is_some();
        use_effect_with(shown, move |&shown| {
            if shown {
                focus(first);
            }
        });
    }
    let send = {
        let entry = entry.clone();
        Callback::from(move |()| submit(&entry))
    };
    let Some(offer) = offer else {
        return html! { <>{ title(desk) }{ not_yet(desk) }</> };
    };
    if answering {
        return html! { <>{ again(desk, &send) }{ answer(desk) }</> };
    }
    let busy = desk.state.visit.is_under_way();
    html! {
        <>
            { title(desk) }
            <p class="sheet__lead">{ insurance::LEAD.of(desk.language()) }</p>
            if busy {
                { card_under_way(desk) }
            }
            { fields(desk, &entry, &send, offer, busy) }
        </>
    }
}

/// What the gateway offers.
#[derive(Clone, Copy)]
struct Offer {
    /// 限度額 is answered, so the consent is asked.
    limit_info: bool,
}

/// What the gateway offers, or offered when it last answered; none if it does not take
/// questions by symbol and number, or has not said so yet.
#[hook]
fn use_offer(desk: &Desk) -> Option<Offer> {
    let last = use_mut_ref(|| None);
    if let Some(can) = desk.state.capabilities() {
        let limit_info = can.limit_info;
        *last.borrow_mut() = can.insurance_check.then_some(Offer { limit_info });
    }
    *last.borrow()
}

/// Clears the form when the screen is cleared, and has it cleared when it is forgotten.
#[hook]
fn use_clearing(desk: &Desk, entry: &UseReducerHandle<Entry>) {
    let seen = use_mut_ref(|| desk.state.inquiry.clearings);
    let dispatcher = entry.dispatcher();
    use_effect_with(desk.state.inquiry.clearings, move |&clearings| {
        if seen.replace(clearings) != clearings {
            dispatcher.dispatch(Edit::Cleared);
            seam::want(Want::Forget);
            focus(id(Field::Symbol));
        }
    });
    let send = desk.send.clone();
    let waiting = desk.state.visit == Visit::Waiting;
    use_effect_with((entry.form.clone(), waiting), move |(form, waiting)| {
        let forget = (*waiting && !form.is_empty())
            .then(|| Timeout::new(FORGOTTEN_MILLIS, move || send.emit(Intent::Clear)));
        move || drop(forget)
    });
}

/// Sends the question, or goes to what keeps it from being sent.
fn submit(entry: &UseReducerHandle<Entry>) {
    match entry.form.question(&seam::repertoire()) {
        Some(question) => seam::want(Want::Ask(question)),
        None => {
            entry.dispatch(Edit::Tried);
            if let Some(wrong) = first_wrong(entry) {
                focus(wrong);
            }
        }
    }
}

fn first_wrong(entry: &Entry) -> Option<&'static str> {
    let repertoire = seam::repertoire();
    let wrong = Field::ALL.into_iter().find(|field| {
        let found = entry.form.finding(*field, true, None, &repertoire);
        !entry.form.is_empty() && matches!(found, Some(Finding::Wrong(_)))
    });
    wrong.map(id)
}

fn fields(
    desk: &Desk,
    entry: &UseReducerHandle<Entry>,
    send: &Callback<()>,
    Offer { limit_info }: Offer,
    busy: bool,
) -> Html {
    let language = desk.language();
    let drawn = |it: Field, next: &'static str| {
        field(it, entry, Callback::from(move |()| focus(next)), language)
    };
    let after_insurer = if limit_info { CONSENT } else { id(Field::Day) };
    html! {
        // No name and no address: nothing of it may get into the address or a store.
        <form class="insurance" autocomplete="off" onsubmit={Callback::from(|event: SubmitEvent| event.prevent_default())}>
            <section class="panel insurance__paper" aria-label={insurance::ON_THE_PAPER.of(language)}>
                <h2 class="panel__title">{ insurance::ON_THE_PAPER.of(language) }</h2>
                <div class="insurance__row insurance__row--numbers">
                    { drawn(Field::Symbol, id(Field::Number)) }
                    { drawn(Field::Number, id(Field::Branch)) }
                    { drawn(Field::Branch, id(Field::Birthdate)) }
                </div>
                <div class="insurance__row">
                    { drawn(Field::Birthdate, id(Field::Insurer)) }
                    { drawn(Field::Insurer, after_insurer) }
                </div>
            </section>
            <section class="panel" aria-label={insurance::QUESTION.of(language)}>
                <h2 class="panel__title">{ insurance::QUESTION.of(language) }</h2>
                if limit_info {
                    { consent(entry, desk) }
                }
                { field(Field::Day, entry, send.clone(), language) }
                { Button {
                    kind: Kind::Primary,
                    size: Size::Large,
                    label: insurance::SEND.of(language),
                    onclick: send.reform(|_| ()),
                    disabled: busy,
                    class: "insurance__send",
                    ..Button::default()
                }.draw() }
                <p class="field__note">{ insurance::CLEARED_WHEN_LEFT.of(language) }</p>
            </section>
        </form>
    }
}

/// 同意 or 未同意: asked each time, and never there before somebody chose it.
fn consent(entry: &UseReducerHandle<Entry>, desk: &Desk) -> Html {
    let language = desk.language();
    let onkeydown = on_enter(Callback::from(|()| focus(id(Field::Day))));
    let choice = |given: bool, label: &'static str| {
        let dispatcher = entry.dispatcher();
        let chosen = entry.form.limit_consent == given;
        let id = chosen.then_some(CONSENT);
        html! {
            <label class="choices__choice">
                <input type="radio" name="limit-consent" checked={chosen} {id}
                    aria-describedby="insurance-consent-note"
                    onchange={Callback::from(move |_: Event| dispatcher.dispatch(Edit::Consent(given)))} />
                <span>{ label }</span>
            </label>
        }
    };
    html! {
        <fieldset class="field insurance__consent" {onkeydown}>
            <legend class="field__label">{ insurance::CONSENT.of(language) }</legend>
            <div class="choices">
                { choice(false, insurance::NOT_GIVEN.of(language)) }
                { choice(true, insurance::GIVEN.of(language)) }
            </div>
            <p class="field__note" id="insurance-consent-note">
                { insurance::CONSENT_NOTE.of(language) }
            </p>
        </fieldset>
    }
}

/// The head of a result: back to what was typed, or once more.
fn again(desk: &Desk, send: &Callback<()>) -> Html {
    let language = desk.language();
    let repeat = match &desk.state.visit {
        Visit::Failed { failure, .. } if failure.code.as_str() == OUTCOME_UNKNOWN => {
            Some(insurance::LOOK_AGAIN)
        }
        Visit::Failed { .. } => Some(insurance::ASK_AGAIN),
        _ => None,
    };
    let ended = desk.state.visit.countdown().is_some();
    html! {
        <div class="insurance__again">
            { title(desk) }
            if let Some(label) = repeat {
                { Button {
                    kind: Kind::Primary,
                    label: label.of(language),
                    onclick: send.reform(|_| ()),
                    ..Button::default()
                }.draw() }
            }
            if ended {
                { Button {
                    label: insurance::CORRECT.of(language),
                    onclick: Callback::from(|_| seam::want(Want::Correct)),
                    ..Button::default()
                }.draw() }
            }
        </div>
    }
}

fn card_under_way(desk: &Desk) -> Html {
    let language = desk.language();
    let children = html! {
        <>
            <p>{ insurance::CARD_UNDER_WAY_NOTE.of(language) }</p>
            { Button {
                label: insurance::TO_RECEPTION.of(language),
                onclick: desk.wants(Intent::Open(desk.state.reception())),
                ..Button::default()
            }.draw() }
        </>
    };
    notice(
        Tone::Caution,
        insurance::CARD_UNDER_WAY.of(language),
        children,
    )
}
