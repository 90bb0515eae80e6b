//! Batches for a source that takes them as a whole: handed over once, polled until done.

use super::batch_worker::{PAUSE_SECONDS, WorkError};
use super::unit;
use super::work::beating;
use crate::gateway::Gateway;
use crate::random::name;
use crate::source::{
    BatchAnswers, BatchHead, BatchRow, BatchRows, OfficialElements, Progress, Receipt, RowAnswer,
    SourceFailure, is_about,
};
use crate::store::{Action, Audit, Store, StoreError};
use async_trait::async_trait;
use check_api::ProblemCode;
use check_api::code::ProcessingResultStatus;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const QUESTION: &str = "QualificationConfirmSearchInfo";
/// Rows that are read or written at once.
const PAGE: u32 = 500;
/// The longest that a source may have us wait between two looks.
const LONGEST_PAUSE: u32 = 60 * 60;

/// What comes after a step.
enum Next {
    /// Look again after so many seconds.
    Later(i64),
    /// All answers that will come are there.
    Ended,
    /// The source refused the batch.
    Failed(SourceFailure),
}

/// The rows and answers of one batch, as its source sees them.
struct Rows<'a> {
    store: &'a Store,
    batch: &'a str,
}

impl Gateway {
    /// One step of a batch. False if somebody else is at it.
    pub(super) async fn work_on_whole(&self, batch: &str) -> Result<bool, WorkError> {
        let worker = name(&*self.parts.randomness)?;
        let Some(handing) = self.store.claim_batch(batch, &worker).await? else {
            return Ok(false);
        };
        let (facility, confirmation_date) = self.head(batch).await?;
        let head = BatchHead {
            facility,
            confirmation_date,
            name: batch.to_owned(),
        };
        let rows = Rows {
            store: &self.store,
            batch,
        };
        let step = async {
            match handing.receipt {
                Some(receipt) => self.poll(&head, &Receipt(receipt), &rows).await,
                // It may have been handed over by a gateway that died: it is looked for.
                None if handing.handed => {
                    self.store.put_receipt(batch, &worker, "").await?;
                    Ok(Next::Later(0))
                }
                None => self.hand_over(&worker, &head, &rows).await,
            }
        };
        let next = beating(step, || async {
            // A renewal that fails is tried again; if all fail, the lease runs out.
            let _ = self.store.renew_batch(batch, &worker).await;
        })
        .await?;
        match next {
            Next::Later(seconds) => {
                self.store.leave_batch(batch, &worker, seconds).await?;
            }
            Next::Ended => {
                rows.tell_unanswered().await?;
                self.end_batch(batch).await?;
            }
            Next::Failed(failure) => self.fail_batch(batch, &failure).await?,
        }
        Ok(true)
    }

    async fn hand_over(
        &self,
        worker: &str,
        head: &BatchHead,
        rows: &Rows<'_>,
    ) -> Result<Next, StoreError> {
        if !self.store.note_handing(&head.name, worker, true).await? {
            return Ok(Next::Later(0));
        }
        let receipt = match self.source.submit(head, rows).await {
            Ok(receipt) => receipt,
            Err(SourceFailure::NotAsked(_)) => {
                self.store.note_handing(&head.name, worker, false).await?;
                return Ok(Next::Later(PAUSE_SECONDS));
            }
            Err(SourceFailure::Unknown(_)) => Receipt::default(),
            Err(failure) => return Ok(Next::Failed(failure)),
        };
        self.store
            .put_receipt(&head.name, worker, &receipt.0)
            .await?;
        Ok(Next::Later(0))
    }

    async fn poll(
        &self,
        head: &BatchHead,
        receipt: &Receipt,
        rows: &Rows<'_>,
    ) -> Result<Next, StoreError> {
        Ok(match self.source.poll(head, receipt, rows).await {
            Ok(Progress::Done) => Next::Ended,
            Ok(Progress::Working { ask_again_after }) => {
                Next::Later(i64::from(ask_again_after.clamp(1, LONGEST_PAUSE)))
            }
            Err(failure @ SourceFailure::Official { .. }) => Next::Failed(failure),
            Err(_) => Next::Later(PAUSE_SECONDS),
        })
    }

    async fn fail_batch(&self, batch: &str, failure: &SourceFailure) -> Result<(), WorkError> {
        let (code, message) = match failure {
            SourceFailure::Official {
                code,
                error_code,
                error_message,
            } => (
                error_code.as_deref().unwrap_or(code.code()),
                error_message.as_deref(),
            ),
            other => (other.code().code(), None),
        };
        let id = name(&*self.parts.randomness)?;
        let (facility, terminal, amount) = self.owner(batch).await?;
        let line = Audit {
            facility: Some(&facility),
            terminal: Some(&terminal),
            amount: Some(amount),
            ..Audit::of(&id, self.now(), Action::BatchEnded, failure.code().code())
        };
        Ok(self.store.fail_batch(batch, (code, message), &line).await?)
    }
}

impl Rows<'_> {
    async fn open(&self, after: Option<u32>) -> Result<Vec<BatchRow>, StoreError> {
        let rows = self.store.open_rows(self.batch, after, PAGE).await?;
        rows.into_iter()
            .map(|(place, search)| {
                Ok(BatchRow {
                    place: u32::try_from(place).map_err(|_| StoreError::Content)?,
                    search: serde_json::from_str(&search).map_err(|_| StoreError::Content)?,
                })
            })
            .collect()
    }

    /// The questions of rows that have no answer yet, as far as answers are about them.
    async fn asked(
        &self,
        answers: &[RowAnswer],
    ) -> Result<BTreeMap<u32, OfficialElements>, StoreError> {
        let places: BTreeSet<u32> = answers.iter().map(|answer| answer.place).collect();
        let mut asked = BTreeMap::new();
        let (Some(first), Some(last)) = (places.first(), places.last()) else {
            return Ok(asked);
        };
        let mut after = first.checked_sub(1);
        while after.is_none_or(|after| after < *last) {
            let rows = self.open(after).await?;
            let Some(end) = rows.last() else {
                break;
            };
            after = Some(end.place);
            let wanted = rows.into_iter().filter(|row| places.contains(&row.place));
            asked.extend(wanted.map(|row| (row.place, row.search)));
        }
        Ok(asked)
    }

    /// Rows that the source left out are told as such: nobody knows about them.
    async fn tell_unanswered(&self) -> Result<(), StoreError> {
        let failure = SourceFailure::Unknown(ProblemCode::SourceAnswer);
        let mut after = None;
        loop {
            let rows = self.open(after).await?;
            let Some(last) = rows.last() else {
                return Ok(());
            };
            after = Some(last.place);
            let units = rows.into_iter().map(|row| {
                let unit = Value::Object(unit::of_failure(row.search, &failure));
                (row.place, false, unit.to_string())
            });
            let units: Vec<_> = units.collect();
            self.store.put_units(self.batch, &units).await?;
        }
    }
}

#[async_trait]
impl BatchRows for Rows<'_> {
    async fn page(&self, after: Option<u32>) -> Result<Vec<BatchRow>, SourceFailure> {
        self.open(after).await.map_err(|_| unreachable())
    }
}

#[async_trait]
impl BatchAnswers for Rows<'_> {
    async fn put(&self, answers: Vec<RowAnswer>) -> Result<(), SourceFailure> {
        let mut asked = self.asked(&answers).await.map_err(|_| unreachable())?;
        let units = answers.into_iter().filter_map(|answer| {
            let RowAnswer { place, mut unit } = answer;
            let search = asked.remove(&place)?;
            // An answer about somebody else is none.
            let echo = unit.get(QUESTION).and_then(Value::as_object);
            if echo.is_some_and(|echo| !is_about(echo, &search)) {
                return None;
            }
            // The question as it was asked, with the key of whoever asked.
            unit.insert(QUESTION.to_owned(), Value::Object(search));
            let status = unit.get("ProcessingResultStatus").and_then(Value::as_str);
            let normal = status == Some(ProcessingResultStatus::Done.code());
            Some((place, normal, Value::Object(unit).to_string()))
        });
        let units: Vec<_> = units.collect();
        let put = self.store.put_units(self.batch, &units).await;
        put.map_err(|_| unreachable())
    }
}

/// The store failed in the middle: nothing is lost, and it is tried again.
const fn unreachable() -> SourceFailure {
    SourceFailure::NotAsked(ProblemCode::SourceUnreachable)
}
