//! Batches: handed over once.
//!
//! Every step is remembered before or right after it is done, so that a gateway that
//! starts anew goes on. A batch whose fate is unknown is never handed over again: its
//! reception number is looked for instead.

use super::fault::Fault;
use super::folder::Request;
use super::message;
use super::name::{RequestName, Service};
use super::outbox::Withdrawal;
use super::record::{BatchName, Record, Stage};
use super::source::OqsFolder;
use crate::source::{BatchHead, BatchRow, BatchRows, Progress, Receipt, SourceFailure};
use check_api::code::SegmentOfResult;
use check_api::{ProblemCode, XmlMsg};
use std::time::Duration;

/// How long one look at a batch waits for an answer that may come at any moment.
pub(super) const LOOK: Duration = Duration::from_secs(3);

impl OqsFolder {
    /// Hands a batch over, or goes on with one that was.
    pub(super) async fn hand_over(
        &self,
        batch: &BatchHead,
        rows: &dyn BatchRows,
    ) -> Result<Receipt, SourceFailure> {
        self.require_facility(&batch.facility).map_err(ended)?;
        let name = BatchName::of(&batch.name).map_err(not_asked)?;
        self.sweep_when_due().await;
        let rows = self.all(rows).await?;
        let octets = message::batch(batch, &rows, self.settings.encoding).map_err(ended)?;
        let (day, of) = (self.today().map_err(not_asked)?, name.clone());
        let now = self.clock.now();
        let record = self
            .step(move |folder| {
                let request = Request {
                    service: Service::Upload,
                    day: &day,
                    mark: of.as_str(),
                    octets: &octets,
                };
                match folder.resume(&of, &request, now)? {
                    Some(record) => Ok(record),
                    None => folder.hand_over(&of, &request, now),
                }
            })
            .await
            .map_err(not_asked)?;
        match &record.stage {
            Stage::Uploading => self.reception(&name, record).await.map(Receipt),
            Stage::Received { reception, .. } | Stage::Asking { reception, .. } => {
                Ok(Receipt(reception.clone()))
            }
            Stage::Done => Ok(Receipt::default()),
            Stage::Refused {
                error_code,
                error_message,
            } => Err(official(error_code.clone(), error_message.clone())),
        }
    }

    async fn all(&self, rows: &dyn BatchRows) -> Result<Vec<BatchRow>, SourceFailure> {
        let mut all: Vec<BatchRow> = Vec::new();
        loop {
            let page = rows.page(all.last().map(|row| row.place)).await?;
            if page.is_empty() {
                return Ok(all);
            }
            all.extend(page);
            if all.len() > self.settings.most_rows {
                return Err(ended(Fault::Large));
            }
        }
    }

    /// Waits for the reception number of a batch that has just left.
    async fn reception(&self, name: &BatchName, record: Record) -> Result<String, SourceFailure> {
        let upload = record.upload().map_err(unknown)?;
        let answer = self.answer(&upload, name.as_str(), self.settings.batch_answer);
        match answer.await {
            Ok(message) => self.receive(name, &record, &upload, &message).await,
            Err(fault) => {
                let of = name.clone();
                match self
                    .step(move |folder| folder.take_back(&of, &record))
                    .await
                {
                    Ok(Withdrawal::Withdrawn) => Err(not_asked(Fault::Untaken)),
                    _ => Err(unknown(fault)),
                }
            }
        }
    }

    /// Looks whether the reception number has come after all.
    pub(super) async fn late_reception(
        &self,
        name: &BatchName,
        record: Record,
    ) -> Result<Progress, SourceFailure> {
        let upload = record.upload().map_err(unknown)?;
        match self.answer(&upload, name.as_str(), LOOK).await {
            Ok(message) => {
                self.receive(name, &record, &upload, &message).await?;
                Ok(working(1))
            }
            Err(Fault::Unanswered) => Ok(working(self.settings.poll.as_secs())),
            Err(fault) => Err(unknown(fault)),
        }
    }

    /// Takes in what the terminal says to a batch that was handed over.
    async fn receive(
        &self,
        name: &BatchName,
        record: &Record,
        upload: &RequestName,
        message: &XmlMsg,
    ) -> Result<String, SourceFailure> {
        if let Some(refusal) = refusal(message) {
            self.refuse(name, record, upload, &refusal).await?;
            return Err(refusal);
        }
        let reception = message::reception(message).ok_or_else(|| unknown(Fault::Unreadable))?;
        let received = self.received(record.upload.clone(), &reception, self.clock.now());
        let received = Record {
            since: record.since,
            ..received
        };
        self.save(name, received).await?;
        self.dispose(upload).await;
        Ok(reception)
    }

    pub(super) async fn end(
        &self,
        name: &BatchName,
        record: Record,
    ) -> Result<Progress, SourceFailure> {
        let stage = Stage::Done;
        self.save(name, Record { stage, ..record }).await?;
        Ok(Progress::Done)
    }

    pub(super) async fn refuse(
        &self,
        name: &BatchName,
        record: &Record,
        answered: &RequestName,
        refusal: &SourceFailure,
    ) -> Result<(), SourceFailure> {
        if let SourceFailure::Official {
            error_code,
            error_message,
            ..
        } = refusal
        {
            let stage = Stage::Refused {
                error_code: error_code.clone(),
                error_message: error_message.clone(),
            };
            let record = record.clone();
            self.save(name, Record { stage, ..record }).await?;
            self.dispose(answered).await;
        }
        Ok(())
    }

    /// A batch whose answers are asked for when the pause is over.
    pub(super) fn received(&self, upload: String, reception: &str, from: i64) -> Record {
        let pause = i64::try_from(self.settings.poll.as_secs()).unwrap_or(i64::MAX);
        Record {
            upload,
            since: self.clock.now(),
            stage: Stage::Received {
                reception: reception.to_owned(),
                not_before: from.saturating_add(pause),
            },
        }
    }

    /// Seconds since a moment; none if the clock was set back.
    pub(super) fn since(&self, moment: i64) -> u64 {
        u64::try_from(self.clock.now().saturating_sub(moment)).unwrap_or(0)
    }

    pub(super) async fn save(&self, name: &BatchName, record: Record) -> Result<(), SourceFailure> {
        let name = name.clone();
        let saved = self.step(move |folder| folder.records.save(&name, &record));
        saved.await.map_err(unknown)
    }
}

/// The end that the official service put to a request.
pub(super) fn refusal(message: &XmlMsg) -> Option<SourceFailure> {
    let header = message.header();
    let failed = message::segment(message) == Some(SegmentOfResult::Failed);
    failed.then(|| {
        official(
            header.error_code().map(str::to_owned),
            header.error_message().map(str::to_owned),
        )
    })
}

pub(super) const fn official(
    error_code: Option<String>,
    error_message: Option<String>,
) -> SourceFailure {
    SourceFailure::Official {
        code: ProblemCode::SourceOfficial,
        error_code,
        error_message,
    }
}

/// A batch that will never go: nobody tries it again.
const fn ended(fault: Fault) -> SourceFailure {
    SourceFailure::Official {
        code: fault.code(),
        error_code: None,
        error_message: None,
    }
}

pub(super) const fn not_asked(fault: Fault) -> SourceFailure {
    SourceFailure::NotAsked(fault.code())
}

pub(super) const fn unknown(fault: Fault) -> SourceFailure {
    SourceFailure::Unknown(fault.code())
}

pub(super) fn working(seconds: u64) -> Progress {
    Progress::Working {
        ask_again_after: u32::try_from(seconds).unwrap_or(u32::MAX).max(1),
    }
}
