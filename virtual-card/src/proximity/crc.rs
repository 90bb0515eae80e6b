//! CRC_B, the check of every frame of type B (ISO/IEC 14443-3, 7.2 and annex B).

/// x^16 + x^12 + x^5 + 1, lowest bit first.
const POLYNOMIAL: u16 = 0x8408;

/// Puts the check behind the bytes of a frame, low byte first.
pub(crate) fn append(bytes: &[u8]) -> Vec<u8> {
    let mut frame = bytes.to_vec();
    frame.extend(check(bytes).to_le_bytes());
    frame
}

/// The bytes of a frame whose check is right.
pub(crate) fn strip(frame: &[u8]) -> Option<&[u8]> {
    let (bytes, [low, high]) = frame.split_last_chunk::<2>()?;
    (check(bytes) == u16::from_le_bytes([*low, *high])).then_some(bytes)
}

fn check(bytes: &[u8]) -> u16 {
    let sum = bytes.iter().fold(u16::MAX, |sum, byte| {
        (0..8).fold(sum ^ u16::from(*byte), |sum, _| {
            let shifted = sum >> 1;
            if sum & 1 == 0 {
                shifted
            } else {
                shifted ^ POLYNOMIAL
            }
        })
    });
    !sum
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ISO/IEC 14443-3, annex B.3.
    #[test]
    fn the_examples_of_the_standard_come_out() {
        let table: [(&[u8], [u8; 2]); 3] = [
            (&[0x00, 0x00, 0x00], [0xCC, 0xC6]),
            (&[0x0F, 0xAA, 0xFF], [0xFC, 0xD1]),
            (&[0x0A, 0x12, 0x34, 0x56], [0x2C, 0xF6]),
        ];
        for (bytes, expected) in table {
            let frame = append(bytes);
            assert_eq!(frame, [bytes, &expected].concat());
            assert_eq!(strip(&frame), Some(bytes));
            assert_eq!(strip(frame.get(1..).unwrap_or_default()), None);
        }
        assert_eq!(strip(&[0x00]), None);
    }
}
