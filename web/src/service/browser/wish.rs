//! Carries out what the screens of the later chunks want.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::page::Services;
use super::{clock, history, inquiry};
use crate::domain::history::{Entry, HandOver, Method, Outcome};
use crate::service::medical;
use crate::state::{Action, Wish};

use check_api::medical::{MedicalKind, MedicalRequest};

/// Called whenever the chunk is asked for.
pub(super) fn begin(services: &Rc<Services>) {
    history::begin(services);
}

pub(super) fn carry_out(services: Rc<Services>, wish: Wish) {
    match wish {
        Wish::EraseHistory => history::erase(&services),
        Wish::ExportHistory => history::export(&services),
        Wish::AskMedical(request, heard) => spawn_local(async move {
            let Some(gateway) = inquiry::gateway() else {
                return;
            };
            let outcome = medical::ask(&gateway.0, &request).await;
            match &outcome {
                Ok(information) => note_view(&services, &request, &information.audit_id),
                Err(code) => services.note("medical", code.as_str()),
            }
            heard.emit(outcome);
        }),
    }
}

/// That somebody looked stands in the history: at the check, or by itself in a disaster.
fn note_view(services: &Services, request: &MedicalRequest, audit_id: &str) {
    let at = time(services);
    let what = match request.kind {
        MedicalKind::Medication => HandOver::Medication,
        MedicalKind::Checkup => HandOver::Checkup,
    };
    services.store.dispatch(match &request.check_audit_id {
        Some(check) => Action::HandedOver {
            audit_id: check.as_str().to_owned(),
            what,
            at,
        },
        None => Action::Noted(Entry {
            audit_id: audit_id.to_owned(),
            hand_overs: vec![what],
            ..Entry::of(Method::MedicalInformation, Outcome::Given(1), at)
        }),
    });
}

/// The gateway's time in seconds since 1970, if it is known.
pub(super) fn time(services: &Services) -> Option<u64> {
    let clock = services.store.state().clock?;
    Some(clock.unix_seconds(clock::now()))
}
