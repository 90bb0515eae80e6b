//! T=0 as seen from the host of a reader that deals with procedure bytes by itself: short
//! APDUs as commands of T=0 (ISO/IEC 7816-3:2006, 12.2).

use zeroize::Zeroizing;

use super::action::LONGEST_ANSWER;
use super::{Action, Answer, Failure};
use crate::iso7816::{Command, ExpectedLength, StatusWord};

/// GET RESPONSE (ISO/IEC 7816-4, 7.6.1), in the class without channel and messaging.
const GET_RESPONSE: [u8; 4] = [0x00, 0xC0, 0x00, 0x00];

/// Commands that fetch the rest of one answer: 65 536 bytes in pieces of 256.
const MAXIMUM_PIECES: u16 = 256;

/// One short APDU on its way.
pub struct T0Exchange {
    /// CLA INS P1 P2 of the command under way.
    header: [u8; 4],
    /// What may follow.
    stage: Stage,
    /// Whether this command was corrected once (6Cxx).
    corrected: bool,
    answer: Vec<u8>,
    pieces: u16,
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Stage {
    /// Cases 1 and 3: no data are expected. Such a command is never sent again.
    Silent,
    /// Case 2: the card sends data.
    Asking,
    /// Case 4: the card takes data, and what it answers has to be fetched.
    Telling(ExpectedLength),
    /// GET RESPONSE that the card asked for.
    Fetching,
    /// GET RESPONSE after a 9000, in which there need not be anything.
    Trying,
}

impl T0Exchange {
    /// Begins with an APDU; `None` if it is not of the short form.
    #[must_use]
    pub fn begin(command: &Command) -> Option<(Self, Action)> {
        if command.is_extended() {
            return None;
        }
        let [p1, p2] = command.parameters();
        let header = [command.class(), command.instruction(), p1, p2];
        let data = command.data();
        let (stage, p3) = match (data.is_empty(), command.expected()) {
            // Case 1: P3 is 00.
            (true, None) => (Stage::Silent, 0x00),
            (true, Some(expected)) => (Stage::Asking, length_byte(expected)),
            (false, None) => (Stage::Silent, lc(data)),
            (false, Some(expected)) => (Stage::Telling(expected), lc(data)),
        };
        let exchange = Self {
            header,
            stage,
            corrected: false,
            answer: Vec::new(),
            pieces: 0,
        };
        let action = exchange.send(p3, data);
        Some((exchange, action))
    }

    /// Takes in what came back.
    pub fn receive(&mut self, answer: Answer<'_>) -> Action {
        let bytes = match answer {
            Answer::Bytes(bytes) => bytes,
            Answer::Silence => return Action::Failed(Failure::Dead),
            Answer::Garbled => return Action::Failed(Failure::Lost),
        };
        let Some((data, status)) = bytes.split_last_chunk::<2>() else {
            return Action::Failed(Failure::Malformed);
        };
        self.answer.extend_from_slice(data);
        if self.answer.len() + status.len() > LONGEST_ANSWER {
            return Action::Failed(Failure::TooLong);
        }
        match (StatusWord::from(*status), self.stage) {
            // Nothing was carried out (10.3.3), and these are not the commands that count.
            (StatusWord::ExactLength(length), Stage::Asking | Stage::Fetching | Stage::Trying)
                if !self.corrected =>
            {
                self.corrected = true;
                self.send(length, &[])
            }
            (
                StatusWord::MoreData(available),
                Stage::Asking | Stage::Telling(_) | Stage::Fetching | Stage::Trying,
            ) => self.fetch(Stage::Fetching, available),
            (StatusWord::Success, Stage::Telling(expected)) if self.answer.is_empty() => {
                self.fetch(Stage::Trying, length_byte(expected))
            }
            // The command itself was carried out, and there was nothing to fetch.
            (status, Stage::Trying) if !status.is_carried_out() && self.answer.is_empty() => {
                Action::Done(StatusWord::Success.to_bytes().to_vec())
            }
            (status, _) => {
                let mut answer = core::mem::take(&mut self.answer);
                answer.extend(status.to_bytes());
                Action::Done(answer)
            }
        }
    }

    fn fetch(&mut self, stage: Stage, length: u8) -> Action {
        self.pieces += 1;
        if self.pieces > MAXIMUM_PIECES {
            return Action::Failed(Failure::TooLong);
        }
        self.header = GET_RESPONSE;
        self.stage = stage;
        self.corrected = false;
        self.send(length, &[])
    }

    fn send(&self, p3: u8, data: &[u8]) -> Action {
        // The exact capacity, because a vector that grows leaves its data behind in memory.
        let mut block = Zeroizing::new(Vec::with_capacity(5 + data.len()));
        block.extend(self.header);
        block.push(p3);
        block.extend(data);
        Action::Send {
            block,
            waiting_time: 0,
        }
    }
}

/// P3 of a command whose data the card sends: 00 stands for 256.
fn length_byte(expected: ExpectedLength) -> u8 {
    u8::try_from(expected.bytes()).unwrap_or(0x00)
}

/// P3 of a command with data: at most 255, as the form is short.
fn lc(data: &[u8]) -> u8 {
    u8::try_from(data.len()).unwrap_or(u8::MAX)
}

#[cfg(test)]
#[path = "t0_tests.rs"]
mod tests;
