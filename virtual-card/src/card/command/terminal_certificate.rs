//! `80 A2`, the certificate of a terminal (特定機関認証), in two commands: its body and its
//! signature. Status words as surveyed on real cards (soltia48/myna-card; AokiApp/jsapdu).

use super::{Answer, Command, StatusWord, VirtualCard};
use crate::card::file::Content;

/// P1 P2 of the body and of the signature.
const BODY: (u8, u8) = (0x06, 0xC1);
const SIGNATURE: (u8, u8) = (0x00, 0xC1);
/// 5F37 with a length of 256 before the signature; without it the length is wrong.
const SIGNATURE_HEADER: [u8; 5] = [0x5F, 0x37, 0x82, 0x01, 0x00];
const SIGNATURE_LENGTH: usize = 256;

pub(super) fn answer(card: &mut VirtualCard, command: &Command<'_>) -> Answer {
    let part = (command.p1, command.p2);
    if !matches!(part, BODY | SIGNATURE) {
        return Err(StatusWord::WRONG_P1_P2);
    }
    let Ok(file) = card.current_file() else {
        return Err(StatusWord::CONDITIONS_NOT_SATISFIED);
    };
    let Content::VerifierAuthority(authority) = &file.content else {
        // A card that knows no authority for which there is a terminal.
        return Err(StatusWord::CONDITIONS_NOT_SATISFIED);
    };
    if command.data.is_empty() || command.expected_length.is_some() {
        return Err(StatusWord::WRONG_LENGTH);
    }
    if part == BODY {
        card.verifier.present(command.data);
        return Ok(Vec::new());
    }
    let signature = command
        .data
        .strip_prefix(&SIGNATURE_HEADER)
        .filter(|signature| signature.len() == SIGNATURE_LENGTH)
        .ok_or(StatusWord::WRONG_LENGTH)?;
    let authority = authority.clone();
    card.verifier.certify(&authority, signature)?;
    Ok(Vec::new())
}
