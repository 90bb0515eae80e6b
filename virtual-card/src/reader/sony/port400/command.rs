//! The form of a pseudo-APDU: class FF, an instruction, two parameters, and
//! data in the short or the extended form of ISO/IEC 7816-4, 5.1. Where the
//! reader differs from that form stands below.

use super::Status;

/// A pseudo-APDU whose lengths fit.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Command<'a> {
    pub(super) instruction: u8,
    pub(super) p1: u8,
    pub(super) p2: u8,
    pub(super) data: &'a [u8],
}

/// Class of every pseudo-APDU.
const CLASS: u8 = 0xFF;

impl<'a> Command<'a> {
    pub(super) fn parse(bytes: &'a [u8], takes_extended: bool) -> Result<Self, Status> {
        let [class, instruction, p1, p2, body @ ..] = bytes else {
            return Err(Status::WrongLength);
        };
        if *class != CLASS {
            return Err(Status::UnknownClass);
        }
        let data = match body {
            [] | [_] => &[],
            [0, high, low, rest @ ..] if takes_extended => {
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                let (data, tail) = rest.split_at_checked(length).ok_or(Status::WrongLength)?;
                // Public programs that work send three bytes behind the data;
                // another's writer saw 67 00 with the two of the standard.
                match tail {
                    [] | [0, 0, 0] => data,
                    _ => return Err(Status::WrongLength),
                }
            }
            [0, ..] => return Err(Status::WrongLength),
            [length, rest @ ..] => {
                let length = usize::from(*length);
                let (data, tail) = rest.split_at_checked(length).ok_or(Status::WrongLength)?;
                match tail {
                    [] | [_] => data,
                    _ => return Err(Status::WrongLength),
                }
            }
        };
        Ok(Self {
            instruction: *instruction,
            p1: *p1,
            p2: *p2,
            data,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_read_and_their_lengths_checked() {
        type Row = (&'static [u8], bool, Result<&'static [u8], Status>);
        let wrong = Err(Status::WrongLength);
        let table: [Row; 11] = [
            (&[0xFF, 0x56, 0, 0], true, Ok(&[])),
            (&[0xFF, 0xCA, 0, 0, 0], true, Ok(&[])),
            (&[0xFF, 0x50, 0, 0, 2, 0x81, 0, 0], true, Ok(&[0x81, 0])),
            (&[0xFF, 0x50, 0, 0, 2, 0x81, 0], true, Ok(&[0x81, 0])),
            (&[0xFF, 0x50, 0, 1, 0, 0, 1, 9, 0, 0, 0], true, Ok(&[9])),
            (&[0xFF, 0x50, 0, 1, 0, 0, 1, 9, 0, 0], true, wrong),
            (&[0xFF, 0x50, 0, 1, 0, 0, 1, 9, 0, 0, 0], false, wrong),
            (&[0xFF, 0x50, 0, 0, 3, 0x81, 0], true, wrong),
            (&[0xFF, 0x50, 0, 0, 1, 0x81, 0, 0], true, wrong),
            (&[0xFF, 0x50, 0], true, wrong),
            (&[0x00, 0xA4, 0, 0], true, Err(Status::UnknownClass)),
        ];
        for (bytes, takes_extended, expected) in table {
            let got = Command::parse(bytes, takes_extended).map(|command| command.data);
            assert_eq!(got, expected, "{bytes:02X?}");
        }
    }
}
