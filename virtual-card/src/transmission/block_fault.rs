//! What can go wrong with a block between reader and card, as data.

use serde::{Deserialize, Serialize};

/// Which way the block goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlockDirection {
    /// From the host.
    ToCard,
    /// From the card.
    FromCard,
}

/// What happens to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub enum BlockMishap {
    /// It never arrives, and the reader says that the card is mute.
    Lost,
    /// As lost, but the reader answers with success and no data.
    Empty,
    /// To the card: it arrives twice. From the card: the block before it
    /// arrives instead.
    Repeated,
    /// Bits are turned over in one byte.
    Corrupted {
        /// Which byte, counted around the block as often as need be.
        byte: u8,
        /// Which bits; 00 counts as 01.
        mask: u8,
    },
    /// Bytes are missing at the end.
    CutOff {
        /// How many; 0 counts as 1.
        bytes: u8,
    },
    /// LEN says one more than there is; the check bytes are right.
    WrongLength,
    /// An I-block has the other number; the check bytes are right. Other blocks
    /// stay as they are: no protocol can notice a wrong number in an R-block.
    WrongSequence,
    /// NAD is another; the check bytes are right.
    WrongAddress,
    /// In its place comes an S-block without information.
    Supervision {
        /// Its control byte; the two highest bits are always set.
        control: u8,
    },
    /// Before an I-block the card asks for more time.
    WaitingTime {
        /// How many times the block waiting time.
        times: u8,
    },
    /// Before an I-block the card names another size for its own blocks.
    InformationSize {
        /// IFSC from then on.
        size: u8,
    },
    /// It comes too late: the reader says that the card is mute, and gives the
    /// block in place of the next one.
    Late,
}

/// One mishap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BlockFault {
    /// Which block of that direction, counted from 0 when the faults were set.
    pub at: u32,
    /// The direction.
    pub direction: BlockDirection,
    /// What happens.
    pub mishap: BlockMishap,
}
