//! From class and instruction to the function that carries a command out.
//! One file per command.

mod challenge;
mod data;
mod external_authenticate;
mod read_binary;
mod select;
mod sign;
mod terminal_certificate;
mod verify;

use super::VirtualCard;
use super::apdu::Command;
use super::status::StatusWord;

/// What a command may end in: data with 9000, or another status word.
type Answer = Result<Vec<u8>, StatusWord>;

/// Class of the interindustry commands, no secure messaging, channel 0
/// (ISO/IEC 7816-4, 5.4.1).
const INTERINDUSTRY: u8 = 0x00;
/// Class of the card's own commands.
const PROPRIETARY: u8 = 0x80;

/// Carries one command out.
pub(super) fn execute(card: &mut VirtualCard, command: &Command<'_>) -> Answer {
    check_class(command)?;
    // A challenge is good for the very next command.
    let challenge = card.verifier.take_challenge();
    match (command.class, command.instruction) {
        (INTERINDUSTRY, 0x20) => verify::answer(card, command),
        (INTERINDUSTRY, 0x82) => external_authenticate::answer(card, command, challenge),
        (INTERINDUSTRY, 0x84) => challenge::answer(card, command),
        (INTERINDUSTRY, 0xA4) => select::answer(card, command),
        (INTERINDUSTRY, 0xB0) => read_binary::answer(card, command),
        (INTERINDUSTRY, 0xCA) => data::answer(card, command),
        (PROPRIETARY, 0x2A) => sign::answer(card, command),
        // The "last command" mark of the iPhone: a plastic card finds its length wrong.
        (PROPRIETARY, 0xFC) => Err(StatusWord::WRONG_LENGTH),
        (PROPRIETARY, 0xA2) => terminal_certificate::answer(card, command),
        (INTERINDUSTRY, 0x2A) | (PROPRIETARY, 0x20 | 0x82 | 0x84 | 0xA4 | 0xB0 | 0xCA) => {
            Err(StatusWord::CLASS_UNKNOWN)
        }
        _ => Err(StatusWord::INSTRUCTION_UNKNOWN),
    }
}

/// Logical channels and secure messaging are refused by name, other classes
/// as unknown (soltia48/myna-card).
fn check_class(command: &Command<'_>) -> Result<(), StatusWord> {
    match command.class {
        INTERINDUSTRY | PROPRIETARY => Ok(()),
        0x01..=0x03 => Err(StatusWord::CHANNEL_NOT_SUPPORTED),
        0x04 | 0x08 | 0x0C => Err(match command.instruction {
            0x20 | 0xB0 => StatusWord::NO_SECURE_SESSION,
            _ => StatusWord::SECURE_MESSAGING_NOT_SUPPORTED,
        }),
        _ => Err(StatusWord::CLASS_UNKNOWN),
    }
}
