//! Command APDUs, cases 1 to 4, short and extended (ISO/IEC 7816-4, 5.1).
//!
//! The data may be a PIN, so they are wiped when a command is dropped and never shown.

use core::fmt;

use thiserror::Error;
use zeroize::Zeroizing;

/// How many bytes of data are expected at most (field Le).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ExpectedLength(u32);

impl ExpectedLength {
    /// As many as a short command can ask for; 00 on the wire.
    pub const SHORT_MAXIMUM: Self = Self(256);
    /// As many as any command can ask for; 0000 on the wire.
    pub const MAXIMUM: Self = Self(65_536);

    /// `length` bytes, at least one, at most [`Self::MAXIMUM`].
    #[must_use]
    pub fn at_most(length: usize) -> Self {
        let most = Self::MAXIMUM.0;
        Self(u32::try_from(length).unwrap_or(most).clamp(1, most))
    }

    /// The number of bytes.
    #[must_use]
    pub const fn bytes(self) -> usize {
        self.0 as usize
    }

    const fn is_short(self) -> bool {
        self.0 <= Self::SHORT_MAXIMUM.0
    }
}

/// The data of a command are longer than a command can carry, or bytes are no command.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
#[error("not a command APDU")]
pub struct MalformedCommand;

/// One command to the card.
///
/// There is deliberately no `Clone`: what carries a PIN exists once.
#[derive(Eq, PartialEq)]
pub struct Command {
    class: u8,
    instruction: u8,
    p1: u8,
    p2: u8,
    data: Zeroizing<Vec<u8>>,
    expected: Option<ExpectedLength>,
}

impl Command {
    /// Most bytes of data.
    pub const MAXIMUM_DATA: usize = 65_535;

    /// Case 1: nothing but the header CLA INS P1 P2.
    #[must_use]
    pub fn new([class, instruction, p1, p2]: [u8; 4]) -> Self {
        Self {
            class,
            instruction,
            p1,
            p2,
            data: Zeroizing::default(),
            expected: None,
        }
    }

    /// The same command with data: case 3, or 4 if an answer is expected.
    ///
    /// # Errors
    /// If there are more than [`Self::MAXIMUM_DATA`].
    pub fn with_data(mut self, data: &[u8]) -> Result<Self, MalformedCommand> {
        if data.len() > Self::MAXIMUM_DATA {
            return Err(MalformedCommand);
        }
        self.data = Zeroizing::new(data.to_vec());
        Ok(self)
    }

    /// The same command with an expected length: case 2, or 4 if there are data.
    #[must_use]
    pub const fn expecting(mut self, expected: ExpectedLength) -> Self {
        self.expected = Some(expected);
        self
    }

    /// The same command with another expected length. Only for what may be sent again.
    pub(crate) fn with_expected(&self, expected: ExpectedLength) -> Self {
        Self {
            data: self.data.clone(),
            expected: Some(expected),
            ..*self
        }
    }

    /// CLA.
    #[must_use]
    pub const fn class(&self) -> u8 {
        self.class
    }

    /// INS.
    #[must_use]
    pub const fn instruction(&self) -> u8 {
        self.instruction
    }

    /// P1 and P2.
    #[must_use]
    pub const fn parameters(&self) -> [u8; 2] {
        [self.p1, self.p2]
    }

    /// The data field.
    #[must_use]
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// Le, if an answer is expected.
    #[must_use]
    pub const fn expected(&self) -> Option<ExpectedLength> {
        self.expected
    }

    /// Whether the length fields take the extended form.
    #[must_use]
    pub fn is_extended(&self) -> bool {
        self.data.len() > 255 || self.expected.is_some_and(|expected| !expected.is_short())
    }

    /// How many bytes [`Self::encode`] yields.
    #[must_use]
    pub fn encoded_length(&self) -> usize {
        let (lc, le) = match (self.is_extended(), self.data.is_empty()) {
            (false, _) => (1, 1),
            // The zero byte that marks the extended form stands before the first field.
            (true, true) => (0, 3),
            (true, false) => (3, 2),
        };
        let lc = if self.data.is_empty() { 0 } else { lc };
        let le = if self.expected.is_some() { le } else { 0 };
        4 + lc + self.data.len() + le
    }

    /// The bytes on the wire.
    #[must_use]
    pub fn encode(&self) -> Zeroizing<Vec<u8>> {
        // The exact capacity, because a vector that grows leaves its data behind in memory.
        let mut bytes = Zeroizing::new(Vec::with_capacity(self.encoded_length()));
        bytes.extend([self.class, self.instruction, self.p1, self.p2]);
        let extended = self.is_extended();
        if extended {
            bytes.push(0);
        }
        if !self.data.is_empty() {
            put_length(&mut bytes, self.data.len(), extended);
            bytes.extend_from_slice(&self.data);
        }
        if let Some(expected) = self.expected {
            put_length(&mut bytes, expected.bytes(), extended);
        }
        bytes
    }
}

impl fmt::Debug for Command {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let header = [self.class, self.instruction, self.p1, self.p2];
        write!(
            formatter,
            "Command({header:02X?}, {} bytes of data",
            self.data.len()
        )?;
        match self.expected {
            Some(expected) => write!(formatter, ", at most {} back)", expected.bytes()),
            None => formatter.write_str(")"),
        }
    }
}

/// Writes the low bytes of a length: the maximum, one more than fits, becomes zero.
fn put_length(bytes: &mut Vec<u8>, length: usize, extended: bool) {
    let [.., high, low] = length.to_be_bytes();
    if extended {
        bytes.push(high);
    }
    bytes.push(low);
}

#[cfg(test)]
mod tests {
    use iso7816::command::CommandView;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn all_cases_have_the_bytes_of_the_standard() {
        let select = Command::new([0x00, 0xA4, 0x02, 0x0C])
            .with_data(&[0x00, 0x0A])
            .unwrap();
        let sign = Command::new([0x80, 0x2A, 0x00, 0x97])
            .with_data(&[1, 2])
            .unwrap();
        let long = vec![7; 256];
        let table: [(Command, &[u8]); 8] = [
            (
                Command::new([0x00, 0x20, 0x00, 0x98]),
                &[0x00, 0x20, 0x00, 0x98],
            ),
            (
                read(ExpectedLength::at_most(32)),
                &[0x00, 0xB0, 0x86, 0x00, 0x20],
            ),
            (
                read(ExpectedLength::SHORT_MAXIMUM),
                &[0x00, 0xB0, 0x86, 0x00, 0x00],
            ),
            (
                read(ExpectedLength::at_most(1900)),
                &[0x00, 0xB0, 0x86, 0x00, 0x00, 0x07, 0x6C],
            ),
            (
                read(ExpectedLength::MAXIMUM),
                &[0x00, 0xB0, 0x86, 0x00, 0x00, 0x00, 0x00],
            ),
            (select, &[0x00, 0xA4, 0x02, 0x0C, 0x02, 0x00, 0x0A]),
            (
                sign.expecting(ExpectedLength::SHORT_MAXIMUM),
                &[0x80, 0x2A, 0x00, 0x97, 0x02, 0x01, 0x02, 0x00],
            ),
            (
                Command::new([0x80, 0xA2, 0x06, 0xC1])
                    .with_data(&long)
                    .unwrap(),
                &[&[0x80, 0xA2, 0x06, 0xC1, 0x00, 0x01, 0x00][..], &long].concat(),
            ),
        ];
        for (command, expected) in table {
            assert_eq!(*command.encode(), expected, "{command:?}");
        }
    }

    fn read(expected: ExpectedLength) -> Command {
        Command::new([0x00, 0xB0, 0x86, 0x00]).expecting(expected)
    }

    #[test]
    fn debug_output_never_shows_the_data() {
        let verify = Command::new([0x00, 0x20, 0x00, 0x98])
            .with_data(b"4711")
            .unwrap();
        let shown = format!("{verify:?}");
        assert_eq!(shown, "Command([00, 20, 00, 98], 4 bytes of data)");
    }

    #[test]
    fn too_much_data_is_refused() {
        let data = vec![0; Command::MAXIMUM_DATA + 1];
        assert_eq!(Command::new([0; 4]).with_data(&data), Err(MalformedCommand));
    }

    proptest! {
        /// Read back by another reading of the standard, every command is what it was.
        #[test]
        fn an_independent_parser_agrees(
            header in any::<[u8; 3]>(),
            data in proptest::collection::vec(any::<u8>(), 0..600),
            expected in proptest::option::of(0_usize..70_000),
        ) {
            let [instruction, p1, p2] = header;
            let mut command = Command::new([0x00, instruction, p1, p2]).with_data(&data).unwrap();
            if let Some(expected) = expected {
                command = command.expecting(ExpectedLength::at_most(expected));
            }
            let bytes = command.encode();
            prop_assert_eq!(bytes.len(), command.encoded_length());
            prop_assert!(bytes.capacity() == bytes.len());
            let view = CommandView::try_from(bytes.as_slice()).unwrap();
            prop_assert_eq!(view.data(), data.as_slice());
            prop_assert_eq!(view.p1, p1);
            prop_assert_eq!(view.p2, p2);
            let length = command.expected().map_or(0, ExpectedLength::bytes);
            prop_assert_eq!(view.expected(), length);
        }
    }
}
