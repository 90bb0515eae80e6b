//! Conversations of the block protocol, among them those of ISO/IEC 14443-4, annex B.

use super::*;
use crate::link::script::hex;

const SILENCE: &str = "silence";
const NOISE: &str = "noise";

/// Runs a conversation with a card that takes frames of 16 bytes: 13 of information.
fn run(command: &str, script: &[(&str, &str)]) -> Result<Vec<u8>, LinkError> {
    let mut protocol = Protocol::new(13, timing::frame_waiting_time(4));
    talk(&mut protocol, command, script)
}

fn talk(
    protocol: &mut Protocol,
    command: &str,
    script: &[(&str, &str)],
) -> Result<Vec<u8>, LinkError> {
    let command = hex(command);
    let (mut exchange, mut step) = protocol.begin(&command);
    let mut script = script.iter();
    loop {
        let frame = match step {
            Step::Send(frame, _) => frame,
            Step::Done(answer) => {
                assert!(script.next().is_none(), "more was expected");
                return Ok(answer);
            }
            Step::Failed(error) => {
                assert!(script.next().is_none(), "more was expected");
                return Err(error);
            }
        };
        let (expected, answer) = script
            .next()
            .unwrap_or_else(|| panic!("unexpected {frame:02X?}"));
        assert_eq!(*frame, hex(expected), "{frame:02X?} instead of {expected}");
        step = match *answer {
            SILENCE => exchange.hear(Heard::NoAnswer),
            NOISE => exchange.hear(Heard::Garbled),
            bytes => exchange.hear(Heard::Frame(&hex(bytes))),
        };
    }
}

#[test]
fn commands_and_answers_are_exchanged() {
    let mut protocol = Protocol::new(13, timing::frame_waiting_time(4));
    let first = talk(&mut protocol, "00A4", &[("02 00A4", "02 9000")]);
    assert_eq!(first, Ok(hex("9000")));
    let second = talk(&mut protocol, "00B0", &[("03 00B0", "03 6A82")]);
    assert_eq!(second, Ok(hex("6A82")));
    let third = talk(&mut protocol, "", &[("02", "02")]);
    assert_eq!(third, Ok(vec![]));
}

#[test]
fn long_ones_are_chained_both_ways() {
    let command = "00112233445566778899AABBCC DDEEFF00112233445566778899 AABB";
    let answer = run(
        command,
        &[
            ("12 00112233445566778899AABBCC", "A2"),
            ("13 DDEEFF00112233445566778899", "A3"),
            ("02 AABB", "12 0102"),
            ("A3", "13 0304"),
            ("A2", "02 9000"),
        ],
    );
    assert_eq!(answer, Ok(hex("01020304 9000")));
    // Exactly one frame is not chained.
    let whole = "00112233445566778899AABBCC";
    let answer = run(whole, &[("02 00112233445566778899AABBCC", "02 9000")]);
    assert_eq!(answer, Ok(hex("9000")));
}

#[test]
fn lost_and_damaged_frames_are_recovered_from() {
    let table: [(&str, &[(&str, &str)]); 9] = [
        (
            "the block was lost",
            &[("02 00A4", SILENCE), ("B2", "A3"), ("02 00A4", "02 9000")],
        ),
        (
            "its answer was lost",
            &[("02 00A4", SILENCE), ("B2", "02 9000")],
        ),
        (
            "its answer was damaged",
            &[("02 00A4", NOISE), ("B2", "02 9000")],
        ),
        (
            "the question was lost, too",
            &[("02 00A4", SILENCE), ("B2", SILENCE), ("B2", "02 9000")],
        ),
        (
            "an old answer comes first",
            &[("02 00A4", "03 6A82"), ("B2", "02 9000")],
        ),
        (
            "with CID, which was not agreed",
            &[("02 00A4", "0A 00 9000"), ("B2", "02 9000")],
        ),
        (
            "the request for time was damaged",
            &[
                ("02 00A4", NOISE),
                ("B2", "F2 01"),
                ("F2 01", SILENCE),
                ("B2", "F2 01"),
                ("F2 01", "02 9000"),
            ],
        ),
        (
            "lost twice",
            &[
                ("02 00A4", SILENCE),
                ("B2", "A3"),
                ("02 00A4", SILENCE),
                ("B2", "A3"),
                ("02 00A4", "02 9000"),
            ],
        ),
        (
            "a piece of the answer was lost",
            &[
                ("02 00A4", "12 90"),
                ("A3", SILENCE),
                ("A3", "12 90"),
                ("A3", "03 00"),
            ],
        ),
    ];
    for (what, script) in table {
        assert_eq!(run("00A4", script), Ok(hex("9000")), "{what}");
    }
}

#[test]
fn a_chained_command_is_recovered_from_where_it_is() {
    let command = "00112233445566778899AABBCC DD";
    let first = "12 00112233445566778899AABBCC";
    let done = ("03 DD", "03 9000");
    let table: [&[(&str, &str)]; 3] = [
        &[(first, SILENCE), ("B2", "A2"), done],
        &[(first, SILENCE), ("B2", "A3"), (first, "A2"), done],
        &[
            (first, "A2"),
            ("03 DD", SILENCE),
            ("B3", "A2"),
            ("03 DD", "03 9000"),
        ],
    ];
    for script in table {
        assert_eq!(run(command, script), Ok(hex("9000")), "{script:?}");
    }
}

/// Repeated copies of an old confirmation must not look like a request for the block.
#[test]
fn a_block_is_sent_again_only_if_the_card_certainly_did_not_get_it() {
    let command = "00112233445566778899AABBCC DD";
    let first = ("12 00112233445566778899AABBCC", "A2");
    // As an answer to the block itself it makes no sense.
    let script = [first, ("03 DD", "A2"), ("B3", "03 9000")];
    assert_eq!(run(command, &script), Ok(hex("9000")));
    let script = [first, ("03 DD", "A2"), ("B3", "A2")];
    assert_eq!(run(command, &script), Err(LinkError::MalformedResponse));
}

#[test]
fn hopeless_cards_are_given_up() {
    let removed = LinkError::CardRemoved;
    let nonsense = LinkError::MalformedResponse;
    let table: [(LinkError, &[(&str, &str)]); 7] = [
        (
            removed,
            &[
                ("02 00A4", SILENCE),
                ("B2", SILENCE),
                ("B2", NOISE),
                ("B2", SILENCE),
            ],
        ),
        (nonsense, &[("02 00A4", "C2"), ("B2", "C2")]),
        (nonsense, &[("02 00A4", "A2"), ("B2", "A2")]),
        (nonsense, &[("02 00A4", "B2"), ("B2", "B3")]),
        (nonsense, &[("02 00A4", "12")]),
        (
            nonsense,
            &[
                ("02 00A4", "12 01"),
                ("A3", "12 01"),
                ("A3", "12 01"),
                ("A3", "12 01"),
                ("A3", "12 01"),
            ],
        ),
        (
            removed,
            &[
                ("02 00A4", SILENCE),
                ("B2", "A3"),
                ("02 00A4", SILENCE),
                ("B2", "A3"),
                ("02 00A4", SILENCE),
                ("B2", "A3"),
            ],
        ),
    ];
    for (error, script) in table {
        assert_eq!(run("00A4", script), Err(error), "{script:?}");
    }
}

#[test]
fn time_is_granted_within_a_budget() {
    let mut protocol = Protocol::new(253, timing::frame_waiting_time(14));
    let command = hex("00A4");
    let (mut exchange, mut step) = protocol.begin(&command);
    let mut granted = 0;
    while let Step::Send(..) = step {
        step = exchange.hear(Heard::Frame(&[0xF2, 59]));
        granted += 1;
    }
    assert_eq!(step, Step::Failed(LinkError::CardTooSlow));
    assert_eq!(granted, 13, "twelve times 4.9 s");
}

#[test]
fn an_endless_answer_is_cut() {
    let mut protocol = Protocol::new(253, timing::frame_waiting_time(4));
    let command = hex("00A4");
    let (mut exchange, mut step) = protocol.begin(&command);
    let mut number = 0;
    while let Step::Send(..) = step {
        let piece = [&[0x12 | number][..], &[0; 253]].concat();
        step = exchange.hear(Heard::Frame(&piece));
        number ^= 1;
    }
    assert_eq!(step, Step::Failed(LinkError::ResponseTooLong));
}

proptest::proptest! {
    /// Whatever is heard, there is an end.
    #[test]
    fn there_is_always_an_end(
        heard in proptest::collection::vec(
            proptest::collection::vec(proptest::prelude::any::<u8>(), 0..4),
            1..200,
        ),
        command in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..60),
    ) {
        let mut protocol = Protocol::new(13, timing::frame_waiting_time(4));
        let (mut exchange, mut step) = protocol.begin(&command);
        let mut heard = heard.iter();
        let mut steps = 0;
        while let Step::Send(frame, _) = step {
            proptest::prop_assert!(Block::try_from(frame.as_slice()).is_ok());
            step = match heard.next() {
                Some(bytes) => exchange.hear(Heard::Frame(bytes)),
                None => exchange.hear(Heard::NoAnswer),
            };
            steps += 1;
        }
        proptest::prop_assert!(steps < 300);
    }
}
