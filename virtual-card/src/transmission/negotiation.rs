//! Protocol and parameter selection (ISO/IEC 7816-3, clause 9), and what the
//! data rates in it mean (clause 8.3).

use super::contacts::Protocol;

/// PPSS, which begins the request.
pub(crate) const REQUEST: u8 = 0xFF;
const PPS1_FOLLOWS: u8 = 0x10;
const PPS2_AND_PPS3: u8 = 0x60;

/// Fi/Di of a card that was just reset: Fd = 372, Dd = 1.
pub(crate) const DEFAULT_RATE: u8 = 0x11;

/// A request that arrived whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Selection {
    pub(crate) protocol: Protocol,
    /// Fi/Di of PPS1, if it was there.
    pub(crate) rate: Option<u8>,
}

impl Selection {
    /// Reads a request; `None` for one that a card does not answer.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let whole = bytes.iter().fold(0, |sum, byte| sum ^ byte) == 0;
        let (pps0, rate) = match bytes {
            [REQUEST, pps0, _check] if pps0 & PPS1_FOLLOWS == 0 => (*pps0, None),
            [REQUEST, pps0, pps1, _check] if pps0 & PPS1_FOLLOWS != 0 => (*pps0, Some(*pps1)),
            _ => return None,
        };
        let protocol = Protocol::of_number(pps0 & 0x0F)?;
        (whole && pps0 & (PPS2_AND_PPS3 | 0x80) == 0).then_some(Self { protocol, rate })
    }

    /// The bytes of this request, or of the answer that agrees with it.
    pub(crate) fn to_bytes(self) -> Vec<u8> {
        let protocol = self.protocol.number();
        let mut bytes = match self.rate {
            None => vec![REQUEST, protocol],
            Some(rate) => vec![REQUEST, protocol | PPS1_FOLLOWS, rate],
        };
        bytes.push(bytes.iter().fold(0, |sum, byte| sum ^ byte));
        bytes
    }
}

/// Bits per second at this clock; `None` for values that are reserved
/// (ISO/IEC 7816-3, tables 7 and 8).
pub(crate) fn bits_per_second(rate: u8, clock_khz: u32) -> Option<u32> {
    let f: u32 = match rate >> 4 {
        0 | 1 => 372,
        2 => 558,
        3 => 744,
        4 => 1116,
        5 => 1488,
        6 => 1860,
        9 => 512,
        10 => 768,
        11 => 1024,
        12 => 1536,
        13 => 2048,
        _ => return None,
    };
    let d: u32 = match rate & 0x0F {
        1 => 1,
        2 => 2,
        3 => 4,
        4 => 8,
        5 => 16,
        6 => 32,
        7 => 64,
        8 => 12,
        9 => 20,
        _ => return None,
    };
    clock_khz.checked_mul(1_000)?.checked_mul(d)?.checked_div(f)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_read_only_when_it_is_whole() {
        let parse = Selection::parse;
        let with = |protocol, rate| Some(Selection { protocol, rate });
        assert_eq!(parse(&[0xFF, 0x01, 0xFE]), with(Protocol::Blocks, None));
        assert_eq!(
            parse(&[0xFF, 0x11, 0x13, 0xFD]),
            with(Protocol::Blocks, Some(0x13))
        );
        assert_eq!(parse(&[0xFF, 0x00, 0xFF]), with(Protocol::Commands, None));
        for wrong in [
            &[0xFF, 0x01, 0xFF][..],
            &[0xFF, 0x02, 0xFD],
            &[0xFF, 0x11, 0xEE],
            &[0xFF, 0x21, 0x00, 0xDE],
            &[0xFF],
            &[0x00, 0x01, 0x01],
        ] {
            assert_eq!(parse(wrong), None, "{wrong:02X?}");
        }
        let selection = parse(&[0xFF, 0x11, 0x13, 0xFD]).expect("whole");
        assert_eq!(selection.to_bytes(), [0xFF, 0x11, 0x13, 0xFD]);
    }

    #[test]
    fn rates_are_those_of_the_tables() {
        assert_eq!(bits_per_second(0x11, 4_000), Some(10_752));
        assert_eq!(bits_per_second(0x13, 4_000), Some(43_010));
        assert_eq!(bits_per_second(0x96, 4_000), Some(250_000));
        for reserved in [0x71, 0xE1, 0x10, 0x1A] {
            assert_eq!(bits_per_second(reserved, 4_000), None);
        }
    }
}
