//! The frames on the bus: length and data, each with a checksum.

use zeroize::Zeroizing;

/// What every frame begins with.
const PREAMBLE: [u8; 3] = [0x00, 0x00, 0xFF];
/// A frame was received. From the host it also means: whatever is going on, end it.
pub(super) const ACKNOWLEDGEMENT: [u8; 6] = [0x00, 0x00, 0xFF, 0x00, 0xFF, 0x00];
/// A frame was damaged.
const ERROR: [u8; 5] = [0x00, 0x00, 0xFF, 0xFF, 0xFF];

/// Most data of one frame: a card's frame of 290 bytes and what stands before it.
const LONGEST: usize = 512;

/// A frame from the device.
#[derive(Clone, Eq, PartialEq)]
pub enum Frame {
    /// The device received a frame.
    Acknowledgement,
    /// The device received a damaged frame.
    Error,
    /// An answer.
    Data(Vec<u8>),
}

/// Bytes that are no frame.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct MalformedFrame;

impl Frame {
    /// The frame at the beginning of these bytes and how long it is; `None` if it is not
    /// complete yet.
    ///
    /// # Errors
    /// If no frame begins so.
    pub fn take(bytes: &[u8]) -> Result<Option<(Self, usize)>, MalformedFrame> {
        if bytes == ERROR {
            // Data frames begin likewise, but no packet of one ends here.
            return Ok(Some((Self::Error, ERROR.len())));
        }
        if bytes.starts_with(&ACKNOWLEDGEMENT) {
            return Ok(Some((Self::Acknowledgement, ACKNOWLEDGEMENT.len())));
        }
        let Some((head, rest)) = bytes.split_first_chunk::<8>() else {
            let beginning = bytes.get(..PREAMBLE.len().min(bytes.len()));
            let fits = beginning.is_some_and(|begun| PREAMBLE.starts_with(begun));
            return if fits { Ok(None) } else { Err(MalformedFrame) };
        };
        let [0x00, 0x00, 0xFF, 0xFF, 0xFF, low, high, length_checksum] = *head else {
            return Err(MalformedFrame);
        };
        let length = usize::from(u16::from_le_bytes([low, high]));
        if length > LONGEST || sum(&[low, high, length_checksum]) != 0 {
            return Err(MalformedFrame);
        }
        let Some((data, tail)) = rest.split_at_checked(length) else {
            return Ok(None);
        };
        match *tail {
            [] | [_] => Ok(None),
            [checksum, 0x00, ..] if sum(data).wrapping_add(checksum) == 0 => {
                let whole = head.len() + length + 2;
                Ok(Some((Self::Data(data.to_vec()), whole)))
            }
            _ => Err(MalformedFrame),
        }
    }

    /// A frame with data for the device. They may hold a PIN and are wiped.
    pub(super) fn encode(data: &[&[u8]]) -> Zeroizing<Vec<u8>> {
        let length: usize = data.iter().map(|part| part.len()).sum();
        let [.., high, low] = length.to_be_bytes();
        let mut bytes = Zeroizing::new(Vec::with_capacity(length + 10));
        bytes.extend(PREAMBLE);
        bytes.extend([0xFF, 0xFF, low, high]);
        bytes.push(sum(&[low, high]).wrapping_neg());
        let mut checksum = 0_u8;
        for part in data {
            bytes.extend_from_slice(part);
            checksum = checksum.wrapping_sub(sum(part));
        }
        bytes.extend([checksum, 0x00]);
        bytes
    }
}

fn sum(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |sum, byte| sum.wrapping_add(*byte))
}

/// Shows no data: they are the card's.
impl core::fmt::Debug for Frame {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Acknowledgement => formatter.write_str("Acknowledgement"),
            Self::Error => formatter.write_str("Error"),
            Self::Data(data) => write!(formatter, "Data({} bytes)", data.len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::link::script::hex;

    #[test]
    fn frames_are_those_of_nfcpy() {
        let command = Frame::encode(&[&[0xD6, 0x2A], &[0x01]]);
        assert_eq!(*command, hex("0000FFFFFF 0300FD D62A01 FF 00"));
        let answer = hex("0000FFFFFF 0300FD D72B00 FE 00");
        let frame = Frame::Data(vec![0xD7, 0x2B, 0x00]);
        assert_eq!(Frame::take(&answer), Ok(Some((frame, answer.len()))));
        let both = [&ACKNOWLEDGEMENT[..], &answer].concat();
        assert_eq!(
            Frame::take(&both),
            Ok(Some((Frame::Acknowledgement, ACKNOWLEDGEMENT.len())))
        );
        assert_eq!(Frame::take(&ERROR), Ok(Some((Frame::Error, 5))));
    }

    #[test]
    fn what_is_damaged_is_refused() {
        for text in [
            "01",
            "0000FE",
            "0000FF 00FE00 0000",
            "0000FFFFFF 0300FE D72B00 FE 00",
            "0000FFFFFF 0300FD D72B00 FF 00",
            "0000FFFFFF 0300FD D72B00 FE 01",
            "0000FFFFFF FFFF02 D7",
        ] {
            assert_eq!(Frame::take(&hex(text)), Err(MalformedFrame), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_frame_comes_back_from_any_beginning(
            data in proptest::collection::vec(any::<u8>(), 0..300),
        ) {
            let bytes = Frame::encode(&[&data]);
            for length in 0..bytes.len() {
                if bytes[..length] != ERROR {
                    prop_assert_eq!(Frame::take(&bytes[..length]), Ok(None));
                }
            }
            let whole = Some((Frame::Data(data), bytes.len()));
            prop_assert_eq!(Frame::take(&bytes), Ok(whole));
        }

        #[test]
        fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            if let Ok(Some((_, length))) = Frame::take(&bytes) {
                prop_assert!(length <= bytes.len() && length > 0);
            }
        }
    }
}
