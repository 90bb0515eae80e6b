//! Blocks of T=1: prologue, information, epilogue (ISO/IEC 7816-3, 11.3).
//! Knows what a block says, not what follows from it.

use super::check_code::CheckCode;

/// NAD of a card without logical channels of its own (11.3.2.1).
const NODE_ADDRESS: u8 = 0x00;
/// NAD, PCB and LEN.
pub(crate) const PROLOGUE: usize = 3;
/// FF is reserved (11.3.2.3).
pub(crate) const LENGTH_MAXIMUM: u8 = 0xFE;

/// The number of a block, modulo two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Sequence {
    #[default]
    Zero,
    One,
}

impl Sequence {
    pub(crate) fn next(self) -> Self {
        match self {
            Self::Zero => Self::One,
            Self::One => Self::Zero,
        }
    }

    fn at(self, bit: u8) -> u8 {
        match self {
            Self::Zero => 0,
            Self::One => bit,
        }
    }

    fn from_bit(byte: u8, bit: u8) -> Self {
        if byte & bit == 0 {
            Self::Zero
        } else {
            Self::One
        }
    }
}

/// Why a block is asked for again (11.3.2.2, bits 4 to 1 of an R-block).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// It is not: the R-block acknowledges.
    None = 0,
    /// Parity or check bytes.
    Check = 1,
    /// Anything else.
    Other = 2,
}

/// What an S-block is about (11.3.2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    Resynchronization = 0x00,
    InformationSize = 0x01,
    Abort = 0x02,
    WaitingTime = 0x03,
}

/// The protocol control byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Control {
    Information { sequence: Sequence, more: bool },
    Ready { expected: Sequence, reason: Reason },
    Request(Subject),
    Response(Subject),
}

const KIND: u8 = 0xC0;
const READY: u8 = 0x80;
const SUPERVISION: u8 = 0xC0;
const SEND_SEQUENCE: u8 = 0x40;
const MORE: u8 = 0x20;
const EXPECTED_SEQUENCE: u8 = 0x10;
const RESPONSE: u8 = 0x20;

impl Control {
    fn parse(byte: u8) -> Option<Self> {
        if byte & 0x80 == 0 {
            return (byte & 0x1F == 0).then(|| Self::Information {
                sequence: Sequence::from_bit(byte, SEND_SEQUENCE),
                more: byte & MORE != 0,
            });
        }
        if byte & KIND == READY {
            let reason = match byte & !(READY | EXPECTED_SEQUENCE) {
                0 => Reason::None,
                1 => Reason::Check,
                2 => Reason::Other,
                _ => return None,
            };
            let expected = Sequence::from_bit(byte, EXPECTED_SEQUENCE);
            return Some(Self::Ready { expected, reason });
        }
        let subject = match byte & !(SUPERVISION | RESPONSE) {
            0x00 => Subject::Resynchronization,
            0x01 => Subject::InformationSize,
            0x02 => Subject::Abort,
            0x03 => Subject::WaitingTime,
            _ => return None,
        };
        Some(if byte & RESPONSE == 0 {
            Self::Request(subject)
        } else {
            Self::Response(subject)
        })
    }

    fn to_byte(self) -> u8 {
        match self {
            Self::Information { sequence, more } => {
                sequence.at(SEND_SEQUENCE) | if more { MORE } else { 0 }
            }
            Self::Ready { expected, reason } => {
                READY | expected.at(EXPECTED_SEQUENCE) | reason as u8
            }
            Self::Request(subject) => SUPERVISION | subject as u8,
            Self::Response(subject) => SUPERVISION | RESPONSE | subject as u8,
        }
    }
}

/// One block without its check bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) control: Control,
    pub(crate) information: Vec<u8>,
}

impl Block {
    pub(crate) fn new(control: Control, information: &[u8]) -> Self {
        Self {
            control,
            information: information.to_vec(),
        }
    }

    /// Reads a block, or says why it is to be asked for again.
    pub(crate) fn parse(bytes: &[u8], check: CheckCode) -> Result<Self, Reason> {
        let end = bytes.len().checked_sub(check.length());
        let Some((body, code)) = end.and_then(|end| bytes.split_at_checked(end)) else {
            return Err(Reason::Other);
        };
        if check.of(body) != code {
            return Err(Reason::Check);
        }
        let [address, control, length, information @ ..] = body else {
            return Err(Reason::Other);
        };
        let fits = *address == NODE_ADDRESS
            && *length <= LENGTH_MAXIMUM
            && usize::from(*length) == information.len();
        match Control::parse(*control).filter(|_| fits) {
            Some(Control::Ready { .. }) if !information.is_empty() => Err(Reason::Other),
            Some(control) => Ok(Self::new(control, information)),
            None => Err(Reason::Other),
        }
    }

    pub(crate) fn to_bytes(&self, check: CheckCode) -> Vec<u8> {
        // What is sent was cut to 254 bytes at most.
        let length = u8::try_from(self.information.len()).unwrap_or(LENGTH_MAXIMUM);
        let mut bytes = vec![NODE_ADDRESS, self.control.to_byte(), length];
        bytes.extend(&self.information);
        bytes.extend(check.of(&bytes));
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(bytes: &[u8]) -> Result<Block, Reason> {
        let code = CheckCode::Longitudinal.of(bytes);
        Block::parse(&[bytes, &code].concat(), CheckCode::Longitudinal)
    }

    #[test]
    fn control_bytes_are_those_of_the_standard() {
        let table = [
            (0x00, (Sequence::Zero, false)),
            (0x20, (Sequence::Zero, true)),
            (0x40, (Sequence::One, false)),
            (0x60, (Sequence::One, true)),
        ];
        for (byte, (sequence, more)) in table {
            let control = Control::Information { sequence, more };
            assert_eq!(
                (Control::parse(byte), control.to_byte()),
                (Some(control), byte)
            );
        }
        for byte in [
            0x80, 0x81, 0x82, 0x90, 0x91, 0x92, 0xC0, 0xC1, 0xC2, 0xC3, 0xE0, 0xE1, 0xE2, 0xE3,
        ] {
            let control = Control::parse(byte).expect("a control byte");
            assert_eq!(control.to_byte(), byte);
        }
        for byte in [0x01, 0x1F, 0x83, 0xA0, 0x94, 0xC4, 0xE4, 0xFF] {
            assert_eq!(Control::parse(byte), None, "{byte:02X}");
        }
    }

    #[test]
    fn a_block_that_is_none_says_what_is_wrong() {
        let good = Block::new(Control::Request(Subject::InformationSize), &[0xFE]);
        assert_eq!(parse(&[0x00, 0xC1, 0x01, 0xFE]), Ok(good));
        let table: [&[u8]; 7] = [
            &[],
            &[0x00, 0x00],
            &[0x01, 0x00, 0x00],
            &[0x00, 0x00, 0x02, 0x00],
            &[0x00, 0x00, 0x00, 0x00],
            &[0x00, 0x80, 0x01, 0x00],
            &[0x00, 0xC4, 0x00],
        ];
        for bytes in table {
            assert_eq!(parse(bytes), Err(Reason::Other), "{bytes:02X?}");
        }
        let broken = [0x00, 0xC1, 0x01, 0xFE, 0x3F];
        assert_eq!(
            Block::parse(&broken, CheckCode::Longitudinal),
            Err(Reason::Check)
        );
        assert_eq!(Block::parse(&[], CheckCode::Cyclic), Err(Reason::Other));
    }

    #[test]
    fn what_is_written_can_be_read() {
        for check in [CheckCode::Longitudinal, CheckCode::Cyclic] {
            for length in [0, 1, 253, 254] {
                let control = Control::Information {
                    sequence: Sequence::One,
                    more: true,
                };
                let block = Block::new(control, &vec![0xA5; length]);
                let bytes = block.to_bytes(check);
                assert_eq!(bytes.len(), PROLOGUE + length + check.length());
                assert_eq!(Block::parse(&bytes, check), Ok(block));
            }
        }
    }
}
