//! Hands the result on: prints it, and has the chunk of the formats do the rest.

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
use crate::domain::record::{Comparison, Record, RecordProblem};
use crate::service::export::{self, File};
use crate::state::{Action, HandOverProblem, HandOverProgress, Order, Saved};

type Work = Pin<Box<dyn Future<Output = HandOverProgress>>>;

/// Fetches the chunk, so that a key need not wait for it: a browser opens its questions only
/// shortly after a key.
#[wasm_split(formats, fallible)]
pub(super) fn prepare() -> Result<(), NotFetched> {
    Ok(())
}

/// Carries out an order, and notes at the result and in the history how it went.
pub(super) fn begin(services: &Rc<Services>, order: Order) {
    let services = Rc::clone(services);
    let (what, audit_id) = (order.what, order.answer.audit_id.clone());
    let note = move |progress: HandOverProgress| {
        if matches!(progress, HandOverProgress::Done(_)) {
            let clock = services.store.state().clock;
            services.store.dispatch(Action::HandedOver {
                audit_id: audit_id.clone(),
                what,
                at: clock.map(|clock| clock.unix_seconds(clock::now())),
            });
        }
        services.store.dispatch(Action::HandOver {
            audit_id: audit_id.clone(),
            what,
            progress,
        });
    };
    if what == HandOver::Print {
        // A browser that cannot print says so itself.
        let _ = window().print();
        return note(HandOverProgress::Done(None));
    }
    note(HandOverProgress::UnderWay);
    spawn_local(async move {
        note(match carry_out(order).await {
            Ok(work) => work.await,
            Err(NotFetched) => HandOverProgress::Failed(HandOverProblem::NotFetched),
        });
    });
}

/// Compares the result on the screen with a patient record as pasted.
pub(super) fn compare(services: &Rc<Services>, text: String) {
    let services = Rc::clone(services);
    let state = services.store.state();
    let Some(order) = Order::of(HandOver::Print, &state.visit, &state.handed) else {
        return;
    };
    spawn_local(async move {
        let audit_id = order.answer.audit_id.clone();
        let compared = match beside(order, text).await {
            Ok(compared) => compared.map(Rc::new),
            Err(NotFetched) => Err(RecordProblem::NotFetched),
        };
        let shown = services.store.state();
        if shown
            .result()
            .is_some_and(|answer| answer.audit_id == audit_id)
        {
            services.store.dispatch(Action::Compared(Some(compared)));
        }
    });
}

#[wasm_split(formats, fallible)]
fn beside(order: Order, text: String) -> Result<Result<Comparison, RecordProblem>, NotFetched> {
    Ok(Record::read(&text).and_then(|record| record.beside(&order.answer, order.meant)))
}

#[wasm_split(formats, fallible)]
fn carry_out(order: Order) -> Result<Work, NotFetched> {
    Ok(Box::pin(async move {
        match carried_out(&order).await {
            Ok(progress) => progress,
            Err(problem) => HandOverProgress::Failed(problem),
        }
    }))
}

async fn carried_out(order: &Order) -> Result<HandOverProgress, HandOverProblem> {
    match order.what {
        HandOver::Copy => copy(&export::clipboard(order)?).await,
        HandOver::Save => save(order).await,
        HandOver::Csv => given(&export::csv(order)?),
        HandOver::Fhir => given(&export::fhir(order, random()?)?),
        HandOver::Print | HandOver::Medication | HandOver::Checkup => Ok(HandOverProgress::Dropped),
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
