//! GET CHALLENGE (ISO/IEC 7816-4, 7.5.3).

use super::{Answer, Command, StatusWord, VirtualCard};

pub(super) fn answer(card: &mut VirtualCard, command: &Command<'_>) -> Answer {
    if (command.p1, command.p2) != (0, 0) {
        return Err(StatusWord::WRONG_P1_P2);
    }
    let Some(expected) = command.expected_length.filter(|_| command.data.is_empty()) else {
        return Err(StatusWord::WRONG_LENGTH);
    };
    if command.extended {
        return Err(StatusWord::CONDITIONS_NOT_SATISFIED);
    }
    let challenge = card.noise.bytes(expected);
    card.verifier.give_challenge(&challenge);
    Ok(challenge)
}
