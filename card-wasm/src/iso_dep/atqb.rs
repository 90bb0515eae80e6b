//! How a card of Type B introduces itself (ISO/IEC 14443-3, 7.9).

use core::time::Duration;

use super::timing;

/// WUPB: anti-collision prefix, any application family, one slot, also for cards that were
/// halted (ISO/IEC 14443-3, 7.7). With one slot there is no selection among several cards.
pub(super) const WAKE_UP: [u8; 3] = [0x05, 0x00, 0x08];

/// Most bytes of a frame that a card takes, checksum included.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct FrameSize(u16);

impl FrameSize {
    /// Largest frame that readers of this kind carry; larger ones are not needed.
    pub const LARGEST: Self = Self(256);

    /// What the code in ATQB stands for (ISO/IEC 14443-3, table of the maximum frame size).
    /// Codes for more than 256 bytes, and reserved ones, stand for 256 here.
    #[must_use]
    pub const fn from_code(code: u8) -> Self {
        Self(match code {
            0 => 16,
            1 => 24,
            2 => 32,
            3 => 40,
            4 => 48,
            5 => 64,
            6 => 96,
            7 => 128,
            _ => 256,
        })
    }

    /// The code of the largest size of which a frame of so many bytes, checksum included, is
    /// none too short.
    #[must_use]
    pub const fn code_within(length: usize) -> u8 {
        match length {
            0..24 => 0,
            24..32 => 1,
            32..40 => 2,
            40..48 => 3,
            48..64 => 4,
            64..96 => 5,
            96..128 => 6,
            128..256 => 7,
            _ => 8,
        }
    }

    /// Bytes of the information field: without the PCB and CRC_B (ISO/IEC 14443-4, 7.1).
    #[must_use]
    pub fn information(self) -> usize {
        usize::from(self).saturating_sub(3)
    }
}

impl From<FrameSize> for usize {
    fn from(size: FrameSize) -> Self {
        size.0.into()
    }
}

/// ATQB: the answer to REQB and WUPB.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Atqb {
    /// PUPI, which names the card until it loses the field. My Number Cards choose it anew
    /// each time.
    pub identifier: [u8; 4],
    /// The largest frame that the card takes.
    pub frame_size: FrameSize,
    /// How long the card may take to answer.
    pub waiting_time: Duration,
    /// Protocol type: bit 0 the protocol of part 4, bits 1 and 2 the least TR2, bit 3 zero.
    pub protocol_type: u8,
}

/// Not an ATQB.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct MalformedAtqb;

impl Atqb {
    /// Whether the card speaks the protocol of part 4. A card that sets the reserved bit is
    /// not to be spoken to (ISO/IEC 14443-3, 7.9.4.4).
    #[must_use]
    pub const fn speaks_iso_dep(&self) -> bool {
        self.protocol_type & 0x09 == 0x01
    }
}

impl TryFrom<&[u8]> for Atqb {
    type Error = MalformedAtqb;

    fn try_from(bytes: &[u8]) -> Result<Self, MalformedAtqb> {
        // 50, PUPI, four bytes of the application, protocol info of three bytes, or of four
        // in the extended form that nobody asked for.
        match *bytes {
            [
                0x50,
                a,
                b,
                c,
                d,
                _,
                _,
                _,
                _,
                _rates,
                size_and_type,
                timing_and_options,
            ]
            | [
                0x50,
                a,
                b,
                c,
                d,
                _,
                _,
                _,
                _,
                _rates,
                size_and_type,
                timing_and_options,
                _,
            ] => Ok(Self {
                identifier: [a, b, c, d],
                frame_size: FrameSize::from_code(size_and_type >> 4),
                waiting_time: timing::frame_waiting_time(timing_and_options >> 4),
                protocol_type: size_and_type & 0x0F,
            }),
            _ => Err(MalformedAtqb),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::script::hex;

    #[test]
    fn a_card_is_read() {
        let bytes = hex("50 11223344 00000000 00 81 81");
        let card = Atqb::try_from(bytes.as_slice()).unwrap();
        assert_eq!(card.identifier, [0x11, 0x22, 0x33, 0x44]);
        assert_eq!(card.frame_size.information(), 253);
        assert_eq!(card.waiting_time.as_millis(), 77);
        assert!(card.speaks_iso_dep());
        let extended = hex("50 11223344 00000000 00 21 E1 00");
        let card = Atqb::try_from(extended.as_slice()).unwrap();
        assert_eq!(card.frame_size.information(), 29);
        assert_eq!(card.waiting_time.as_millis(), 4949);
    }

    #[test]
    fn what_is_no_introduction_is_refused() {
        for text in [
            "",
            "50",
            "51 11223344 00000000 00 81 81",
            "50 11223344 00000000 00 81",
            "50 11223344 00000000 00 81 81 00 00",
        ] {
            assert_eq!(Atqb::try_from(hex(text).as_slice()), Err(MalformedAtqb));
        }
        for (text, speaks) in [("80", false), ("81", true), ("87", true), ("89", false)] {
            let bytes = hex(&format!("50 11223344 00000000 00 {text} 81"));
            let card = Atqb::try_from(bytes.as_slice()).unwrap();
            assert_eq!(card.speaks_iso_dep(), speaks, "{text}");
        }
    }

    #[test]
    fn every_code_of_a_frame_size_stands_for_one() {
        let sizes: Vec<_> = (0..=15).map(|code| FrameSize::from_code(code).0).collect();
        assert_eq!(sizes[..9], [16, 24, 32, 40, 48, 64, 96, 128, 256]);
        assert!(sizes[9..].iter().all(|size| *size == 256));
        for code in 0..=8 {
            let size = usize::from(FrameSize::from_code(code));
            assert_eq!(FrameSize::code_within(size), code);
            assert_eq!(FrameSize::code_within(size - 1), code.saturating_sub(1));
        }
    }
}
