//! VERIFY (JICSAP v1.1, 6.4.9).

use super::{Answer, Command, StatusWord, VirtualCard};
use crate::card::alarm::Alarm;
use crate::card::file::Content;
use crate::card::pin::PinName;
use crate::profile::WrongLength;

pub(super) fn answer(card: &mut VirtualCard, command: &Command<'_>) -> Answer {
    if command.expected_length.is_some() {
        return Err(StatusWord::WRONG_LENGTH);
    }
    if command.p1 != 0 {
        return Err(StatusWord::WRONG_P1_P2);
    }
    card.refer_to(command.p2)?;
    let Content::Pin { name, value } = &card.current_file()?.content else {
        return Err(StatusWord::FILE_TYPE_DOES_NOT_FIT);
    };
    let (name, right) = (*name, value.as_bytes() == command.data);
    let right_length = value.len() == command.data.len();
    if command.data.is_empty() {
        // 6.4.9 (5): the query costs nothing, and says 63Cx also when the PIN
        // is verified or blocked (OpenSC, pull request 959).
        return Err(StatusWord::tries_left(card.counters.left(name)));
    }
    if name == PinName::ReferenceA {
        card.alarms.push(Alarm::IndividualNumberPresented);
    }
    if card.counters.left(name) == 0 {
        return Err(StatusWord::REFERENCE_LOCKED);
    }
    if !right_length && card.profile.wrong_length() == WrongLength::Refused {
        return Err(StatusWord::WRONG_LENGTH);
    }
    compare(card, name, right)
}

fn compare(card: &mut VirtualCard, name: PinName, right: bool) -> Answer {
    card.verified.retain(|verified| *verified != name);
    if !right {
        return Err(StatusWord::tries_left(card.counters.spend(name)));
    }
    card.counters.restore(name);
    card.verified.push(name);
    Ok(Vec::new())
}
