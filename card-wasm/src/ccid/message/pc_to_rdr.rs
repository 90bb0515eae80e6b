//! Messages to the reader (CCID 1.1, 6.1).

use zeroize::Zeroizing;

use super::{HEADER_LENGTH, announced_length};
use crate::link::LinkError;

/// A message to the reader.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct OutMessage<'a> {
    /// bSlot.
    pub slot: u8,
    /// bSeq.
    pub sequence: u8,
    /// What is asked.
    pub request: PcToRdr<'a>,
}

/// What is asked of the reader, by the names of the specification without their prefix.
#[derive(Clone, Copy, Eq, PartialEq)]
pub enum PcToRdr<'a> {
    /// 6.1.1. Power a card: 0 automatic, 1 5 V, 2 3 V, 3 1.8 V.
    IccPowerOn {
        /// bPowerSelect.
        power_select: u8,
    },
    /// 6.1.2.
    IccPowerOff,
    /// 6.1.3.
    GetSlotStatus,
    /// 6.1.4. Data to the card.
    XfrBlock {
        /// bBWI: factor of the block waiting time.
        waiting_time: u8,
        /// wLevelParameter.
        level: u16,
        /// abData.
        data: &'a [u8],
    },
    /// 6.1.5.
    GetParameters,
    /// 6.1.6.
    ResetParameters,
    /// 6.1.7.
    SetParameters {
        /// bProtocolNum: 0 T=0, 1 T=1.
        protocol: u8,
        /// abProtocolDataStructure.
        data: &'a [u8],
    },
    /// 6.1.8. To the reader itself.
    Escape {
        /// abData.
        data: &'a [u8],
    },
    /// 6.1.9. 0 restarts, 1 stops the clock.
    IccClock {
        /// bClockCommand.
        command: u8,
    },
    /// 6.1.10.
    T0Apdu {
        /// bmChanges.
        changes: u8,
        /// bClassGetResponse.
        class_get_response: u8,
        /// bClassEnvelope.
        class_envelope: u8,
    },
    /// 6.1.11. PIN entry at the reader.
    Secure {
        /// bBWI.
        waiting_time: u8,
        /// wLevelParameter.
        level: u16,
        /// abData.
        data: &'a [u8],
    },
    /// 6.1.12.
    Mechanical {
        /// bFunction.
        function: u8,
    },
    /// 6.1.13.
    Abort,
    /// 6.1.14.
    SetDataRateAndClockFrequency {
        /// dwClockFrequency in kHz.
        clock: u32,
        /// dwDataRate in bit/s.
        data_rate: u32,
    },
}

/// bMessageType and the three bytes after bSeq.
type Head = (u8, [u8; 3]);

impl<'a> PcToRdr<'a> {
    /// bMessageType of the answer (CCID 1.1, table 6.1-1).
    #[must_use]
    pub const fn answered_by(self) -> u8 {
        match self {
            Self::IccPowerOn { .. } | Self::XfrBlock { .. } | Self::Secure { .. } => 0x80,
            Self::IccPowerOff
            | Self::GetSlotStatus
            | Self::IccClock { .. }
            | Self::T0Apdu { .. }
            | Self::Mechanical { .. }
            | Self::Abort => 0x81,
            Self::GetParameters | Self::ResetParameters | Self::SetParameters { .. } => 0x82,
            Self::Escape { .. } => 0x83,
            Self::SetDataRateAndClockFrequency { .. } => 0x84,
        }
    }

    fn head(self) -> Head {
        match self {
            Self::IccPowerOn { power_select } => (0x62, [power_select, 0, 0]),
            Self::IccPowerOff => (0x63, [0; 3]),
            Self::GetSlotStatus => (0x65, [0; 3]),
            Self::XfrBlock {
                waiting_time,
                level,
                ..
            } => (0x6F, with_level(waiting_time, level)),
            Self::GetParameters => (0x6C, [0; 3]),
            Self::ResetParameters => (0x6D, [0; 3]),
            Self::SetParameters { protocol, .. } => (0x61, [protocol, 0, 0]),
            Self::Escape { .. } => (0x6B, [0; 3]),
            Self::IccClock { command } => (0x6E, [command, 0, 0]),
            Self::T0Apdu {
                changes,
                class_get_response,
                class_envelope,
            } => (0x6A, [changes, class_get_response, class_envelope]),
            Self::Secure {
                waiting_time,
                level,
                ..
            } => (0x69, with_level(waiting_time, level)),
            Self::Mechanical { function } => (0x71, [function, 0, 0]),
            Self::Abort => (0x72, [0; 3]),
            Self::SetDataRateAndClockFrequency { .. } => (0x73, [0; 3]),
        }
    }

    fn with_data<T>(self, then: impl FnOnce(&[u8]) -> T) -> T {
        match self {
            Self::XfrBlock { data, .. }
            | Self::SetParameters { data, .. }
            | Self::Escape { data }
            | Self::Secure { data, .. } => then(data),
            Self::SetDataRateAndClockFrequency { clock, data_rate } => {
                then([clock.to_le_bytes(), data_rate.to_le_bytes()].as_flattened())
            }
            _ => then(&[]),
        }
    }

    fn read((message_type, [a, b, c]): Head, data: &'a [u8]) -> Option<Self> {
        let level = u16::from_le_bytes([b, c]);
        Some(match (message_type, data) {
            (0x62, []) => Self::IccPowerOn { power_select: a },
            (0x63, []) => Self::IccPowerOff,
            (0x65, []) => Self::GetSlotStatus,
            (0x6F, data) => Self::XfrBlock {
                waiting_time: a,
                level,
                data,
            },
            (0x6C, []) => Self::GetParameters,
            (0x6D, []) => Self::ResetParameters,
            (0x61, data) => Self::SetParameters { protocol: a, data },
            (0x6B, data) => Self::Escape { data },
            (0x6E, []) => Self::IccClock { command: a },
            (0x6A, []) => Self::T0Apdu {
                changes: a,
                class_get_response: b,
                class_envelope: c,
            },
            (0x69, data) => Self::Secure {
                waiting_time: a,
                level,
                data,
            },
            (0x71, []) => Self::Mechanical { function: a },
            (0x72, []) => Self::Abort,
            (0x73, data) => {
                let (clock, data_rate) = data.split_first_chunk()?;
                Self::SetDataRateAndClockFrequency {
                    clock: u32::from_le_bytes(*clock),
                    data_rate: u32::from_le_bytes(data_rate.try_into().ok()?),
                }
            }
            _ => return None,
        })
    }
}

impl<'a> OutMessage<'a> {
    /// The bytes on the wire. They may hold a PIN and are wiped.
    #[must_use]
    pub fn encode(&self) -> Zeroizing<Vec<u8>> {
        let (message_type, specific) = self.request.head();
        self.request.with_data(|data| {
            let mut bytes = Zeroizing::new(Vec::with_capacity(HEADER_LENGTH + data.len()));
            let length = u32::try_from(data.len()).unwrap_or(u32::MAX);
            bytes.push(message_type);
            bytes.extend(length.to_le_bytes());
            bytes.extend([self.slot, self.sequence]);
            bytes.extend(specific);
            bytes.extend_from_slice(data);
            bytes
        })
    }

    /// Reads a message back.
    ///
    /// # Errors
    /// [`LinkError::MalformedMessage`].
    pub fn decode(bytes: &'a [u8]) -> Result<Self, LinkError> {
        let malformed = LinkError::MalformedMessage;
        let (header, data) = bytes
            .split_first_chunk::<HEADER_LENGTH>()
            .ok_or(malformed)?;
        let [message_type, _, _, _, _, slot, sequence, specific @ ..] = *header;
        if announced_length(bytes) != Some(bytes.len()) {
            return Err(malformed);
        }
        Ok(Self {
            slot,
            sequence,
            request: PcToRdr::read((message_type, specific), data).ok_or(malformed)?,
        })
    }
}

/// Shows the name and how much data there are, but never the data: they may be a PIN.
impl core::fmt::Debug for PcToRdr<'_> {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let (message_type, specific) = self.head();
        self.with_data(|data| {
            write!(
                formatter,
                "PcToRdr({message_type:02X}, {specific:02X?}, {} bytes)",
                data.len()
            )
        })
    }
}

fn with_level(first: u8, level: u16) -> [u8; 3] {
    let [low, high] = level.to_le_bytes();
    [first, low, high]
}
