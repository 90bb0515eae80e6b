//! The commands that are needed for cards of Type B, by the names of nfcpy, and what the
//! device says of a frame.

use core::time::Duration;

use crate::iso_dep::FrameError;
use crate::link::LinkError;

/// First byte of commands and of answers.
pub(super) const COMMAND: u8 = 0xD6;
pub(super) const ANSWER: u8 = 0xD7;

/// A command code; the answer has the next one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Code {
    InSetRf = 0x00,
    InSetProtocol = 0x02,
    InCommRf = 0x04,
    SwitchRf = 0x06,
    GetFirmwareVersion = 0x20,
    GetPdDataVersion = 0x22,
    SetCommandType = 0x2A,
}

/// The command set for initiators and targets.
pub(super) const COMMAND_TYPE: [u8; 1] = [0x01];

/// No field.
pub(super) const FIELD_OFF: [u8; 1] = [0x00];

/// 106 kbit/s Type B, to the card and back.
pub(super) const TYPE_B: [u8; 4] = [0x03, 0x07, 0x0F, 0x07];

/// Pairs of setting and value: every setting at its default, among them CRC appended (01)
/// and checked (02).
pub(super) const DEFAULTS: [u8; 38] = [
    0x00, 0x18, 0x01, 0x01, 0x02, 0x01, 0x03, 0x00, 0x04, 0x00, 0x05, 0x00, 0x06, 0x00, 0x07, 0x08,
    0x08, 0x00, 0x09, 0x00, 0x0A, 0x00, 0x0B, 0x00, 0x0C, 0x00, 0x0E, 0x04, 0x0F, 0x00, 0x10, 0x00,
    0x11, 0x00, 0x12, 0x00, 0x13, 0x06,
];

/// For Type B: guard time before the first frame 20, SOF and EOF sent and expected.
pub(super) const PROTOCOL_B: [u8; 10] =
    [0x00, 0x14, 0x09, 0x01, 0x0A, 0x01, 0x0B, 0x01, 0x0C, 0x01];

/// The time to wait for a card, in tenths of a millisecond.
pub(super) fn wait(duration: Duration) -> [u8; 2] {
    let milliseconds = u16::try_from(duration.as_millis()).unwrap_or(u16::MAX);
    let tenths = milliseconds.saturating_add(1).saturating_mul(10);
    tenths.to_le_bytes()
}

/// What the answer to `InCommRF` says: status, one byte, what the card sent.
pub(super) fn received(answer: &[u8]) -> Result<&[u8], FrameError> {
    /// Bits of the status.
    const RECEIVE_TIMEOUT: u32 = 0x80;

    let malformed = FrameError::Link(LinkError::MalformedMessage);
    let (status, rest) = answer.split_first_chunk::<4>().ok_or(malformed)?;
    match (u32::from_le_bytes(*status), rest) {
        (0, [_, data @ ..]) => Ok(data),
        (0, []) => Err(malformed),
        (RECEIVE_TIMEOUT, _) => Err(FrameError::NoAnswer),
        // Checksum, parity, collision, length and others.
        _ => Err(FrameError::Garbled),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::script::hex;

    #[test]
    fn the_device_says_what_became_of_a_frame() {
        let table = [
            ("00000000 08 0102", Ok(vec![1, 2])),
            ("80000000", Err(FrameError::NoAnswer)),
            ("04000000", Err(FrameError::Garbled)),
            ("00000080", Err(FrameError::Garbled)),
            (
                "00000000",
                Err(FrameError::Link(LinkError::MalformedMessage)),
            ),
            ("000000", Err(FrameError::Link(LinkError::MalformedMessage))),
        ];
        for (text, expected) in table {
            assert_eq!(received(&hex(text)).map(<[u8]>::to_vec), expected, "{text}");
        }
    }

    #[test]
    fn times_are_in_tenths_of_a_millisecond() {
        assert_eq!(wait(Duration::from_millis(30)), 310_u16.to_le_bytes());
        assert_eq!(wait(Duration::from_secs(5)), 50_010_u16.to_le_bytes());
        assert_eq!(wait(Duration::from_secs(60)), u16::MAX.to_le_bytes());
    }
}
