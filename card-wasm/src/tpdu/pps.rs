//! Protocol and parameters selection (ISO/IEC 7816-3:2006, clause 9).

/// What the host proposes to a card in negotiable mode.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Pps {
    /// T.
    pub protocol: u8,
    /// PPS1, as TA1: Fi and Di. `None` leaves the values after reset.
    pub rates: Option<u8>,
}

/// PPSS (9.2).
const INITIAL: u8 = 0xFF;
/// Bit 5 of PPS0: PPS1 follows; bits 6 to 8 announce what is never proposed here.
const RATES_FOLLOW: u8 = 0x10;

impl Pps {
    /// The request: PPSS, PPS0, PPS1 if there is one, PCK.
    #[must_use]
    pub fn request(self) -> Vec<u8> {
        let protocol = self.protocol & 0x0F;
        let mut bytes = match self.rates {
            Some(rates) => vec![INITIAL, protocol | RATES_FOLLOW, rates],
            None => vec![INITIAL, protocol],
        };
        bytes.push(exclusive_or(&bytes));
        bytes
    }

    /// What the card accepts: all of it, or the protocol with the values after reset (9.3).
    /// `None` if it accepts nothing.
    #[must_use]
    pub fn accepted(self, response: &[u8]) -> Option<Self> {
        if exclusive_or(response) != 0 {
            return None;
        }
        match *response {
            [INITIAL, pps0, rates, _]
                if pps0 == self.protocol | RATES_FOLLOW && self.rates == Some(rates) =>
            {
                Some(self)
            }
            [INITIAL, pps0, _] if pps0 == self.protocol => Some(Self {
                rates: None,
                ..self
            }),
            _ => None,
        }
    }
}

fn exclusive_or(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |sum, byte| sum ^ byte)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::script::hex;

    const FAST: Pps = Pps {
        protocol: 1,
        rates: Some(0x13),
    };
    const PLAIN: Pps = Pps {
        protocol: 1,
        rates: None,
    };

    #[test]
    fn requests_have_their_bytes() {
        assert_eq!(FAST.request(), hex("FF 11 13 FD"));
        assert_eq!(PLAIN.request(), hex("FF 01 FE"));
    }

    #[test]
    fn a_card_accepts_all_or_the_protocol_or_nothing() {
        let table = [
            (FAST, "FF1113FD", Some(FAST)),
            (FAST, "FF01FE", Some(PLAIN)),
            (PLAIN, "FF01FE", Some(PLAIN)),
            // Other rates, another protocol, more than was proposed, a wrong PCK, nothing.
            (FAST, "FF1112FC", None),
            (FAST, "FF1013FC", None),
            (PLAIN, "FF1113FD", None),
            (FAST, "FF3113 00 DD", None),
            (FAST, "FF1113FC", None),
            (PLAIN, "FE01FF", None),
            (FAST, "", None),
        ];
        for (pps, response, expected) in table {
            assert_eq!(pps.accepted(&hex(response)), expected, "{response}");
        }
    }
}
