//! What became of a batch: looking at it, and having it deleted.

use super::Refusal;
use super::answer::elements;
use super::status::timestamp;
use super::work::Kept;
use crate::gateway::Gateway;
use crate::random::name;
use crate::source::OfficialElements;
use crate::store::{Action, Audit, Claim, DONE, StoredBatch, state};
use check_api::batch::{BatchAnswer, MOST_ROWS_AT_ONCE};
use check_api::code::{CharacterCode, ReferenceClassification, SegmentOfResult};
use check_api::field::{IdempotencyKey, ReceptionNumber};
use check_api::{ProblemCode, XmlMsg};
use serde_json::Value;

/// Where to look in a batch.
pub(crate) struct Window {
    /// First row.
    pub(crate) from: u32,
    /// Most rows.
    pub(crate) count: u32,
}

/// What is told of a batch.
pub(crate) enum Look {
    /// It is still worked on: counts alone, and when to look again.
    Working { answer: BatchAnswer, seconds: u64 },
    /// It is done, or has failed.
    Ended(BatchAnswer),
}

impl Gateway {
    /// Looks at a batch. Whoever has its number may: nobody can guess it.
    pub(crate) async fn look_at_batch(
        &self,
        number: &ReceptionNumber,
        window: &Window,
    ) -> Result<Look, Refusal> {
        let batch = self.store.batch(number).await?;
        let batch = batch.ok_or(ProblemCode::BatchUnknown)?;
        match &*batch.state {
            state::OVER => Err(ProblemCode::BatchGone.into()),
            state::DONE => self.rows(&batch, window).await.map(Look::Ended),
            state::FAILED => {
                let mut header = self.header(&batch, SegmentOfResult::Failed).await?;
                for (name, text) in [
                    ("ErrorCode", &batch.error_code),
                    ("ErrorMessage", &batch.error_message),
                ] {
                    if let Some(text) = text {
                        header.insert(name.to_owned(), text.as_str().into());
                    }
                }
                Ok(Look::Ended(answer(header, OfficialElements::new(), None)))
            }
            _ => {
                let pause = self.config.batches.poll_seconds;
                if let Some(seconds) = self.store.look_at_batch(number.as_str(), pause).await? {
                    return Err(Refusal::ComeBack {
                        code: ProblemCode::TooFast,
                        seconds,
                    });
                }
                let header = self.header(&batch, SegmentOfResult::Processing).await?;
                Ok(Look::Working {
                    answer: answer(header, OfficialElements::new(), None),
                    seconds: u64::from(pause),
                })
            }
        }
    }

    /// Tells whether a submission arrived: what was answered to it.
    pub(crate) async fn batch_by_key(&self, key: &IdempotencyKey) -> Result<Kept, Refusal> {
        match self.store.batch_by_key(key).await? {
            Some(Claim::Answered { content, .. }) => Ok(Kept {
                status: 200,
                content,
            }),
            Some(Claim::UnderWay { seconds }) => Err(Refusal::ComeBack {
                code: ProblemCode::InProgress,
                seconds,
            }),
            _ => Err(ProblemCode::BatchUnknown.into()),
        }
    }

    /// Deletes the answers of a batch.
    pub(crate) async fn delete_batch(&self, number: &ReceptionNumber) -> Result<(), Refusal> {
        let batch = self.store.batch(number).await?;
        let batch = batch.ok_or(ProblemCode::BatchUnknown)?;
        let id = name(&*self.parts.randomness)?;
        let line = Audit {
            facility: Some(&batch.facility),
            terminal: Some(&batch.terminal),
            amount: Some(batch.total),
            ..Audit::of(&id, self.now(), Action::BatchDeleted, DONE)
        };
        if self.store.delete_batch(number, &line).await? {
            Ok(())
        } else {
            Err(ProblemCode::BatchGone.into())
        }
    }

    async fn rows(&self, batch: &StoredBatch, window: &Window) -> Result<BatchAnswer, Refusal> {
        let count = window.count.clamp(1, MOST_ROWS_AT_ONCE);
        let rows = self
            .store
            .batch_units(&batch.number, window.from, count.saturating_add(1))
            .await?;
        let most = usize::try_from(count).unwrap_or(usize::MAX);
        let next = rows
            .get(most)
            .and_then(|(place, _)| u32::try_from(*place).ok());
        let mut units = Vec::with_capacity(rows.len());
        for (_, unit) in rows.iter().take(most) {
            let unit: Value = serde_json::from_str(unit)
                .map_err(|_| Refusal::from(crate::store::StoreError::Content))?;
            units.push(OfficialElements::from_iter([(
                "BulkConfirmUnit".to_owned(),
                unit,
            )]));
        }
        let units = units.into_iter().map(Value::Object).collect();
        let body =
            OfficialElements::from_iter([("BulkConfirmUnitList".to_owned(), Value::Array(units))]);
        let header = self.header(batch, SegmentOfResult::Done).await?;
        Ok(answer(header, body, next))
    }

    async fn header(
        &self,
        batch: &StoredBatch,
        segment: SegmentOfResult<'_>,
    ) -> Result<OfficialElements, Refusal> {
        let counts = self.store.batch_counts(&batch.number).await?;
        Ok(elements([
            ("ProcessExecutionTime", &timestamp(self.now())?.official()),
            (
                "QualificationConfirmationDate",
                batch.confirmation_date.as_str(),
            ),
            ("MedicalInstitutionCode", batch.facility.as_str()),
            (
                "ReferenceClassification",
                ReferenceClassification::SymbolAndNumber.code(),
            ),
            ("SegmentOfResult", segment.code()),
            ("ReceptionNumber", batch.number.as_str()),
            (
                "ReceptionDateTime",
                &timestamp(batch.received_at)?.official(),
            ),
            (
                "NumberOfProcessingResult",
                &counts.normal.saturating_add(counts.error).to_string(),
            ),
            ("NumberOfNormalProcessing", &counts.normal.to_string()),
            ("NumberOfError", &counts.error.to_string()),
            ("CharacterCodeIdentifier", CharacterCode::Utf8.code()),
        ]))
    }
}

fn answer(header: OfficialElements, body: OfficialElements, next: Option<u32>) -> BatchAnswer {
    BatchAnswer {
        xml_msg: XmlMsg::new(header, body),
        next,
    }
}
