//! Runs the sequence of a batch with the browser around it.

use std::rc::Rc;
use std::time::Duration;

use card_wasm::link::Timer;
use card_wasm::route::BrowserTimer;
use check_api::field::{Date, FacilityCode, IdempotencyKey, TerminalId};

use super::lock::TabLock;
use super::{BatchService, change, problem, receipts};
use crate::domain::advice::ErrorCode;
use crate::domain::batch::{BatchProblem, Outcome, Receipts, Run};
use crate::screen::batch::link;
use crate::service::batch::{self, Asker, Outgoing, Surroundings};
use crate::state::batch::{BatchEvent, Stage};

/// How often it is looked whether the configuration was read: two minutes at most.
const MOST_WAITS: u32 = 240;
const WAIT: Duration = Duration::from_millis(500);
/// Where the gateway names no pause.
const POLL_SECONDS: u32 = 10;
/// Random bytes of a key: 128 bits.
const KEY_LENGTH: usize = 16;

/// Lets the browser draw and listen.
pub(super) async fn yield_to_screen() {
    BrowserTimer.sleep(Duration::ZERO).await;
}

impl BatchService {
    /// Collects what was sent before the page was loaded. Another tab that does so goes
    /// first.
    pub(super) async fn resume(self: Rc<Self>) {
        let lock = match TabLock::take_if_free().await {
            Some(lock) => lock,
            None => {
                change(|state| state.elsewhere = true);
                TabLock::wait_for().await
            }
        };
        let mut kept = receipts::load();
        change(|state| {
            state.elsewhere = false;
            if !kept.is_empty() {
                state.resumed(&kept);
            }
        });
        if kept.is_empty() {
            return lock.release();
        }
        self.lock.replace(Some(lock));
        self.receipts.replace(kept.clone());
        for _ in 0..MOST_WAITS {
            if let Some(site) = self.services.site() {
                let around = self.around();
                let poll = self.poll_seconds();
                batch::resume(&site.gateway.0, &around, &mut kept, poll).await;
                return around.finish();
            }
            BrowserTimer.sleep(WAIT).await;
        }
    }

    /// Sends the rows of the sheet.
    pub(super) async fn send(self: Rc<Self>) {
        let Stage::Sheet(sheet) = link::state().stage else {
            return;
        };
        let Some(run) = Run::of(&sheet) else {
            return problem(BatchProblem::NothingToAsk);
        };
        if self.lock.borrow().is_none() {
            let Some(lock) = TabLock::take_if_free().await else {
                return problem(BatchProblem::OtherTab);
            };
            self.lock.replace(Some(lock));
        }
        if !receipts::load().is_empty() {
            // Another tab has left a run: that one first.
            return problem(BatchProblem::OtherTab);
        }
        let places: Vec<usize> = (0..run.rows().len()).collect();
        match self
            .written(&run, &places, sheet.asked_for().clone(), false)
            .await
        {
            Ok(outgoing) => self.deliver(run, outgoing, Receipts::default()).await,
            Err(code) => problem(code),
        }
    }

    /// Asks again about the rows that could not be confirmed.
    pub(super) async fn ask_again(self: Rc<Self>) {
        let Stage::Run(state) = link::state().stage else {
            return;
        };
        let places = state.run.open_places();
        if state.under_way || state.erasing || places.is_empty() {
            return;
        }
        // Said before anything is awaited, so that a second press finds it.
        change(|it| it.in_run(|run| run.under_way = true));
        let mut run = Run::clone(&state.run);
        let asked_for = state.asked_for.clone().or_else(|| day_of(&run));
        let asked_for = match asked_for {
            Some(day) => Ok(day),
            None => self.today().await.map(|(day, _)| day),
        };
        let outgoing = match asked_for {
            Ok(day) => self.written(&run, &places, day, true).await,
            Err(code) => Err(code),
        };
        match outgoing {
            Ok(outgoing) => {
                for one in &outgoing {
                    run.wait_for(&one.identifiers);
                }
                let kept = self.receipts.borrow().clone();
                self.deliver(run, outgoing, kept).await;
            }
            Err(code) => {
                change(|it| it.in_run(|run| run.under_way = false));
                problem(code);
            }
        }
    }

    async fn deliver(self: Rc<Self>, run: Run, outgoing: Vec<Outgoing>, mut kept: Receipts) {
        let rows = outgoing.iter().map(|one| one.receipt.rows).sum();
        change(|state| state.sent(Rc::new(run), rows));
        let Some(site) = self.services.site() else {
            return;
        };
        let around = self.around();
        let poll = self.poll_seconds();
        batch::send(&site.gateway.0, &around, &mut kept, outgoing, poll).await;
        around.finish();
    }

    /// The batches as they are sent.
    async fn written(
        &self,
        run: &Run,
        places: &[usize],
        day: Date,
        again: bool,
    ) -> Result<Vec<Outgoing>, ErrorCode> {
        let (_, now) = self.today().await?;
        let site = self.services.site().ok_or(BatchProblem::NotOffered)?;
        let config = &site.config;
        let state = self.services.store.state();
        let capabilities = state.capabilities().ok_or(BatchProblem::NotOffered)?;
        let broken = |_| ErrorCode::new("GATE-FIELD");
        let asker = Asker {
            facility_code: FacilityCode::try_from(config.facility_code.clone()).map_err(broken)?,
            terminal_id: TerminalId::try_from(config.terminal_id.clone()).map_err(broken)?,
            confirmation_date: day,
            most_rows: capabilities.max_batch_items,
            now,
            again,
        };
        Ok(batch::outgoing(&asker, &run.questions(places), random_key)?)
    }

    fn around(self: &Rc<Self>) -> Around {
        let generation = self.generation.get().wrapping_add(1);
        self.generation.set(generation);
        Around {
            service: Rc::clone(self),
            generation,
        }
    }

    fn poll_seconds(&self) -> u32 {
        let state = self.services.store.state();
        let said = state.capabilities().map(|it| it.batch_poll_seconds);
        said.filter(|seconds| *seconds > 0).unwrap_or(POLL_SECONDS)
    }
}

/// The day that the answers are for.
fn day_of(run: &Run) -> Option<Date> {
    let mut days = run.rows().iter().filter_map(|row| match &row.outcome {
        Outcome::Answered(answer) => answer.confirmed_for,
        _ => None,
    });
    Date::of(days.next()?)
}

/// A key that nobody else has.
fn random_key() -> Option<IdempotencyKey> {
    let mut bytes = [0_u8; KEY_LENGTH];
    let crypto = gloo::utils::window().crypto().ok()?;
    crypto.get_random_values_with_u8_array(&mut bytes).ok()?;
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    IdempotencyKey::try_from(digits).ok()
}

/// The browser around one run.
struct Around {
    service: Rc<BatchService>,
    generation: u32,
}

impl Around {
    /// Nothing is awaited any more.
    fn finish(&self) {
        if self.goes_on() {
            change(|state| state.finished());
            self.service.note_answers();
        }
    }
}

impl Surroundings for Around {
    fn keep(&self, kept: &Receipts) -> bool {
        if !self.goes_on() {
            return false;
        }
        self.service.receipts.replace(kept.clone());
        receipts::save(kept)
    }

    fn report(&self, event: BatchEvent) {
        if !self.goes_on() {
            return;
        }
        if let BatchEvent::Trouble(Some(code)) | BatchEvent::Failed { code, .. } = &event {
            self.service.services.note("batch", code.as_str());
        }
        change(|state| state.heard(event));
    }

    async fn pause(&self, seconds: u32) {
        BrowserTimer
            .sleep(Duration::from_secs(u64::from(seconds)))
            .await;
    }

    fn now(&self) -> u64 {
        self.service.now()
    }

    fn goes_on(&self) -> bool {
        self.service.generation.get() == self.generation
    }
}
