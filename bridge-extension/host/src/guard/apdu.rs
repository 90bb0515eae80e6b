//! A command APDU taken apart (ISO/IEC 7816-4, 5.1), in exactly one way or not at all.

const NONE: &[u8] = &[];

/// The parts of a command.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Apdu<'a> {
    /// CLA and INS.
    pub(super) header: [u8; 2],
    /// P1 and P2.
    pub(super) parameters: [u8; 2],
    pub(super) data: &'a [u8],
    /// Whether an answer with data is asked for.
    pub(super) expects: bool,
    /// Whether lengths are written in three bytes.
    pub(super) extended: bool,
}

impl<'a> Apdu<'a> {
    /// Every byte must have its place: a card that read the rest in another way would carry
    /// out another command than the one looked at here.
    pub(super) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let (&[class, instruction, p1, p2], body) = bytes.split_first_chunk()?;
        let (data, expects, extended) = match body {
            [] => (NONE, false, false),
            [_] => (NONE, true, false),
            [0, _, _] => (NONE, true, true),
            [0, high, low, rest @ ..] => {
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                let (data, expects) = split(rest, length, 2)?;
                (data, expects, true)
            }
            [length, rest @ ..] => {
                let (data, expects) = split(rest, usize::from(*length), 1)?;
                (data, expects, false)
            }
        };
        Some(Self {
            header: [class, instruction],
            parameters: [p1, p2],
            data,
            expects,
            extended,
        })
    }
}

/// Data of this length, and whether a Le of so many bytes follows.
fn split(rest: &[u8], length: usize, le: usize) -> Option<(&[u8], bool)> {
    let (data, after) = rest.split_at_checked(length)?;
    let has_le = after.len() == le;
    (length > 0 && (has_le || after.is_empty())).then_some((data, has_le))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(body: &[u8]) -> Option<(Vec<u8>, bool, bool)> {
        let bytes = [&[0x00, 0xB0, 0x01, 0x02], body].concat();
        Apdu::parse(&bytes).map(|apdu| {
            assert_eq!(apdu.header, [0x00, 0xB0]);
            assert_eq!(apdu.parameters, [0x01, 0x02]);
            (apdu.data.to_vec(), apdu.expects, apdu.extended)
        })
    }

    #[test]
    fn the_seven_cases() {
        assert_eq!(parsed(&[]), Some((vec![], false, false)));
        assert_eq!(parsed(&[0]), Some((vec![], true, false)));
        assert_eq!(parsed(&[2, 8, 9]), Some((vec![8, 9], false, false)));
        assert_eq!(parsed(&[2, 8, 9, 0]), Some((vec![8, 9], true, false)));
        assert_eq!(parsed(&[0, 0, 0]), Some((vec![], true, true)));
        assert_eq!(parsed(&[0, 0, 1, 8]), Some((vec![8], false, true)));
        assert_eq!(parsed(&[0, 0, 1, 8, 1, 0]), Some((vec![8], true, true)));
    }

    #[test]
    fn no_byte_is_left_over_or_missing() {
        for body in [
            &[0, 0][..],
            &[0, 0, 0, 0],
            &[0, 0, 0, 0, 0],
            &[0, 0, 1, 8, 0],
            &[0, 0, 1, 8, 0, 0, 0],
            &[0, 0, 2, 8],
            &[1, 8, 0, 0],
            &[2, 8],
        ] {
            assert_eq!(parsed(body), None, "{body:?}");
        }
        assert_eq!(Apdu::parse(&[0, 0xB0, 0]), None);
        assert_eq!(Apdu::parse(&[]), None);
    }
}
