//! Messages from the reader on the bulk-IN endpoint (CCID 1.1, 6.2).

use super::{HEADER_LENGTH, announced_length};
use crate::ccid::SlotError;
use crate::link::LinkError;

/// A message from the reader.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct InMessage {
    /// bSlot.
    pub slot: u8,
    /// bSeq: that of the message it answers.
    pub sequence: u8,
    /// bmICCStatus.
    pub icc: IccStatus,
    /// bmCommandStatus with bError.
    pub command: CommandStatus,
    /// The answer.
    pub reply: RdrToPc,
}

/// bmICCStatus (CCID 1.1, table 6.2-3).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum IccStatus {
    /// A card is there and powered.
    Active,
    /// A card is there without power.
    Inactive,
    /// No card.
    Absent,
}

/// bmCommandStatus (CCID 1.1, table 6.2-3).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CommandStatus {
    /// Processed without error.
    Processed,
    /// Failed for this reason.
    Failed(SlotError),
    /// The card needs more time: so many times the waiting time.
    TimeExtension(u8),
}

/// The answers, by the names of the specification without their prefix.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum RdrToPc {
    /// 6.2.1.
    DataBlock {
        /// bChainParameter.
        chain: u8,
        /// abData.
        data: Vec<u8>,
    },
    /// 6.2.2.
    SlotStatus {
        /// bClockStatus.
        clock: u8,
    },
    /// 6.2.3.
    Parameters {
        /// bProtocolNum.
        protocol: u8,
        /// abProtocolDataStructure.
        data: Vec<u8>,
    },
    /// 6.2.4.
    Escape {
        /// abData.
        data: Vec<u8>,
    },
    /// 6.2.5.
    DataRateAndClockFrequency {
        /// dwClockFrequency in kHz and dwDataRate in bit/s; a failure has neither.
        values: Option<[u32; 2]>,
    },
}

impl RdrToPc {
    /// bMessageType.
    #[must_use]
    pub const fn message_type(&self) -> u8 {
        match self {
            Self::DataBlock { .. } => 0x80,
            Self::SlotStatus { .. } => 0x81,
            Self::Parameters { .. } => 0x82,
            Self::Escape { .. } => 0x83,
            Self::DataRateAndClockFrequency { .. } => 0x84,
        }
    }

    fn read(message_type: u8, specific: u8, data: &[u8]) -> Option<Self> {
        Some(match (message_type, data) {
            (0x80, data) => Self::DataBlock {
                chain: specific,
                data: data.to_vec(),
            },
            (0x81, []) => Self::SlotStatus { clock: specific },
            (0x82, data) => Self::Parameters {
                protocol: specific,
                data: data.to_vec(),
            },
            (0x83, data) => Self::Escape {
                data: data.to_vec(),
            },
            (0x84, []) => Self::DataRateAndClockFrequency { values: None },
            (0x84, data) => {
                let (clock, data_rate) = data.split_first_chunk()?;
                let data_rate = data_rate.try_into().ok()?;
                Self::DataRateAndClockFrequency {
                    values: Some([u32::from_le_bytes(*clock), u32::from_le_bytes(data_rate)]),
                }
            }
            _ => return None,
        })
    }
}

impl TryFrom<&[u8]> for InMessage {
    type Error = LinkError;

    fn try_from(bytes: &[u8]) -> Result<Self, LinkError> {
        let malformed = LinkError::MalformedMessage;
        let (header, data) = bytes
            .split_first_chunk::<HEADER_LENGTH>()
            .ok_or(malformed)?;
        let [
            message_type,
            _,
            _,
            _,
            _,
            slot,
            sequence,
            status,
            error,
            specific,
        ] = *header;
        if announced_length(bytes) != Some(bytes.len()) {
            return Err(malformed);
        }
        let icc = match status & 0x03 {
            0 => IccStatus::Active,
            1 => IccStatus::Inactive,
            2 => IccStatus::Absent,
            _ => return Err(malformed),
        };
        let command = match status >> 6 {
            0 => CommandStatus::Processed,
            1 => CommandStatus::Failed(SlotError::from(error)),
            2 => CommandStatus::TimeExtension(error),
            _ => return Err(malformed),
        };
        Ok(Self {
            slot,
            sequence,
            icc,
            command,
            reply: RdrToPc::read(message_type, specific, data).ok_or(malformed)?,
        })
    }
}
