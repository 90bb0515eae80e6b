//! `80 2A`, the card's own signature command (OpenSC `card-jpki.c`;
//! soltia48/myna-card for the schemes in P1).

use super::{Answer, Command, StatusWord, VirtualCard};
use crate::card::file::Content;
use crate::card::signing_key::Scheme;

pub(super) fn answer(card: &mut VirtualCard, command: &Command<'_>) -> Answer {
    let scheme = Scheme::try_from(command.p1)?;
    card.refer_to(command.p2)?;
    let Content::Key { key, usage } = &card.current_file()?.content else {
        return Err(StatusWord::FILE_TYPE_DOES_NOT_FIT);
    };
    if !card.grants(usage) {
        return Err(StatusWord::SECURITY_STATUS_NOT_SATISFIED);
    }
    let Some(expected) = command.expected_length.filter(|_| !command.data.is_empty()) else {
        return Err(StatusWord::WRONG_LENGTH);
    };
    let signature = key.clone().sign(scheme, command.data, &mut card.noise)?;
    if signature.len() > expected {
        return Err(StatusWord::right_length(signature.len()));
    }
    card.verifier.use_up();
    Ok(signature)
}
