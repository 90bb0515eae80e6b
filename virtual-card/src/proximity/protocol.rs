//! Half-duplex block transmission on the side of the card (ISO/IEC 14443-4, 7.5):
//! block numbers, chaining, waiting time extensions. Knows neither the check of
//! frames nor what the commands mean, but how long each of them takes.

use std::time::Duration;

use super::block::{Block, Kind, Supervisory};
use super::picc::FRAME_WAITING_TIME;

/// Longest command: an extended APDU of case 4 (ISO/IEC 7816-4, 5.1).
const LONGEST_COMMAND: usize = 4 + 3 + 65_535 + 2;
/// CRC_B behind every block.
const CHECK_LENGTH: usize = 2;
/// How long the card takes to answer where it need not compute.
const PROMPT: Duration = Duration::from_micros(500);
/// Ours: a card that asks for more asks again.
const MOST_AT_A_TIME: u8 = 1;
/// Lower six bits of the byte in S(WTX) (7.2, table 9).
const MULTIPLIER: u8 = 0x3F;

/// What the card does about a block.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reaction {
    /// Sends a block, which begins after this time.
    Send(Duration, Vec<u8>),
    /// Sends its last block and leaves the protocol.
    Leave(Vec<u8>),
    /// Nothing: the block is wrong, and a card leaves recovery to the reader.
    Silence,
    /// Nothing from now on.
    Mute,
}

/// An answer that is not due yet.
#[derive(Debug)]
struct Pending {
    answer: Vec<u8>,
    left: Duration,
    /// The byte of S(WTX) that was sent.
    asked: u8,
}

/// The protocol between ATTRIB and DESELECT.
#[derive(Debug)]
pub(super) struct Protocol {
    cid: u8,
    /// FSD: the longest frame that the reader takes.
    frame_size: usize,
    number: bool,
    command: Vec<u8>,
    answer: Vec<u8>,
    pending: Option<Pending>,
    last: Option<Vec<u8>>,
    /// WTXM to ask for before the next answer, needed or not.
    whim: Option<u8>,
}

impl Protocol {
    pub(super) fn new(cid: u8, frame_size: usize) -> Self {
        Self {
            cid,
            frame_size,
            // Rule C: the card begins with 1.
            number: true,
            command: Vec::new(),
            answer: Vec::new(),
            pending: None,
            last: None,
            whim: None,
        }
    }

    pub(super) fn ask_for_time(&mut self, multiplier: u8) {
        self.whim = Some(multiplier);
    }

    /// One block from the reader. `execute` carries an APDU out; a card that
    /// gives no answer is mute.
    pub(super) fn receive(
        &mut self,
        bytes: &[u8],
        execute: &mut dyn FnMut(&[u8]) -> Option<Vec<u8>>,
    ) -> Reaction {
        let Some(block) = Block::parse(bytes).filter(|block| self.is_meant(block)) else {
            return Reaction::Silence;
        };
        let cid = block.cid;
        match block.kind {
            Kind::Information { more, bytes, .. } => self.command(cid, more, &bytes, execute),
            Kind::Receipt { number, good } => self.receipt(cid, number, good),
            Kind::Supervisory(Supervisory::Deselect) => {
                let kind = Kind::Supervisory(Supervisory::Deselect);
                Reaction::Leave(Block { cid, kind }.to_bytes())
            }
            Kind::Supervisory(Supervisory::WaitingTime(time)) => self.granted(cid, time),
        }
    }

    /// A card with CID 0 also takes blocks without one (7.1.2.2).
    fn is_meant(&self, block: &Block) -> bool {
        block.cid.unwrap_or(0) == self.cid
    }

    fn command(
        &mut self,
        cid: Option<u8>,
        more: bool,
        bytes: &[u8],
        execute: &mut dyn FnMut(&[u8]) -> Option<Vec<u8>>,
    ) -> Reaction {
        if self.pending.is_some() || !self.answer.is_empty() {
            // The reader owes S(WTX) or R(ACK).
            return Reaction::Silence;
        }
        if self.command.len() + bytes.len() > LONGEST_COMMAND {
            return Reaction::Mute;
        }
        // Rule D: whatever its number.
        self.number = !self.number;
        self.command.extend(bytes);
        if more {
            let number = self.number;
            return self.send(PROMPT, cid, Kind::Receipt { number, good: true });
        }
        let command = std::mem::take(&mut self.command);
        let Some(answer) = execute(&command).filter(|answer| !answer.is_empty()) else {
            return Reaction::Mute;
        };
        let left = computing_time(&command);
        self.pending = Some(Pending {
            answer,
            left,
            asked: 0,
        });
        match self.whim.take() {
            Some(multiplier) => self.ask(cid, multiplier),
            None => self.answer_or_ask(cid),
        }
    }

    fn answer_or_ask(&mut self, cid: Option<u8>) -> Reaction {
        let Some(pending) = self.pending.take() else {
            return Reaction::Silence;
        };
        if pending.left < FRAME_WAITING_TIME {
            self.answer = pending.answer;
            return self.next_piece(pending.left + PROMPT, cid);
        }
        let times = pending.left.as_nanos() / FRAME_WAITING_TIME.as_nanos() + 1;
        let times = u8::try_from(times).unwrap_or(MOST_AT_A_TIME);
        self.pending = Some(pending);
        self.ask(cid, times.min(MOST_AT_A_TIME))
    }

    fn ask(&mut self, cid: Option<u8>, multiplier: u8) -> Reaction {
        if let Some(pending) = &mut self.pending {
            pending.asked = multiplier;
        }
        let kind = Kind::Supervisory(Supervisory::WaitingTime(multiplier));
        self.send(FRAME_WAITING_TIME / 2, cid, kind)
    }

    /// S(WTX) of the reader, which has to repeat what the card asked for (7.3).
    fn granted(&mut self, cid: Option<u8>, time: u8) -> Reaction {
        let Some(pending) = &mut self.pending else {
            return Reaction::Silence;
        };
        if time & MULTIPLIER != pending.asked & MULTIPLIER {
            return Reaction::Silence;
        }
        let granted = FRAME_WAITING_TIME * u32::from(pending.asked & MULTIPLIER);
        let before = pending.left;
        pending.left = before.saturating_sub(granted);
        if pending.left.is_zero() {
            // Ready before the extended time is over.
            let answer = std::mem::take(&mut pending.answer);
            self.pending = None;
            self.answer = answer;
            return self.next_piece(before.min(granted) / 2 + PROMPT, cid);
        }
        self.answer_or_ask(cid)
    }

    fn receipt(&mut self, cid: Option<u8>, number: bool, good: bool) -> Reaction {
        if number == self.number {
            // Rule 12: the last block once more.
            return match self.last.clone() {
                Some(block) => Reaction::Send(PROMPT, block),
                None => Reaction::Silence,
            };
        }
        if !good {
            // Rule 13.
            let number = self.number;
            let kind = Kind::Receipt { number, good: true };
            return self.reply(PROMPT, cid, kind);
        }
        if self.answer.is_empty() {
            return Reaction::Silence;
        }
        // Rules E and 14.
        self.number = !self.number;
        self.next_piece(PROMPT, cid)
    }

    fn next_piece(&mut self, after: Duration, cid: Option<u8>) -> Reaction {
        let prologue = 1 + usize::from(cid.is_some());
        let room = self.frame_size.saturating_sub(prologue + CHECK_LENGTH);
        let rest = self.answer.split_off(room.min(self.answer.len()));
        let bytes = std::mem::replace(&mut self.answer, rest);
        let kind = Kind::Information {
            number: self.number,
            more: !self.answer.is_empty(),
            bytes,
        };
        self.send(after, cid, kind)
    }

    /// Sends what may have to be sent once more.
    fn send(&mut self, after: Duration, cid: Option<u8>, kind: Kind) -> Reaction {
        let reaction = self.reply(after, cid, kind);
        if let Reaction::Send(_, block) = &reaction {
            self.last = Some(block.clone());
        }
        reaction
    }

    #[allow(clippy::unused_self, reason = "reads like its sibling")]
    fn reply(&self, after: Duration, cid: Option<u8>, kind: Kind) -> Reaction {
        Reaction::Send(after, Block { cid, kind }.to_bytes())
    }
}

/// Ours: a signature takes the card most of a second, a PIN some of the frame
/// waiting time, everything else nothing.
fn computing_time(command: &[u8]) -> Duration {
    match command {
        // PERFORM SECURITY OPERATION (ISO/IEC 7816-8, 11).
        [_, 0x2A, ..] => Duration::from_millis(800),
        // VERIFY with a PIN (ISO/IEC 7816-4, 7.5.6).
        [_, 0x20, _, _, _, ..] => Duration::from_millis(60),
        _ => Duration::ZERO,
    }
}

#[cfg(test)]
#[path = "protocol_tests.rs"]
mod tests;
