//! Batches: looked after until their answers are there.
//!
//! Asking for answers changes nothing at the official service: a question for them
//! that was lost is asked again, under a new name.

use super::batch::{LOOK, not_asked, official, refusal, unknown, working};
use super::fault::Fault;
use super::folder::Request;
use super::message;
use super::name::{RequestName, Service};
use super::outbox::Withdrawal;
use super::record::{BatchName, Record, Stage};
use super::source::OqsFolder;
use crate::source::{BatchAnswers, BatchHead, Progress, Receipt, SourceFailure};
use check_api::code::SegmentOfResult;

/// Answers that are handed on at once.
const PAGE: usize = 500;

impl OqsFolder {
    /// One look at a batch that was handed over.
    pub(super) async fn look_after(
        &self,
        batch: &BatchHead,
        name: &BatchName,
        receipt: &Receipt,
        answers: &dyn BatchAnswers,
    ) -> Result<Progress, SourceFailure> {
        self.sweep_when_due().await;
        let of = name.clone();
        let record = self.step(move |folder| folder.records.load(&of)).await;
        let record = match record.map_err(unknown)? {
            Some(record) => record,
            // The notes are lost; the reception number was kept elsewhere.
            None if !receipt.0.is_empty() => self.received(String::new(), &receipt.0, 0),
            None => return Err(unknown(Fault::Unanswered)),
        };
        let hopeless = self.since(record.since) > self.settings.give_up.as_secs();
        match record.stage.clone() {
            Stage::Done => Ok(Progress::Done),
            Stage::Refused {
                error_code,
                error_message,
            } => Err(official(error_code, error_message)),
            _ if hopeless => self.give_up(name, record).await,
            Stage::Uploading => self.late_reception(name, record).await,
            Stage::Received {
                reception,
                not_before,
            } => {
                let rest = not_before.saturating_sub(self.clock.now());
                let rest = u64::try_from(rest)
                    .unwrap_or(0)
                    .min(self.settings.poll.as_secs());
                match rest {
                    0 => {
                        self.ask_for_answers(batch, name, record, reception, answers)
                            .await
                    }
                    rest => Ok(working(rest)),
                }
            }
            Stage::Asking {
                reception,
                download,
                since,
            } => {
                let asked = Asked {
                    reception,
                    download: RequestName::of_request(&download)
                        .ok_or_else(|| unknown(Fault::Record))?,
                    since,
                };
                self.take_answers(batch, name, record, asked, answers).await
            }
        }
    }

    async fn ask_for_answers(
        &self,
        batch: &BatchHead,
        name: &BatchName,
        record: Record,
        reception: String,
        answers: &dyn BatchAnswers,
    ) -> Result<Progress, SourceFailure> {
        let octets = message::download(&batch.facility, &reception, self.settings.encoding);
        let octets = octets.map_err(not_asked)?;
        let (day, mark) = (self.today().map_err(not_asked)?, reception.clone());
        let download = self
            .step(move |folder| {
                folder.send(&Request {
                    service: Service::Download,
                    day: &day,
                    mark: &mark,
                    octets: &octets,
                })
            })
            .await
            .map_err(not_asked)?;
        let since = self.clock.now();
        let asking = Record {
            stage: Stage::Asking {
                reception: reception.clone(),
                download: download.request_file(),
                since,
            },
            ..record
        };
        self.save(name, asking.clone()).await?;
        let asked = Asked {
            reception,
            download,
            since,
        };
        self.take_answers(batch, name, asking, asked, answers).await
    }

    async fn take_answers(
        &self,
        batch: &BatchHead,
        name: &BatchName,
        record: Record,
        asked: Asked,
        answers: &dyn BatchAnswers,
    ) -> Result<Progress, SourceFailure> {
        let message = match self.answer(&asked.download, &asked.reception, LOOK).await {
            Ok(message) => message,
            Err(fault) => return self.without_answers(name, record, asked, fault).await,
        };
        if let Some(refusal) = refusal(&message) {
            self.refuse(name, &record, &asked.download, &refusal)
                .await?;
            return Err(refusal);
        }
        match message::segment(&message) {
            Some(SegmentOfResult::Processing) => {
                self.ask_later(name, record, &asked).await?;
                self.dispose(&asked.download).await;
                Ok(working(self.settings.poll.as_secs()))
            }
            Some(SegmentOfResult::Done) => {
                let mut units = message::row_answers(message, &batch.name);
                // In order, so that whoever stores them reads its questions in order.
                units.sort_by_key(|unit| unit.place);
                while !units.is_empty() {
                    let rest = units.split_off(units.len().min(PAGE));
                    answers.put(std::mem::replace(&mut units, rest)).await?;
                }
                let done = self.end(name, record).await?;
                self.dispose(&asked.download).await;
                Ok(done)
            }
            _ => {
                self.ask_later(name, record, &asked).await?;
                Err(unknown(Fault::Unreadable))
            }
        }
    }

    /// No answer to a question for answers: it is asked again later, under a new name,
    /// because that changes nothing at the official service.
    async fn without_answers(
        &self,
        name: &BatchName,
        record: Record,
        asked: Asked,
        fault: Fault,
    ) -> Result<Progress, SourceFailure> {
        let patient = self.since(asked.since) < self.settings.batch_answer.as_secs();
        // What cannot be read may still be growing.
        if matches!(fault, Fault::Unanswered | Fault::Unreadable) && patient {
            return Ok(working(1));
        }
        let download = asked.download.clone();
        let withdrawn = self
            .step(move |folder| folder.outbox.withdraw(&download))
            .await;
        self.ask_later(name, record, &asked).await?;
        match withdrawn {
            Ok(Withdrawal::Withdrawn) => Err(not_asked(Fault::Untaken)),
            _ => Err(unknown(fault)),
        }
    }

    async fn ask_later(
        &self,
        name: &BatchName,
        record: Record,
        asked: &Asked,
    ) -> Result<(), SourceFailure> {
        let received = self.received(record.upload, &asked.reception, self.clock.now());
        let received = Record {
            since: record.since,
            ..received
        };
        self.save(name, received).await
    }

    /// Rows without an answer are told as such; nothing that lies in the folder leaves
    /// any more.
    async fn give_up(&self, name: &BatchName, record: Record) -> Result<Progress, SourceFailure> {
        if record.stage == Stage::Uploading {
            let upload = record.upload().map_err(unknown)?;
            let withdrawn = self.step(move |folder| folder.outbox.withdraw(&upload));
            withdrawn.await.map_err(unknown)?;
        }
        self.end(name, record).await
    }
}

/// A question for the answers of a batch.
struct Asked {
    reception: String,
    download: RequestName,
    since: i64,
}
