//! The line between reader and card, on which blocks suffer what was set.
//! Counts them, and knows no more of them than where their bytes stand.

use super::block::{PROLOGUE, Subject};
use super::block_fault::{BlockDirection, BlockFault, BlockMishap};
use super::check_code::CheckCode;
use super::contacts::Contacts;

/// What the reader hears of the card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Arrival {
    Block(Vec<u8>),
    /// Nothing, which the reader takes for an answer.
    Empty,
    /// Nothing until the waiting time is over.
    Silence,
}

/// One line.
#[derive(Debug, Default)]
pub(crate) struct Line {
    faults: Vec<BlockFault>,
    to_card: u32,
    from_card: u32,
    /// What the card said last.
    previous: Option<Vec<u8>>,
    late: Option<Vec<u8>>,
    carried: u64,
}

impl Line {
    pub(crate) fn new(faults: &[BlockFault]) -> Self {
        Self {
            faults: faults.to_vec(),
            ..Self::default()
        }
    }

    /// Blocks in both directions that were sent, whatever became of them.
    pub(crate) fn carried(&self) -> u64 {
        self.carried
    }

    /// Power is cut: nothing is on its way any more.
    pub(crate) fn fall_silent(&mut self) {
        self.previous = None;
        self.late = None;
    }

    /// What reaches the card.
    pub(crate) fn carry_to_card(&mut self, block: &[u8], check: CheckCode) -> Vec<Vec<u8>> {
        let mishap = self.mishap(BlockDirection::ToCard, self.to_card);
        self.to_card = self.to_card.saturating_add(1);
        self.carried = self.carried.saturating_add(1);
        let block = block.to_vec();
        match mishap {
            None | Some(BlockMishap::WaitingTime { .. } | BlockMishap::InformationSize { .. }) => {
                vec![block]
            }
            Some(BlockMishap::Lost | BlockMishap::Empty | BlockMishap::Late) => Vec::new(),
            Some(BlockMishap::Repeated) => vec![block.clone(), block],
            Some(mishap) => vec![spoilt(block, mishap, check)],
        }
    }

    /// What reaches the reader.
    pub(crate) fn carry_from_card(&mut self, block: Vec<u8>, contacts: &mut Contacts) -> Arrival {
        let check = contacts.answer_to_reset().check();
        let mishap = self.mishap(BlockDirection::FromCard, self.from_card);
        self.from_card = self.from_card.saturating_add(1);
        self.carried = self.carried.saturating_add(1);
        let previous = self.previous.replace(block.clone());
        if let Some(late) = self.late.take() {
            return Arrival::Block(late);
        }
        match mishap {
            None => Arrival::Block(block),
            Some(BlockMishap::Lost) => Arrival::Silence,
            Some(BlockMishap::Empty) => Arrival::Empty,
            Some(BlockMishap::Repeated) => Arrival::Block(previous.unwrap_or(block)),
            Some(BlockMishap::Late) => {
                self.late = Some(block);
                Arrival::Silence
            }
            Some(BlockMishap::WaitingTime { times }) => {
                Arrival::Block(question(Subject::WaitingTime, times, block, contacts))
            }
            Some(BlockMishap::InformationSize { size }) => {
                Arrival::Block(question(Subject::InformationSize, size, block, contacts))
            }
            Some(mishap) => Arrival::Block(spoilt(block, mishap, check)),
        }
    }

    fn mishap(&self, direction: BlockDirection, at: u32) -> Option<BlockMishap> {
        self.faults
            .iter()
            .find(|fault| fault.direction == direction && fault.at == at)
            .map(|fault| fault.mishap)
    }
}

/// Only before I-blocks: an S-block that answers the host cannot wait.
fn question(subject: Subject, value: u8, block: Vec<u8>, contacts: &mut Contacts) -> Vec<u8> {
    if is_information(&block) {
        contacts.ask_first(subject, value.clamp(1, 0xFE), block)
    } else {
        block
    }
}

fn is_information(block: &[u8]) -> bool {
    block.get(1).is_some_and(|control| control & 0x80 == 0)
}

/// The block as it arrives.
fn spoilt(mut block: Vec<u8>, mishap: BlockMishap, check: CheckCode) -> Vec<u8> {
    match mishap {
        BlockMishap::Corrupted { byte, mask } => {
            let at = usize::from(byte).checked_rem(block.len()).unwrap_or(0);
            if let Some(byte) = block.get_mut(at) {
                *byte ^= mask.max(1);
            }
            block
        }
        BlockMishap::CutOff { bytes } => {
            let left = block.len().saturating_sub(usize::from(bytes.max(1)));
            block.truncate(left);
            block
        }
        BlockMishap::WrongLength => resealed(block, check, |prologue| {
            let [_, _, length] = prologue;
            *length = length.wrapping_add(1);
        }),
        BlockMishap::WrongSequence if is_information(&block) => {
            resealed(block, check, |[_, control, _]| *control ^= 0x40)
        }
        BlockMishap::WrongAddress => resealed(block, check, |[address, _, _]| *address ^= 0x12),
        BlockMishap::Supervision { control } => {
            let body = [0x00, 0xC0 | control, 0x00];
            [&body[..], &check.of(&body)].concat()
        }
        _ => block,
    }
}

/// A change of the prologue that the check bytes do not show.
fn resealed(
    mut block: Vec<u8>,
    check: CheckCode,
    change: impl FnOnce(&mut [u8; PROLOGUE]),
) -> Vec<u8> {
    block.truncate(block.len().saturating_sub(check.length()));
    if let Some(prologue) = block.first_chunk_mut::<PROLOGUE>() {
        change(prologue);
    }
    block.extend(check.of(&block));
    block
}

#[cfg(test)]
#[path = "line_tests.rs"]
mod tests;
