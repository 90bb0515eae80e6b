//! SELECT (JICSAP v1.1, 6.4.4; ISO/IEC 7816-4, 7.1.1).
//!
//! Answers never carry file control information: its bytes are not published
//! for this card, and no program seen asks for them.

use super::{Answer, Command, StatusWord, VirtualCard};
use crate::card::alarm::Alarm;
use crate::card::file::FileId;

/// GlobalPlatform issuer security domain, the "card manager".
const CARD_MANAGER: [u8; 7] = [0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00];
/// An AID has at most sixteen bytes (ISO/IEC 7816-4, 8.2.1.2).
const AID_MAXIMUM: usize = 16;

const BY_FILE_ID: u8 = 0x02;
const BY_AID: u8 = 0x04;

pub(super) fn answer(card: &mut VirtualCard, command: &Command<'_>) -> Answer {
    // 00: return file control information; 0C: return nothing.
    if !matches!(command.p2, 0x00 | 0x0C) {
        return Err(StatusWord::WRONG_P1_P2);
    }
    match command.p1 {
        0x00 => select_nothing(card, command.data),
        BY_FILE_ID => select_file(card, command.data),
        BY_AID => select_application(card, command.data),
        _ => Err(StatusWord::WRONG_P1_P2),
    }
}

/// `00 A4 00 00`: refused by the card manager, without effect in an application.
fn select_nothing(card: &VirtualCard, data: &[u8]) -> Answer {
    if !data.is_empty() {
        return Err(StatusWord::FILE_NOT_FOUND);
    }
    match card.application {
        Some(_) => Ok(Vec::new()),
        None => Err(StatusWord::WRONG_P1_P2),
    }
}

fn select_file(card: &mut VirtualCard, data: &[u8]) -> Answer {
    let &[high, low] = data else {
        return Err(StatusWord::WRONG_LENGTH);
    };
    let id = FileId(u16::from_be_bytes([high, low]));
    card.current_application()
        .and_then(|application| application.file(id))
        .ok_or(StatusWord::FILE_NOT_FOUND)?;
    card.file = Some(id);
    if card.at_individual_number() {
        card.alarms.push(Alarm::IndividualNumberSelected);
    }
    Ok(Vec::new())
}

/// The beginning of a stored AID is enough (JICSAP v1.1, 4.2); anything longer
/// or different is another card's.
fn select_application(card: &mut VirtualCard, requested: &[u8]) -> Answer {
    if requested.is_empty() || requested.len() > AID_MAXIMUM {
        return Err(StatusWord::WRONG_LENGTH);
    }
    if card.profile.has_card_manager() && CARD_MANAGER.starts_with(requested) {
        card.leave_application();
        return Ok(Vec::new());
    }
    let found = card
        .applications
        .iter()
        .find(|application| application.aid.starts_with(requested))
        .map(|application| application.name)
        .ok_or(StatusWord::FILE_NOT_FOUND)?;
    if card.application != Some(found) {
        card.leave_application();
    }
    card.application = Some(found);
    card.file = None;
    Ok(Vec::new())
}
