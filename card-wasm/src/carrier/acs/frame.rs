//! The outer frame of the ACR1255U-J1 (manual, 5.4): start byte, length, bytes, check byte,
//! stop byte, cut into values of 20 bytes. Knows nothing of what is inside.

use zeroize::Zeroizing;

use crate::link::LinkError;

/// Start byte (manual, 5.4).
const START: u8 = 0x05;
/// Stop byte (manual, 5.4).
const STOP: u8 = 0x0A;
/// Start byte and length before the bytes, check byte and stop byte behind them.
const BEFORE: usize = 3;
const BEHIND: usize = 2;
/// Longest value that is written at once (manual, 5.5.1).
pub(super) const LONGEST_VALUE: usize = 20;
/// More than any message of this reader has in cipher: an answer of 258 bytes, a header of 7
/// and what fills up the last block.
const MOST_BYTES: usize = 512;

/// The frame around `bytes`.
///
/// # Errors
/// [`LinkError::CommandTooLong`].
pub(super) fn enclose(bytes: &[u8]) -> Result<Zeroizing<Vec<u8>>, LinkError> {
    let length = u16::try_from(bytes.len()).map_err(|_| LinkError::CommandTooLong)?;
    let length = length.to_be_bytes();
    let mut frame = Zeroizing::new(Vec::with_capacity(BEFORE + bytes.len() + BEHIND));
    frame.push(START);
    frame.extend(length);
    frame.extend(bytes);
    frame.extend([check(&length) ^ check(bytes), STOP]);
    Ok(frame)
}

/// Values that arrive, until they make a frame.
#[derive(Debug, Default)]
pub struct FrameBuffer {
    bytes: Vec<u8>,
}

impl FrameBuffer {
    /// Takes in one value and returns what the frame holds that is complete now. Bytes behind
    /// it belong to the next one.
    ///
    /// # Errors
    /// [`LinkError::MalformedMessage`] if this is no frame. What came so far is dropped then.
    pub fn push(&mut self, value: &[u8]) -> Result<Option<Vec<u8>>, LinkError> {
        self.bytes.extend_from_slice(value);
        match self.split() {
            Err(error) => {
                self.bytes.clear();
                Err(error)
            }
            frame => frame,
        }
    }

    fn split(&mut self) -> Result<Option<Vec<u8>>, LinkError> {
        let malformed = LinkError::MalformedMessage;
        if self.bytes.first().is_some_and(|first| *first != START) {
            return Err(malformed);
        }
        let Some(&[_, high, low]) = self.bytes.first_chunk::<BEFORE>() else {
            return Ok(None);
        };
        let length = usize::from(u16::from_be_bytes([high, low]));
        if length > MOST_BYTES {
            return Err(malformed);
        }
        let whole = BEFORE + length + BEHIND;
        if self.bytes.len() < whole {
            return Ok(None);
        }
        let rest = self.bytes.split_off(whole);
        let frame = core::mem::replace(&mut self.bytes, rest);
        match frame.get(1..) {
            Some([checked @ .., found, STOP]) if check(checked) == *found => {
                Ok(checked.get(2..).map(<[u8]>::to_vec))
            }
            _ => Err(malformed),
        }
    }
}

/// The exclusive or of all bytes (manual, 5.4 and 5.5).
pub(super) fn check(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |check, byte| check ^ byte)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::link::script::hex;

    /// The request for authentication, whose check byte is CB (manual, 5.7.2).
    const REQUEST: &str = "6B0005000000CBE000004500";

    #[test]
    fn the_check_byte_is_that_of_the_manual() {
        let frame = enclose(&hex(REQUEST)).unwrap();
        // 00 ^ 0C ^ 0: the message with its own check byte adds nothing.
        assert_eq!(*frame, hex(&format!("05000C{REQUEST}0C0A")));
    }

    #[test]
    fn what_is_no_frame_is_refused_and_forgotten() {
        let good = enclose(&hex(REQUEST)).unwrap();
        let mut wrong_check = good.to_vec();
        wrong_check[5] ^= 1;
        let mut wrong_stop = good.to_vec();
        *wrong_stop.last_mut().unwrap() = 0x0B;
        for bad in [&wrong_check[..], &wrong_stop, &hex("06"), &hex("050201")] {
            let mut buffer = FrameBuffer::default();
            assert_eq!(
                buffer.push(bad),
                Err(LinkError::MalformedMessage),
                "{bad:02X?}"
            );
            assert_eq!(buffer.push(&good), Ok(Some(hex(REQUEST))));
        }
    }

    proptest! {
        #[test]
        fn frames_are_put_together_from_pieces_of_any_size(
            contents in proptest::collection::vec(
                proptest::collection::vec(any::<u8>(), 0..MOST_BYTES), 1..4),
            size in 1_usize..40,
        ) {
            let frames: Vec<u8> = contents
                .iter()
                .flat_map(|bytes| enclose(bytes).unwrap().to_vec())
                .collect();
            let mut buffer = FrameBuffer::default();
            let mut found = Vec::new();
            for piece in frames.chunks(size) {
                let mut next = buffer.push(piece).unwrap();
                while let Some(bytes) = next {
                    found.push(bytes);
                    next = buffer.push(&[]).unwrap();
                }
            }
            prop_assert_eq!(found, contents);
        }

        #[test]
        fn any_bytes_are_taken_or_refused(
            values in proptest::collection::vec(
                proptest::collection::vec(any::<u8>(), 0..30), 0..30),
        ) {
            let mut buffer = FrameBuffer::default();
            for value in values {
                let _ = buffer.push(&value);
                prop_assert!(buffer.bytes.len() <= BEFORE + MOST_BYTES + BEHIND + 30);
            }
        }
    }
}
