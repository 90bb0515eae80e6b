//! The epilogue of a block: one byte or two that tell whether it arrived whole
//! (ISO/IEC 7816-3, 11.3.4).

/// How the end of a block is made. The first TC that speaks of T=1 says which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CheckCode {
    /// LRC: all bytes, exclusive-ored, give 00.
    Longitudinal,
    /// CRC of ISO/IEC 13239: x¹⁶ + x¹² + x⁵ + 1, least significant bit first,
    /// from FFFF. Uninverted and high byte first, as libccid 1.8.2
    /// (`openct/checksum.c`) and readers' firmware have it on the wire (OsEID,
    /// `doc/T1_CRC.txt`); the standard leaves both open.
    Cyclic,
}

/// x¹⁶ + x¹² + x⁵ + 1, written from its lowest bit on.
const POLYNOMIAL: u16 = 0x8408;
const CYCLIC_START: u16 = 0xFFFF;

impl CheckCode {
    /// Bytes at the end of a block.
    pub(crate) fn length(self) -> usize {
        match self {
            Self::Longitudinal => 1,
            Self::Cyclic => 2,
        }
    }

    /// The bytes that belong behind these.
    pub(crate) fn of(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Longitudinal => vec![bytes.iter().fold(0, |sum, byte| sum ^ byte)],
            Self::Cyclic => bytes
                .iter()
                .fold(CYCLIC_START, |sum, byte| shifted(sum ^ u16::from(*byte)))
                .to_be_bytes()
                .to_vec(),
        }
    }
}

fn shifted(sum: u16) -> u16 {
    (0..8).fold(sum, |sum, _| {
        let carried = sum & 1 != 0;
        (sum >> 1) ^ if carried { POLYNOMIAL } else { 0 }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exclusive_or_of_a_block_and_its_end_is_nothing() {
        assert_eq!(
            CheckCode::Longitudinal.of(&[0x00, 0xC1, 0x01, 0xFE]),
            [0x3E]
        );
    }

    /// The check value for "123456789" is 6F91 (CRC-16/MCRF4XX of the RevEng
    /// catalogue); the block was captured between reader and card (OsEID).
    #[test]
    fn the_cyclic_code_is_the_one_on_the_wire() {
        assert_eq!(CheckCode::Cyclic.of(b"123456789"), [0x6F, 0x91]);
        assert_eq!(
            CheckCode::Cyclic.of(&[0x00, 0xC1, 0x01, 0xFE]),
            [0x54, 0x4E]
        );
    }
}
