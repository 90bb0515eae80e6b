//! The card in the field: states and frames of type B before blocks
//! (ISO/IEC 14443-3, clause 7), and the way from a frame to its answer.

use std::time::Duration;

use super::crc;
use super::protocol::{Protocol, Reaction};
use crate::card::Noise;

/// Bytes 6 to 9 of ATQB (7.9.3): as real My Number Cards send them. From their
/// answer to reset, which PC/SC part 3, 3.1.3.2.3.1 makes of ATQB; the answer
/// is in the ATR list of pcsc-tools.
const APPLICATION_DATA: [u8; 4] = [0x00, 0x00, 0x41, 0xE0];
/// Bytes 10 to 12 of ATQB (7.9.4), from the same source: 212 and 424 kbit/s in
/// both directions besides 106; frames of up to 256 bytes, ISO/IEC 14443-4;
/// FWI 10, a CID but no NAD.
const PROTOCOL_INFO: [u8; 3] = [0xB3, 0x81, 0xA1];
/// FSC of [`PROTOCOL_INFO`], check included (ISO/IEC 14443-3, table 22).
const LONGEST_FRAME: usize = 256;
/// FWT for FWI 10: 256 × 16 / 13.56 MHz × 2^10 (ISO/IEC 14443-4, 7.2).
pub(super) const FRAME_WAITING_TIME: Duration = Duration::from_nanos(309_309_735);
/// From the end of a request to the answer, about TR0 and TR1 (7.1.6).
const PROMPT: Duration = Duration::from_micros(300);

/// First byte of REQB and WUPB (7.7).
const REQUEST: u8 = 0x05;
/// Bit 4 of PARAM: WUPB, which also reaches cards that were told to halt.
const WAKE_UP: u8 = 0x08;
/// Lower half of the first byte of Slot-MARKER (7.8).
const SLOT_MARKER: u8 = 0x05;
/// First byte of ATQB and of HLTB (7.9, 7.12).
const ANSWER_TO_REQUEST: u8 = 0x50;
const HALT: u8 = 0x50;
/// First byte of ATTRIB (7.10).
const ATTRIB: u8 = 0x1D;

/// An answer, and when it begins after the end of the question.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Reply {
    pub(super) after: Duration,
    /// With its check.
    pub(super) frame: Vec<u8>,
}

/// States of a card of type B (7.4.1).
#[derive(Debug)]
enum State {
    PowerOff,
    Idle,
    /// READY-REQUESTED: waits for the mark of its slot.
    Requested(u8),
    /// READY-DECLARED.
    Declared,
    Active(Protocol),
    Halted,
    /// Of our own making: something went wrong that only a new start ends.
    Mute,
}

/// A proximity card.
#[derive(Debug)]
pub(super) struct Picc {
    state: State,
    pupi: [u8; 4],
    noise: Noise,
}

impl Picc {
    /// A card outside the field. The seed decides on its PUPIs.
    pub(super) fn new(seed: u64) -> Self {
        Self {
            state: State::PowerOff,
            pupi: [0; 4],
            noise: Noise::new(seed),
        }
    }

    pub(super) fn power_on(&mut self) {
        self.state = State::Idle;
        self.pupi = self.noise.array();
    }

    pub(super) fn power_off(&mut self) {
        self.state = State::PowerOff;
    }

    pub(super) fn ask_for_time(&mut self, multiplier: u8) {
        if let State::Active(protocol) = &mut self.state {
            protocol.ask_for_time(multiplier);
        }
    }

    /// One frame from the reader with its check; what is wrong is not answered.
    pub(super) fn receive(
        &mut self,
        frame: &[u8],
        execute: &mut dyn FnMut(&[u8]) -> Option<Vec<u8>>,
    ) -> Option<Reply> {
        let bytes = crc::strip(frame).filter(|_| frame.len() <= LONGEST_FRAME)?;
        match &mut self.state {
            State::PowerOff | State::Mute => None,
            State::Active(protocol) => {
                let (after, block) = match protocol.receive(bytes, execute) {
                    Reaction::Send(after, block) => (after, block),
                    Reaction::Leave(block) => {
                        self.state = State::Halted;
                        (PROMPT, block)
                    }
                    Reaction::Silence => return None,
                    Reaction::Mute => {
                        self.state = State::Mute;
                        return None;
                    }
                };
                let frame = crc::append(&block);
                Some(Reply { after, frame })
            }
            State::Idle | State::Requested(_) | State::Declared | State::Halted => {
                let answer = self.initialize(bytes)?;
                let frame = crc::append(&answer);
                Some(Reply {
                    after: PROMPT,
                    frame,
                })
            }
        }
    }

    fn initialize(&mut self, bytes: &[u8]) -> Option<Vec<u8>> {
        match *bytes {
            [REQUEST, family, parameters] => self.request(family, parameters),
            [mark] if mark & 0x0F == SLOT_MARKER => self.slot_mark(mark >> 4),
            [ATTRIB, a, b, c, d, ref parameters @ ..] if [a, b, c, d] == self.pupi => {
                self.select(parameters)
            }
            [HALT, a, b, c, d] if [a, b, c, d] == self.pupi => {
                matches!(self.state, State::Declared).then(|| {
                    self.state = State::Halted;
                    vec![0x00]
                })
            }
            _ => None,
        }
    }

    /// REQB or WUPB: answered at once if there is one slot (7.7).
    fn request(&mut self, family: u8, parameters: u8) -> Option<Vec<u8>> {
        if matches!(self.state, State::Halted) && parameters & WAKE_UP == 0 {
            return None;
        }
        // AFI 00 asks for all; the first byte of the application data is the
        // card's own, and this one says it belongs to no family.
        if family != 0 {
            return None;
        }
        // Bits 1 to 3: the number of slots as a power of two; 5 to 7 are reserved.
        let slots: u8 = match parameters & 0x07 {
            exponent @ 0..=4 => 1 << exponent,
            _ => return None,
        };
        let [draw] = self.noise.array();
        match draw % slots {
            0 => Some(self.declare()),
            slot => {
                self.state = State::Requested(slot);
                None
            }
        }
    }

    /// Slot-MARKER 1 marks the second slot (7.8).
    fn slot_mark(&mut self, mark: u8) -> Option<Vec<u8>> {
        match self.state {
            State::Requested(slot) if slot == mark => Some(self.declare()),
            _ => None,
        }
    }

    fn declare(&mut self) -> Vec<u8> {
        self.state = State::Declared;
        let [p1, p2, p3, p4] = self.pupi;
        let pupi = [ANSWER_TO_REQUEST, p1, p2, p3, p4];
        [&pupi[..], &APPLICATION_DATA, &PROTOCOL_INFO].concat()
    }

    /// ATTRIB (7.10): start of ISO/IEC 14443-4.
    fn select(&mut self, parameters: &[u8]) -> Option<Vec<u8>> {
        /// FSD by its code (table 22); codes above 8 are read as 8.
        const FRAME_SIZES: [usize; 9] = [16, 24, 32, 40, 48, 64, 96, 128, 256];
        let &[_, speed_and_size, protocol, cid, ..] = parameters else {
            return None;
        };
        // Only 106 kbit/s here, only cards that speak ISO/IEC 14443-4, and 15
        // is no CID.
        let fits = speed_and_size & 0xF0 == 0 && protocol & 0x01 != 0 && cid < 15;
        if !fits || !matches!(self.state, State::Declared) {
            return None;
        }
        let code = usize::from(speed_and_size & 0x0F);
        let frame_size = FRAME_SIZES.get(code).copied().unwrap_or(LONGEST_FRAME);
        self.state = State::Active(Protocol::new(cid, frame_size));
        // MBLI 0: the card does not say how much it can buffer.
        Some(vec![cid])
    }
}

#[cfg(test)]
#[path = "picc_tests.rs"]
mod tests;
