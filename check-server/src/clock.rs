//! The gateway's clock, by which challenges and certificates are judged.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Says what time it is.
pub trait Clock: Send + Sync {
    /// Seconds since 1970-01-01T00:00:00Z.
    fn now(&self) -> i64;
}

/// The clock of the machine, which the administrator keeps synchronised.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

/// A clock that starts at a fixed moment and then runs: synthetic certificates
/// have fixed dates, and practice must not end when they do.
#[derive(Clone, Copy, Debug)]
pub struct PracticeClock {
    start: i64,
    since: Instant,
}

impl PracticeClock {
    /// A clock that says `start`, in seconds since 1970, and runs from now on.
    #[must_use]
    pub fn starting_at(start: i64) -> Self {
        Self {
            start,
            since: Instant::now(),
        }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> i64 {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    }
}

impl Clock for PracticeClock {
    fn now(&self) -> i64 {
        let elapsed = i64::try_from(self.since.elapsed().as_secs()).unwrap_or(i64::MAX);
        self.start.saturating_add(elapsed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn practice_runs_on_from_its_start() {
        let clock = PracticeClock {
            start: 1_795_219_200,
            since: Instant::now(),
        };
        assert!((1_795_219_200..1_795_219_210).contains(&clock.now()));
        if let Some(earlier) = Instant::now().checked_sub(std::time::Duration::from_secs(90)) {
            let clock = PracticeClock {
                start: 100,
                since: earlier,
            };
            assert!((190..200).contains(&clock.now()));
        }
    }

    #[test]
    fn the_machine_lives_after_this_was_written() {
        assert!(SystemClock.now() > 1_700_000_000);
    }
}
