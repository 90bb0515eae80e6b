//! The 一括照会 in the browser: carries out what a person wants, runs the sequence, and
//! shows what came of it. It comes with the chunk of its screen and goes on while another
//! screen is shown.

mod file;
mod lock;
mod noted;
mod receipts;
mod run;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use check_api::field::Date;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;
use yew::Callback;

use super::page::Services;
use super::{clock, gateway};
use crate::domain::advice::ErrorCode;
use crate::domain::batch::Receipts;
use crate::domain::settings::Language;
use crate::screen::batch::{link, saved};
use crate::service::batch;
use crate::state::batch::{BatchIntent, BatchState, Stage};
use lock::TabLock;

/// Rows that are written into a table before the screen may draw again.
const ROWS_AT_ONCE: usize = 500;

/// The service.
pub(super) struct BatchService {
    services: Rc<Services>,
    receipts: RefCell<Receipts>,
    lock: RefCell<Option<TabLock>>,
    /// Which run is at work; another number ends the one before.
    generation: Cell<u32>,
}

/// Begins the service and looks for what was sent before.
pub(super) fn begin(services: &Rc<Services>) {
    let service = Rc::new(BatchService {
        services: Rc::clone(services),
        receipts: RefCell::default(),
        lock: RefCell::default(),
        generation: Cell::default(),
    });
    if !receipts::load().is_empty() {
        spawn_local(Rc::clone(&service).resume());
    }
    link::carry_out(Callback::from(move |intent| service.want(intent)));
}

/// Changes the state that is shown.
fn change(change: impl FnOnce(&mut BatchState)) {
    let mut state = link::state();
    change(&mut state);
    link::show(state);
}

fn problem(code: impl Into<ErrorCode>) {
    let code = code.into();
    change(|state| state.problem = Some(code));
}

impl BatchService {
    fn want(self: &Rc<Self>, intent: BatchIntent) {
        change(|state| state.want(&intent));
        let own = Rc::clone(self);
        match intent {
            BatchIntent::Read(file) => spawn_local(read(file)),
            BatchIntent::Matched => spawn_local(async move { own.matched().await }),
            BatchIntent::Send => spawn_local(own.send()),
            BatchIntent::AskAgain => spawn_local(own.ask_again()),
            BatchIntent::Export(places, language) => spawn_local(async move {
                export(places, language).await;
                own.note_export();
            }),
            BatchIntent::Erase => match link::state().stage {
                Stage::Run(_) => spawn_local(own.erase()),
                _ => link::show(BatchState::default()),
            },
            BatchIntent::EraseHere => self.erase_here(),
            _ => {}
        }
    }

    /// The day on the gateway's clock, and the second.
    async fn today(&self) -> Result<(Date, u64), ErrorCode> {
        let unknown = || ErrorCode::new("CHECK-NONSENSE");
        let seconds = gateway::time(&self.services)
            .await
            .map_err(|it| it.code())?;
        let signed = i64::try_from(seconds).map_err(|_| unknown())?;
        let day = Date::in_japan(signed).ok_or_else(unknown)?;
        Ok((day, seconds))
    }

    async fn matched(&self) {
        match self.today().await {
            Ok((day, _)) => change(|state| state.matched(day)),
            Err(code) => problem(code),
        }
    }

    /// Erases at the gateway first: what it still has must stay in reach.
    async fn erase(self: Rc<Self>) {
        let Some(site) = self.services.site() else {
            return self.erase_here();
        };
        // Ends the run that is at work, so that nothing is kept behind its back.
        self.generation.set(self.generation.get().wrapping_add(1));
        change(|state| state.in_run(|run| run.erasing = true));
        let mut receipts = self.receipts.borrow().clone();
        let erased = batch::forget(&site.gateway.0, &mut receipts).await;
        receipts::save(&receipts);
        self.receipts.replace(receipts);
        match erased {
            Ok(()) => self.erase_here(),
            Err(error) => {
                self.services.note("batch", error.code().as_str());
                change(|state| {
                    state.in_run(|run| {
                        run.erasing = false;
                        run.under_way = false;
                    });
                    state.problem = Some(error.code());
                });
            }
        }
    }

    fn erase_here(&self) {
        self.generation.set(self.generation.get().wrapping_add(1));
        self.receipts.take();
        receipts::save(&Receipts::default());
        if let Some(lock) = self.lock.take() {
            lock.release();
        }
        link::show(BatchState::default());
    }

    fn now(&self) -> u64 {
        let clock = self.services.store.state().clock;
        clock.map_or_else(
            || clock::reading().local_unix_seconds,
            |clock| clock.unix_seconds(clock::now()),
        )
    }
}

async fn read(file: File) {
    let text = file::text(&file).await;
    change(|state| state.read(text.as_deref().map_err(|problem| *problem)));
}

/// Writes the rows in steps, so that the screen stays alive.
async fn export(places: Vec<usize>, language: Language) {
    let Stage::Run(state) = link::state().stage else {
        return;
    };
    let mut table = saved::begin(language);
    for places in places.chunks(ROWS_AT_ONCE) {
        for row in places.iter().filter_map(|it| state.run.rows().get(*it)) {
            saved::add(&mut table, row, language);
        }
        run::yield_to_screen().await;
    }
    file::download(saved::file_name(language), &table.text());
}
