//! PC_to_RDR_Secure: the entry of a PIN on the reader's own keys, and the
//! command that is made of it (CCID 1.1, 6.1.11).

use std::fmt;

use super::message::Failure;

/// What a person does at the keys of a PIN pad.
#[derive(Clone, PartialEq, Eq)]
pub enum PadInput {
    /// Types these digits and presses the green key.
    Digits(String),
    /// Presses the red key.
    Cancel,
    /// Does nothing until the time is over.
    Timeout,
}

/// Names the act only: digits are a PIN.
impl fmt::Debug for PadInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Digits(_) => "Digits",
            Self::Cancel => "Cancel",
            Self::Timeout => "Timeout",
        })
    }
}

/// How digits become bytes, `bmFormatString` bits 1 and 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Binary,
    /// Two digits to a byte.
    Decimal,
    Ascii,
}

/// What the host asks the pad for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PinEntry {
    format: Format,
    right_justified: bool,
    /// Where the PIN begins in the data of the command.
    position: usize,
    /// Bytes of the PIN with its filling; 0 is as many as it has.
    block_size: usize,
    minimum: usize,
    maximum: usize,
    /// Bit 0: at the greatest length, bit 1: by key, bit 2: when time is over.
    condition: u8,
    /// `bTeoPrologue`: NAD, PCB and LEN of the block at TPDU level.
    prologue: [u8; 3],
    header: [u8; 4],
    template: Vec<u8>,
}

/// Offsets in the message by which wrong fields are named.
const OPERATION: u8 = 10;
const FORMAT: u8 = 12;
const BLOCK_STRING: u8 = 13;
const LENGTH_RANGE: u8 = 15;
const VALIDATION: u8 = 17;
const APDU: u8 = 25;

/// `bPINOperation`: PIN verification.
const VERIFICATION: u8 = 0x00;
const IN_BYTES: u8 = 0x80;
const RIGHT_JUSTIFIED: u8 = 0x04;

impl PinEntry {
    pub(crate) fn parse(data: &[u8]) -> Result<Self, Failure> {
        let [operation, structure @ ..] = data else {
            return Err(Failure::BadLength);
        };
        if *operation != VERIFICATION {
            return Err(Failure::BadField(OPERATION));
        }
        let &[
            _timeout,
            format,
            block_string,
            _length_format,
            maximum,
            minimum,
            condition,
            _messages,
            _language_low,
            _language_high,
            _message,
            address,
            control,
            length,
            ref apdu @ ..,
        ] = structure
        else {
            return Err(Failure::BadLength);
        };
        if minimum > maximum || maximum == 0 {
            return Err(Failure::BadField(LENGTH_RANGE));
        }
        if !(1..=7).contains(&condition) {
            return Err(Failure::BadField(VALIDATION));
        }
        // This pad writes no length of the PIN into the command.
        if block_string & 0xF0 != 0 {
            return Err(Failure::BadField(BLOCK_STRING));
        }
        let (header, template) = template(apdu).ok_or(Failure::BadField(APDU))?;
        Ok(Self {
            format: match format & 0x03 {
                0 => Format::Binary,
                1 => Format::Decimal,
                2 => Format::Ascii,
                _ => return Err(Failure::BadField(FORMAT)),
            },
            right_justified: format & RIGHT_JUSTIFIED != 0,
            position: position(format)?,
            block_size: usize::from(block_string & 0x0F),
            minimum: usize::from(minimum),
            maximum: usize::from(maximum),
            condition,
            prologue: [address, control, length],
            header,
            template,
        })
    }

    /// `bTeoPrologue`.
    pub(crate) fn prologue(&self) -> [u8; 3] {
        self.prologue
    }

    /// The command with these digits in it; `None` while the pad does not take
    /// them, because they are too few, too many or none.
    pub(crate) fn command(&self, digits: &str) -> Option<Vec<u8>> {
        /// Condition that is met only by the last digit there is room for.
        const AT_MAXIMUM_ONLY: u8 = 0x01;
        let count = digits.len();
        let enough = (self.minimum..=self.maximum).contains(&count)
            && (self.condition != AT_MAXIMUM_ONLY || count == self.maximum);
        if !enough || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        let pin = self.format.encode(digits);
        let block = self.block_size.max(pin.len());
        if self.block_size != 0 && pin.len() > self.block_size {
            return None;
        }
        let mut data = self.template.clone();
        data.resize(data.len().max(self.position.saturating_add(block)), 0xFF);
        let shift = if self.right_justified {
            block.saturating_sub(pin.len())
        } else {
            0
        };
        let places = data.iter_mut().skip(self.position.saturating_add(shift));
        for (place, byte) in places.zip(&pin) {
            *place = *byte;
        }
        let length = u8::try_from(data.len()).ok()?;
        Some([&self.header[..], &[length], &data].concat())
    }
}

impl Format {
    fn encode(self, digits: &str) -> Vec<u8> {
        let values = digits.bytes().map(|digit| digit & 0x0F);
        match self {
            Self::Ascii => digits.bytes().collect(),
            Self::Binary => values.collect(),
            Self::Decimal => {
                let values: Vec<u8> = values.collect();
                let pair = |pair: &[u8]| match pair {
                    [high, low] => high << 4 | low,
                    [high] => high << 4 | 0x0F,
                    _ => 0,
                };
                values.chunks(2).map(pair).collect()
            }
        }
    }
}

/// Bits 6 to 3 of `bmFormatString`, counted in bytes or bits by bit 7.
fn position(format: u8) -> Result<usize, Failure> {
    let units = usize::from(format >> 3 & 0x0F);
    if format & IN_BYTES != 0 {
        Ok(units)
    } else if units.is_multiple_of(8) {
        Ok(units / 8)
    } else {
        Err(Failure::BadField(FORMAT))
    }
}

/// Header and data of the command that waits for a PIN.
fn template(apdu: &[u8]) -> Option<([u8; 4], Vec<u8>)> {
    let (header, rest) = apdu.split_first_chunk::<4>()?;
    match rest {
        [] | [0] => Some((*header, Vec::new())),
        [length, data @ ..] if usize::from(*length) == data.len() => Some((*header, data.to_vec())),
        // Readers take the length from the PIN where the template has none.
        [_] => Some((*header, Vec::new())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ASCII in bytes from the start, 4 bytes, 4 to 4 digits, by key; VERIFY.
    const ENTRY: [u8; 24] = [
        0x00, 0x3C, 0x82, 0x04, 0x00, 0x04, 0x04, 0x02, 0x00, 0x11, 0x04, 0x00, 0x00, 0x40, 0x09,
        0x00, 0x20, 0x00, 0x98, 0x04, 0xFF, 0xFF, 0xFF, 0xFF,
    ];

    #[test]
    fn digits_are_written_into_the_command() {
        let verify = |pin: &[u8]| [&[0x00, 0x20, 0x00, 0x98, pin.len() as u8][..], pin].concat();
        let entry = PinEntry::parse(&ENTRY).expect("an entry");
        assert_eq!(entry.prologue(), [0x00, 0x40, 0x09]);
        assert_eq!(entry.command("1234"), Some(verify(b"1234")));
        for digits in ["123", "12345", "", "12a4"] {
            assert_eq!(entry.command(digits), None);
        }
        let mut range = ENTRY;
        (range[5], range[6], range[3]) = (8, 4, 8);
        let entry = PinEntry::parse(&range[..20]).expect("without data");
        assert_eq!(entry.command("12345"), Some(verify(b"12345\xFF\xFF\xFF")));
        let mut decimal = range;
        decimal[2] = 0x85;
        let entry = PinEntry::parse(&decimal[..19]).expect("without length");
        let expected = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x12, 0x34, 0x5F];
        assert_eq!(entry.command("12345"), Some(verify(&expected)));
    }

    #[test]
    fn what_the_pad_cannot_do_is_named() {
        let with = |at: usize, byte| {
            let mut entry = ENTRY;
            entry[at] = byte;
            PinEntry::parse(&entry)
        };
        for (at, byte, offset) in [
            (0, 1, 10),
            (2, 0x83, 12),
            (2, 0x0A, 12),
            (3, 0x84, 13),
            (5, 3, 15),
            (7, 0, 17),
            (7, 8, 17),
            (19, 5, 25),
        ] {
            assert_eq!(
                with(at, byte),
                Err(Failure::BadField(offset)),
                "{at}, {byte:02X}"
            );
        }
        assert_eq!(PinEntry::parse(&ENTRY[..14]), Err(Failure::BadLength));
        assert_eq!(PinEntry::parse(&[]), Err(Failure::BadLength));
    }

    #[test]
    fn only_the_last_digit_ends_an_entry_without_keys() {
        let mut entry = ENTRY;
        (entry[5], entry[6], entry[7]) = (6, 4, 1);
        let entry = PinEntry::parse(&entry).expect("an entry");
        assert_eq!(entry.command("12345"), None);
        assert_eq!(format!("{:?}", PadInput::Digits("1234".into())), "Digits");
    }
}
