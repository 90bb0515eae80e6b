//! The commands of a visit, one function each, with the files they name.
//!
//! Sources: JICSAP IC card specification v1.1 (READ BINARY 6.4.1, SELECT 6.4.4, VERIFY
//! 6.4.9); the card's own signature command after OpenSC `card-jpki.c` and
//! soltia48/myna-card.

use super::Pin;
use crate::iso7816::{Command, ExpectedLength, MalformedCommand};
use crate::link::PinEntry;

/// 公的個人認証AP (OpenSC `jpki.h`; soltia48/myna-card).
pub(crate) const JPKI_AID: [u8; 10] = [0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01];
/// GlobalPlatform issuer security domain, the card manager (soltia48/myna-card, `mf.rs`).
pub(crate) const CARD_MANAGER_AID: [u8; 7] = [0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00];

/// An elementary file of the JPKI application. Every identifier is below 31, so every file
/// has a short one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[repr(u8)]
pub(crate) enum File {
    /// EF 0006: token information.
    Token = 0x06,
    /// EF 000A: certificate for user authentication.
    Certificate = 0x0A,
    /// EF 0016: key that checks the certificate of a verifier's terminal (特定機関認証).
    Verifier = 0x16,
    /// EF 0017: key for user authentication.
    Key = 0x17,
    /// EF 0018: PIN for user authentication.
    Pin = 0x18,
}

/// How a command names its file.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Reference {
    /// By its short identifier, without a SELECT.
    Short(File),
    /// The file that is selected.
    Current,
}

impl Reference {
    /// P1 of READ BINARY and P2 of VERIFY and of the signature: 80 alone for the current
    /// file, 80 and the short identifier otherwise (JICSAP v1.1, table 5).
    const fn byte(self) -> u8 {
        match self {
            Self::Short(file) => 0x80 | file as u8,
            Self::Current => 0x80,
        }
    }
}

/// SELECT an application by its identifier, no answer data wanted (P2 0C).
pub(super) fn select_application(aid: &[u8]) -> Result<Command, MalformedCommand> {
    Command::new([0x00, 0xA4, 0x04, 0x0C]).with_data(aid)
}

/// SELECT an elementary file of the current application.
pub(super) fn select_file(file: File) -> Result<Command, MalformedCommand> {
    Command::new([0x00, 0xA4, 0x02, 0x0C]).with_data(&[0x00, file as u8])
}

/// READ BINARY from the beginning of a file.
pub(super) fn read_first(file: Reference, expected: ExpectedLength) -> Command {
    match file {
        Reference::Short(_) => Command::new([0x00, 0xB0, file.byte(), 0x00]).expecting(expected),
        Reference::Current => read_on(0, expected),
    }
}

/// READ BINARY of the current file from an offset of 15 bits.
pub(super) fn read_on(offset: u16, expected: ExpectedLength) -> Command {
    let [high, low] = (offset & 0x7FFF).to_be_bytes();
    Command::new([0x00, 0xB0, high, low]).expecting(expected)
}

/// VERIFY without data: the tries left, at no cost (JICSAP v1.1, 6.4.9 (5)).
pub(super) fn query_tries(file: Reference) -> Command {
    Command::new([0x00, 0x20, 0x00, file.byte()])
}

/// VERIFY. It costs a try if the PIN is wrong.
pub(super) fn verify(file: Reference, pin: &Pin) -> Result<Command, MalformedCommand> {
    Command::new([0x00, 0x20, 0x00, file.byte()]).with_data(pin.digits())
}

/// VERIFY with a PIN that is entered on the reader.
pub(super) const fn verify_on_pin_pad(file: Reference, language: u16) -> PinEntry {
    /// The number of digits of this PIN.
    const DIGITS: u8 = 4;
    PinEntry::new([0x00, 0x20, 0x00, file.byte()], DIGITS, language)
}

/// Signature over `input` with P1 00: the card pads it and nothing else (for RSA, PKCS#1
/// v1.5 type 1 around a DigestInfo).
///
/// The commands of the next card are not public. That it takes the bare hash here for an
/// elliptic curve key and answers r and s side by side is our assumption.
pub(super) fn sign(
    key: Reference,
    input: &[u8],
    signature_length: usize,
) -> Result<Command, MalformedCommand> {
    let short = ExpectedLength::SHORT_MAXIMUM;
    let expected = if signature_length <= short.bytes() {
        short
    } else {
        ExpectedLength::at_most(signature_length)
    };
    let command = Command::new([0x80, 0x2A, 0x00, key.byte()]).with_data(input)?;
    Ok(command.expecting(expected))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::script::hex;

    #[test]
    fn every_command_has_its_bytes() {
        let pin = Pin::try_from("1234").unwrap();
        let all = ExpectedLength::MAXIMUM;
        let table = [
            (
                select_application(&JPKI_AID).unwrap(),
                "00A4040C0AD392F000260100000001",
            ),
            (
                select_application(&CARD_MANAGER_AID).unwrap(),
                "00A4040C07A0000001510000",
            ),
            (select_file(File::Pin).unwrap(), "00A4020C020018"),
            (
                read_first(Reference::Short(File::Token), ExpectedLength::at_most(32)),
                "00B0860020",
            ),
            (
                read_first(Reference::Short(File::Certificate), all),
                "00B08A00000000",
            ),
            (read_first(Reference::Current, all), "00B00000000000"),
            (read_on(0x0100, ExpectedLength::SHORT_MAXIMUM), "00B0010000"),
            (query_tries(Reference::Short(File::Pin)), "00200098"),
            (query_tries(Reference::Current), "00200080"),
            (
                verify(Reference::Short(File::Pin), &pin).unwrap(),
                "002000980431323334",
            ),
            (
                sign(Reference::Short(File::Key), &[1, 2], 256).unwrap(),
                "802A009702010200",
            ),
            (
                sign(Reference::Current, &[1, 2], 96).unwrap(),
                "802A008002010200",
            ),
            (
                sign(Reference::Current, &[1], 384).unwrap(),
                "802A0080000001010180",
            ),
        ];
        for (command, bytes) in table {
            assert_eq!(*command.encode(), hex(bytes), "{bytes}");
        }
    }
}
