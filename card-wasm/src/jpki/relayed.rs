//! Commands of a verifier as they come over the page: bytes of somebody else. A value of
//! [`Relayed`] is one of the few that are known; everything else has no form here.

use super::command::{File, JPKI_AID};
use crate::iso7816::{Command, ExpectedLength};

/// Most bytes of a command: the longest that the guard lets through, with its header.
const LONGEST: usize = 4 + 3 + 600;

/// One command of a verifier.
pub(super) struct Relayed {
    pub(super) command: Command,
    /// Whether sending it twice changes nothing.
    pub(super) is_harmless: bool,
}

impl Relayed {
    /// Reads an APDU (ISO/IEC 7816-4, 5.1).
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > LONGEST {
            return None;
        }
        let [class, instruction, p1, p2, body @ ..] = bytes else {
            return None;
        };
        let (data, expected) = parse_body(body)?;
        let is_harmless = match ([*class, *instruction, *p1, *p2], data) {
            ([0x00, 0xA4, 0x04, 0x0C], data) => (data == JPKI_AID).then_some(true)?,
            ([0x00, 0xA4, 0x02, 0x0C], data) => {
                (data == [0x00, File::Verifier as u8]).then_some(true)?
            }
            // The certificate of the terminal: body, signature.
            ([0x80, 0xA2, 0x06 | 0x00, 0xC1], [_, ..]) => true,
            // GET CHALLENGE.
            ([0x00, 0x84, 0x00, 0x00], []) => true,
            // EXTERNAL AUTHENTICATE.
            ([0x00, 0x82, 0x00, 0x00], [_, ..]) => false,
            _ => return None,
        };
        if expected.is_some() != (*instruction == 0x84) {
            return None;
        }
        let command = Command::new([*class, *instruction, *p1, *p2]);
        let command = match data {
            [] => command,
            data => command.with_data(data).ok()?,
        };
        let command = match expected {
            Some(length) => command.expecting(ExpectedLength::at_most(length)),
            None => command,
        };
        Some(Self {
            command,
            is_harmless,
        })
    }
}

/// Data and expected length, in the short or the extended form.
fn parse_body(body: &[u8]) -> Option<(&[u8], Option<usize>)> {
    const NONE: &[u8] = &[];
    let (data, rest, extended) = match body {
        [] => return Some((NONE, None)),
        [le] => return Some((NONE, Some(length(&[*le])?))),
        [0, high, low] => return Some((NONE, Some(length(&[*high, *low])?))),
        [0, high, low, rest @ ..] => {
            let count = usize::from(u16::from_be_bytes([*high, *low]));
            let (data, rest) = rest.split_at_checked(count)?;
            (data, rest, true)
        }
        [count, rest @ ..] => {
            let (data, rest) = rest.split_at_checked(usize::from(*count))?;
            (data, rest, false)
        }
    };
    match (data, rest, extended) {
        ([], ..) => None,
        (data, [], _) => Some((data, None)),
        (data, [_], false) | (data, [_, _], true) => Some((data, Some(length(rest)?))),
        _ => None,
    }
}

/// Le, where zero stands for the maximum.
fn length(field: &[u8]) -> Option<usize> {
    match field {
        [0] => Some(256),
        [short] => Some(usize::from(*short)),
        [0, 0] => Some(65_536),
        [high, low] => Some(usize::from(u16::from_be_bytes([*high, *low]))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::link::script::hex;

    fn again(text: &str) -> Option<Vec<u8>> {
        let relayed = Relayed::parse(&hex(text))?;
        Some(relayed.command.encode().to_vec())
    }

    #[test]
    fn the_known_commands_pass_as_they_came() {
        let long = "5F".repeat(261);
        for text in [
            "00A4040C0AD392F000260100000001",
            "00A4020C020016",
            "80A206C1037F4E00",
            &format!("80A200C1000105{long}"),
            "0084000010",
            "0082000003010203",
        ] {
            assert_eq!(again(text), Some(hex(text)), "{text}");
        }
        assert!(
            !Relayed::parse(&hex("0082000003010203"))
                .unwrap()
                .is_harmless
        );
    }

    #[test]
    fn nothing_else_has_a_form() {
        for text in [
            // VERIFY, query and PIN; CHANGE REFERENCE DATA.
            "00200098",
            "002000980431323334",
            "002000800431323334",
            "002401800431323334",
            // The signature, READ BINARY, GET RESPONSE, GET DATA.
            "802A009702010200",
            "00B08A0000",
            "00C0000010",
            "00CA5F5100",
            // The card manager, other applications, the beginning of one, other files.
            "00A4040C07A0000001510000",
            "00A4040C0AD3921000310001010408",
            "00A4040C05D392F00026",
            "00A4020C020018",
            "00A4020C020017",
            "00A4020C02000A",
            "00A4020C020001",
            // Other forms of the known ones.
            "00A404000AD392F000260100000001",
            "00A4040C0AD392F00026010000000100",
            "80A206C1",
            "80A206C1010000",
            "80A200B60100",
            "0084000002010200",
            "0082009803010203",
            "008200000301020300",
            "0084000100",
            "00840000",
            // No commands at all.
            "",
            "00",
            "0084",
            "80A206C1050102",
            "80A206C10300000102",
        ] {
            assert_eq!(again(text), None, "{text}");
        }
        let longer = ["80A206C1000300", &"00".repeat(768)].concat();
        assert_eq!(again(&longer), None);
    }

    proptest! {
        #[test]
        fn whatever_comes_nothing_panics_and_no_pin_has_a_form(
            bytes in proptest::collection::vec(any::<u8>(), 0..64),
            header in prop::sample::select(vec![[0x00, 0x20, 0x00, 0x98], [0x80, 0x2A, 0x00, 0x97]]),
        ) {
            if let Some(relayed) = Relayed::parse(&bytes) {
                prop_assert!(matches!(relayed.command.instruction(), 0xA4 | 0xA2 | 0x84 | 0x82));
            }
            let of_pin = [&header[..], &bytes].concat();
            prop_assert!(Relayed::parse(&of_pin).is_none());
        }
    }
}
