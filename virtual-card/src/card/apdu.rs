//! Command APDUs as the card reads them: ISO/IEC 7816-4, cases 1 to 4, short
//! and extended. Knows no instruction.

/// A command that is well formed; what it asks for is another matter.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Command<'a> {
    pub(crate) class: u8,
    pub(crate) instruction: u8,
    pub(crate) p1: u8,
    pub(crate) p2: u8,
    pub(crate) data: &'a [u8],
    /// Le, with 00 already read as 256 and 0000 as 65 536.
    pub(crate) expected_length: Option<usize>,
    /// Whether Lc or Le came in the extended form.
    pub(crate) extended: bool,
}

impl<'a> Command<'a> {
    /// Reads one command; `None` when its length fields do not fit its length.
    pub(crate) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let [class, instruction, p1, p2, body @ ..] = bytes else {
            return None;
        };
        let (data, expected_length, extended) = parse_body(body)?;
        Some(Self {
            class: *class,
            instruction: *instruction,
            p1: *p1,
            p2: *p2,
            data,
            expected_length,
            extended,
        })
    }
}

/// ISO/IEC 7816-4, 5.1, table 2: what may follow the four header bytes.
fn parse_body(body: &[u8]) -> Option<(&[u8], Option<usize>, bool)> {
    match body {
        [] => Some((&[], None, false)),
        [le] => Some((&[], Some(short_length(*le)), false)),
        [0, high, low] => Some((&[], Some(extended_length(*high, *low)), true)),
        [0, high, low, rest @ ..] => {
            let (data, tail) = split_data(rest, usize::from(u16::from_be_bytes([*high, *low])))?;
            match tail {
                [] => Some((data, None, true)),
                [high, low] => Some((data, Some(extended_length(*high, *low)), true)),
                _ => None,
            }
        }
        [lc, rest @ ..] => {
            let (data, tail) = split_data(rest, usize::from(*lc))?;
            match tail {
                [] => Some((data, None, false)),
                [le] => Some((data, Some(short_length(*le)), false)),
                _ => None,
            }
        }
    }
}

fn split_data(rest: &[u8], length: usize) -> Option<(&[u8], &[u8])> {
    if length == 0 {
        return None;
    }
    rest.split_at_checked(length)
}

fn short_length(le: u8) -> usize {
    if le == 0 { 256 } else { usize::from(le) }
}

fn extended_length(high: u8, low: u8) -> usize {
    match u16::from_be_bytes([high, low]) {
        0 => 65_536,
        length => usize::from(length),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_cases_are_told_apart() {
        type Expected = Option<(&'static [u8], Option<usize>, bool)>;
        let table: [(&[u8], Expected); 14] = [
            (&[0, 0x20, 0, 0x80], Some((&[], None, false))),
            (&[0, 0xB0, 0, 0, 0x20], Some((&[], Some(32), false))),
            (&[0, 0xB0, 0, 0, 0], Some((&[], Some(256), false))),
            (&[0, 0xA4, 2, 0x0C, 2, 0, 6], Some((&[0, 6], None, false))),
            (
                &[0, 0xA4, 2, 0, 2, 0, 6, 0],
                Some((&[0, 6], Some(256), false)),
            ),
            (&[0, 0xB0, 0, 0, 0, 0, 0], Some((&[], Some(65_536), true))),
            (&[0, 0xB0, 0, 0, 0, 7, 0x6C], Some((&[], Some(1900), true))),
            (
                &[0, 0xA4, 2, 0x0C, 0, 0, 2, 0, 6],
                Some((&[0, 6], None, true)),
            ),
            (
                &[0, 0xA4, 2, 0, 0, 0, 1, 6, 1, 0],
                Some((&[6], Some(256), true)),
            ),
            (&[0, 0xA4, 2], None),
            (&[0, 0xA4, 2, 0x0C, 3, 0, 6], None),
            (&[0, 0xA4, 2, 0x0C, 1, 0, 6, 9], None),
            (&[0, 0xB0, 0, 0, 0, 0], None),
            (&[0, 0xB0, 0, 0, 0, 0, 0, 1], None),
        ];
        for (bytes, expected) in table {
            let got = Command::parse(bytes).map(|c| (c.data, c.expected_length, c.extended));
            assert_eq!(got, expected, "{bytes:02X?}");
        }
    }
}
