//! ATTRIB, which activates one card (ISO/IEC 14443-3, 7.10 and 7.11).

use super::{Atqb, FrameSize};

/// The command that activates the card of this introduction.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Attrib([u8; 9]);

impl Attrib {
    /// For frames of at most `longest` bytes to the host, checksum included, at 106 kbit/s
    /// both ways, without CID.
    #[must_use]
    pub const fn for_card(card: &Atqb, longest: usize) -> Self {
        let [a, b, c, d] = card.identifier;
        Self([
            0x1D,
            a,
            b,
            c,
            d,
            // Param 1: default TR0 and TR1; SOF and EOF are sent.
            0x00,
            // Param 2: 106 kbit/s; FSD.
            FrameSize::code_within(longest),
            // Param 3: the protocol type, confirmed.
            card.protocol_type & 0x07,
            // Param 4: no CID.
            0x00,
        ])
    }

    /// The bytes of the frame.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// The answer to ATTRIB.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct AttribAnswer(());

/// Not an answer to an ATTRIB without CID.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct MalformedAttribAnswer;

impl TryFrom<&[u8]> for AttribAnswer {
    type Error = MalformedAttribAnswer;

    /// The first byte carries the CID, which is zero as there is none, and MBLI, which only
    /// chains to the card would need to know. What may follow is of a higher layer.
    fn try_from(bytes: &[u8]) -> Result<Self, MalformedAttribAnswer> {
        match bytes.first() {
            Some(first) if first & 0x0F == 0 => Ok(Self(())),
            _ => Err(MalformedAttribAnswer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::script::hex;

    #[test]
    fn the_card_is_called_by_its_name() {
        let bytes = hex("50 11223344 00000000 00 81 81");
        let card = Atqb::try_from(bytes.as_slice()).unwrap();
        let expected = hex("1D 11223344 00 08 01 00");
        assert_eq!(Attrib::for_card(&card, 256).as_bytes(), expected);
        let expected = hex("1D 11223344 00 07 01 00");
        assert_eq!(Attrib::for_card(&card, 240).as_bytes(), expected);
    }

    #[test]
    fn an_answer_for_another_cid_is_none() {
        for (text, good) in [("00", true), ("10", true), ("00 0102", true), ("01", false)] {
            let answer = AttribAnswer::try_from(hex(text).as_slice());
            assert_eq!(answer.is_ok(), good, "{text}");
        }
        assert!(AttribAnswer::try_from(&[][..]).is_err());
    }
}
