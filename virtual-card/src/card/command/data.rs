//! GET DATA of the card manager (soltia48/myna-card, `mf.rs`).

use super::{Answer, Command, StatusWord, VirtualCard};

/// Card image number: tag and length before a value of our own making.
const CARD_IMAGE_NUMBER: [u8; 12] = *b"\x45\x0AJPKI-EMULA";

pub(super) fn answer(card: &mut VirtualCard, command: &Command<'_>) -> Answer {
    let Some(expected) = command.expected_length.filter(|_| command.data.is_empty()) else {
        return Err(StatusWord::WRONG_LENGTH);
    };
    if card.application.is_some() {
        return Err(StatusWord::REFERENCE_NOT_FOUND);
    }
    let value = match (command.p1, command.p2) {
        (0x00, 0x45) => &CARD_IMAGE_NUMBER[..],
        // The ATR without its first byte, 3B.
        (0x5F, 0x51) => card.atr().get(1..).unwrap_or_default(),
        _ => return Err(StatusWord::REFERENCE_NOT_FOUND),
    };
    if value.len() > expected {
        return Err(StatusWord::right_length(value.len()));
    }
    Ok(value.to_vec())
}
