//! Hands the result on, and compares it with a patient record; nearly all of it comes with the
//! chunk of the formats.

use std::pin::Pin;
use std::rc::Rc;

use gloo::utils::window;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use wasm_split_helpers::wasm_split;

use super::folder::{Folder, NoFolder};
use super::page::Services;
use super::shift_jis::shift_jis;
use super::{clock, download};
use crate::chunk::NotFetched;
use crate::domain::history::HandOver;
use crate::domain::record::{Record, RecordProblem};
use crate::service::export::{self, File};
use crate::state::{Action, HandOverProblem, HandOverProgress, Order, Saved};

type Work = Pin<Box<dyn Future<Output = ()>>>;

/// Fetches the chunk, so that a key need not wait for it: a browser opens its questions only
/// shortly after a key.
#[wasm_split(formats, fallible)]
pub(super) fn prepare() -> Result<(), NotFetched> {
    Ok(())
}

/// What a person wants with the result on the screen.
#[derive(Clone)]
pub(super) enum Wanted {
    /// To hand it on.
    HandOver(Order),
    /// To compare it with a patient record, as pasted.
    Compare(String),
}

/// Does it, and notes at the result and in the history how it went.
pub(super) fn begin(services: &Rc<Services>, wanted: Wanted) {
    let services = Rc::clone(services);
    spawn_local(async move {
        match carry_out(Rc::clone(&services), wanted.clone()).await {
            Ok(work) => work.await,
            Err(NotFetched) => services.store.dispatch(match wanted {
                Wanted::HandOver(order) => Action::HandOver {
                    audit_id: order.answer.audit_id.clone(),
                    what: order.what,
                    progress: HandOverProgress::Failed(HandOverProblem::NotFetched),
                },
                Wanted::Compare(_) => Action::Compared(Some(Err(RecordProblem::NotFetched))),
            }),
        }
    });
}

#[wasm_split(formats, fallible)]
fn carry_out(services: Rc<Services>, wanted: Wanted) -> Result<Work, NotFetched> {
    Ok(match wanted {
        Wanted::HandOver(order) => Box::pin(hand_over(services, order)),
        Wanted::Compare(text) => Box::pin(async move { compare(&services, &text) }),
    })
}

async fn hand_over(services: Rc<Services>, order: Order) {
    let note = |progress| {
        services.store.dispatch(Action::HandOver {
            audit_id: order.answer.audit_id.clone(),
            what: order.what,
            progress,
        });
    };
    note(HandOverProgress::UnderWay);
    let progress = match carried_out(&order).await {
        Ok(progress) => progress,
        Err(problem) => HandOverProgress::Failed(problem),
    };
    if matches!(progress, HandOverProgress::Done(_)) {
        let clock = services.store.state().clock;
        services.store.dispatch(Action::HandedOver {
            audit_id: order.answer.audit_id.clone(),
            what: order.what,
            at: clock.map(|clock| clock.unix_seconds(clock::now())),
        });
    }
    note(progress);
}

fn compare(services: &Services, text: &str) {
    let state = services.store.state();
    let Some(answer) = state.result() else {
        return;
    };
    let meant = answer.meant(state.handed.chosen);
    let compared = Record::read(text).and_then(|record| record.beside(answer, meant));
    services
        .store
        .dispatch(Action::Compared(Some(compared.map(Rc::new))));
}

async fn carried_out(order: &Order) -> Result<HandOverProgress, HandOverProblem> {
    match order.what {
        HandOver::Copy => copy(&export::clipboard(order)?).await,
        HandOver::Save => save(order).await,
        HandOver::Csv => given(&export::csv(order)?),
        HandOver::Fhir => given(&export::fhir(order, random()?)?),
        HandOver::Print => {
            // A browser that cannot print says so itself.
            let _ = window().print();
            Ok(HandOverProgress::Done(None))
        }
        // Medical information is never handed on.
        HandOver::Medication | HandOver::Checkup => Ok(HandOverProgress::Dropped),
    }
}

async fn copy(text: &str) -> Result<HandOverProgress, HandOverProblem> {
    let copied = window().navigator().clipboard().write_text(text);
    match JsFuture::from(copied).await {
        Ok(_) => Ok(HandOverProgress::Done(None)),
        Err(_) => Err(HandOverProblem::CopyRefused),
    }
}

fn given(file: &File) -> Result<HandOverProgress, HandOverProblem> {
    download::give(file)?;
    Ok(HandOverProgress::Done(Some(Saved {
        file: file.name.clone(),
        folder: None,
    })))
}

/// Into the folder; as a download where the browser has no folders for pages.
async fn save(order: &Order) -> Result<HandOverProgress, HandOverProblem> {
    let shift_jis = shift_jis().map_err(|_| HandOverProblem::NotFormed)?;
    let folder = match Folder::open(order.elsewhere).await {
        Ok(folder) => folder,
        Err(NoFolder::Dropped) => return Ok(HandOverProgress::Dropped),
        Err(NoFolder::Unavailable) => return given(&export::xml(order, 0, &shift_jis)?),
        Err(NoFolder::Problem(problem)) => return Err(problem),
    };
    for attempt in 0..export::MOST_NAMES {
        let file = export::xml(order, attempt, &shift_jis)?;
        if folder.has(&file.name).await? {
            continue;
        }
        folder.write(&file.name, &file.bytes).await?;
        return Ok(HandOverProgress::Done(Some(Saved {
            file: file.name,
            folder: Some(folder.name()),
        })));
    }
    Err(HandOverProblem::NameTaken)
}

fn random() -> Result<[u8; 16], HandOverProblem> {
    let mut bytes = [0; 16];
    let crypto = window().crypto().map_err(|_| HandOverProblem::NotFormed)?;
    crypto
        .get_random_values_with_u8_array(&mut bytes)
        .map_err(|_| HandOverProblem::NotFormed)?;
    Ok(bytes)
}
