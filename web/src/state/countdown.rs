//! The countdown after which a result leaves the screen.

use crate::domain::time::Moment;

/// Time until a result is cleared. It can be paused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Countdown {
    remaining_millis: u64,
    counted_until: Moment,
    paused: bool,
}

impl Countdown {
    /// A countdown of `seconds` that begins at `now`.
    pub fn start(seconds: u16, now: Moment) -> Self {
        Self {
            remaining_millis: u64::from(seconds) * 1000,
            counted_until: now,
            paused: false,
        }
    }

    /// Whole seconds left, as shown: the last one is shown as 1 until it is over.
    pub const fn seconds_left(&self) -> u64 {
        self.remaining_millis.div_ceil(1000)
    }

    /// Whether it stands still.
    pub const fn is_paused(&self) -> bool {
        self.paused
    }

    /// Whether the result has to go.
    pub const fn is_over(&self) -> bool {
        self.remaining_millis == 0
    }

    pub(super) fn tick(&mut self, now: Moment) {
        if !self.paused {
            let passed = now.millis_since(self.counted_until);
            self.remaining_millis = self.remaining_millis.saturating_sub(passed);
        }
        self.counted_until = now.max(self.counted_until);
    }

    pub(super) fn pause(&mut self, paused: bool) {
        self.paused = paused;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_down_and_ends_exactly_on_time() {
        let mut countdown = Countdown::start(2, Moment::from_millis(100));
        countdown.tick(Moment::from_millis(1_099));
        assert_eq!(countdown.seconds_left(), 2);
        countdown.tick(Moment::from_millis(2_099));
        assert_eq!((countdown.seconds_left(), countdown.is_over()), (1, false));
        countdown.tick(Moment::from_millis(2_100));
        assert!(countdown.is_over());
    }

    #[test]
    fn a_pause_costs_no_time() {
        let mut countdown = Countdown::start(60, Moment::default());
        countdown.tick(Moment::from_millis(10_000));
        countdown.pause(true);
        countdown.tick(Moment::from_millis(500_000));
        countdown.pause(false);
        countdown.tick(Moment::from_millis(501_000));
        assert_eq!(countdown.seconds_left(), 49);
    }

    #[test]
    fn a_clock_that_runs_backwards_adds_nothing() {
        let mut countdown = Countdown::start(5, Moment::from_millis(5_000));
        countdown.tick(Moment::from_millis(1_000));
        countdown.tick(Moment::from_millis(5_000));
        assert_eq!(countdown.seconds_left(), 5);
    }
}
