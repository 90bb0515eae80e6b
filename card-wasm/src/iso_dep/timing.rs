//! Times and budgets of ISO/IEC 14443. The carrier frequency fc is 13.56 MHz.

use core::time::Duration;

/// The frame waiting time of FWI 0: 256 · 16 / fc (ISO/IEC 14443-4, 7.2), rounded up.
const SHORTEST_WAITING_TIME: Duration = Duration::from_nanos(302_065);

/// ΔFWT, 49 152 / fc (ISO/IEC 14443-4, 7.2), which the host grants beyond FWT, rounded up.
const GRACE: Duration = Duration::from_micros(3_625);

/// The largest FWI that is not reserved.
const LARGEST_INDEX: u8 = 14;

/// FWI where the card names none, and in place of the reserved 15 (ISO/IEC 14443-3, 7.9.4.3).
const DEFAULT_INDEX: u8 = 4;

/// For the answer to REQB and WUPB. FWT_ATQB is 7680 / fc, below 0.6 ms (ISO/IEC 14443-3,
/// 7.9); the rest is for the reader.
pub(super) const WAKE_UP: Duration = Duration::from_millis(5);

/// For the answer to S(DESELECT): the deactivation frame waiting time, 65 536 / fc
/// (ISO/IEC 14443-4, 8.1), rounded up.
pub(super) const DESELECT: Duration = Duration::from_millis(5);

/// The most that is waited for the answer to R(NAK). FWT may be seconds, for the sake of slow
/// commands; this question is answered at once, and a card that was taken away is not to
/// block the desk for several times FWT.
const QUESTION: Duration = Duration::from_millis(500);

/// The same between two commands, when the card has nothing else to do.
const PRESENCE: Duration = Duration::from_millis(50);

/// Times that a card is called before the field counts as empty. In a weak field one call
/// in several is lost.
pub(super) const CALLS: u8 = 3;

/// Attempts to activate a card that answered.
pub(super) const ACTIVATIONS: u8 = 3;

/// Answers in a row that may be missing or wrong before the card is given up. The standard
/// leaves the number to the host.
pub(super) const FAILURES: u8 = 4;

/// Times that one block may be sent again because the card says that it did not get it.
pub(super) const RETRANSMISSIONS: u8 = 2;

/// All the time that extensions may bring during one command. A signature takes a second.
pub(super) const EXTENSIONS: Duration = Duration::from_secs(60);

/// Attempts to say good-bye.
pub(super) const DESELECTIONS: u8 = 2;

/// How long a card may take, as its FWI says.
pub(super) fn frame_waiting_time(index: u8) -> Duration {
    let index = if index > LARGEST_INDEX {
        DEFAULT_INDEX
    } else {
        index
    };
    SHORTEST_WAITING_TIME.saturating_mul(1 << index)
}

/// FWT times WTXM, but no more than the longest FWT (ISO/IEC 14443-4, 7.3).
pub(super) fn extended(waiting_time: Duration, multiplier: u8) -> Duration {
    waiting_time
        .saturating_mul(multiplier.into())
        .min(frame_waiting_time(LARGEST_INDEX))
}

/// How long the host waits.
pub(super) const fn with_grace(waiting_time: Duration) -> Duration {
    waiting_time.saturating_add(GRACE)
}

/// How long the host waits for the answer to R(NAK).
pub(super) fn question(waiting_time: Duration) -> Duration {
    with_grace(waiting_time).min(QUESTION)
}

/// How long the host waits for a card that has nothing to do.
pub(super) fn presence(waiting_time: Duration) -> Duration {
    with_grace(waiting_time).min(PRESENCE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_times_are_those_of_the_standard() {
        // 0.302 ms, 4.833 ms, 4949 ms (ISO/IEC 14443-4, 7.2).
        let table = [(0, 302), (4, 4_833), (14, 4_949_032), (15, 4_833)];
        for (index, microseconds) in table {
            assert_eq!(frame_waiting_time(index).as_micros(), microseconds);
        }
        let slow = frame_waiting_time(8);
        assert_eq!(extended(slow, 10), slow * 10);
        assert_eq!(extended(slow, 59).as_millis(), 4_562);
        assert_eq!(
            extended(frame_waiting_time(12), 59),
            frame_waiting_time(LARGEST_INDEX)
        );
    }
}
