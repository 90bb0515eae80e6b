//! What lies ready at the IN endpoints, and how long it takes to get there.

use std::collections::VecDeque;
use std::time::Duration;

use super::endpoint::Transfer;
use super::fault::Fault;
use super::message::{Outcome, RequestKind, Response};
use super::model::PACKET_SIZE;

/// RDR_to_PC_NotifySlotChange (CCID 1.1, 6.3.1).
const NOTIFY_SLOT_CHANGE: u8 = 0x50;
const CARD_PRESENT: u8 = 0x01;
const STATE_CHANGED: u8 = 0x02;
/// [`STATE_CHANGED`] of all four slots of a byte.
const EVERY_CHANGE: u8 = 0xAA;

/// `bError` of a time extension: once the usual time.
const ONE_MORE_TIME: u8 = 1;

/// Bytes that end in a short packet.
#[derive(Debug)]
struct Piece {
    delay: Duration,
    bytes: Vec<u8>,
}

/// The IN side of the reader.
#[derive(Debug, Default)]
pub(crate) struct Wire {
    answers: VecDeque<Piece>,
    /// A reader keeps the latest state only: two bits for each slot.
    slot_states: Option<u8>,
    latency: Duration,
    /// How much longer the next piece takes.
    held: Duration,
    messages: u64,
    bytes: u64,
}

impl Wire {
    pub(crate) fn set_latency(&mut self, latency: Duration) {
        self.latency = latency;
    }

    pub(crate) fn next_delay(&self) -> Option<Duration> {
        self.answers.front().map(|piece| piece.delay)
    }

    pub(crate) fn clear(&mut self) {
        self.answers.clear();
        self.slot_states = None;
    }

    /// Messages that were made ready for the host, and their bytes.
    pub(crate) fn sent(&self) -> (u64, u64) {
        (self.messages, self.bytes)
    }

    /// The slot of this index changed; `present` tells of all slots. A byte
    /// holds four of them.
    pub(crate) fn notify(&mut self, changed: usize, present: impl Iterator<Item = bool>) {
        let states = present.take(4).enumerate().map(|(index, present)| {
            let bits = if present { CARD_PRESENT } else { 0 };
            let bits = bits | if index == changed { STATE_CHANGED } else { 0 };
            bits << (2 * index)
        });
        let changed_before = self.slot_states.unwrap_or(0) & EVERY_CHANGE;
        self.slot_states = Some(states.fold(changed_before, |all, state| all | state));
    }

    /// Queues an answer with what the fault puts before it or does to it.
    pub(crate) fn push(&mut self, kind: RequestKind, response: &Response, fault: Option<Fault>) {
        /// PC_to_RDR_Escape may carry what is meant for a card.
        const ESCAPE: RequestKind = RequestKind::Other(0x6B);
        let reaches_cards = matches!(kind, RequestKind::XfrBlock | ESCAPE);
        if let Some(Fault::TimeExtension { times }) = fault.filter(|_| reaches_cards) {
            let extension = Response {
                outcome: Outcome::TimeExtension(ONE_MORE_TIME),
                specific: 0,
                data: Vec::new(),
                ..response.clone()
            };
            for _ in 0..times {
                let bytes = extension.to_bytes();
                self.count(bytes.len());
                self.push_bytes(self.latency, bytes);
            }
        }
        self.push_transfer(response.to_bytes(), fault);
    }

    /// Queues bytes that are one message, whatever their form, with what the
    /// fault does to them.
    pub(crate) fn push_transfer(&mut self, bytes: Vec<u8>, fault: Option<Fault>) {
        self.count(bytes.len());
        match fault {
            Some(Fault::SplitAnswers { size }) => {
                for piece in bytes.chunks(usize::from(size.max(1))) {
                    self.push_bytes(self.latency, piece.to_vec());
                }
            }
            Some(Fault::SlowAnswers { milliseconds }) => {
                let delay = self.latency + Duration::from_millis(milliseconds.into());
                self.push_bytes(delay, bytes);
            }
            _ => self.push_bytes(self.latency, bytes),
        }
    }

    /// A success that answers some other command, "file not found" inside.
    pub(crate) fn push_foreign(&mut self, response: &Response) {
        let foreign = Response {
            sequence: response.sequence.wrapping_sub(1),
            outcome: Outcome::Success,
            specific: 0,
            data: vec![0x6A, 0x82],
            ..response.clone()
        };
        let bytes = foreign.to_bytes();
        self.count(bytes.len());
        self.push_bytes(self.latency, bytes);
    }

    fn count(&mut self, bytes: usize) {
        self.messages = self.messages.saturating_add(1);
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        self.bytes = self.bytes.saturating_add(bytes);
    }

    /// What is queued next takes this much longer.
    pub(crate) fn hold(&mut self, time: Duration) {
        self.held = time;
    }

    fn push_bytes(&mut self, delay: Duration, bytes: Vec<u8>) {
        let delay = delay + std::mem::take(&mut self.held);
        self.answers.push_back(Piece { delay, bytes });
    }

    /// A transfer ends with the piece, or, if it asked for whole packets and
    /// for less, with its own length; otherwise the last packet overruns it
    /// (USB 2.0, 5.8.3).
    pub(crate) fn take_answer(&mut self, length: usize) -> Transfer {
        let Some(mut piece) = self.answers.pop_front() else {
            return Transfer::Pending;
        };
        if piece.bytes.len() <= length {
            return Transfer::Data(piece.bytes);
        }
        if length == 0 || !length.is_multiple_of(usize::from(PACKET_SIZE)) {
            return Transfer::Babble;
        }
        let rest = piece.bytes.split_off(length);
        self.answers.push_front(Piece {
            delay: Duration::ZERO,
            bytes: rest,
        });
        Transfer::Data(piece.bytes)
    }

    pub(crate) fn take_notification(&mut self, length: usize) -> Transfer {
        let Some(state) = self.slot_states.take() else {
            return Transfer::Pending;
        };
        let bytes = vec![NOTIFY_SLOT_CHANGE, state];
        if bytes.len() > length {
            Transfer::Babble
        } else {
            Transfer::Data(bytes)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wire_with(lengths: &[u8]) -> Wire {
        let mut wire = Wire::default();
        for length in lengths {
            wire.push_bytes(Duration::ZERO, vec![*length; usize::from(*length)]);
        }
        wire
    }

    #[test]
    fn a_transfer_ends_where_usb_says() {
        let mut wire = wire_with(&[100, 100, 12]);
        assert_eq!(wire.take_answer(64), Transfer::Data(vec![100; 64]));
        assert_eq!(wire.take_answer(64), Transfer::Data(vec![100; 36]));
        assert_eq!(wire.take_answer(99), Transfer::Babble);
        assert_eq!(wire.take_answer(512), Transfer::Data(vec![12; 12]));
        assert_eq!(wire.take_answer(512), Transfer::Pending);
    }

    #[test]
    fn only_the_latest_state_of_the_slot_is_told() {
        let mut wire = Wire::default();
        assert_eq!(wire.take_notification(8), Transfer::Pending);
        wire.notify(0, [true].into_iter());
        wire.notify(0, [false].into_iter());
        assert_eq!(wire.take_notification(8), Transfer::Data(vec![0x50, 0x02]));
        wire.notify(0, [true].into_iter());
        assert_eq!(wire.take_notification(8), Transfer::Data(vec![0x50, 0x03]));
        wire.notify(1, [true, false].into_iter());
        assert_eq!(wire.take_notification(8), Transfer::Data(vec![0x50, 0x09]));
        wire.notify(0, [true, true].into_iter());
        wire.notify(1, [true, true].into_iter());
        assert_eq!(wire.take_notification(8), Transfer::Data(vec![0x50, 0x0F]));
    }
}
