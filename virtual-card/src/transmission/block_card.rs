//! The card's side of T=1 (ISO/IEC 7816-3, 11.6): what it answers to a block.
//!
//! A state machine without input and output: bytes in, an [`Action`] out. It
//! knows no reader and no instruction but by their time: a signature takes so
//! long that the card asks for more.

use super::block::{Block, Control, LENGTH_MAXIMUM, Reason, Sequence, Subject};
use super::check_code::CheckCode;

/// Information field sizes both sides start with (11.4.2).
const INITIAL_SIZE: usize = 32;
/// The longest extended APDU: header, Lc, 65 535 bytes and Le.
const APDU_MAXIMUM: usize = 4 + 3 + 65_535 + 2;
/// INS of the signature command, which takes seconds on a real card.
const SIGN: u8 = 0x2A;

/// What the card does next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// It sends a block.
    Send(Vec<u8>),
    /// It carries out a command; [`BlockCard::answer`] takes what came of it.
    Execute(Vec<u8>),
}

/// What was put off until an S-block is answered.
#[derive(Debug)]
enum Postponed {
    Execute(Vec<u8>),
    Send(Vec<u8>),
    /// The card has nothing to say but that it listens.
    Listen,
}

/// A request of the card that the host has to answer first.
#[derive(Debug)]
struct Question {
    subject: Subject,
    value: Vec<u8>,
    then: Postponed,
}

/// A block in the air that the host may ask for again.
#[derive(Debug)]
struct Outstanding {
    sequence: Sequence,
    bytes: Vec<u8>,
}

/// A card that speaks T=1.
#[derive(Debug)]
pub(crate) struct BlockCard {
    check: CheckCode,
    /// IFSC of the answer to reset.
    announced_size: u8,
    /// IFSC: the most that this card takes in one block.
    own_size: u8,
    /// IFSD: the most that the host takes.
    host_size: usize,
    /// N(S) of the next block from the host.
    expected: Sequence,
    /// N(S) of the next block to the host.
    next: Sequence,
    command: Vec<u8>,
    answer: Vec<u8>,
    outstanding: Option<Outstanding>,
    question: Option<Question>,
    /// Times the usual waiting time that a signature takes; 1 asks for nothing.
    patience: u8,
    /// How many times the usual waiting time the last answer took.
    taken: u8,
}

impl BlockCard {
    pub(crate) fn new(check: CheckCode, own_size: u8, patience: u8) -> Self {
        Self {
            check,
            announced_size: own_size,
            own_size,
            host_size: INITIAL_SIZE,
            expected: Sequence::Zero,
            next: Sequence::Zero,
            command: Vec::new(),
            answer: Vec::new(),
            outstanding: None,
            question: None,
            patience,
            taken: 1,
        }
    }

    /// How many times the block waiting time the last answer took.
    pub(crate) fn waiting_times(&self) -> u8 {
        self.taken
    }

    /// Takes what arrived at the contacts.
    pub(crate) fn receive(&mut self, bytes: &[u8]) -> Action {
        self.taken = 1;
        let block = match Block::parse(bytes, self.check) {
            Ok(block) => block,
            Err(reason) => return self.refuse(reason),
        };
        match block.control {
            Control::Information { sequence, more } => {
                self.information(sequence, more, &block.information)
            }
            Control::Ready { expected, .. } => self.ready(expected),
            Control::Request(subject) => self.request(subject, &block.information),
            Control::Response(subject) => self.response(subject, &block.information),
        }
    }

    /// What the command came to: the first block of its answer.
    pub(crate) fn answer(&mut self, answer: Vec<u8>) -> Vec<u8> {
        self.answer = answer;
        self.next_block()
    }

    /// Puts off what would be sent now until the host has answered a request.
    pub(crate) fn ask_first(&mut self, subject: Subject, value: &[u8], sent: Vec<u8>) -> Vec<u8> {
        self.ask(subject, value.to_vec(), Postponed::Send(sent))
    }

    fn information(&mut self, sequence: Sequence, more: bool, information: &[u8]) -> Action {
        let welcome = self.question.is_none()
            && self.answer.is_empty()
            && sequence == self.expected
            && information.len() <= usize::from(self.own_size);
        if !welcome {
            return self.refuse(Reason::Other);
        }
        self.outstanding = None;
        self.expected = self.expected.next();
        self.command.extend(information);
        if self.command.len() > APDU_MAXIMUM {
            self.command.clear();
            return Action::Send(self.ask(Subject::Abort, Vec::new(), Postponed::Listen));
        }
        if more {
            return self.listen(Reason::None);
        }
        let command = std::mem::take(&mut self.command);
        if self.patience > 1 && command.get(1) == Some(&SIGN) {
            let times = vec![self.patience];
            let then = Postponed::Execute(command);
            return Action::Send(self.ask(Subject::WaitingTime, times, then));
        }
        Action::Execute(command)
    }

    /// An R-block asks for the last block again, or for the one after it.
    fn ready(&mut self, expected: Sequence) -> Action {
        if let Some(question) = &self.question {
            return Action::Send(self.written(&question_block(question)));
        }
        match &self.outstanding {
            Some(block) if block.sequence == expected => Action::Send(block.bytes.clone()),
            Some(_) if !self.answer.is_empty() => Action::Send(self.next_block()),
            // Nothing was sent that could be meant: the host waits for an answer
            // to a block that never arrived.
            _ => self.listen(Reason::None),
        }
    }

    fn request(&mut self, subject: Subject, value: &[u8]) -> Action {
        match (subject, value) {
            (Subject::Resynchronization, []) => {
                // As after the answer to reset; rights and files are not its affair.
                *self = Self::new(self.check, self.announced_size, self.patience);
            }
            (Subject::InformationSize, [size @ 1..=LENGTH_MAXIMUM]) => {
                self.host_size = usize::from(*size);
            }
            (Subject::Abort, []) => {
                self.command.clear();
                self.answer.clear();
            }
            _ => return self.refuse(Reason::Other),
        }
        Action::Send(self.written(&Block::new(Control::Response(subject), value)))
    }

    fn response(&mut self, subject: Subject, value: &[u8]) -> Action {
        let answered = self
            .question
            .take_if(|question| question.subject == subject && question.value == value);
        let Some(question) = answered else {
            return self.refuse(Reason::Other);
        };
        match (subject, value) {
            (Subject::WaitingTime, [times]) => self.taken = *times,
            (Subject::InformationSize, [size]) => self.own_size = *size,
            _ => {}
        }
        match question.then {
            Postponed::Execute(command) => Action::Execute(command),
            Postponed::Send(bytes) => Action::Send(bytes),
            Postponed::Listen => self.listen(Reason::None),
        }
    }

    /// A block that cannot be used: the card repeats its question, or asks for
    /// the block again.
    fn refuse(&mut self, reason: Reason) -> Action {
        match &self.question {
            Some(question) => Action::Send(self.written(&question_block(question))),
            None => self.listen(reason),
        }
    }

    fn listen(&self, reason: Reason) -> Action {
        let expected = self.expected;
        Action::Send(self.written(&Block::new(Control::Ready { expected, reason }, &[])))
    }

    fn ask(&mut self, subject: Subject, value: Vec<u8>, then: Postponed) -> Vec<u8> {
        let question = Question {
            subject,
            value,
            then,
        };
        let bytes = self.written(&question_block(&question));
        self.question = Some(question);
        bytes
    }

    fn next_block(&mut self) -> Vec<u8> {
        let rest = self.answer.split_off(self.host_size.min(self.answer.len()));
        let information = std::mem::replace(&mut self.answer, rest);
        let control = Control::Information {
            sequence: self.next,
            more: !self.answer.is_empty(),
        };
        let bytes = self.written(&Block::new(control, &information));
        self.outstanding = Some(Outstanding {
            sequence: self.next,
            bytes: bytes.clone(),
        });
        self.next = self.next.next();
        bytes
    }

    fn written(&self, block: &Block) -> Vec<u8> {
        block.to_bytes(self.check)
    }
}

fn question_block(question: &Question) -> Block {
    Block::new(Control::Request(question.subject), &question.value)
}

#[cfg(test)]
#[path = "block_card_tests.rs"]
mod tests;
