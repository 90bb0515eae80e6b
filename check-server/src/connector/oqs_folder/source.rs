//! The terminal's folder as a source of eligibility: what is asked, how long an answer
//! is waited for, and what is said when there is none.

use super::fault::Fault;
use super::folder::{Folder, Request};
use super::inbox::{Look, Watch};
use super::message;
use super::name::{RequestName, Service};
use super::outbox::Withdrawal;
use super::record::BatchName;
use super::settings::OqsFolderSettings;
use super::sweep::{Horizon, Seen};
use crate::clock::Clock;
use crate::random::{self, Randomness};
use crate::source::{
    BatchAnswers, BatchHead, BatchRows, BatchWay, EligibilitySource, Progress, Question, Receipt,
    SourceAnswer, SourceFailure,
};
use async_trait::async_trait;
use check_api::field::{Date, FacilityCode};
use check_api::{ProblemCode, XmlMsg};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, Semaphore};
use tokio::time::{Instant, sleep};

/// Checks under way at once. A share that hangs must not take every thread with it.
const MOST_AT_ONCE: usize = 32;
/// The pause between two looks for an answer. Half of it is lost on average.
const PAUSE: Duration = Duration::from_millis(100);
/// An answer to another question for so long does not become one to ours. What cannot
/// be read may still be growing, and is waited for to the end.
const PATIENCE: Duration = Duration::from_secs(2);
/// The pause between two sweeps.
const SWEEP: Duration = Duration::from_secs(600);
/// Days for which numbers are remembered after their day.
const NUMBERS_KEPT: i64 = 31 * 86_400;
/// Seconds for which a batch is remembered after it was given up.
const BATCHES_KEPT: i64 = 7 * 86_400;

/// A terminal that is reached through its folder.
pub struct OqsFolder {
    pub(super) settings: OqsFolderSettings,
    pub(super) folder: Arc<Folder>,
    pub(super) clock: Arc<dyn Clock>,
    randomness: Arc<dyn Randomness>,
    places: Semaphore,
    sweeping: Mutex<Sweeping>,
}

#[derive(Default)]
struct Sweeping {
    last: Option<Instant>,
    seen: Seen,
}

impl OqsFolder {
    /// Opens the gateway's notes about the folder. Whether the terminal's folder can be
    /// reached shows when it is asked: it may be switched on later.
    ///
    /// # Errors
    /// The problem, if the place for the notes cannot be used.
    pub fn open(
        settings: OqsFolderSettings,
        clock: Arc<dyn Clock>,
        randomness: Arc<dyn Randomness>,
    ) -> Result<Self, ProblemCode> {
        let folder = Folder::open(&settings).map_err(Fault::code)?;
        Ok(Self {
            settings,
            folder: Arc::new(folder),
            clock,
            randomness,
            places: Semaphore::new(MOST_AT_ONCE),
            sweeping: Mutex::default(),
        })
    }

    /// Runs a step that blocks.
    pub(super) async fn step<T: Send + 'static>(
        &self,
        step: impl FnOnce(&Folder) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let folder = Arc::clone(&self.folder);
        let done = tokio::task::spawn_blocking(move || step(&folder)).await;
        // Nothing in a step panics; the runtime ends only with the process.
        done.unwrap_or(Err(Fault::Unreachable))
    }

    /// Waits for the answer to a request that has left.
    pub(super) async fn answer(
        &self,
        name: &RequestName,
        mark: &str,
        within: Duration,
    ) -> Result<XmlMsg, Fault> {
        let end = Instant::now() + within;
        let mut watch = Watch::default();
        let mut wrong: Option<(Fault, Instant)> = None;
        let mut fault = Fault::Unanswered;
        loop {
            let (looked, mark) = (name.clone(), mark.to_owned());
            let (seen, look) = self
                .step(move |folder| {
                    let look = folder.look(&looked, &mut watch)?;
                    let heard = heard(look, looked.service(), &mark);
                    Ok((watch, heard))
                })
                .await?;
            watch = seen;
            match look {
                Heard::Answer(message) => return Ok(message),
                Heard::Wrong(what) => wrong = Some((what, Instant::now())),
                Heard::Nothing => (wrong, fault) = (None, Fault::Unanswered),
                // It may be cut off for good.
                Heard::Growing => (wrong, fault) = (None, Fault::Unreadable),
                Heard::Same => {}
            }
            match wrong {
                Some((Fault::Foreign, since)) if since.elapsed() >= PATIENCE => {
                    return Err(Fault::Foreign);
                }
                Some((what, _)) => fault = what,
                None => {}
            }
            if Instant::now() >= end {
                return Err(fault);
            }
            sleep(PAUSE).await;
        }
    }

    /// Does with an answer what the administrator decided. That it could not be done
    /// spoils no answer; the next sweep tries again.
    pub(super) async fn dispose(&self, name: &RequestName) {
        let name = name.clone();
        let _ = self.step(move |folder| folder.inbox.dispose(&name)).await;
    }

    pub(super) fn require_facility(&self, facility: &FacilityCode) -> Result<(), Fault> {
        if *facility == self.settings.facility {
            Ok(())
        } else {
            Err(Fault::Facility)
        }
    }

    /// The day whose numbers are used.
    pub(super) fn today(&self) -> Result<Date, Fault> {
        Date::in_japan(self.clock.now()).ok_or(Fault::Record)
    }

    async fn ask(&self, question: &Question) -> Result<XmlMsg, SourceFailure> {
        let not_asked = |fault: Fault| SourceFailure::NotAsked(fault.code());
        self.require_facility(&question.facility)
            .map_err(not_asked)?;
        let _place = self.places.acquire().await;
        self.sweep_when_due().await;
        let mark = random::name(&*self.randomness)
            .map_err(|_| SourceFailure::NotAsked(ProblemCode::Internal))?;
        let octets =
            message::question(question, &mark, self.settings.encoding).map_err(not_asked)?;
        let (day, of) = (self.today().map_err(not_asked)?, mark.clone());
        let name = self
            .step(move |folder| {
                folder.send(&Request {
                    service: Service::Single,
                    day: &day,
                    mark: &of,
                    octets: &octets,
                })
            })
            .await
            .map_err(not_asked)?;
        let fault = match self.answer(&name, &mark, self.settings.answer).await {
            Ok(message) if message::answers(&message, question) => {
                self.dispose(&name).await;
                return Ok(message);
            }
            Ok(_) => Fault::Foreign,
            Err(fault) => fault,
        };
        match self.step(move |folder| folder.outbox.withdraw(&name)).await {
            Ok(Withdrawal::Withdrawn) => Err(not_asked(Fault::Untaken)),
            _ => Err(SourceFailure::Unknown(fault.code())),
        }
    }

    /// Sweeps, if the last time is long ago. Its faults are those of the next question.
    pub(super) async fn sweep_when_due(&self) {
        let Ok(mut sweeping) = self.sweeping.try_lock() else {
            return;
        };
        if sweeping.last.is_some_and(|last| last.elapsed() < SWEEP) {
            return;
        }
        sweeping.last = Some(Instant::now());
        let horizon = self.horizon();
        let mut seen = std::mem::take(&mut sweeping.seen);
        let swept = self.step(move |folder| {
            folder.sweep(&mut seen, &horizon)?;
            Ok(seen)
        });
        sweeping.seen = swept.await.unwrap_or_default();
    }

    fn horizon(&self) -> Horizon {
        let now = self.clock.now();
        let give_up = i64::try_from(self.settings.give_up.as_secs()).unwrap_or(i64::MAX);
        Horizon {
            day: Date::in_japan(now.saturating_sub(NUMBERS_KEPT)),
            moment: now.saturating_sub(give_up).saturating_sub(BATCHES_KEPT),
        }
    }
}

#[async_trait]
impl EligibilitySource for OqsFolder {
    fn batches(&self) -> BatchWay {
        BatchWay::Whole
    }

    async fn check(&self, question: &Question) -> Result<SourceAnswer, SourceFailure> {
        let answer = self.ask(question).await?;
        Ok(message::source_answer(answer, question))
    }

    async fn submit(
        &self,
        batch: &BatchHead,
        rows: &dyn BatchRows,
    ) -> Result<Receipt, SourceFailure> {
        self.hand_over(batch, rows).await
    }

    async fn poll(
        &self,
        batch: &BatchHead,
        receipt: &Receipt,
        answers: &dyn BatchAnswers,
    ) -> Result<Progress, SourceFailure> {
        let name = BatchName::of(&batch.name).map_err(|f| SourceFailure::Unknown(f.code()))?;
        self.look_after(batch, &name, receipt, answers).await
    }
}

/// What a look means.
enum Heard {
    Nothing,
    Growing,
    Same,
    Wrong(Fault),
    Answer(XmlMsg),
}

fn heard(look: Look, service: Service, mark: &str) -> Heard {
    match look {
        Look::Nothing => Heard::Nothing,
        Look::Growing => Heard::Growing,
        Look::Same => Heard::Same,
        Look::Unreadable => Heard::Wrong(Fault::Unreadable),
        Look::Message(octets) => match message::read(&octets) {
            Ok(message) if message::belongs(&message, service, mark) => Heard::Answer(message),
            Ok(_) => Heard::Wrong(Fault::Foreign),
            Err(fault) => Heard::Wrong(fault),
        },
    }
}
