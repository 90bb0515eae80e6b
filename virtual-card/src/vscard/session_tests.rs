//! The session message by message, as QEMU's reader holds it.

use super::*;
use crate::profile::Profile;

/// What QEMU sends when it has its device, and the end of what it was asked for.
const INIT: &str = "00000001 FFFFFFFF 0000000C 56534344 00000002 00000000";
const SUCCESS: &str = "00000002 00000000 00000004 00000000";
const ADD_READER: &str = "00000003 FFFFFFFF 00000000";
const REMOVED: &str = "00000006 00000000 00000000";
const SILENCE: &str = "00000002 00000000 00000004 00000001";

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.bytes().filter(|byte| *byte != b' ').collect();
    digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

fn message(kind: u8, content: &[u8]) -> Vec<u8> {
    let length = u8::try_from(content.len()).unwrap();
    [&[0, 0, 0, kind, 0, 0, 0, 0, 0, 0, 0, length], content].concat()
}

fn card() -> VirtualCard {
    VirtualCard::new(Profile::named("valid-adult").unwrap()).unwrap()
}

fn ready() -> VscardSession {
    let mut session = VscardSession::default();
    assert_eq!(session.output(), bytes(INIT));
    session.receive(&bytes(INIT)).unwrap();
    assert_eq!(session.output(), bytes(ADD_READER));
    session.receive(&bytes(SUCCESS)).unwrap();
    session
}

#[test]
fn a_card_is_announced_once_the_reader_is_there() {
    let mut session = VscardSession::default();
    session.insert(card());
    assert_eq!(session.output(), bytes(INIT));
    session.receive(&bytes(INIT)).unwrap();
    assert_eq!(session.output(), bytes(ADD_READER));
    session.receive(&bytes(SUCCESS)).unwrap();
    assert_eq!(session.output(), message(5, ANSWER_TO_RESET.atr()));
    session.remove();
    assert_eq!(session.output(), bytes(REMOVED));
    session.remove();
    assert_eq!(session.output(), []);
    session.put_back();
    assert_eq!(session.output(), message(5, ANSWER_TO_RESET.atr()));
}

/// A command without data, one whose answer is put right, one without an answer.
#[test]
fn commands_of_t0_are_carried_out_byte_by_byte_as_they_arrive() {
    let mut session = ready();
    session.insert(card());
    session.output();
    let select = bytes("00A4040C 0A D392F00026 0100000001");
    for byte in message(7, &select) {
        assert_eq!(session.output(), []);
        session.receive(&[byte]).unwrap();
    }
    assert_eq!(session.output(), message(7, &[0x90, 0x00]));
    // The tries left: case 1, whose P3 is 00.
    session.receive(&message(7, &bytes("0020009800"))).unwrap();
    assert_eq!(session.output(), message(7, &[0x63, 0xC3]));
    assert_eq!(session.apdus(), 2);
    session.remove();
    session.output();
    session.receive(&message(7, &select)).unwrap();
    assert_eq!(session.output(), bytes(SILENCE));
    assert_eq!(session.apdus(), 2);
}

#[test]
fn taking_the_card_away_ends_its_rights() {
    let mut session = ready();
    session.insert(card());
    session.output();
    let select = bytes("00A4040C 0A D392F00026 0100000001");
    session.receive(&message(7, &select)).unwrap();
    session
        .receive(&message(7, &bytes("00200098 04 31323334")))
        .unwrap();
    session.output();
    session.remove();
    session.put_back();
    session.output();
    session.receive(&message(7, &select)).unwrap();
    session.output();
    session.receive(&message(7, &bytes("0020009800"))).unwrap();
    assert_eq!(session.output(), message(7, &[0x63, 0xC3]));
}

#[test]
fn what_is_not_the_protocol_is_refused() {
    for (hex, error) in [
        (
            "00000001 FFFFFFFF 00000004 41424344",
            VscardError::OtherProtocol,
        ),
        ("00000007 00000000 00010001", VscardError::TooLong),
        ("00000002 00000000 00000000", VscardError::OtherProtocol),
    ] {
        let mut session = VscardSession::default();
        assert_eq!(session.receive(&bytes(hex)), Err(error), "{hex}");
    }
    let mut session = VscardSession::default();
    session.receive(&bytes(INIT)).unwrap();
    let refused = bytes("00000002 FFFFFFFF 00000004 00000002");
    assert_eq!(session.receive(&refused), Err(VscardError::OtherProtocol));
}
