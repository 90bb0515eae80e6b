//! The radio field of a reader with one card in it or none: power, the way of
//! frames in both directions, what gets lost there, and the time that it takes.

use std::time::Duration;

use super::block::{Block, Kind};
use super::crc;
use super::fault::{FrameFault, FrameMishap, FramePlan};
use super::picc::Picc;

/// One character of type B at 106 kbit/s: ten bits of 128 carrier periods each
/// (ISO/IEC 14443-3, 7.1.1).
const CHARACTER_TIME: Duration = Duration::from_nanos(94_395);

/// What a reader hears after it sent a frame.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Heard {
    /// The answer with its check, right or wrong; `None` if nothing came in time.
    pub(crate) frame: Option<Vec<u8>>,
    /// From the beginning of the reader's frame to the end of all this.
    pub(crate) took: Duration,
}

/// The field and the card's radio in it.
#[derive(Debug)]
pub(crate) struct Air {
    picc: Picc,
    is_on: bool,
    plan: FramePlan,
    /// What the card sent last, with its check.
    last: Option<Vec<u8>>,
    frames: u64,
}

impl Air {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            picc: Picc::new(seed),
            is_on: false,
            plan: FramePlan::default(),
            last: None,
            frames: 0,
        }
    }

    pub(crate) fn set_faults(&mut self, faults: &[FrameFault]) {
        self.plan = FramePlan::new(faults);
    }

    /// Frames that were sent, in both directions.
    pub(crate) fn frames(&self) -> u64 {
        self.frames
    }

    pub(crate) fn is_on(&self) -> bool {
        self.is_on
    }

    pub(crate) fn switch(&mut self, on: bool) {
        self.is_on = on;
        if !on {
            self.card_leaves();
        }
    }

    /// A card comes into the field that is on.
    pub(crate) fn card_enters(&mut self) {
        self.picc.power_on();
    }

    pub(crate) fn card_leaves(&mut self) {
        self.picc.power_off();
        self.last = None;
    }

    /// Sends a frame with its check and listens. An answer counts that begins
    /// within `patience` after the end of the frame. `execute` has the card
    /// carry an APDU out.
    pub(crate) fn exchange(
        &mut self,
        frame: &[u8],
        patience: Duration,
        execute: &mut dyn FnMut(&[u8]) -> Option<Vec<u8>>,
    ) -> Heard {
        if !self.is_on {
            return Heard {
                frame: None,
                took: patience,
            };
        }
        self.frames = self.frames.saturating_add(1);
        let mishaps = self.plan.next();
        let sent = air_time(frame);
        let reply = self.reply(frame, &mishaps, execute);
        let heard = reply.and_then(|(after, answer)| spoil(frame, after, answer, &mishaps));
        match heard.filter(|(after, _)| *after <= patience) {
            Some((after, frame)) => Heard {
                took: sent + after + air_time(&frame),
                frame: Some(frame),
            },
            None => Heard {
                frame: None,
                took: sent + patience,
            },
        }
    }

    /// What the card sends.
    fn reply(
        &mut self,
        frame: &[u8],
        mishaps: &[FrameMishap],
        execute: &mut dyn FnMut(&[u8]) -> Option<Vec<u8>>,
    ) -> Option<(Duration, Vec<u8>)> {
        let mut heard = frame.to_vec();
        for mishap in mishaps {
            match mishap {
                FrameMishap::CommandLost => return None,
                FrameMishap::AnswerRepeated => {
                    return self.last.clone().map(|frame| (Duration::ZERO, frame));
                }
                FrameMishap::CommandCorrupted => corrupt(&mut heard),
                FrameMishap::AsksForTime(multiplier) => self.picc.ask_for_time(*multiplier),
                _ => {}
            }
        }
        let reply = self.picc.receive(&heard, execute)?;
        self.frames = self.frames.saturating_add(1);
        self.last = Some(reply.frame.clone());
        Some((reply.after, reply.frame))
    }
}

/// What becomes of an answer on its way.
fn spoil(
    question: &[u8],
    mut after: Duration,
    mut frame: Vec<u8>,
    mishaps: &[FrameMishap],
) -> Option<(Duration, Vec<u8>)> {
    for mishap in mishaps {
        match mishap {
            FrameMishap::AnswerLost => return None,
            FrameMishap::AnswerCorrupted => corrupt(&mut frame),
            FrameMishap::AnswerCutShort(length) => frame.truncate(usize::from(*length)),
            FrameMishap::AnswerLate(milliseconds) => {
                after += Duration::from_millis((*milliseconds).into());
            }
            FrameMishap::WrongBlockNumber => frame = renumbered(frame),
            FrameMishap::StaleAcknowledgement => {
                frame = stale_acknowledgement(question).unwrap_or(frame);
            }
            FrameMishap::IllegalBlock(block) => frame = crc::append(&[block.control()]),
            _ => {}
        }
    }
    (!frame.is_empty()).then_some((after, frame))
}

fn corrupt(frame: &mut [u8]) {
    if let Some(byte) = frame.last_mut() {
        *byte ^= 0x20;
    }
}

/// The same frame with the other block number, if it is an I-block.
fn renumbered(frame: Vec<u8>) -> Vec<u8> {
    match crc::strip(&frame).and_then(Block::parse) {
        Some(Block {
            cid,
            kind:
                Kind::Information {
                    number,
                    more,
                    bytes,
                },
        }) => {
            let kind = Kind::Information {
                number: !number,
                more,
                bytes,
            };
            crc::append(&Block { cid, kind }.to_bytes())
        }
        _ => frame,
    }
}

/// R(ACK) as for the block before, if the question is an I-block.
fn stale_acknowledgement(question: &[u8]) -> Option<Vec<u8>> {
    let block = Block::parse(crc::strip(question)?)?;
    let Kind::Information { number, .. } = block.kind else {
        return None;
    };
    let kind = Kind::Receipt {
        number: !number,
        good: true,
    };
    let cid = block.cid;
    Some(crc::append(&Block { cid, kind }.to_bytes()))
}

fn air_time(frame: &[u8]) -> Duration {
    CHARACTER_TIME * u32::try_from(frame.len()).unwrap_or(u32::MAX)
}
