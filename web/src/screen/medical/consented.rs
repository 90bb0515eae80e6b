//! After a check with the card: who looks, what the patient agreed to on paper, and then the
//! lists.

use check_api::field::{FacilityCode, TerminalId, Timestamp};
use check_api::medical::{
    CheckAuditId, ConsentMethod, MedicalConsent, MedicalKind, MedicalRequest, Role,
};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::viewer::{Viewer, roles};
use crate::desk::Desk;
use crate::domain::settings::Language;
use crate::i18n::{date, medical as words};
use crate::part::countdown_clock;
use crate::state::State;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct ConsentedProps {
    pub(super) desk: Desk,
}

/// One patient's information.
#[component]
pub(super) fn Consented(props: &ConsentedProps) -> Html {
    let desk = &props.desk;
    let language = desk.language();
    let role = use_state_eq(|| None::<Role>);
    let agreed = use_state_eq(Agreed::default);
    let kinds = desk.state.medical_kinds();
    html! {
        <>
            <p class="sheet__lead">{ words::LEAD.of(language) }</p>
            <div class="medical__conditions">
                <section class="panel">
                    { roles(&role, language) }
                    if let Some(countdown) = desk.state.visit.countdown() {
                        { countdown_clock(desk, *countdown) }
                    }
                </section>
                <section class="panel">
                    <h2 class="panel__title">{ words::CONSENT.of(language) }</h2>
                    <p class="panel__note">{ words::CONSENT_NOTE.of(language) }</p>
                    { for kinds.iter().map(|kind| {
                        consent(*kind, &agreed, desk.state.minute, language)
                    }) }
                </section>
            </div>
            { for kinds.iter().map(|kind| html! {
                <Viewer key={kind.name()} kind={*kind} desk={desk.clone()}
                    request={request(&desk.state, *kind, *role, &agreed)} />
            }) }
        </>
    }
}

/// The minute at which each consent was seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Agreed {
    medication: Option<u64>,
    checkup: Option<u64>,
}

impl Agreed {
    const fn at(&self, kind: MedicalKind) -> Option<u64> {
        match kind {
            MedicalKind::Medication => self.medication,
            MedicalKind::Checkup => self.checkup,
        }
    }

    const fn with(mut self, kind: MedicalKind, minute: Option<u64>) -> Self {
        match kind {
            MedicalKind::Medication => self.medication = minute,
            MedicalKind::Checkup => self.checkup = minute,
        }
        self
    }
}

fn consent(
    kind: MedicalKind,
    agreed: &UseStateHandle<Agreed>,
    now: Option<u64>,
    language: Language,
) -> Html {
    let at = agreed.at(kind);
    let (before, set) = ((**agreed).clone(), agreed.setter());
    let onchange = Callback::from(move |event: Event| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            let minute = now.filter(|_| input.checked());
            set.set(before.clone().with(kind, minute));
        }
    });
    let time = at.map(|minute| date::clock_in_japan(minute.saturating_mul(60)));
    html! {
        <>
            <label class="switch">
                <input type="checkbox" id={kind.name()} checked={at.is_some()} {onchange}
                    disabled={now.is_none()} />
                <span>{ words::agreed(kind).of(language) }</span>
            </label>
            <p class="medical__time figures">
                { time.map(|time| words::agreed_at(&time, language)) }
            </p>
        </>
    }
}

/// What is to be asked; nothing until all of it is there.
fn request(
    state: &State,
    kind: MedicalKind,
    role: Option<Role>,
    agreed: &Agreed,
) -> Option<MedicalRequest> {
    let config = state.config()?;
    let answer = state.medical_grounds()?;
    let seconds = i64::try_from(agreed.at(kind)?.checked_mul(60)?).ok()?;
    let role = role.filter(|role| role.may_see(kind))?;
    Some(MedicalRequest {
        facility_code: FacilityCode::try_from(config.facility_code.clone()).ok()?,
        terminal_id: TerminalId::try_from(config.terminal_id.clone()).ok()?,
        kind,
        role,
        check_audit_id: Some(CheckAuditId::try_from(answer.audit_id.clone()).ok()?),
        consent: Some(MedicalConsent {
            method: ConsentMethod::Paper,
            at: Timestamp::in_japan(seconds)?,
        }),
        person: None,
    })
}
