//! The two kinds of time in the page: a monotonic moment since the page was
//! opened, and the gateway's clock. Neither is read here; both arrive as values.

/// A moment on the page's monotonic clock, in milliseconds since it was opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(u64);

impl Moment {
    /// A moment `milliseconds` after the page was opened.
    pub const fn from_millis(milliseconds: u64) -> Self {
        Self(milliseconds)
    }

    /// Milliseconds from `earlier` to this moment; zero if it is not earlier.
    pub const fn millis_since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// The gateway's clock, carried on by the page's monotonic one. The clock of the
/// personal computer is never trusted: a wrong one would change what is valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServerClock {
    unix_seconds_at_answer: u64,
    answered_at: Moment,
}

impl ServerClock {
    /// A clock that read `unix_seconds` when the answer arrived at `answered_at`.
    pub const fn new(unix_seconds: u64, answered_at: Moment) -> Self {
        Self {
            unix_seconds_at_answer: unix_seconds,
            answered_at,
        }
    }

    /// Seconds since 1970 on the gateway's clock at the moment `now`.
    pub const fn unix_seconds(self, now: Moment) -> u64 {
        self.unix_seconds_at_answer
            .saturating_add(now.millis_since(self.answered_at) / 1000)
    }

    /// How far a computer that shows `local_unix_seconds` at `now` is off, in seconds.
    pub const fn skew_seconds(self, local_unix_seconds: u64, now: Moment) -> u64 {
        self.unix_seconds(now).abs_diff(local_unix_seconds)
    }
}

/// This computer's clock and the page's monotonic one, read together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Seconds since 1970, as this computer believes.
    pub local_unix_seconds: u64,
    /// The monotonic clock.
    pub moment: Moment,
}

impl Reading {
    /// Whether the monotonic clock stood still since `earlier`, as it may while the
    /// computer sleeps, or this computer's clock was set. Then the gateway's clock is
    /// not known any more.
    pub const fn jumped_since(self, earlier: Self) -> bool {
        const TOLERANCE_SECONDS: u64 = 30;
        let local = self.local_unix_seconds.abs_diff(earlier.local_unix_seconds);
        let monotonic = self.moment.millis_since(earlier.moment) / 1000;
        local.abs_diff(monotonic) > TOLERANCE_SECONDS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_clock_runs_on_with_the_page() {
        let clock = ServerClock::new(1_000, Moment::from_millis(5_000));
        assert_eq!(clock.unix_seconds(Moment::from_millis(5_999)), 1_000);
        assert_eq!(clock.unix_seconds(Moment::from_millis(65_000)), 1_060);
    }

    #[test]
    fn skew_is_counted_in_both_directions() {
        let clock = ServerClock::new(1_000, Moment::default());
        assert_eq!(clock.skew_seconds(700, Moment::default()), 300);
        assert_eq!(clock.skew_seconds(1_300, Moment::default()), 300);
    }

    #[test]
    fn a_moment_before_the_other_is_no_time_at_all() {
        let (early, late) = (Moment::from_millis(1), Moment::from_millis(9));
        assert_eq!(early.millis_since(late), 0);
        assert_eq!(late.millis_since(early), 8);
    }

    #[test]
    fn a_sleep_or_a_clock_that_was_set_is_noticed() {
        let reading = |local_unix_seconds, seconds: u64| Reading {
            local_unix_seconds,
            moment: Moment::from_millis(seconds * 1000),
        };
        let then = reading(1_000, 10);
        for (now, jumped) in [
            (reading(1_300, 310), false),
            (reading(1_320, 310), false),
            (reading(29_800, 310), true),
            (reading(1_000, 310), true),
            (reading(100, 11), true),
        ] {
            assert_eq!(now.jumped_since(then), jumped, "{now:?}");
        }
    }
}
