//! APDUs that take several messages: `wLevelParameter` towards the card
//! (CCID 1.1, 6.1.4) and `bChainParameter` back (6.2.1).

use std::collections::VecDeque;

use super::message::Failure;

/// `wLevelParameter` of an empty block that asks for the rest of an answer.
pub(crate) const CONTINUE_ANSWER: u16 = 0x0010;

/// The longest extended APDU: header, Lc, 65 535 bytes and Le.
const APDU_MAXIMUM: usize = 4 + 3 + 65_535 + 2;

/// `wLevelParameter` of a command, `bChainParameter` of an answer.
const WHOLE: u8 = 0x00;
const BEGINS: u8 = 0x01;
const ENDS: u8 = 0x02;
const CONTINUES: u8 = 0x03;
/// `bChainParameter`: empty block, the host is to send more.
const SEND_MORE: u8 = 0x10;

/// What a block brings about.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Chain parameter and data for the host; the card is not asked.
    Answer(u8, Vec<u8>),
    /// The APDU is complete.
    Apdu(Vec<u8>),
}

/// A command on its way in.
#[derive(Debug, Default)]
pub(crate) struct Assembly {
    begun: Option<Vec<u8>>,
}

impl Assembly {
    pub(crate) fn add(&mut self, level: u16, block: &[u8]) -> Result<Step, Failure> {
        let level = u8::try_from(level).map_err(|_| Failure::BAD_LEVEL_PARAMETER)?;
        match (level, self.begun.take()) {
            // A whole command where more was expected: the host gave up on the old one.
            (WHOLE, _) => Ok(Step::Apdu(block.to_vec())),
            (BEGINS, _) => self.keep(block.to_vec()),
            (CONTINUES, Some(begun)) => self.keep([&begun, block].concat()),
            (ENDS, Some(begun)) => Ok(Step::Apdu([&begun, block].concat())),
            _ => Err(Failure::BAD_LEVEL_PARAMETER),
        }
    }

    fn keep(&mut self, bytes: Vec<u8>) -> Result<Step, Failure> {
        if bytes.len() > APDU_MAXIMUM {
            return Err(Failure::BadLength);
        }
        self.begun = Some(bytes);
        Ok(Step::Answer(SEND_MORE, Vec::new()))
    }
}

/// An answer on its way out.
#[derive(Debug, Default)]
pub(crate) struct Delivery {
    blocks: VecDeque<Vec<u8>>,
}

impl Delivery {
    /// Cuts an answer to the reader's message size and hands out the first block.
    pub(crate) fn begin(&mut self, answer: Vec<u8>, limit: usize) -> (u8, Vec<u8>) {
        self.blocks.clear();
        if answer.len() <= limit {
            return (WHOLE, answer);
        }
        self.blocks = answer.chunks(limit.max(1)).map(<[u8]>::to_vec).collect();
        (BEGINS, self.blocks.pop_front().unwrap_or_default())
    }

    pub(crate) fn next(&mut self, block: &[u8]) -> Result<Step, Failure> {
        if !block.is_empty() {
            return Err(Failure::BadLength);
        }
        let data = self
            .blocks
            .pop_front()
            .ok_or(Failure::BAD_LEVEL_PARAMETER)?;
        let chain = if self.blocks.is_empty() {
            ENDS
        } else {
            CONTINUES
        };
        Ok(Step::Answer(chain, data))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_put_together() {
        let mut assembly = Assembly::default();
        assert_eq!(assembly.add(1, &[1, 2]), Ok(Step::Answer(0x10, vec![])));
        assert_eq!(assembly.add(3, &[3]), Ok(Step::Answer(0x10, vec![])));
        assert_eq!(assembly.add(2, &[4]), Ok(Step::Apdu(vec![1, 2, 3, 4])));
        assert_eq!(assembly.add(2, &[4]), Err(Failure::BAD_LEVEL_PARAMETER));
        assert_eq!(
            assembly.add(0x1000, &[4]),
            Err(Failure::BAD_LEVEL_PARAMETER)
        );
    }

    #[test]
    fn a_command_has_a_greatest_length() {
        let mut assembly = Assembly::default();
        let block = vec![0; APDU_MAXIMUM];
        assert_eq!(assembly.add(1, &block), Ok(Step::Answer(0x10, vec![])));
        assert_eq!(assembly.add(3, &[0]), Err(Failure::BadLength));
        assert_eq!(
            assembly.add(2, &[]),
            Err(Failure::BAD_LEVEL_PARAMETER),
            "given up"
        );
    }

    #[test]
    fn an_answer_is_cut() {
        let mut delivery = Delivery::default();
        assert_eq!(delivery.begin(vec![1, 2, 3], 3), (0, vec![1, 2, 3]));
        assert_eq!(delivery.begin(vec![1, 2, 3, 4, 5], 2), (1, vec![1, 2]));
        assert_eq!(delivery.next(&[9]), Err(Failure::BadLength));
        assert_eq!(delivery.next(&[]), Ok(Step::Answer(3, vec![3, 4])));
        assert_eq!(delivery.next(&[]), Ok(Step::Answer(2, vec![5])));
        assert_eq!(delivery.next(&[]), Err(Failure::BAD_LEVEL_PARAMETER));
    }
}
