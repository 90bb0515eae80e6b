//! One visit: 待機 → 読取中 → 暗証番号 → 確認中 → 結果, as one state machine. An event
//! that makes no sense in the present state changes nothing.

use std::rc::Rc;

use super::Countdown;
use super::progress::{Progress, Step, StepState};
use crate::domain::advice::ErrorCode;
use crate::domain::answer::Answer;
use crate::domain::time::Moment;

/// What the PIN pad shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PinPrompt {
    /// Tries left, as the card said.
    pub tries_left: u8,
    /// Whether the PIN typed before was wrong.
    pub wrong_before: bool,
    /// Whether the last try has to be accepted before digits are taken.
    pub needs_acceptance: bool,
    /// Whether the reader itself asks for the PIN, on keys of its own.
    pub on_reader: bool,
    /// How many digits have been typed. The digits themselves are never here.
    pub digits: u8,
}

/// Why a visit ended without an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The code.
    pub code: ErrorCode,
    /// Tries left, where the failure is about the PIN and the card said.
    pub tries_left: Option<u8>,
    /// The gateway's number of this check, if it gave one.
    pub audit_id: Option<String>,
}

impl Failure {
    /// A failure with a code alone.
    pub const fn new(code: ErrorCode) -> Self {
        Self {
            code,
            tries_left: None,
            audit_id: None,
        }
    }
}

/// The visit as the reception screen shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Visit {
    /// 待機.
    #[default]
    Waiting,
    /// 読取中.
    Reading {
        /// What has been done.
        progress: Progress,
    },
    /// 暗証番号.
    Pin {
        /// What has been done.
        progress: Progress,
        /// What the pad shows.
        prompt: PinPrompt,
    },
    /// 目視: staff compare face and photo.
    Confirming {
        /// What has been done.
        progress: Progress,
        /// Whether they ticked that they did. Never from before.
        ticked: bool,
    },
    /// 確認中.
    Checking {
        /// What has been done.
        progress: Progress,
        /// When the question was sent.
        since: Moment,
        /// The latest moment known.
        now: Moment,
    },
    /// 結果.
    Done {
        /// The answer.
        answer: Rc<Answer>,
        /// Until it is cleared.
        countdown: Countdown,
    },
    /// The visit ended without an answer.
    Failed {
        /// Why.
        failure: Failure,
        /// How far it had come.
        progress: Progress,
        /// Until it is cleared.
        countdown: Countdown,
    },
}

/// What can happen to a visit.
#[derive(Clone, Debug, PartialEq)]
pub enum VisitEvent {
    /// A card was put on the reader.
    CardFound,
    /// The same, of a patient who is checked without PIN.
    CardFoundByEye,
    /// A step of reading began.
    Began(Step),
    /// The card waits for a PIN.
    PinNeeded {
        /// Tries left, as the card said.
        tries_left: u8,
        /// Whether the PIN before was wrong.
        wrong_before: bool,
    },
    /// The number of digits typed changed.
    PinTyped(u8),
    /// A person accepted to use the last try.
    LastTryAccepted,
    /// The reader asks for the PIN, on keys of its own.
    PinOnReader,
    /// The PIN went to the card.
    PinSent,
    /// Staff have to compare face and photo.
    ConfirmationNeeded,
    /// The tick for that was set or taken back.
    ConfirmationTicked(bool),
    /// Staff confirm what they ticked.
    Confirmed,
    /// The question went to the gateway.
    CheckSent(Moment),
    /// A question by symbol and number went to the gateway: without a card.
    Asked(Moment),
    /// The gateway answered.
    Answered {
        /// The answer.
        answer: Rc<Answer>,
        /// When.
        at: Moment,
        /// Seconds until the result is cleared.
        clear_after: u16,
    },
    /// The visit ended without an answer.
    Failed {
        /// Why.
        failure: Failure,
        /// When.
        at: Moment,
        /// Seconds until the failure is cleared.
        clear_after: u16,
    },
    /// Time passed.
    Tick(Moment),
    /// The countdown was paused or let go on.
    Paused(bool),
    /// The screen was cleared.
    Cleared,
    /// What was typed is to be corrected: its result goes, and it stays.
    Corrected,
}

impl Visit {
    /// The visit after an event; unchanged if the event does not fit.
    #[must_use]
    pub fn after(self, event: VisitEvent) -> Self {
        match (self, event) {
            (_, VisitEvent::Cleared) => Self::Waiting,
            (before, VisitEvent::CardFound) if before.may_begin() => Self::Reading {
                progress: Progress::START,
            },
            (before, VisitEvent::CardFoundByEye) if before.may_begin() => Self::Reading {
                progress: Progress::BY_EYE,
            },
            (Self::Reading { progress }, VisitEvent::ConfirmationNeeded) => Self::Confirming {
                progress: progress.begin(Step::Face),
                ticked: false,
            },
            (Self::Confirming { progress, ticked }, event) => {
                Self::after_confirming_event(progress, ticked, event)
            }
            (before, VisitEvent::Asked(at)) if before.may_ask() => Self::Checking {
                progress: Progress::WITHOUT_CARD,
                since: at,
                now: at,
            },
            (Self::Done { .. } | Self::Failed { .. }, VisitEvent::Corrected) => Self::Waiting,
            (Self::Reading { progress }, VisitEvent::Began(step)) => Self::Reading {
                progress: progress.begin(step),
            },
            (
                Self::Reading { progress },
                VisitEvent::PinNeeded {
                    tries_left,
                    wrong_before,
                },
            ) => Self::Pin {
                progress: progress.begin(Step::Pin),
                prompt: PinPrompt {
                    tries_left,
                    wrong_before,
                    needs_acceptance: tries_left == 1,
                    on_reader: false,
                    digits: 0,
                },
            },
            (Self::Pin { progress, prompt }, event) => {
                Self::after_pin_event(progress, prompt, event)
            }
            (Self::Reading { progress }, VisitEvent::CheckSent(at)) => Self::Checking {
                progress: progress.begin(Step::Check),
                since: at,
                now: at,
            },
            (
                Self::Checking { .. },
                VisitEvent::Answered {
                    answer,
                    at,
                    clear_after,
                },
            ) => Self::Done {
                answer,
                countdown: Countdown::start(clear_after, at),
            },
            (
                Self::Reading { progress } | Self::Checking { progress, .. },
                VisitEvent::Failed {
                    failure,
                    at,
                    clear_after,
                },
            ) => Self::failed(failure, progress, at, clear_after),
            (visit, VisitEvent::Tick(now)) => visit.ticked(now),
            (visit, VisitEvent::Paused(paused)) => visit.paused(paused),
            (unchanged, _) => unchanged,
        }
    }

    /// Whether a card put on the reader now begins a visit: a result that somebody
    /// holds on the screen is not swept away.
    pub const fn may_begin(&self) -> bool {
        match self {
            Self::Waiting => true,
            Self::Done { countdown, .. } | Self::Failed { countdown, .. } => !countdown.is_paused(),
            _ => false,
        }
    }

    /// Whether a question without a card can be asked now.
    pub const fn may_ask(&self) -> bool {
        !self.is_under_way()
    }

    /// Whether a card is being used, or a question is under way.
    pub const fn is_under_way(&self) -> bool {
        matches!(
            self,
            Self::Reading { .. }
                | Self::Pin { .. }
                | Self::Confirming { .. }
                | Self::Checking { .. }
        )
    }

    /// The countdown of a result, if there is one.
    pub const fn countdown(&self) -> Option<&Countdown> {
        match self {
            Self::Done { countdown, .. } | Self::Failed { countdown, .. } => Some(countdown),
            _ => None,
        }
    }

    /// The four steps with their states, while a visit goes on or after it failed. None
    /// without a card.
    pub fn steps(&self) -> Option<[(Step, StepState); 4]> {
        let (progress, failed) = match self {
            Self::Reading { progress }
            | Self::Pin { progress, .. }
            | Self::Confirming { progress, .. }
            | Self::Checking { progress, .. } => (progress, false),
            Self::Failed { progress, .. } => (progress, true),
            Self::Waiting | Self::Done { .. } => return None,
        };
        if *progress == Progress::WITHOUT_CARD {
            return None;
        }
        Some(progress.steps().map(|step| match progress.of(step) {
            StepState::Running if failed => (step, StepState::Failed),
            state => (step, state),
        }))
    }

    /// Whole seconds since the question went to the gateway.
    pub const fn seconds_checking(&self) -> Option<u64> {
        match self {
            Self::Checking { since, now, .. } => Some(now.millis_since(*since) / 1000),
            _ => None,
        }
    }

    fn after_pin_event(progress: Progress, mut prompt: PinPrompt, event: VisitEvent) -> Self {
        match event {
            VisitEvent::PinTyped(digits) if !prompt.needs_acceptance => prompt.digits = digits,
            VisitEvent::LastTryAccepted => prompt.needs_acceptance = false,
            VisitEvent::PinOnReader if !prompt.needs_acceptance => prompt.on_reader = true,
            VisitEvent::PinSent if !prompt.needs_acceptance => return Self::Reading { progress },
            VisitEvent::Failed {
                failure,
                at,
                clear_after,
            } => return Self::failed(failure, progress, at, clear_after),
            _ => {}
        }
        Self::Pin { progress, prompt }
    }

    fn after_confirming_event(progress: Progress, mut ticked: bool, event: VisitEvent) -> Self {
        match event {
            VisitEvent::ConfirmationTicked(now) => ticked = now,
            VisitEvent::Confirmed if ticked => return Self::Reading { progress },
            VisitEvent::Failed {
                failure,
                at,
                clear_after,
            } => return Self::failed(failure, progress, at, clear_after),
            _ => {}
        }
        Self::Confirming { progress, ticked }
    }

    fn failed(failure: Failure, progress: Progress, at: Moment, clear_after: u16) -> Self {
        Self::Failed {
            failure,
            progress,
            countdown: Countdown::start(clear_after, at),
        }
    }

    fn ticked(mut self, now: Moment) -> Self {
        match &mut self {
            Self::Checking { now: latest, .. } => *latest = now.max(*latest),
            Self::Done { countdown, .. } | Self::Failed { countdown, .. } => {
                countdown.tick(now);
                if countdown.is_over() {
                    return Self::Waiting;
                }
            }
            _ => {}
        }
        self
    }

    fn paused(mut self, paused: bool) -> Self {
        if let Self::Done { countdown, .. } | Self::Failed { countdown, .. } = &mut self {
            countdown.pause(paused);
        }
        self
    }
}

#[cfg(test)]
#[path = "visit_tests.rs"]
mod tests;
