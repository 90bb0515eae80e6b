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
}
