//! Data objects inside pseudo-APDUs (PC/SC part 3, transparent session): tags
//! of one byte, or of two behind 5F and FF, lengths as in BER.

use super::Status;

pub(super) const START_SESSION: u16 = 0x81;
pub(super) const END_SESSION: u16 = 0x82;
pub(super) const FIELD_OFF: u16 = 0x83;
pub(super) const FIELD_ON: u16 = 0x84;
pub(super) const PROTOCOL: u16 = 0x8F;
pub(super) const FLAGS: u16 = 0x90;
pub(super) const BIT_FRAMING: u16 = 0x91;
pub(super) const TRANSCEIVE: u16 = 0x95;
pub(super) const TIMEOUT: u16 = 0x5F46;
/// Sony's own objects inside: frame size code, CID, speed.
pub(super) const VENDOR: u16 = 0xFF6E;

/// Answers.
const STATUS: u8 = 0xC0;
const ANSWER_BITS: u8 = 0x92;
const FIELD_STATUS: u8 = 0x96;
const ANSWER: u8 = 0x97;
const ATR: [u8; 2] = [0x5F, 0x51];

/// One object.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Object<'a> {
    pub(super) tag: u16,
    pub(super) value: &'a [u8],
}

/// All objects in the bytes; `None` where a length does not fit.
pub(super) fn parse(mut bytes: &[u8]) -> Option<Vec<Object<'_>>> {
    let mut objects = Vec::new();
    while !bytes.is_empty() {
        let (tag, rest) = match bytes {
            [first @ (0x5F | 0xFF), second, rest @ ..] => {
                (u16::from_be_bytes([*first, *second]), rest)
            }
            [tag, rest @ ..] => (u16::from(*tag), rest),
            [] => return None,
        };
        let (length, rest) = match rest {
            [0x82, high, low, rest @ ..] => (usize::from(u16::from_be_bytes([*high, *low])), rest),
            [0x81, length, rest @ ..] => (usize::from(*length), rest),
            [length @ ..=0x7F, rest @ ..] => (usize::from(*length), rest),
            _ => return None,
        };
        let (value, rest) = rest.split_at_checked(length)?;
        objects.push(Object { tag, value });
        bytes = rest;
    }
    Some(objects)
}

/// The object that says how it went: which object is at fault, then the status.
pub(super) fn status(status: Status) -> Vec<u8> {
    let [high, low] = status.to_bytes();
    let at_fault = u8::from(status != Status::Success);
    vec![STATUS, 3, at_fault, high, low]
}

/// The objects of an answer from the card.
pub(super) fn answer(bytes: &[u8]) -> Vec<u8> {
    // All bits of the last byte count; nothing is wrong with the field.
    let head = [ANSWER_BITS, 1, 0x00, FIELD_STATUS, 2, 0x00, 0x00, ANSWER];
    [&head[..], &length(bytes), bytes].concat()
}

/// The objects of a card that was activated.
pub(super) fn activated(standard: u8, layer: u8, atr: &[u8]) -> Vec<u8> {
    let [tag, ..] = PROTOCOL.to_le_bytes();
    [&[tag, 2, standard, layer][..], &ATR, &length(atr), atr].concat()
}

/// A length, as short as BER lets it be.
fn length(bytes: &[u8]) -> Vec<u8> {
    let [.., high, low] = bytes.len().to_be_bytes();
    match (high, low) {
        (0, 0..0x80) => vec![low],
        (0, _) => vec![0x81, low],
        _ => vec![0x82, high, low],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_follow_one_another() {
        let bytes = [
            0x90, 2, 0, 0x1C, 0x5F, 0x46, 4, 1, 2, 3, 4, 0x95, 0x82, 0, 1, 9,
        ];
        let objects = parse(&bytes).expect("three objects");
        let tags: Vec<_> = objects.iter().map(|object| object.tag).collect();
        assert_eq!(tags, [FLAGS, TIMEOUT, TRANSCEIVE]);
        assert_eq!(objects[2].value, [9]);
        for broken in [&bytes[..15], &[0x90], &[0x5F], &[0x95, 0x83, 0, 0, 0]] {
            assert_eq!(parse(broken), None, "{broken:02X?}");
        }
    }

    #[test]
    fn answers_have_lengths_as_short_as_possible() {
        for (size, expected) in [
            (127, vec![0x97, 127]),
            (128, vec![0x97, 0x81, 128]),
            (256, vec![0x97, 0x82, 1, 0]),
        ] {
            let bytes = answer(&vec![0xAA; size]);
            assert_eq!(bytes[7..7 + expected.len()], expected);
            assert_eq!(bytes.len(), 7 + expected.len() + size);
        }
        assert_eq!(status(Status::NoAnswer), [0xC0, 3, 1, 0x64, 0x01]);
    }
}
