//! A PIN that a person enters on the keys of a reader, so that it never reaches the computer.

/// What a reader asks a person for, and the command that it makes of it: CLA INS P1 P2, and the
/// digits in ASCII as data. It holds no PIN.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct PinEntry {
    header: [u8; 4],
    digits: u8,
    language: u16,
}

impl PinEntry {
    /// How long a person may take, in seconds (CCID 1.1, 6.1.11, bTimeOut).
    pub const SECONDS: u8 = 60;

    /// A PIN of exactly so many digits. What a reader shows is in this language
    /// (USB-IF, Language Identifiers), if it knows it.
    #[must_use]
    pub const fn new(header: [u8; 4], digits: u8, language: u16) -> Self {
        Self {
            header,
            digits,
            language,
        }
    }

    /// CLA INS P1 P2.
    #[must_use]
    pub const fn header(&self) -> [u8; 4] {
        self.header
    }

    /// The number of digits.
    #[must_use]
    pub const fn digits(&self) -> u8 {
        self.digits
    }

    /// The language of what is shown.
    #[must_use]
    pub const fn language(&self) -> u16 {
        self.language
    }

    /// Bytes of the command: header, Lc, digits.
    #[must_use]
    pub fn command_length(&self) -> usize {
        self.header.len() + 1 + usize::from(self.digits)
    }
}
