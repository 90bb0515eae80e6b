//! Readers with something besides one slot: a second one, keys, a voltage to
//! choose.

use virtual_card::{Model, PadInput, Profile, Transfer, VirtualCard, VirtualReader};

use crate::conversation::hex;
use crate::host::{
    Answer, POWER_OFF, POWER_ON, QUERY, SELECT_JPKI, SLOT_STATUS, TRANSFER_BLOCK, apdu, ask,
    message, read, ready, tries_left,
};

const SECURE: u8 = 0x69;
/// Verification, 60 s, ASCII in bytes from the start, 4 bytes, no length, 4 to
/// 4 digits, by key, no message, Japanese, prologue, VERIFY with room for 4.
const ENTRY: &str = "00 3C 82 04 00 04 04 02 00 11 04 00 00 40 09 00 20 00 98 04 FF FF FF FF";

fn at_slot(reader: &mut VirtualReader, slot: u8, kind: u8, data: &[u8]) -> Answer {
    let mut bytes = message(kind, 7, 0, data);
    bytes[5] = slot;
    reader.bulk_out(&bytes).expect("taken");
    read(reader)
}

#[test]
fn the_first_of_two_slots_holds_a_card_that_stays() {
    let mut reader = VirtualReader::new(Model::named("two-slots").unwrap());
    assert_eq!(at_slot(&mut reader, 0, SLOT_STATUS, &[]).status, 1);
    assert_eq!(at_slot(&mut reader, 1, SLOT_STATUS, &[]).status, 2);
    let nowhere = at_slot(&mut reader, 2, SLOT_STATUS, &[]);
    assert_eq!((nowhere.status, nowhere.error), (0x42, 0x05));
    assert_eq!(reader.interrupt_in(8), Transfer::Pending);

    reader.insert(VirtualCard::new(Profile::named("valid-adult").unwrap()).unwrap());
    // Slot 0: present; slot 1: present and changed.
    assert_eq!(reader.interrupt_in(8), Transfer::Data(vec![0x50, 0b1101]));
    for slot in [0, 1] {
        assert_eq!(at_slot(&mut reader, slot, POWER_ON, &[]).status, 0);
    }
    let select = hex(SELECT_JPKI);
    let sam = at_slot(&mut reader, 0, TRANSFER_BLOCK, &select).data;
    assert_eq!(sam, [0x6A, 0x82], "no My Number Card");
    assert_eq!(
        at_slot(&mut reader, 1, TRANSFER_BLOCK, &select).data,
        [0x90, 0x00]
    );
    assert_eq!(reader.apdus(), 2);
    reader.remove();
    assert_eq!(reader.interrupt_in(8), Transfer::Data(vec![0x50, 0b1001]));
    assert_eq!(at_slot(&mut reader, 0, SLOT_STATUS, &[]).status, 0);
    assert_eq!(at_slot(&mut reader, 0, POWER_OFF, &[]).status, 1);
}

#[test]
fn a_voltage_has_to_be_found() {
    let mut reader = VirtualReader::new(Model::named("explicit-voltage").unwrap());
    reader.insert(VirtualCard::new(Profile::named("valid-adult").unwrap()).unwrap());
    let power_on = |reader: &mut VirtualReader, voltage| {
        let mut bytes = message(POWER_ON, 7, 0, &[]);
        bytes[7] = voltage;
        reader.bulk_out(&bytes).expect("taken");
        let answer = read(reader);
        (answer.status, answer.error)
    };
    assert_eq!(power_on(&mut reader, 0), (0x41, 0x07), "automatic");
    assert_eq!(power_on(&mut reader, 1), (0x41, 0xFE), "5 V");
    assert_eq!(power_on(&mut reader, 2), (0x00, 0x00), "3 V");
    assert_eq!(power_on(&mut reader, 3), (0x41, 0xFE), "1.8 V");
    assert_eq!(power_on(&mut reader, 4), (0x41, 0x07));
}

#[test]
fn a_pin_is_typed_at_the_reader() {
    let mut reader = ready("pin-pad");
    reader
        .bulk_out(&message(SECURE, 7, 0, &hex(ENTRY)))
        .expect("taken");
    assert_eq!(reader.bulk_in(512), Transfer::Pending);
    assert!(reader.pad_waits());
    reader
        .bulk_out(&message(SLOT_STATUS, 8, 0, &[]))
        .expect("taken");
    let busy = read(&mut reader);
    assert_eq!((busy.sequence, busy.status, busy.error), (8, 0x40, 0xE0));
    assert!(
        !reader.press_at_pad(PadInput::Digits("123".into())),
        "too few"
    );
    assert!(reader.press_at_pad(PadInput::Digits("9999".into())));
    let answer = read(&mut reader);
    assert_eq!(
        (answer.kind, answer.sequence, answer.data),
        (0x80, 7, vec![0x63, 0xC2])
    );
    assert!(!reader.pad_waits());
    assert!(!reader.press_at_pad(PadInput::Cancel), "nobody asks");
    assert_eq!(tries_left(&reader), 2);

    let inputs = [
        PadInput::Cancel,
        PadInput::Timeout,
        PadInput::Digits("1234".into()),
    ];
    reader.expect_at_pad(inputs);
    for (error, data) in [(0xEF, vec![]), (0xF0, vec![]), (0x00, vec![0x90, 0x00])] {
        let answer = ask(&mut reader, SECURE, 0, &hex(ENTRY));
        assert_eq!((answer.error, answer.data), (error, data));
    }
    assert_eq!((tries_left(&reader), reader.traffic().verifies), (3, 2));
}

#[test]
fn an_entry_ends_with_the_card_or_an_abort() {
    let mut reader = ready("pin-pad");
    reader
        .bulk_out(&message(SECURE, 7, 0, &hex(ENTRY)))
        .expect("taken");
    reader.remove();
    let gone = read(&mut reader);
    assert_eq!((gone.kind, gone.status, gone.error), (0x80, 0x42, 0xFE));

    let mut reader = ready("pin-pad");
    reader
        .bulk_out(&message(SECURE, 7, 0, &hex(ENTRY)))
        .expect("taken");
    let abort = virtual_card::Setup {
        request_type: 0x21,
        request: 0x01,
        value: 0x0900,
        index: 0,
    };
    reader.control_out(abort, &[]).expect("known");
    reader.bulk_out(&message(0x72, 9, 0, &[])).expect("taken");
    let aborted = read(&mut reader);
    assert_eq!(
        (aborted.kind, aborted.status, reader.pad_waits()),
        (0x81, 0, false)
    );
    assert_eq!(apdu(&mut reader, QUERY), [0x63, 0xC3]);
}

#[test]
fn wrong_entries_are_named_by_their_field() {
    let mut reader = ready("pin-pad");
    let modify = ENTRY.replacen("00", "01", 1);
    let answer = ask(&mut reader, SECURE, 0, &hex(&modify));
    assert_eq!((answer.status, answer.error), (0x40, 0x0A));
    let answer = ask(&mut reader, SECURE, 1, &hex(ENTRY));
    assert_eq!((answer.status, answer.error), (0x40, 0x08));
    let without = ask(&mut ready("extended"), SECURE, 0, &hex(ENTRY));
    assert_eq!((without.status, without.error), (0x40, 0x00));
}

/// At TPDU level the host's prologue goes before the command, and the number of
/// its block is the host's affair.
#[test]
fn at_tpdu_level_the_answer_to_an_entry_is_a_block() {
    let mut reader = crate::host::powered("tpdu-pin-pad");
    let mut parameters = message(0x61, 7, 0, &hex("11 10 00 45 00 FE 00"));
    parameters[7] = 1;
    reader.bulk_out(&parameters).expect("taken");
    read(&mut reader);
    let select = [&hex("00 00 0F")[..], &hex(SELECT_JPKI), &[0xC8]].concat();
    let check = select[..select.len() - 1]
        .iter()
        .fold(0, |sum, byte| sum ^ byte);
    let select = [&select[..select.len() - 1], &[check]].concat();
    assert_eq!(
        ask(&mut reader, TRANSFER_BLOCK, 0, &select).data,
        hex("00 00 02 90 00 92")
    );
    reader.expect_at_pad([PadInput::Digits("9999".into())]);
    let answer = ask(&mut reader, SECURE, 0, &hex(ENTRY));
    assert_eq!(answer.data, hex("00 40 02 63 C2 E3"));
    assert_eq!((tries_left(&reader), reader.traffic().blocks), (2, 4));
}
