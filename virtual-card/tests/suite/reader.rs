//! A host that speaks CCID with a reader that has no faults.

use virtual_card::{
    Endpoint, Model, Profile, Setup, Transfer, UsbError, VirtualCard, VirtualReader,
};

use crate::conversation::hex;
use crate::host::{
    POWER_OFF, POWER_ON, SELECT_JPKI, SLOT_STATUS, TRANSFER_BLOCK, apdu, ask, message, powered,
    read, ready,
};

#[test]
fn the_slot_tells_how_the_card_is() {
    let mut reader = VirtualReader::new(Model::named("extended").unwrap());
    let status = |reader: &mut VirtualReader| ask(reader, SLOT_STATUS, 0, &[]).status;
    assert_eq!(status(&mut reader), 2, "absent");
    let mute = ask(&mut reader, POWER_ON, 0, &[]);
    assert_eq!((mute.kind, mute.status, mute.error), (0x80, 0x42, 0xFE));
    reader.insert(VirtualCard::new(Profile::named("grace").unwrap()).unwrap());
    assert_eq!(status(&mut reader), 1, "inactive");
    let early = ask(&mut reader, TRANSFER_BLOCK, 0, &hex(SELECT_JPKI));
    assert_eq!((early.status, early.error), (0x41, 0xFE));
    assert_eq!(
        ask(&mut reader, POWER_ON, 0, &[]).data,
        reader.card().unwrap().atr()
    );
    assert_eq!(status(&mut reader), 0, "active");
    assert_eq!(ask(&mut reader, POWER_OFF, 0, &[]).status, 1);
    reader.remove();
    assert_eq!(status(&mut reader), 2);
}

#[test]
fn wrong_messages_are_answered_by_the_field_that_is_wrong() {
    let mut reader = ready("extended-271");
    let table = [
        (
            "another slot",
            hex("65 00000000 01 07 000000"),
            (0x81, 0x42, 0x05),
        ),
        (
            "a wrong length",
            hex("6F 05000000 00 07 000000 00"),
            (0x80, 0x40, 0x01),
        ),
        (
            "too long",
            message(TRANSFER_BLOCK, 7, 0, &[0; 262]),
            (0x80, 0x40, 0x01),
        ),
        ("T=0", hex("61 00000000 00 07 000000"), (0x82, 0x40, 0x07)),
        (
            "no parameters",
            hex("61 00000000 00 07 010000"),
            (0x82, 0x40, 0x01),
        ),
        ("7 V", hex("62 00000000 00 07 040000"), (0x80, 0x40, 0x07)),
        (
            "a clock to stop",
            hex("6E 00000000 00 07 010000"),
            (0x81, 0x40, 0x00),
        ),
        (
            "an escape",
            hex("6B 00000000 00 07 000000"),
            (0x83, 0x40, 0x00),
        ),
        (
            "a PIN pad",
            hex("69 00000000 00 07 000000"),
            (0x80, 0x40, 0x00),
        ),
        (
            "a data rate",
            hex("73 00000000 00 07 000000"),
            (0x84, 0x40, 0x00),
        ),
        (
            "an unknown kind",
            hex("55 00000000 00 07 000000"),
            (0x81, 0x40, 0x00),
        ),
        (
            "an end without beginning",
            message(TRANSFER_BLOCK, 7, 2, &[0]),
            (0x80, 0x40, 0x08),
        ),
        (
            "nothing to go on with",
            message(TRANSFER_BLOCK, 7, 0x10, &[]),
            (0x80, 0x40, 0x08),
        ),
    ];
    for (what, bytes, expected) in table {
        reader.bulk_out(&bytes).expect("taken");
        let answer = read(&mut reader);
        assert_eq!(
            (answer.kind, answer.status, answer.error),
            expected,
            "{what}"
        );
        assert_eq!(answer.sequence, 7, "{what}");
    }
    assert_eq!(
        reader.bulk_out(&[]),
        Ok(()),
        "a mark of no length is let pass"
    );
    assert_eq!(reader.bulk_out(&[0x65, 0]), Err(UsbError::Stall));
    assert_eq!(
        reader.bulk_out(&message(SLOT_STATUS, 7, 0, &[])),
        Err(UsbError::Stall)
    );
    reader.clear_halt(Endpoint::BulkOut);
    assert_eq!(ask(&mut reader, SLOT_STATUS, 0, &[]).status, 0);
}

#[test]
fn long_apdus_travel_in_several_messages() {
    let mut small = ready("extended-271");
    let mut file = Vec::new();
    apdu(&mut small, "00 A4 02 0C 02 00 0A");
    let mut answer = ask(&mut small, TRANSFER_BLOCK, 0, &hex("00 B0 00 00 00 00 00"));
    let mut chain = vec![answer.specific];
    file.extend(answer.data);
    while matches!(answer.specific, 1 | 3) {
        answer = ask(&mut small, TRANSFER_BLOCK, 0x0010, &[]);
        chain.push(answer.specific);
        file.extend(&answer.data);
    }
    assert_eq!(chain, [1, 3, 3, 3, 3, 3, 3, 2]);
    let mut large = ready("extended");
    apdu(&mut large, "00 A4 02 0C 02 00 0A");
    assert_eq!(apdu(&mut large, "00 B0 00 00 00 00 00"), file);
    assert_eq!(file.len(), 1902);

    let select = hex(SELECT_JPKI);
    let first = ask(&mut small, TRANSFER_BLOCK, 1, &select[..4]);
    assert_eq!(
        (first.status, first.specific, first.data.len()),
        (0, 0x10, 0)
    );
    assert_eq!(
        ask(&mut small, TRANSFER_BLOCK, 3, &select[4..9]).specific,
        0x10
    );
    assert_eq!(
        ask(&mut small, TRANSFER_BLOCK, 2, &select[9..]).data,
        [0x90, 0x00]
    );
}

#[test]
fn exchange_levels_refuse_what_is_not_theirs() {
    let mut short = ready("short");
    assert_eq!(apdu(&mut short, "00 B0 8A 00 00").len(), 258);
    let extended = ask(&mut short, TRANSFER_BLOCK, 0, &hex("00 B0 8A 00 00 00 00"));
    assert_eq!((extended.status, extended.error), (0x40, 0x01));
    let chained = ask(&mut short, TRANSFER_BLOCK, 1, &hex("00 B0"));
    assert_eq!((chained.status, chained.error), (0x40, 0x08));
    let character = powered("character");
    let refused = ask(&mut { character }, TRANSFER_BLOCK, 0, &hex(SELECT_JPKI));
    assert_eq!((refused.status, refused.error), (0x40, 0x00));
}

#[test]
fn a_second_power_on_is_a_warm_reset() {
    let mut reader = ready("extended");
    apdu(&mut reader, "00 20 00 98 04 31 32 33 34");
    ask(&mut reader, POWER_ON, 0, &[]);
    apdu(&mut reader, SELECT_JPKI);
    assert_eq!(
        apdu(&mut reader, "80 2A 00 97 01 00 00").len(),
        258,
        "this card keeps rights"
    );
    ask(&mut reader, POWER_OFF, 0, &[]);
    ask(&mut reader, POWER_ON, 0, &[]);
    apdu(&mut reader, SELECT_JPKI);
    assert_eq!(apdu(&mut reader, "80 2A 00 97 01 00 00"), [0x69, 0x82]);
}

#[test]
fn an_abort_needs_both_endpoints() {
    let mut reader = ready("extended");
    let setup = Setup {
        request_type: 0x21,
        request: 0x01,
        value: 0x0900,
        index: 0,
    };
    reader.control_out(setup, &[]).expect("known request");
    let refused = ask(&mut reader, SLOT_STATUS, 0, &[]);
    assert_eq!((refused.status, refused.error), (0x40, 0xFF));
    reader.bulk_out(&message(0x72, 9, 0, &[])).expect("taken");
    assert_eq!(
        (
            read(&mut reader).status,
            ask(&mut reader, SLOT_STATUS, 0, &[]).status
        ),
        (0, 0)
    );
}

#[test]
fn cards_coming_and_going_are_told() {
    let mut reader = VirtualReader::new(Model::named("extended").unwrap());
    assert_eq!(reader.interrupt_in(8), Transfer::Pending);
    reader.insert(VirtualCard::new(Profile::named("grace").unwrap()).unwrap());
    assert_eq!(reader.interrupt_in(8), Transfer::Data(vec![0x50, 0x03]));
    reader.remove();
    reader.put_back();
    assert_eq!(
        reader.interrupt_in(8),
        Transfer::Data(vec![0x50, 0x03]),
        "swapped"
    );
    assert_eq!(
        ask(&mut reader, SLOT_STATUS, 0, &[]).status,
        1,
        "and therefore without power"
    );
    let mut silent = ready("no-interrupt");
    assert_eq!(silent.interrupt_in(8), Transfer::Stall);
}

#[test]
fn a_card_in_place_of_another_starts_without_power() {
    let mut reader = ready("extended-271");
    ask(&mut reader, TRANSFER_BLOCK, 0, &hex("00 B0 8A 00 00 00 00"));
    reader.insert(VirtualCard::new(Profile::named("grace").unwrap()).unwrap());
    assert_eq!(ask(&mut reader, SLOT_STATUS, 0, &[]).status, 1);
    assert_eq!(reader.interrupt_in(8), Transfer::Data(vec![0x50, 0x03]));
    ask(&mut reader, POWER_ON, 0, &[]);
    let rest = ask(&mut reader, TRANSFER_BLOCK, 0x0010, &[]);
    assert_eq!(
        (rest.status, rest.error),
        (0x40, 0x08),
        "the other card's answer is gone"
    );
}

#[test]
fn control_requests_show_the_descriptors() {
    let mut reader = VirtualReader::new(Model::named("extended").unwrap());
    let get = |value| Setup {
        request_type: 0x80,
        request: 6,
        value,
        index: 0,
    };
    assert_eq!(
        reader.control_in(get(0x0100), 18).map(|it| it.len()),
        Ok(18)
    );
    assert_eq!(
        reader.control_in(get(0x0200), 9).map(|it| it.len()),
        Ok(9),
        "cut"
    );
    assert_eq!(
        reader.control_in(get(0x0200), 4096).map(|it| it.len()),
        Ok(9 + 9 + 54 + 3 * 7)
    );
    assert_eq!(reader.control_in(get(0x0304), 64), Err(UsbError::Stall));
    let status = Setup {
        request_type: 0x80,
        request: 0,
        value: 0,
        index: 0,
    };
    assert_eq!(reader.control_in(status, 2), Ok(vec![0, 0]));
    let rates = Setup {
        request_type: 0xA1,
        request: 3,
        value: 0,
        index: 0,
    };
    assert_eq!(
        reader.control_in(rates, 64),
        Ok(10_753_u32.to_le_bytes().into())
    );
}
