//! EXTERNAL AUTHENTICATE (ISO/IEC 7816-4, 7.5.4), as our practice verifier uses it. Cards
//! that did not opt in never have the key of a terminal and refuse.

use super::{Answer, Command, StatusWord, VirtualCard};

pub(super) fn answer(
    card: &mut VirtualCard,
    command: &Command<'_>,
    challenge: Option<[u8; 16]>,
) -> Answer {
    if (command.p1, command.p2) != (0, 0) {
        return Err(StatusWord::WRONG_P1_P2);
    }
    if command.data.is_empty() || command.expected_length.is_some() {
        return Err(StatusWord::WRONG_LENGTH);
    }
    card.verifier.authenticate(challenge, command.data)?;
    Ok(Vec::new())
}
