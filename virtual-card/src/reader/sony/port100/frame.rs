//! Frames of the RC-S380 (nfcpy, `clf/rcs380.py`): a preamble, the length with
//! its check, the data with theirs, a postamble.

/// Most bytes of data in a frame.
pub(super) const LONGEST: usize = 290;

/// Means: taken, or, from the host, that all is to be forgotten.
pub(super) const ACKNOWLEDGEMENT: [u8; 6] = [0x00, 0x00, 0xFF, 0x00, 0xFF, 0x00];
/// The reader could not read the frame or does not know the command.
pub(super) const ERROR: [u8; 5] = [0x00, 0x00, 0xFF, 0xFF, 0xFF];

/// What the host sent.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum FromHost<'a> {
    Acknowledgement,
    Data(&'a [u8]),
    /// Something else.
    Broken,
}

impl<'a> FromHost<'a> {
    pub(super) fn parse(bytes: &'a [u8]) -> Self {
        if bytes == ACKNOWLEDGEMENT {
            return Self::Acknowledgement;
        }
        let [
            0x00,
            0x00,
            0xFF,
            0xFF,
            0xFF,
            low,
            high,
            check,
            data @ ..,
            sum,
            0x00,
        ] = bytes
        else {
            return Self::Broken;
        };
        let length = usize::from(u16::from_le_bytes([*low, *high]));
        let fits = low.wrapping_add(*high).wrapping_add(*check) == 0
            && length == data.len()
            && length <= LONGEST + 4
            && check_sum(data) == *sum;
        if fits { Self::Data(data) } else { Self::Broken }
    }
}

/// A frame of the reader.
pub(super) fn frame(data: &[u8]) -> Vec<u8> {
    let [low, high, ..] = data.len().to_le_bytes();
    let check = low.wrapping_add(high).wrapping_neg();
    let head = [0x00, 0x00, 0xFF, 0xFF, 0xFF, low, high, check];
    [&head[..], data, &[check_sum(data), 0x00]].concat()
}

/// Makes the sum of the data zero.
fn check_sum(data: &[u8]) -> u8 {
    let sum = data.iter().fold(0_u8, |sum, byte| sum.wrapping_add(*byte));
    sum.wrapping_neg()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_read_and_their_checks_verified() {
        // SetCommandType 01, as nfcpy logs it.
        let bytes = [
            0x00, 0x00, 0xFF, 0xFF, 0xFF, 0x03, 0x00, 0xFD, 0xD6, 0x2A, 0x01, 0xFF, 0x00,
        ];
        assert_eq!(FromHost::parse(&bytes), FromHost::Data(&[0xD6, 0x2A, 0x01]));
        assert_eq!(frame(&[0xD6, 0x2A, 0x01]), bytes);
        for at in 0..bytes.len() {
            let mut broken = bytes;
            broken[at] ^= 0x10;
            assert_eq!(FromHost::parse(&broken), FromHost::Broken, "byte {at}");
            assert_eq!(FromHost::parse(&bytes[..at]), FromHost::Broken);
        }
        assert_eq!(FromHost::parse(&ACKNOWLEDGEMENT), FromHost::Acknowledgement);
    }
}
