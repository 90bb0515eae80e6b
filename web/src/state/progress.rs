//! How far a visit is, in the four steps that the desk sees.

/// The steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// カード確認.
    Card,
    /// 証明書.
    Certificate,
    /// 暗証番号.
    Pin,
    /// 顔写真の確認, in the place of the PIN.
    Face,
    /// 資格確認.
    Check,
}

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Not begun.
    Waiting,
    /// Under way.
    Running,
    /// Done.
    Done,
    /// The visit ended here.
    Failed,
}

/// What has been done in a visit. The certificate of a phone is read only after
/// its PIN, so the steps need not end in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    done: [bool; 4],
    running: Step,
    by_eye: bool,
}

impl Step {
    const fn place(self) -> usize {
        match self {
            Self::Card => 0,
            Self::Certificate => 1,
            Self::Pin | Self::Face => 2,
            Self::Check => 3,
        }
    }
}

impl Progress {
    pub(super) const START: Self = Self {
        done: [false; 4],
        running: Step::Card,
        by_eye: false,
    };

    /// The beginning of a visit without PIN.
    pub(super) const BY_EYE: Self = Self {
        by_eye: true,
        ..Self::START
    };

    /// A question without a card has no steps before it.
    pub(super) const WITHOUT_CARD: Self = Self {
        running: Step::Check,
        ..Self::START
    };

    /// The step under way.
    pub const fn running(&self) -> Step {
        self.running
    }

    /// The steps of this visit in order.
    pub const fn steps(&self) -> [Step; 4] {
        let person = if self.by_eye { Step::Face } else { Step::Pin };
        [Step::Card, Step::Certificate, person, Step::Check]
    }

    /// The state of a step while the visit goes on.
    pub fn of(&self, step: Step) -> StepState {
        match self.done.get(step.place()) {
            Some(true) => StepState::Done,
            _ if step == self.running => StepState::Running,
            _ => StepState::Waiting,
        }
    }

    pub(super) fn begin(mut self, step: Step) -> Self {
        if step != self.running {
            if let Some(done) = self.done.get_mut(self.running.place()) {
                *done = true;
            }
            self.running = step;
        }
        self
    }
}
