//! READ BINARY (JICSAP v1.1, 6.4.1; ISO/IEC 7816-4, 7.2.3).

use super::{Answer, Command, StatusWord, VirtualCard};
use crate::card::alarm::Alarm;
use crate::card::file::Content;

/// P1 bit 8: the low five bits are a short file id and P2 is the offset.
const SHORT_ID_FORM: u8 = 0x80;
const SHORT_ID_RESERVED: u8 = 0x60;

pub(super) fn answer(card: &mut VirtualCard, command: &Command<'_>) -> Answer {
    let Some(expected) = command.expected_length.filter(|_| command.data.is_empty()) else {
        return Err(StatusWord::WRONG_LENGTH);
    };
    let offset = locate(card, command)?;
    if card.at_individual_number() {
        card.alarms.push(Alarm::IndividualNumberRead);
    }
    let Content::Data { bytes, read } = &card.current_file()?.content else {
        return Err(StatusWord::FILE_TYPE_DOES_NOT_FIT);
    };
    if !card.grants(read) {
        return Err(StatusWord::SECURITY_STATUS_NOT_SATISFIED);
    }
    let rest = bytes.get(offset..).filter(|rest| !rest.is_empty());
    let rest = rest.ok_or(StatusWord::OFFSET_OUTSIDE_FILE)?;
    // A short tail is answered with 9000, not with 6282.
    Ok(rest.iter().take(expected).copied().collect())
}

/// Makes the file current if the command names one, and says where to start.
fn locate(card: &mut VirtualCard, command: &Command<'_>) -> Result<usize, StatusWord> {
    if command.p1 & SHORT_ID_FORM == 0 {
        return Ok(usize::from(u16::from_be_bytes([command.p1, command.p2])));
    }
    if command.p1 & SHORT_ID_RESERVED != 0 {
        return Err(StatusWord::WRONG_P1_P2);
    }
    card.make_current(command.p1 & 0x1F)
        .ok_or(StatusWord::FILE_NOT_FOUND)?;
    Ok(usize::from(command.p2))
}
