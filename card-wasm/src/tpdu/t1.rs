//! T=1 as seen from the host: one APDU at a time, in blocks, with recovery from errors
//! (ISO/IEC 7816-3:2006, 11.6; the rules are those of 11.6.2 and 11.6.3).
//!
//! ```text
//! begin ─▶ Send(block) ─▶ receive(answer) ─▶ Send(block) … ─▶ Done(answer) or Failed(why)
//! ```
//!
//! A block may be sent again, with its number unchanged, so that the card knows it. An APDU is
//! never sent again: once sequence numbers begin anew, it ends in an error.

mod exchange;

use zeroize::Zeroizing;

use super::block::{Block, Check, Flaw, Sequence, Supervisory};
use super::{Action, Answer, Failure};

/// Times that a block is sent before the protocol begins anew, and that this is tried before
/// the card counts as mute (rules 7.4.2 and 7.4.3).
const ATTEMPTS: u8 = 3;

/// Requests for more time during one APDU: some minutes.
const EXTENSIONS: u16 = 240;

/// Blocks received during one APDU: twice those of the longest at the size after reset.
const BLOCKS: u16 = 4_200;

/// IFSC and IFSD after reset (11.4.2).
const DEFAULT_SIZE: u8 = 32;

/// One card from its reset on.
pub struct T1 {
    check: Check,
    /// What the card takes: as in its ATR, and as it said last.
    initial_size: u8,
    size: u8,
    /// What the reader can carry.
    room: u8,
    /// What the card is still to be told.
    own_size: OwnSize,
    send: Sequence,
    receive: Sequence,
    /// Whether both sides certainly agree on the numbers.
    in_order: bool,
    /// The command that waits for the preparations.
    pending: Option<Zeroizing<Vec<u8>>>,
    phase: Phase,
    /// The last block of the chain, if it can be sent again.
    last: Option<Zeroizing<Vec<u8>>>,
    attempts: u8,
    extensions: u16,
    blocks: u16,
}

/// IFSD.
#[derive(Clone, Copy)]
struct OwnSize {
    wanted: Option<u8>,
    told: bool,
}

enum Phase {
    Idle,
    /// S(IFS request) is out.
    Telling(u8),
    /// The last block ended before `sent`.
    Sending {
        command: Zeroizing<Vec<u8>>,
        sent: usize,
    },
    Receiving(Vec<u8>),
    /// S(ABORT response) is out.
    Aborting,
    /// S(RESYNCH request) is out; the exchange failed, if it had begun.
    Resynchronising(Option<Failure>),
}

impl T1 {
    /// A card that was just reset. `size` is IFSC as in the ATR; `room` is the most that fits
    /// into a message of the reader.
    #[must_use]
    pub fn new(check: Check, size: u8, room: u8) -> Self {
        let size = match size {
            0 => DEFAULT_SIZE,
            size => size.min(Block::MAXIMUM_INFORMATION),
        };
        Self {
            check,
            initial_size: size,
            size,
            room: room.clamp(1, Block::MAXIMUM_INFORMATION),
            own_size: OwnSize {
                wanted: None,
                told: false,
            },
            send: Sequence::Even,
            receive: Sequence::Even,
            in_order: true,
            pending: None,
            phase: Phase::Idle,
            last: None,
            attempts: 0,
            extensions: 0,
            blocks: 0,
        }
    }

    /// The same card, to be told before the first command that information fields of this
    /// size can be received (IFSD).
    #[must_use]
    pub fn telling(mut self, size: u8) -> Self {
        let size = size.min(self.room);
        self.own_size.wanted = (size != DEFAULT_SIZE).then_some(size);
        self
    }

    /// Does what has to be done before a command. The answer is empty.
    pub fn prepare(&mut self) -> Action {
        self.pending = None;
        self.start()
    }

    /// Begins to exchange an APDU.
    pub fn begin(&mut self, apdu: &[u8]) -> Action {
        self.pending = Some(Zeroizing::new(apdu.to_vec()));
        self.start()
    }

    /// Begins to exchange an APDU of this length that somebody else completes and sends:
    /// NAD, PCB and LEN of its block. `None` if it takes more than one block, or if
    /// something has to be done before ([`Self::prepare`]).
    pub fn begin_elsewhere(&mut self, length: usize) -> Option<[u8; 3]> {
        let length = u8::try_from(length).ok().filter(|it| *it <= self.piece())?;
        if !core::mem::replace(&mut self.in_order, false) {
            return None;
        }
        (self.blocks, self.extensions, self.attempts) = (0, 0, 1);
        self.last = None;
        self.phase = Phase::Sending {
            command: Zeroizing::default(),
            sent: 0,
        };
        Some(Block::prologue(self.send, length))
    }

    /// The last block certainly never reached the card. If it was the first of a command, both
    /// sides agree as before.
    pub fn never_sent(&mut self) {
        if self.blocks == 0 && matches!(self.phase, Phase::Sending { .. }) {
            self.phase = Phase::Idle;
            self.in_order = true;
        }
    }

    /// Takes in what came back for the last block.
    pub fn receive(&mut self, answer: Answer<'_>) -> Action {
        self.blocks += 1;
        if self.blocks > BLOCKS {
            return self.fail(Failure::TooSlow);
        }
        let block = match answer {
            Answer::Bytes(bytes) => Block::decode(bytes, self.check),
            Answer::Silence => Err(Flaw::Other),
            Answer::Garbled => Err(Flaw::Check),
        };
        match core::mem::replace(&mut self.phase, Phase::Idle) {
            Phase::Telling(size) => self.told(size, &block),
            Phase::Resynchronising(failure) => self.resynchronised(failure, &block),
            // Whatever it says: what is left of the chain is not wanted any more.
            Phase::Aborting => self.resynchronise(Some(Failure::Aborted)),
            Phase::Idle => self.fail(Failure::Lost),
            phase => self.exchanged(phase, block),
        }
    }

    fn start(&mut self) -> Action {
        (self.blocks, self.extensions) = (0, 0);
        self.proceed()
    }

    /// The next of: agreeing on numbers, telling the size, sending the command.
    fn proceed(&mut self) -> Action {
        // True again only when an exchange has come to its end, however it is left.
        if !core::mem::replace(&mut self.in_order, false) {
            return self.resynchronise(None);
        }
        if let (Some(size), false) = (self.own_size.wanted, self.own_size.told) {
            return self.tell(size);
        }
        match self.pending.take() {
            Some(command) => self.send_piece(command, 0),
            None => self.done(Vec::new()),
        }
    }

    fn done(&mut self, answer: Vec<u8>) -> Action {
        self.phase = Phase::Idle;
        self.last = None;
        self.in_order = true;
        Action::Done(answer)
    }

    /// Ends without an answer. The next exchange begins with a resynchronisation.
    fn fail(&mut self, failure: Failure) -> Action {
        self.phase = Phase::Idle;
        self.last = None;
        self.pending = None;
        Action::Failed(failure)
    }

    /// Most bytes of the next piece.
    fn piece(&self) -> u8 {
        self.size.min(self.room)
    }

    /// The piece of the command from `begin` on, as a block (rules 2.1 and 5).
    fn send_piece(&mut self, command: Zeroizing<Vec<u8>>, begin: usize) -> Action {
        let end = command.len().min(begin + usize::from(self.piece()));
        let piece = command.get(begin..end).unwrap_or_default();
        let block = Block::Information {
            sequence: self.send,
            more: end < command.len(),
            piece: Zeroizing::new(piece.to_vec()),
        };
        self.phase = Phase::Sending { command, sent: end };
        self.first_attempt(&block)
    }

    /// Sends a block of the chain for the first time.
    fn first_attempt(&mut self, block: &Block) -> Action {
        self.attempts = 1;
        let block = block.encode(self.check);
        self.last = Some(block.clone());
        Action::Send {
            block,
            waiting_time: 0,
        }
    }

    /// Sends a block beside the chain.
    fn send(&self, block: &Block, waiting_time: u8) -> Action {
        Action::Send {
            block: block.encode(self.check),
            waiting_time,
        }
    }

    fn supervise(&self, subject: Supervisory, is_response: bool) -> Action {
        let waiting_time = match subject {
            Supervisory::WaitingTime(factor) => factor,
            _ => 0,
        };
        let block = Block::Supervisory {
            subject,
            is_response,
        };
        self.send(&block, waiting_time)
    }

    /// S(IFS request) (rule 4).
    fn tell(&mut self, size: u8) -> Action {
        self.attempts = 1;
        self.phase = Phase::Telling(size);
        self.supervise(Supervisory::InformationFieldSize(size), false)
    }

    fn told(&mut self, size: u8, block: &Result<Block, Flaw>) -> Action {
        let request = Supervisory::InformationFieldSize(size);
        if *block != Ok(response(request)) {
            if self.may_try_again() {
                self.phase = Phase::Telling(size);
                return self.supervise(request, false);
            }
            // The size after reset does, only slower.
            self.own_size.wanted = None;
        }
        self.own_size.told = true;
        self.in_order = true;
        self.proceed()
    }

    /// S(RESYNCH request) (rules 6 and 7.4.2).
    fn resynchronise(&mut self, failure: Option<Failure>) -> Action {
        self.attempts = 1;
        self.last = None;
        self.phase = Phase::Resynchronising(failure);
        self.supervise(Supervisory::Resynchronise, false)
    }

    fn resynchronised(&mut self, failure: Option<Failure>, block: &Result<Block, Flaw>) -> Action {
        if *block != Ok(response(Supervisory::Resynchronise)) {
            if self.may_try_again() {
                self.phase = Phase::Resynchronising(failure);
                return self.supervise(Supervisory::Resynchronise, false);
            }
            return self.fail(Failure::Dead);
        }
        // Everything is as after reset (11.6.2.3, rule 6).
        (self.send, self.receive) = (Sequence::Even, Sequence::Even);
        self.size = self.initial_size;
        self.own_size.told = false;
        self.in_order = true;
        match failure {
            Some(failure) => self.fail(failure),
            None => self.proceed(),
        }
    }
}

const fn response(subject: Supervisory) -> Block {
    Block::Supervisory {
        subject,
        is_response: true,
    }
}

#[cfg(test)]
#[path = "t1_tests.rs"]
mod tests;
