//! The blocks of ISO/IEC 14443-4, 7.1, without CID and NAD.

use zeroize::Zeroizing;

/// A block on its way, checksum excluded.
///
/// `Debug` shows no data: they may be a PIN.
#[derive(Clone, Copy, Eq, PartialEq)]
pub enum Block<'a> {
    /// I-block: a piece of a command or of an answer.
    Information {
        /// The block number, 0 or 1.
        number: u8,
        /// More of it follows.
        chained: bool,
        /// INF.
        data: &'a [u8],
    },
    /// R(ACK).
    Acknowledgement {
        /// The block number, 0 or 1.
        number: u8,
    },
    /// R(NAK).
    Negative {
        /// The block number, 0 or 1.
        number: u8,
    },
    /// S(WTX): request and response look alike.
    WaitingTimeExtension {
        /// WTXM, 1 to 59.
        multiplier: u8,
    },
    /// S(DESELECT): request and response look alike.
    Deselect,
}

/// Not a block, or one that nothing here asked for: with CID, with NAD, reserved.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct MalformedBlock;

/// The protocol control byte (ISO/IEC 14443-4, 7.1.2.1). Bit 4 (here 08) says that a CID
/// follows, bit 3 (04) of an I-block a NAD; bit 2 (02) is always set.
mod pcb {
    pub(super) const INFORMATION: u8 = 0x02;
    pub(super) const CHAINED: u8 = 0x10;
    pub(super) const ACKNOWLEDGEMENT: u8 = 0xA2;
    pub(super) const NEGATIVE: u8 = 0xB2;
    pub(super) const EXTENSION: u8 = 0xF2;
    pub(super) const DESELECT: u8 = 0xC2;
    pub(super) const NUMBER: u8 = 0x01;
}

/// WTXM is six bits; 0 and 60 to 63 are reserved. The two bits above are the power level,
/// which a response repeats as zero (ISO/IEC 14443-4, 7.3 and 7.4).
const MULTIPLIER: u8 = 0x3F;
const LARGEST_MULTIPLIER: u8 = 59;

impl Block<'_> {
    /// The bytes of the frame. They may hold a PIN and are wiped.
    #[must_use]
    pub fn encode(&self) -> Zeroizing<Vec<u8>> {
        let (pcb, data): (u8, &[u8]) = match self {
            Self::Information {
                number,
                chained,
                data,
            } => {
                let chaining = if *chained { pcb::CHAINED } else { 0 };
                (pcb::INFORMATION | chaining | number & pcb::NUMBER, data)
            }
            Self::Acknowledgement { number } => (pcb::ACKNOWLEDGEMENT | number & pcb::NUMBER, &[]),
            Self::Negative { number } => (pcb::NEGATIVE | number & pcb::NUMBER, &[]),
            Self::WaitingTimeExtension { multiplier } => {
                (pcb::EXTENSION, core::slice::from_ref(multiplier))
            }
            Self::Deselect => (pcb::DESELECT, &[]),
        };
        let mut bytes = Zeroizing::new(Vec::with_capacity(1 + data.len()));
        bytes.push(pcb);
        bytes.extend_from_slice(data);
        bytes
    }
}

impl<'a> TryFrom<&'a [u8]> for Block<'a> {
    type Error = MalformedBlock;

    fn try_from(bytes: &'a [u8]) -> Result<Self, MalformedBlock> {
        let (&first, data) = bytes.split_first().ok_or(MalformedBlock)?;
        let number = first & pcb::NUMBER;
        match (first, data) {
            (0x02 | 0x03 | 0x12 | 0x13, data) => Ok(Self::Information {
                number,
                chained: first & pcb::CHAINED != 0,
                data,
            }),
            (0xA2 | 0xA3, []) => Ok(Self::Acknowledgement { number }),
            (0xB2 | 0xB3, []) => Ok(Self::Negative { number }),
            (pcb::EXTENSION, [value]) => match value & MULTIPLIER {
                multiplier @ 1..=LARGEST_MULTIPLIER => {
                    Ok(Self::WaitingTimeExtension { multiplier })
                }
                _ => Err(MalformedBlock),
            },
            (pcb::DESELECT, []) => Ok(Self::Deselect),
            _ => Err(MalformedBlock),
        }
    }
}

impl core::fmt::Debug for Block<'_> {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Information {
                number,
                chained,
                data,
            } => {
                let more = if *chained { ", more follows" } else { "" };
                write!(formatter, "I({number}, {} bytes{more})", data.len())
            }
            Self::Acknowledgement { number } => write!(formatter, "R(ACK, {number})"),
            Self::Negative { number } => write!(formatter, "R(NAK, {number})"),
            Self::WaitingTimeExtension { multiplier } => write!(formatter, "S(WTX, {multiplier})"),
            Self::Deselect => formatter.write_str("S(DESELECT)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn blocks_have_the_bytes_of_the_standard() {
        let data = [1, 2];
        let table: [(Block<'_>, &[u8]); 9] = [
            (information(0, false, &data), &[0x02, 1, 2]),
            (information(1, true, &data), &[0x13, 1, 2]),
            (information(1, false, &[]), &[0x03]),
            (Block::Acknowledgement { number: 0 }, &[0xA2]),
            (Block::Acknowledgement { number: 1 }, &[0xA3]),
            (Block::Negative { number: 0 }, &[0xB2]),
            (Block::Negative { number: 1 }, &[0xB3]),
            (
                Block::WaitingTimeExtension { multiplier: 59 },
                &[0xF2, 0x3B],
            ),
            (Block::Deselect, &[0xC2]),
        ];
        for (block, bytes) in table {
            assert_eq!(*block.encode(), bytes, "{block:?}");
            assert_eq!(Block::try_from(bytes), Ok(block));
        }
    }

    fn information(number: u8, chained: bool, data: &[u8]) -> Block<'_> {
        Block::Information {
            number,
            chained,
            data,
        }
    }

    #[test]
    fn what_nobody_asked_for_is_no_block() {
        let table: [&[u8]; 12] = [
            &[],
            &[0x00, 1],
            &[0x0A, 0, 1],
            &[0x06, 0, 1],
            &[0xA2, 0],
            &[0xAA, 0],
            &[0xF2],
            &[0xF2, 0],
            &[0xF2, 60],
            &[0xF2, 1, 1],
            &[0xCA, 0],
            &[0xE2],
        ];
        for bytes in table {
            assert_eq!(Block::try_from(bytes), Err(MalformedBlock), "{bytes:02X?}");
        }
        // The power level is no part of the multiplier.
        let extension = Block::WaitingTimeExtension { multiplier: 2 };
        assert_eq!(Block::try_from(&[0xF2, 0xC2][..]), Ok(extension));
    }

    #[test]
    fn debug_output_never_shows_the_data() {
        let shown = format!("{:?}", information(0, true, b"4711"));
        assert_eq!(shown, "I(0, 4 bytes, more follows)");
    }

    proptest! {
        #[test]
        fn whatever_is_a_block_is_the_same_block_again(
            bytes in proptest::collection::vec(any::<u8>(), 0..20),
        ) {
            if let Ok(block) = Block::try_from(bytes.as_slice()) {
                let again = block.encode();
                prop_assert_eq!(Block::try_from(again.as_slice()), Ok(block));
            }
        }
    }
}
