//! Messages of the ACR1255U-J1 (manual, 5.5 and 5.6): those of CCID with a shorter header and
//! a check byte. Knows nothing of frames and cipher.

use zeroize::Zeroizing;

use super::frame::check;
use crate::link::LinkError;

/// Type, two bytes of length, slot, sequence number, parameter, check byte.
const HEADER_LENGTH: usize = 7;

/// What a message is for (manual, tables 6 and 7).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum MessageKind {
    /// Gives power to the card.
    PowerOn,
    /// Takes the power from the card.
    PowerOff,
    /// Asks whether a card is there.
    SlotStatus,
    /// Passes an APDU to the card.
    Apdu,
    /// Speaks to the reader itself.
    Escape,
    /// Answers [`Self::PowerOn`] and [`Self::Apdu`].
    DataAnswer,
    /// Answers [`Self::SlotStatus`] and [`Self::PowerOff`].
    SlotStatusAnswer,
    /// Answers [`Self::Escape`].
    EscapeAnswer,
    /// Says without being asked that a card came or went.
    CardNotice,
    /// Answers what cannot be done.
    ErrorAnswer,
}

/// Every kind and its code.
const CODES: [(MessageKind, u8); 10] = [
    (MessageKind::PowerOn, 0x62),
    (MessageKind::PowerOff, 0x63),
    (MessageKind::SlotStatus, 0x65),
    (MessageKind::Apdu, 0x6F),
    (MessageKind::Escape, 0x6B),
    (MessageKind::DataAnswer, 0x80),
    (MessageKind::SlotStatusAnswer, 0x81),
    (MessageKind::EscapeAnswer, 0x83),
    (MessageKind::CardNotice, 0x50),
    (MessageKind::ErrorAnswer, 0x51),
];

impl MessageKind {
    fn code(self) -> u8 {
        let row = CODES.iter().find(|(kind, _)| *kind == self);
        row.map_or(0, |(_, code)| *code)
    }

    fn from_code(code: u8) -> Option<Self> {
        let row = CODES.iter().find(|(_, it)| *it == code);
        row.map(|(kind, _)| *kind)
    }

    /// The kind of the answer to this; `None` for what is no question.
    pub(super) const fn answered_by(self) -> Option<Self> {
        match self {
            Self::PowerOn | Self::Apdu => Some(Self::DataAnswer),
            Self::PowerOff | Self::SlotStatus => Some(Self::SlotStatusAnswer),
            Self::Escape => Some(Self::EscapeAnswer),
            _ => None,
        }
    }
}

/// One message.
#[derive(Eq, PartialEq)]
pub struct AcsMessage {
    /// What it is for.
    pub kind: MessageKind,
    /// "Param": the state of the slot, or the number of an error.
    pub parameter: u8,
    /// The data; they may be a PIN.
    pub data: Zeroizing<Vec<u8>>,
}

impl core::fmt::Debug for AcsMessage {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let length = self.data.len();
        write!(
            formatter,
            "{:?}({:02X}, {length} bytes)",
            self.kind, self.parameter
        )
    }
}

impl AcsMessage {
    /// A question to the reader.
    pub(super) fn question(kind: MessageKind, data: &[u8]) -> Self {
        Self {
            kind,
            parameter: 0,
            data: Zeroizing::new(data.to_vec()),
        }
    }

    /// The bytes of the message. Slot and sequence number are 0, as in every source.
    ///
    /// # Errors
    /// [`LinkError::CommandTooLong`].
    pub fn encode(&self) -> Result<Zeroizing<Vec<u8>>, LinkError> {
        let length = u16::try_from(self.data.len()).map_err(|_| LinkError::CommandTooLong)?;
        let [high, low] = length.to_be_bytes();
        let header = [self.kind.code(), high, low, 0, 0, self.parameter];
        let mut bytes = Zeroizing::new(Vec::with_capacity(HEADER_LENGTH + self.data.len()));
        bytes.extend(header);
        bytes.push(check(&header) ^ check(&self.data));
        bytes.extend_from_slice(&self.data);
        Ok(bytes)
    }

    /// Reads a message; what fills up the last block of a cipher may follow it.
    ///
    /// # Errors
    /// [`LinkError::MalformedMessage`].
    pub fn decode(bytes: &[u8]) -> Result<Self, LinkError> {
        let malformed = LinkError::MalformedMessage;
        let (header, rest) = bytes
            .split_first_chunk::<HEADER_LENGTH>()
            .ok_or(malformed)?;
        let [code, high, low, _slot, _sequence, parameter, _check] = *header;
        let length = usize::from(u16::from_be_bytes([high, low]));
        let data = rest.get(..length).ok_or(malformed)?;
        if check(header) != check(data) {
            return Err(malformed);
        }
        Ok(Self {
            kind: MessageKind::from_code(code).ok_or(malformed)?,
            parameter,
            data: Zeroizing::new(data.to_vec()),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::link::script::hex;

    #[test]
    fn the_example_of_the_manual_comes_out() {
        let request = AcsMessage::question(MessageKind::Escape, &hex("E000004500"));
        let encoded = request.encode().unwrap();
        assert_eq!(*encoded, hex("6B0005000000CBE000004500"));
        assert_eq!(AcsMessage::decode(&encoded), Ok(request));
    }

    #[test]
    fn what_is_no_message_is_refused() {
        let table = [
            "",
            "620000000000",
            // The check byte.
            "62000000000063",
            // A length that goes beyond the end.
            "8000020000008290",
            // A type that nobody has.
            "42000000000042",
        ];
        for bytes in table {
            let read = AcsMessage::decode(&hex(bytes));
            assert_eq!(read, Err(LinkError::MalformedMessage), "{bytes}");
        }
        let padded = AcsMessage::decode(&hex("62000000000062FFFFFF")).unwrap();
        assert_eq!(padded.kind, MessageKind::PowerOn);
    }

    #[test]
    fn codes_and_kinds_belong_to_each_other() {
        for (kind, code) in CODES {
            assert_eq!(kind.code(), code);
            assert_eq!(MessageKind::from_code(code), Some(kind));
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            if let Ok(message) = AcsMessage::decode(&bytes) {
                prop_assert!(message.data.len() + HEADER_LENGTH <= bytes.len());
            }
        }
    }
}
