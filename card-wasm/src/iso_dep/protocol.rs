//! The block protocol of ISO/IEC 14443-4, chapter 7, as the host runs it: what is sent next,
//! given what was heard. No input and no output; the numbers of the rules are those of 7.5.3
//! to 7.5.6.
//!
//! A block goes out again only if the card says that it did not get it, in answer to the
//! question what it got (R(NAK)), and nothing unexpected was heard since: a card would carry
//! out a second time what it did get.

use core::time::Duration;

use zeroize::Zeroizing;

use super::{Block, timing};
use crate::iso7816::Response;
use crate::link::LinkError;

/// What was heard after a frame.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Heard<'a> {
    Frame(&'a [u8]),
    NoAnswer,
    Garbled,
}

/// What to do next.
#[derive(Debug, Eq, PartialEq)]
pub(super) enum Step {
    /// Send this frame and wait so long.
    Send(Zeroizing<Vec<u8>>, Duration),
    /// The card's answer is complete.
    Done(Vec<u8>),
    /// The card is lost, and what became of the command unknown.
    Failed(LinkError),
}

/// What is agreed with one card, and the block number (rule A).
#[derive(Clone, Copy, Debug)]
pub(super) struct Protocol {
    number: u8,
    /// Most bytes of INF that the card takes.
    information: usize,
    waiting_time: Duration,
}

impl Protocol {
    /// With a card that was just activated.
    pub(super) fn new(information: usize, waiting_time: Duration) -> Self {
        Self {
            number: 0,
            // Without room there would be no end.
            information: information.max(1),
            waiting_time,
        }
    }

    /// Begins to exchange a command for its answer.
    pub(super) fn begin<'a>(&'a mut self, command: &'a [u8]) -> (Exchange<'a>, Step) {
        let mut exchange = Exchange {
            block_length: self.information.min(command.len()),
            protocol: self,
            rest: command,
            answer: None,
            asked: false,
            strange: false,
            failures: 0,
            retransmissions: 0,
            extensions: Duration::ZERO,
        };
        let first = exchange.send_block();
        (exchange, first)
    }

    /// The question whether the card is still there, between two commands (7.5.5, method 2):
    /// whatever it got last, R(NAK) changes nothing in the card.
    pub(super) fn presence_check(&self) -> (Zeroizing<Vec<u8>>, Duration) {
        let frame = Block::Negative {
            number: self.number,
        };
        (frame.encode(), timing::presence(self.waiting_time))
    }
}

/// One command on its way to the card, or its answer on the way back.
pub(super) struct Exchange<'a> {
    protocol: &'a mut Protocol,
    /// What the card has not confirmed yet. The block under way are its first bytes.
    rest: &'a [u8],
    block_length: usize,
    /// The beginning of the answer, once it has begun.
    answer: Option<Vec<u8>>,
    /// The last frame was an R(NAK).
    asked: bool,
    /// Something was heard that does not follow from what was sent since the last block.
    strange: bool,
    failures: u8,
    retransmissions: u8,
    extensions: Duration,
}

impl Exchange<'_> {
    /// What follows from what was heard.
    pub(super) fn hear(&mut self, heard: Heard<'_>) -> Step {
        let number = self.protocol.number;
        let asked = core::mem::take(&mut self.asked);
        let block = match heard {
            Heard::NoAnswer | Heard::Garbled => return self.fail(LinkError::CardRemoved),
            Heard::Frame(bytes) => Block::try_from(bytes),
        };
        match block {
            Ok(Block::WaitingTimeExtension { multiplier }) => self.extend(multiplier),
            Ok(Block::Information {
                number: received,
                chained,
                data,
            }) if received == number && (self.answer.is_some() || !self.has_more_to_send()) => {
                self.collect(chained, data)
            }
            // Rule 7: the card wants the next block.
            Ok(Block::Acknowledgement { number: received })
                if received == number && self.answer.is_none() && self.has_more_to_send() =>
            {
                self.advance();
                self.rest = self.rest.get(self.block_length..).unwrap_or_default();
                self.block_length = self.protocol.information.min(self.rest.len());
                self.retransmissions = 0;
                self.send_block()
            }
            // Rule 6: the card did not get the block.
            Ok(Block::Acknowledgement { number: received })
                if received != number && self.answer.is_none() && asked && !self.strange =>
            {
                self.retransmissions += 1;
                if self.retransmissions > timing::RETRANSMISSIONS {
                    return Step::Failed(LinkError::CardRemoved);
                }
                self.send_block()
            }
            // An old answer, or nonsense: treated as if it had been damaged on its way.
            _ => {
                if self.strange && asked && self.answer.is_none() {
                    return Step::Failed(LinkError::MalformedResponse);
                }
                self.strange = true;
                self.fail(LinkError::MalformedResponse)
            }
        }
    }

    fn has_more_to_send(&self) -> bool {
        self.rest.len() > self.block_length
    }

    /// Rule B.
    const fn advance(&mut self) {
        self.protocol.number ^= 1;
        self.failures = 0;
        self.strange = false;
    }

    /// The block under way, for the first time or again.
    fn send_block(&mut self) -> Step {
        let block = Block::Information {
            number: self.protocol.number,
            chained: self.has_more_to_send(),
            data: self.rest.get(..self.block_length).unwrap_or_default(),
        };
        self.send(block)
    }

    fn send(&self, block: Block<'_>) -> Step {
        let wait = timing::with_grace(self.protocol.waiting_time);
        Step::Send(block.encode(), wait)
    }

    /// A piece of the answer; rule 2 if more of it follows.
    fn collect(&mut self, chained: bool, data: &[u8]) -> Step {
        if chained && data.is_empty() {
            // It would bring the end no nearer.
            return Step::Failed(LinkError::MalformedResponse);
        }
        self.advance();
        let answer = self.answer.get_or_insert_default();
        answer.extend_from_slice(data);
        if answer.len() > Response::MAXIMUM_DATA + 2 {
            return Step::Failed(LinkError::ResponseTooLong);
        }
        if chained {
            return self.send(Block::Acknowledgement {
                number: self.protocol.number,
            });
        }
        Step::Done(core::mem::take(answer))
    }

    /// The card wants more time, which it gets within the budget (7.3).
    fn extend(&mut self, multiplier: u8) -> Step {
        let wait = timing::extended(self.protocol.waiting_time, multiplier);
        self.extensions += wait;
        if self.extensions > timing::EXTENSIONS {
            return Step::Failed(LinkError::CardTooSlow);
        }
        let block = Block::WaitingTimeExtension { multiplier };
        Step::Send(block.encode(), timing::with_grace(wait))
    }

    /// Rules 4 and 5: the card is asked what it got last, or for the last piece once more.
    fn fail(&mut self, reason: LinkError) -> Step {
        self.failures += 1;
        if self.failures >= timing::FAILURES {
            return Step::Failed(reason);
        }
        let number = self.protocol.number;
        if self.answer.is_some() {
            return self.send(Block::Acknowledgement { number });
        }
        self.asked = true;
        let wait = timing::question(self.protocol.waiting_time);
        Step::Send(Block::Negative { number }.encode(), wait)
    }
}

#[cfg(test)]
#[path = "protocol_tests.rs"]
mod tests;
