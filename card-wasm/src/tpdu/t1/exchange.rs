//! A chain that is under way: what each block of the card brings about.

use super::{ATTEMPTS, EXTENSIONS, Phase, T1};
use crate::tpdu::action::LONGEST_ANSWER;
use crate::tpdu::block::{Block, Flaw, Reason, Sequence, Supervisory};
use crate::tpdu::{Action, Failure};

impl T1 {
    /// A block while an APDU is exchanged. `phase` is Sending or Receiving.
    pub(super) fn exchanged(&mut self, phase: Phase, block: Result<Block, Flaw>) -> Action {
        match block {
            Err(flaw) => self.complain(phase, flaw),
            Ok(Block::Supervisory {
                subject,
                is_response: false,
            }) => self.supervised(phase, subject),
            // Nobody asked: the card heard what was not sent, and forgot what it was told.
            Ok(Block::Supervisory {
                subject: Supervisory::Resynchronise | Supervisory::Abort,
                ..
            }) => self.resynchronise(Some(Failure::Lost)),
            Ok(Block::Supervisory { .. }) => self.complain(phase, Flaw::Other),
            Ok(Block::Receive { expected, .. }) => self.asked(phase, expected),
            Ok(Block::Information {
                sequence,
                more,
                piece,
            }) => self.informed(phase, sequence, more, &piece),
        }
    }

    /// Rules 3, 4, 6 and 9: what the card asks for.
    fn supervised(&mut self, phase: Phase, subject: Supervisory) -> Action {
        match subject {
            Supervisory::WaitingTime(1..) => {
                self.extensions += 1;
                if self.extensions > EXTENSIONS {
                    return self.fail(Failure::TooSlow);
                }
            }
            Supervisory::InformationFieldSize(size @ 1..=Block::MAXIMUM_INFORMATION) => {
                self.size = size;
            }
            Supervisory::Abort => {
                self.phase = Phase::Aborting;
                return self.supervise(subject, true);
            }
            // Only the host may ask for it (11.6.2.1). The card has lost its way.
            Supervisory::Resynchronise => return self.resynchronise(Some(Failure::Lost)),
            Supervisory::WaitingTime(_) | Supervisory::InformationFieldSize(_) => {
                return self.complain(phase, Flaw::Other);
            }
        }
        self.phase = phase;
        self.attempts = 1;
        self.supervise(subject, true)
    }

    /// An R-block: the next piece is wanted, or the last one again (rules 2.2, 5 and 7.1).
    fn asked(&mut self, phase: Phase, expected: Sequence) -> Action {
        match phase {
            Phase::Sending { command, sent } if expected != self.send => {
                if sent < command.len() {
                    self.send = self.send.next();
                    self.send_piece(command, sent)
                } else {
                    // There is nothing left to ask for.
                    self.complain(Phase::Sending { command, sent }, Flaw::Other)
                }
            }
            phase => self.repeat(phase),
        }
    }

    /// An I-block: a piece of the answer (rules 2.1 and 5).
    fn informed(&mut self, phase: Phase, number: Sequence, more: bool, piece: &[u8]) -> Action {
        let mut answer = match phase {
            Phase::Sending { command, sent } if number != self.receive || sent < command.len() => {
                return self.complain(Phase::Sending { command, sent }, Flaw::Other);
            }
            Phase::Receiving(answer) if number != self.receive => {
                return self.complain(Phase::Receiving(answer), Flaw::Other);
            }
            Phase::Receiving(answer) => answer,
            // The answer acknowledges the command.
            _ => {
                self.send = self.send.next();
                Vec::new()
            }
        };
        self.receive = self.receive.next();
        answer.extend_from_slice(piece);
        if answer.len() > LONGEST_ANSWER {
            return self.fail(Failure::TooLong);
        }
        if !more {
            return self.done(answer);
        }
        self.phase = Phase::Receiving(answer);
        self.first_attempt(&Block::Receive {
            expected: self.receive,
            reason: Reason::NoError,
        })
    }

    /// Says that the block could not be understood (rules 7.1 to 7.3).
    fn complain(&mut self, phase: Phase, flaw: Flaw) -> Action {
        if !self.may_try_again() {
            return self.resynchronise(Some(Failure::Lost));
        }
        self.phase = phase;
        let block = Block::Receive {
            expected: self.receive,
            reason: flaw.into(),
        };
        self.send(&block, 0)
    }

    /// Sends the last block of the chain again.
    fn repeat(&mut self, phase: Phase) -> Action {
        let Some(block) = self.last.clone().filter(|_| self.may_try_again()) else {
            return self.resynchronise(Some(Failure::Lost));
        };
        self.phase = phase;
        Action::Send {
            block,
            waiting_time: 0,
        }
    }

    pub(super) const fn may_try_again(&mut self) -> bool {
        self.attempts += 1;
        self.attempts <= ATTEMPTS
    }
}
