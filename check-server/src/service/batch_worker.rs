//! Workers: they take rows of waiting batches, ask the source, and keep the answers.
//!
//! Any number of them may run in any number of gateways: what keeps them apart is the
//! claim in the database alone. A worker that dies at whatever point loses no row and
//! asks none twice, except where nobody knows whether it was asked: there the source
//! decides ([`AfterLoss`]).

use super::unit;
use super::work::beating;
use crate::gateway::Gateway;
use crate::log::Event;
use crate::random::{NoRandomness, name};
use crate::source::{AfterLoss, BatchWay, OfficialElements, Question, SourceFailure};
use crate::store::{Action, Audit, ClaimedRow, DONE, StoreError};
use check_api::ProblemCode;
use check_api::field::{Date, FacilityCode, ReceptionNumber};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Workers in one gateway.
const WORKERS: usize = 2;
/// Rows that one worker claims at once.
const PAGE: u32 = 20;
/// How long a worker sleeps when there is nothing to do, if nothing wakes it.
const SLEEP: Duration = Duration::from_secs(1);
/// How long a batch rests when its source cannot be reached.
pub(super) const PAUSE_SECONDS: i64 = 10;

/// The running workers of a gateway.
pub struct Workers {
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

/// What keeps a worker from working.
#[derive(Clone, Copy, Debug, thiserror::Error)]
pub(super) enum WorkError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Random(#[from] NoRandomness),
}

impl Workers {
    /// Starts the workers of a gateway, and what tidies up behind them.
    #[must_use]
    pub fn start(gateway: &Arc<Gateway>) -> Self {
        let (stop, stopped) = watch::channel(false);
        let mut tasks: Vec<_> = (0..WORKERS)
            .map(|_| tokio::spawn(work(Arc::clone(gateway), stopped.clone())))
            .collect();
        tasks.push(tokio::spawn(super::upkeep::run(
            Arc::clone(gateway),
            stopped,
        )));
        Self { stop, tasks }
    }

    /// Lets every worker end the row that it is at.
    pub async fn end(self) {
        // Workers that are gone already need not be told.
        let _ = self.stop.send(true);
        for task in self.tasks {
            let _ = task.await;
        }
    }
}

/// Works until it is told to stop.
async fn work(gateway: Arc<Gateway>, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        let woken = gateway.wake.notified();
        let worked = gateway.work_once(&stopped).await;
        if let Err(error) = &worked {
            gateway.log_work_error(*error);
        }
        if !matches!(worked, Ok(true)) {
            tokio::select! {
                () = woken => {}
                () = tokio::time::sleep(SLEEP) => {}
                _ = stopped.changed() => {}
            }
        }
    }
}

impl Gateway {
    pub(super) fn log_work_error(&self, error: WorkError) {
        let (part, code) = match error {
            WorkError::Store(error) => ("store", error.code()),
            WorkError::Random(_) => ("randomness", "RANDOM-NONE"),
        };
        self.log(&Event::Fault {
            time: self.time(),
            part,
            code,
        });
    }

    /// One step of one batch. False if there is nothing to do.
    async fn work_once(&self, stopped: &watch::Receiver<bool>) -> Result<bool, WorkError> {
        for batch in self.store.waiting_batches().await? {
            let worked = match self.source.batches() {
                BatchWay::RowByRow => self.work_on_rows(&batch, stopped).await?,
                BatchWay::Whole => self.work_on_whole(&batch).await?,
            };
            if worked {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn work_on_rows(
        &self,
        batch: &str,
        stopped: &watch::Receiver<bool>,
    ) -> Result<bool, WorkError> {
        let worker = name(&*self.parts.randomness)?;
        let rows = self.store.claim_rows(batch, &worker, PAGE).await?;
        if rows.is_empty() {
            return self.end_batch(batch).await;
        }
        let (facility, confirmation_date) = self.head(batch).await?;
        let work = async {
            for row in rows {
                if *stopped.borrow() {
                    return self.store.give_back(batch, &worker, 0).await;
                }
                let question = Question {
                    facility: facility.clone(),
                    confirmation_date: confirmation_date.clone(),
                    search: OfficialElements::new(),
                };
                if !self.work_on_row(batch, &worker, row, question).await? {
                    return self.store.give_back(batch, &worker, PAUSE_SECONDS).await;
                }
            }
            Ok(())
        };
        beating(work, || async {
            // A renewal that fails is tried again; if all fail, the lease runs out.
            let _ = self.store.renew_rows(batch, &worker).await;
        })
        .await?;
        Ok(true)
    }

    /// False if the source was not reached and the row is to be given back.
    async fn work_on_row(
        &self,
        batch: &str,
        worker: &str,
        row: ClaimedRow,
        mut question: Question,
    ) -> Result<bool, StoreError> {
        if !self.store.begin_asking(batch, row.place, worker).await? {
            // Taken over by somebody who thought us dead.
            return Ok(true);
        }
        question.search = serde_json::from_str(&row.search).map_err(|_| StoreError::Content)?;
        let (normal, unit) = match self.source.check(&question).await {
            Ok(answer) => unit::of_answer(question.search, answer),
            Err(SourceFailure::NotAsked(_)) => return Ok(false),
            Err(failure) => (false, unit::of_failure(question.search, &failure)),
        };
        let unit = serde_json::to_string(&unit).map_err(|_| StoreError::Content)?;
        self.store
            .answer_row(batch, row.place, worker, (normal, &unit))
            .await?;
        Ok(true)
    }

    /// Ends a batch if all its rows are answered.
    pub(super) async fn end_batch(&self, batch: &str) -> Result<bool, WorkError> {
        let id = name(&*self.parts.randomness)?;
        let (facility, terminal, amount) = self.owner(batch).await?;
        let line = Audit {
            facility: Some(&facility),
            terminal: Some(&terminal),
            amount: Some(amount),
            ..Audit::of(&id, self.now(), Action::BatchEnded, DONE)
        };
        Ok(self.store.end_batch(batch, &line).await?)
    }

    /// Rows of workers that died: freed, or told as unknown.
    pub(super) async fn free_lost_rows(&self) -> Result<(), WorkError> {
        let ask_again = self.source.after_loss() == AfterLoss::AskAgain;
        self.store.free_rows(ask_again).await?;
        if ask_again {
            return Ok(());
        }
        let worker = name(&*self.parts.randomness)?;
        for (batch, place, search) in self.store.lost_rows(&worker).await? {
            let search = serde_json::from_str(&search).map_err(|_| StoreError::Content)?;
            let failure = SourceFailure::Unknown(ProblemCode::SourceTimeout);
            let unit = serde_json::to_string(&unit::of_failure(search, &failure))
                .map_err(|_| StoreError::Content)?;
            let place = u32::try_from(place).map_err(|_| StoreError::Content)?;
            self.store
                .answer_row(&batch, place, &worker, (false, &unit))
                .await?;
        }
        Ok(())
    }

    /// Who asks in a batch, and for which day.
    pub(super) async fn head(&self, batch: &str) -> Result<(FacilityCode, Date), StoreError> {
        self.stored(batch).await?.head()
    }

    /// Facility, terminal and number of rows of a batch.
    pub(super) async fn owner(&self, batch: &str) -> Result<(String, String, i64), StoreError> {
        let batch = self.stored(batch).await?;
        Ok((batch.facility, batch.terminal, batch.total))
    }

    async fn stored(&self, batch: &str) -> Result<crate::store::StoredBatch, StoreError> {
        let number = ReceptionNumber::try_from(batch.to_owned());
        let number = number.map_err(|_| StoreError::Content)?;
        // Deleted meanwhile: the next look at the list of batches leaves it out.
        self.store.batch(&number).await?.ok_or(StoreError::Content)
    }
}
