//! Messages of CCID 1.1, chapter 6, as the reader reads and writes them.

/// Length of the header of every bulk message (CCID 1.1, 6).
pub(crate) const HEADER_LENGTH: usize = 10;

/// A message from the host whose length fits its header.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Request<'a> {
    pub(crate) kind: RequestKind,
    pub(crate) slot: u8,
    pub(crate) sequence: u8,
    /// Bytes 7 to 9, which each kind reads in its own way.
    pub(crate) specific: [u8; 3],
    pub(crate) data: &'a [u8],
    /// Whether `dwLength` is the length of what followed.
    pub(crate) length_fits: bool,
}

impl<'a> Request<'a> {
    /// Reads a message; `None` when not even a header came.
    pub(crate) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let [kind, l0, l1, l2, l3, slot, sequence, s0, s1, s2, data @ ..] = bytes else {
            return None;
        };
        let declared = u32::from_le_bytes([*l0, *l1, *l2, *l3]);
        Some(Self {
            kind: RequestKind::from(*kind),
            slot: *slot,
            sequence: *sequence,
            specific: [*s0, *s1, *s2],
            data,
            length_fits: u32::try_from(data.len()) == Ok(declared),
        })
    }

    /// `wLevelParameter` of PC_to_RDR_XfrBlock (6.1.4).
    pub(crate) fn level_parameter(&self) -> u16 {
        let [_, low, high] = self.specific;
        u16::from_le_bytes([low, high])
    }
}

/// Kinds of request that this reader carries out (6.1), by their names there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RequestKind {
    SetParameters,
    IccPowerOn,
    IccPowerOff,
    GetSlotStatus,
    GetParameters,
    ResetParameters,
    IccClock,
    XfrBlock,
    Secure,
    Abort,
    Other(u8),
}

impl From<u8> for RequestKind {
    fn from(code: u8) -> Self {
        match code {
            0x61 => Self::SetParameters,
            0x62 => Self::IccPowerOn,
            0x63 => Self::IccPowerOff,
            0x65 => Self::GetSlotStatus,
            0x69 => Self::Secure,
            0x6C => Self::GetParameters,
            0x6D => Self::ResetParameters,
            0x6E => Self::IccClock,
            0x6F => Self::XfrBlock,
            0x72 => Self::Abort,
            other => Self::Other(other),
        }
    }
}

impl RequestKind {
    /// The kind of answer (table 6.1-1); what is unknown is answered with the
    /// slot's status.
    pub(crate) fn response(self) -> ResponseKind {
        /// Requests for what this reader does not have.
        const ESCAPE: u8 = 0x6B;
        const SET_DATA_RATE_AND_CLOCK_FREQUENCY: u8 = 0x73;
        match self {
            Self::IccPowerOn | Self::XfrBlock | Self::Secure => ResponseKind::DataBlock,
            Self::SetParameters | Self::GetParameters | Self::ResetParameters => {
                ResponseKind::Parameters
            }
            Self::Other(ESCAPE) => ResponseKind::Escape,
            Self::Other(SET_DATA_RATE_AND_CLOCK_FREQUENCY) => ResponseKind::DataRateAndClock,
            Self::IccPowerOff
            | Self::GetSlotStatus
            | Self::IccClock
            | Self::Abort
            | Self::Other(_) => ResponseKind::SlotStatus,
        }
    }
}

/// Kinds of answer (6.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ResponseKind {
    DataBlock,
    SlotStatus,
    Parameters,
    Escape,
    DataRateAndClock,
}

impl ResponseKind {
    fn code(self) -> u8 {
        match self {
            Self::DataBlock => 0x80,
            Self::SlotStatus => 0x81,
            Self::Parameters => 0x82,
            Self::Escape => 0x83,
            Self::DataRateAndClock => 0x84,
        }
    }
}

/// `bmICCStatus` (6.2.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CardStatus {
    Active = 0,
    Inactive = 1,
    Absent = 2,
}

/// `bError` of a failed command (table 6.2-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    CommandNotSupported,
    BadLength,
    BadSlot,
    /// The offset of the field that is wrong.
    BadField(u8),
    /// In no specification, yet seen from an ACR1252 asked for too much
    /// (LudovicRousseau/PCSC, issue 54).
    Undefined,
    SlotBusy,
    PinCancelled,
    PinTimeout,
    CardMute,
    Aborted,
}

impl Failure {
    /// `wLevelParameter` stands in bytes 8 and 9.
    pub(crate) const BAD_LEVEL_PARAMETER: Self = Self::BadField(8);
    /// Byte 7: which protocol, which voltage, what the clock is to do.
    pub(crate) const BAD_SELECTION: Self = Self::BadField(7);

    fn code(self) -> u8 {
        match self {
            Self::CommandNotSupported => 0x00,
            Self::BadLength => 0x01,
            Self::BadSlot => 0x05,
            Self::BadField(offset) => offset,
            Self::Undefined => 0xC3,
            Self::SlotBusy => 0xE0,
            Self::PinCancelled => 0xEF,
            Self::PinTimeout => 0xF0,
            Self::CardMute => 0xFE,
            Self::Aborted => 0xFF,
        }
    }
}

/// `bmCommandStatus` with what belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Success,
    Failed(Failure),
    /// Wait this many times longer.
    TimeExtension(u8),
}

/// A message to the host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Response {
    pub(crate) kind: ResponseKind,
    pub(crate) slot: u8,
    pub(crate) sequence: u8,
    pub(crate) card: CardStatus,
    pub(crate) outcome: Outcome,
    /// Byte 9: chain parameter, clock status or protocol.
    pub(crate) specific: u8,
    pub(crate) data: Vec<u8>,
}

impl Response {
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let (command_status, error) = match self.outcome {
            Outcome::Success => (0x00, 0x00),
            Outcome::Failed(failure) => (0x40, failure.code()),
            Outcome::TimeExtension(multiplier) => (0x80, multiplier),
        };
        let [l0, l1, l2, l3, ..] = self.data.len().to_le_bytes();
        let mut bytes = vec![
            self.kind.code(),
            l0,
            l1,
            l2,
            l3,
            self.slot,
            self.sequence,
            command_status | self.card as u8,
            error,
            self.specific,
        ];
        bytes.extend(&self.data);
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_read_and_its_length_checked() {
        let bytes = [0x6F, 2, 0, 0, 0, 1, 9, 0, 0x10, 0, 0xAA, 0xBB];
        let request = Request::parse(&bytes).expect("a header");
        assert!(request.length_fits);
        assert_eq!(
            (request.kind, request.slot, request.sequence),
            (RequestKind::XfrBlock, 1, 9)
        );
        assert_eq!(request.level_parameter(), 0x0010);
        assert!(!Request::parse(&bytes[..11]).expect("a header").length_fits);
        assert_eq!(Request::parse(&bytes[..9]), None);
    }

    #[test]
    fn a_response_is_written_field_by_field() {
        let response = Response {
            kind: ResponseKind::DataBlock,
            slot: 0,
            sequence: 7,
            card: CardStatus::Inactive,
            outcome: Outcome::Failed(Failure::CardMute),
            specific: 0x10,
            data: vec![0x90, 0x00],
        };
        let expected = [0x80, 2, 0, 0, 0, 0, 7, 0x41, 0xFE, 0x10, 0x90, 0x00];
        assert_eq!(response.to_bytes(), expected);
    }
}
