//! Readers at TPDU level and the card behind them, block by block.

use virtual_card::{
    BlockDirection, BlockFault, BlockMishap, ContactAnswer, Fault, Model, Profile, Until,
    VirtualCard, VirtualReader,
};

use crate::conversation::hex;
use crate::host::{
    POWER_OFF, POWER_ON, SELECT_JPKI, TRANSFER_BLOCK, WRONG_PIN, ask, message, powered, read,
    tries_left,
};

const SET_PARAMETERS: u8 = 0x61;
const GET_PARAMETERS: u8 = 0x6C;
const RESET_PARAMETERS: u8 = 0x6D;
const CLOCK: u8 = 0x6E;

/// T=1, Fi/Di, LRC, no guard time, BWI 4, CWI 6, clock low, IFSC 251, NAD 00.
const AT_11: &str = "11 10 00 46 01 FB 00";
const AT_13: &str = "13 10 00 46 01 FB 00";

/// A message whose byte 7 is given: protocol, clock command or bBWI.
fn select(reader: &mut VirtualReader, kind: u8, selection: u8, data: &str) -> Outcome {
    let mut bytes = message(kind, 7, 0, &hex(data));
    bytes[7] = selection;
    reader.bulk_out(&bytes).expect("taken");
    let answer = read(reader);
    (answer.status, answer.error, answer.specific, answer.data)
}

/// Status, error, byte 9 and data.
type Outcome = (u8, u8, u8, Vec<u8>);

const MUTE: Outcome = (0x40, 0xFE, 0, Vec::new());

/// A block of T=1 with its LRC.
fn block(control: u8, information: &[u8]) -> Vec<u8> {
    let length = u8::try_from(information.len()).unwrap();
    let body = [&[0, control, length][..], information].concat();
    let check = body.iter().fold(0, |sum, byte| sum ^ byte);
    [&body[..], &[check]].concat()
}

fn exchange(reader: &mut VirtualReader, control: u8, information: &str) -> Vec<u8> {
    ask(
        reader,
        TRANSFER_BLOCK,
        0,
        &block(control, &hex(information)),
    )
    .data
}

/// A reader set to what the card wants.
fn set(model: &str) -> VirtualReader {
    let mut reader = powered(model);
    assert_eq!(
        select(&mut reader, SET_PARAMETERS, 1, AT_11).0,
        0,
        "{model}"
    );
    reader
}

#[test]
fn without_parameters_the_card_hears_noise() {
    let mut reader = powered("tpdu");
    let select_jpki = block(0, &hex(SELECT_JPKI));
    let mute = ask(&mut reader, TRANSFER_BLOCK, 0, &select_jpki);
    assert_eq!((mute.status, mute.error), (0x40, 0xFE));
    for wrong in [AT_13, "11 12 00 46 01 FB 00", "11 10 00 36 01 FB 00"] {
        assert_eq!(select(&mut reader, SET_PARAMETERS, 1, wrong).0, 0);
        assert_eq!(
            ask(&mut reader, TRANSFER_BLOCK, 0, &select_jpki).error,
            0xFE,
            "{wrong}"
        );
    }
    select(&mut reader, SET_PARAMETERS, 1, AT_11);
    assert_eq!(
        exchange(&mut reader, 0, SELECT_JPKI),
        block(0, &[0x90, 0x00])
    );
}

#[test]
fn a_faster_rate_is_agreed_on_before_it_is_set() {
    let faster = "FF 11 13 FD";
    let mut reader = powered("tpdu");
    assert_eq!(
        ask(&mut reader, TRANSFER_BLOCK, 0, &hex(faster)).data,
        hex(faster)
    );
    select(&mut reader, SET_PARAMETERS, 1, AT_11);
    let select_jpki = block(0, &hex(SELECT_JPKI));
    assert_eq!(
        ask(&mut reader, TRANSFER_BLOCK, 0, &select_jpki).error,
        0xFE
    );
    select(&mut reader, SET_PARAMETERS, 1, AT_13);
    assert_eq!(
        exchange(&mut reader, 0, SELECT_JPKI),
        block(0, &[0x90, 0x00])
    );

    // A reader that waits for blocks does not see the answer.
    let mut reader = set("tpdu");
    assert_eq!(
        ask(&mut reader, TRANSFER_BLOCK, 0, &hex(faster)).error,
        0xFE
    );

    // This one agrees by itself, and takes the size of its blocks along.
    let mut reader = powered("tpdu-auto");
    assert_eq!(select(&mut reader, SET_PARAMETERS, 1, AT_13).0, 0);
    exchange(&mut reader, 0, SELECT_JPKI);
    exchange(&mut reader, 0x40, "00 A4 02 0C 02 00 0A");
    let read = exchange(&mut reader, 0, "00 B0 00 00 00");
    assert_eq!(read[..3], [0x00, 0x20, 0xFE]);

    // And this one does all of it.
    let mut reader = powered("tpdu-own");
    assert_eq!(
        select(&mut reader, GET_PARAMETERS, 0, "").3[..2],
        hex("13 10")
    );
    assert_eq!(
        select(&mut reader, SET_PARAMETERS, 1, AT_11),
        (0x40, 0, 0, vec![])
    );
    assert_eq!(
        exchange(&mut reader, 0, SELECT_JPKI),
        block(0, &[0x90, 0x00])
    );
}

#[test]
fn parameters_are_kept_until_reset_or_power_on() {
    let by_default = (0, 0, 0, hex("11 00 00 0A 00"));
    let mut reader = powered("tpdu");
    assert_eq!(select(&mut reader, GET_PARAMETERS, 0, ""), by_default);
    let set = (0, 0, 1, hex(AT_11));
    assert_eq!(select(&mut reader, SET_PARAMETERS, 1, AT_11), set);
    assert_eq!(select(&mut reader, GET_PARAMETERS, 0, ""), set);
    assert_eq!(select(&mut reader, RESET_PARAMETERS, 0, ""), by_default);
    select(&mut reader, SET_PARAMETERS, 1, AT_11);
    ask(&mut reader, POWER_ON, 0, &[]);
    assert_eq!(select(&mut reader, GET_PARAMETERS, 0, ""), by_default);
    let mut automatic = powered("tpdu-auto");
    assert_eq!(
        select(&mut automatic, GET_PARAMETERS, 0, "").2,
        1,
        "as the card says"
    );
}

#[test]
fn a_card_without_clock_is_mute() {
    let mut reader = set("tpdu");
    assert_eq!(
        select(&mut reader, CLOCK, 1, ""),
        (0, 0, 1, vec![]),
        "stopped low"
    );
    let mute = ask(&mut reader, TRANSFER_BLOCK, 0, &block(0, &hex(SELECT_JPKI)));
    assert_eq!((mute.status, mute.error), (0x40, 0xFE));
    assert_eq!(select(&mut reader, CLOCK, 0, ""), (0, 0, 0, vec![]));
    assert_eq!(
        exchange(&mut reader, 0, SELECT_JPKI),
        block(0, &[0x90, 0x00])
    );
    assert_eq!(select(&mut reader, CLOCK, 2, "").1, 7);
    select(&mut reader, SET_PARAMETERS, 1, "11 10 00 46 00 FB 00");
    assert_eq!(
        select(&mut reader, CLOCK, 1, "").1,
        7,
        "the parameters forbid it"
    );
    select(&mut reader, SET_PARAMETERS, 1, "11 10 00 46 02 FB 00");
    assert_eq!(select(&mut reader, CLOCK, 1, "").2, 2, "stopped high");
    ask(&mut reader, POWER_OFF, 0, &[]);
    assert_eq!(select(&mut reader, CLOCK, 1, "").1, 0xFE);
}

/// The newer card asks for five waiting times before it signs, and the reader
/// waits no longer than it is told.
#[test]
fn a_signature_takes_the_time_that_was_asked_for() {
    let sign = [&hex("80 2A 00 97 33")[..], &[0x30; 51], &[0]].concat();
    for (granted, expected) in [(5, 0x00), (4, 0xFE), (0, 0xFE)] {
        let mut reader = set("tpdu");
        exchange(&mut reader, 0, SELECT_JPKI);
        exchange(&mut reader, 0x40, "00 20 00 98 04 31 32 33 34");
        let request = ask(&mut reader, TRANSFER_BLOCK, 0, &block(0, &sign)).data;
        assert_eq!(request, block(0xC3, &[5]));
        let mut bytes = message(TRANSFER_BLOCK, 7, 0, &block(0xE3, &[5]));
        bytes[7] = granted;
        reader.bulk_out(&bytes).expect("taken");
        let answer = read(&mut reader);
        assert_eq!(answer.error, expected, "{granted}");
        // A signature is long: the first of its blocks.
        assert_eq!(
            answer.data.get(..3),
            (expected == 0).then_some(&[0, 0x20, 32][..])
        );
    }
}

#[test]
fn a_lost_answer_is_repeated_and_nothing_executed_twice() {
    let verify = block(0x40, &hex(WRONG_PIN));
    let lost = |direction, mishap| {
        [BlockFault {
            at: 0,
            direction,
            mishap,
        }]
    };
    for (direction, mishap, mute, executed) in [
        (BlockDirection::ToCard, BlockMishap::Lost, true, 0),
        (BlockDirection::FromCard, BlockMishap::Lost, true, 1),
        (BlockDirection::FromCard, BlockMishap::Empty, false, 1),
    ] {
        let mut reader = set("tpdu");
        exchange(&mut reader, 0, SELECT_JPKI);
        reader.set_block_faults(&lost(direction, mishap));
        let answer = ask(&mut reader, TRANSFER_BLOCK, 0, &verify);
        let error = if mute { MUTE } else { (0, 0, 0, vec![]) };
        assert_eq!(
            (answer.status, answer.error, 0, answer.data),
            error,
            "{direction:?}"
        );
        assert_eq!(reader.traffic().verifies, executed);
        let again = exchange(&mut reader, 0x90, "");
        let answer = if executed == 1 {
            again
        } else {
            assert_eq!(again, block(0x90, &[]), "it asks for the block");
            ask(&mut reader, TRANSFER_BLOCK, 0, &verify).data
        };
        assert_eq!(answer, block(0x40, &[0x63, 0xC2]));
        assert_eq!((reader.traffic().verifies, tries_left(&reader)), (1, 2));
    }
}

#[test]
fn cyclic_codes_need_a_reader_that_counts_two_bytes() {
    let mut reader = powered("tpdu-crc");
    // S(IFS request) with its CRC.
    let request = hex("00 C1 01 FE 54 4E");
    let answer = |reader: &mut VirtualReader| ask(reader, TRANSFER_BLOCK, 0, &request).data;
    select(&mut reader, SET_PARAMETERS, 1, AT_11);
    let cut = answer(&mut reader);
    select(&mut reader, SET_PARAMETERS, 1, "11 11 00 46 01 FE 00");
    let whole = answer(&mut reader);
    assert_eq!((whole.len(), whole[..4].to_vec()), (6, hex("00 E1 01 FE")));
    assert_eq!(cut, whole[..5]);
    // The other way round the reader waits for a byte that never comes.
    let mut reader = powered("tpdu");
    select(&mut reader, SET_PARAMETERS, 1, "11 11 00 46 01 FE 00");
    assert_eq!(
        ask(&mut reader, TRANSFER_BLOCK, 0, &block(0xC1, &[0xFE])).error,
        0xFE
    );
}

#[test]
fn qemu_speaks_t0_and_keeps_the_power_on() {
    let mut reader = powered("tpdu-t0");
    let command =
        |reader: &mut VirtualReader, text| ask(reader, TRANSFER_BLOCK, 0, &hex(text)).data;
    assert_eq!(command(&mut reader, SELECT_JPKI), [0x90, 0x00]);
    assert_eq!(command(&mut reader, "00 20 00 98 00"), [0x63, 0xC3]);
    assert_eq!(
        command(&mut reader, "00 20 00 98 04 31 32 33 34"),
        [0x90, 0x00]
    );
    assert_eq!(command(&mut reader, "80 2A 00 97 01 00"), [0x61, 0x00]);
    assert_eq!(command(&mut reader, "00 C0 00 00 00").len(), 258);
    assert_eq!(ask(&mut reader, POWER_OFF, 0, &[]).status, 1);
    assert_eq!(
        ask(&mut reader, TRANSFER_BLOCK, 0, &hex(SELECT_JPKI)).error,
        0xFE
    );
    ask(&mut reader, POWER_ON, 0, &[]);
    assert_eq!(
        command(&mut reader, "80 2A 00 97 01 00"),
        [0x61, 0x00],
        "rights and all"
    );
    reader.remove();
    reader.put_back();
    ask(&mut reader, POWER_ON, 0, &[]);
    assert_eq!(
        command(&mut reader, "80 2A 00 97 01 00"),
        [0x6A, 0x88],
        "but not that"
    );
}

#[test]
fn a_card_that_was_pulled_starts_anew_even_with_qemu() {
    let mut reader = powered("tpdu-t0");
    reader.set_fault(Some(Fault::ContactLost { after_apdus: 0 }));
    let select = hex(SELECT_JPKI);
    assert_eq!(ask(&mut reader, TRANSFER_BLOCK, 0, &select).error, 0xFE);
    ask(&mut reader, POWER_ON, 0, &[]);
    assert_eq!(
        ask(&mut reader, TRANSFER_BLOCK, 0, &select).data,
        [0x90, 0x00]
    );
}

#[test]
fn the_card_decides_what_it_answers_at_its_contacts() {
    for answer in ContactAnswer::ALL {
        let profile = Profile::named("valid-adult").unwrap().with_contacts(answer);
        let mut reader = VirtualReader::new(Model::named("tpdu").unwrap());
        reader.insert(VirtualCard::new(profile).unwrap());
        assert_eq!(ask(&mut reader, POWER_ON, 0, &[]).data, answer.atr());
    }
}

#[test]
fn losses_of_reader_and_card_reach_the_host_as_ever() {
    let mut reader = set("tpdu");
    exchange(&mut reader, 0, SELECT_JPKI);
    reader.set_fault(Some(Fault::VerifyAnswerLost { until: Until::Once }));
    let verify = message(TRANSFER_BLOCK, 7, 0, &block(0x40, &hex(WRONG_PIN)));
    reader.bulk_out(&verify).expect("taken");
    assert_eq!(reader.bulk_in(512), virtual_card::Transfer::Pending);
    // The block is still in the card.
    assert_eq!(exchange(&mut reader, 0x90, ""), block(0x40, &[0x63, 0xC2]));
    reader.set_fault(Some(Fault::ContactLost { after_apdus: 0 }));
    let gone = ask(&mut reader, TRANSFER_BLOCK, 0, &block(0, &hex(SELECT_JPKI)));
    assert_eq!(
        (gone.status, gone.error),
        (0x41, 0xFE),
        "there, but without power"
    );
    assert_eq!(
        ask(&mut reader, TRANSFER_BLOCK, 0, &block(0, &[])).error,
        0xFE
    );
}

#[test]
fn everything_is_counted() {
    let mut reader = set("tpdu");
    exchange(&mut reader, 0, SELECT_JPKI);
    exchange(&mut reader, 0x40, WRONG_PIN);
    let traffic = reader.traffic();
    assert_eq!((traffic.messages_out, traffic.messages_in), (4, 4));
    assert_eq!((traffic.blocks, traffic.apdus, traffic.verifies), (4, 2, 1));
    assert_eq!(traffic.bytes_out, 10 + 17 + (10 + 4 + 15) + (10 + 4 + 9));
    assert_eq!(traffic.bytes_in, (10 + 19) + 17 + 16 + 16);
}
