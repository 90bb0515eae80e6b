//! Conversations with a card, block by block, in the scenarios of ISO/IEC 7816-3, annex A, and
//! in others that go wrong.

use super::*;
use crate::link::script::hex;

/// What comes back instead of a block.
const SILENCE: &str = "silence";
const GARBLED: &str = "garbled";

/// Puts LRC behind.
fn block(digits: &str) -> Vec<u8> {
    let mut bytes = hex(digits);
    bytes.push(bytes.iter().fold(0, |sum, byte| sum ^ byte));
    bytes
}

/// Holds a conversation: what is sent and what comes back, in turn, without LRC.
#[track_caller]
fn converse(
    card: &mut T1,
    mut action: Action,
    steps: &[(&str, &str)],
) -> (Result<Vec<u8>, Failure>, Vec<u8>) {
    let mut steps = steps.iter();
    let mut waiting_times = Vec::new();
    loop {
        match action {
            Action::Send {
                block: sent,
                waiting_time,
            } => {
                let (expected, received) = steps
                    .next()
                    .unwrap_or_else(|| panic!("one block too many: {:02X?}", *sent));
                assert_eq!(*sent, block(expected), "{expected}");
                waiting_times.push(waiting_time);
                let bytes;
                action = card.receive(match *received {
                    SILENCE => Answer::Silence,
                    GARBLED => Answer::Garbled,
                    digits => {
                        bytes = block(digits);
                        Answer::Bytes(&bytes)
                    }
                });
            }
            Action::Done(answer) => {
                assert_eq!(steps.len(), 0, "blocks that were not sent");
                return (Ok(answer), waiting_times);
            }
            Action::Failed(failure) => {
                assert_eq!(steps.len(), 0, "blocks that were not sent");
                return (Err(failure), waiting_times);
            }
        }
    }
}

/// A card that takes two bytes at a time.
fn small() -> T1 {
    T1::new(Check::Lrc, 2, 254)
}

#[track_caller]
fn exchange(card: &mut T1, apdu: &str, steps: &[(&str, &str)]) -> Result<Vec<u8>, Failure> {
    let action = card.begin(&hex(apdu));
    converse(card, action, steps).0
}

#[test]
fn numbers_go_on_from_one_command_to_the_next() {
    let mut card = T1::new(Check::Lrc, 254, 254);
    for (sent, received) in [
        ("00 00 02 AABB", "00 00 02 9000"),
        ("00 40 02 AABB", "00 40 02 9000"),
        ("00 00 02 AABB", "00 00 02 9000"),
    ] {
        let answer = exchange(&mut card, "AABB", &[(sent, received)]);
        assert_eq!(answer, Ok(hex("9000")));
    }
}

#[test]
fn chains_go_both_ways() {
    let steps = [
        ("00 20 02 0102", "00 90 00"),
        ("00 60 02 0304", "00 80 00"),
        ("00 00 01 05", "00 20 02 AABB"),
        ("00 90 00", "00 60 01 CC"),
        ("00 80 00", "00 00 02 9000"),
    ];
    let mut card = small();
    let answer = exchange(&mut card, "0102030405", &steps);
    assert_eq!(answer, Ok(hex("AABBCC9000")));
    let answer = exchange(&mut card, "01", &[("00 40 01 01", "00 40 02 9000")]);
    assert_eq!(answer, Ok(hex("9000")));
}

/// Rule 3: the time is asked for, granted, and passed on for one block.
#[test]
fn more_time_is_granted() {
    let mut card = small();
    let action = card.begin(&hex("0102"));
    let steps = [
        ("00 00 02 0102", "00 C3 01 03"),
        ("00 E3 01 03", "00 C3 01 01"),
        ("00 E3 01 01", "00 20 01 90"),
        ("00 90 00", "00 40 01 00"),
    ];
    let (answer, waiting_times) = converse(&mut card, action, &steps);
    assert_eq!(answer, Ok(hex("9000")));
    assert_eq!(waiting_times, [0, 3, 1, 0]);
}

/// Rule 4 in the other direction: the pieces that follow are of the new size.
#[test]
fn the_card_may_change_its_size_within_a_chain() {
    let steps = [
        ("00 20 02 0102", "00 C1 01 03"),
        ("00 E1 01 03", "00 90 00"),
        ("00 60 03 030405", "00 80 00"),
        ("00 00 01 06", "00 00 02 9000"),
    ];
    let answer = exchange(&mut small(), "010203040506", &steps);
    assert_eq!(answer, Ok(hex("9000")));
}

#[test]
fn our_size_is_told_once_and_again_after_a_new_beginning() {
    let mut card = T1::new(Check::Lrc, 32, 254).telling(254);
    let action = card.prepare();
    let (answer, _) = converse(&mut card, action, &[("00 C1 01 FE", "00 E1 01 FE")]);
    assert_eq!(answer, Ok(vec![]));
    let steps = [
        ("00 00 01 01", SILENCE),
        ("00 82 00", SILENCE),
        ("00 82 00", GARBLED),
        ("00 C0 00", "00 E0 00"),
    ];
    assert_eq!(exchange(&mut card, "01", &steps), Err(Failure::Lost));
    let steps = [
        ("00 C1 01 FE", "00 E1 01 FE"),
        ("00 00 01 02", "00 00 02 9000"),
    ];
    assert_eq!(exchange(&mut card, "02", &steps), Ok(hex("9000")));
}

#[test]
fn a_card_that_does_not_want_to_know_our_size_need_not() {
    for refusal in [SILENCE, GARBLED, "00 82 00", "00 E1 01 20", "00 C1 01 FE"] {
        let mut card = T1::new(Check::Lrc, 32, 254).telling(254);
        let steps = [
            ("00 C1 01 FE", refusal),
            ("00 C1 01 FE", refusal),
            ("00 C1 01 FE", refusal),
            ("00 00 01 01", "00 00 02 9000"),
        ];
        assert_eq!(exchange(&mut card, "01", &steps), Ok(hex("9000")));
        let steps = [("00 40 01 01", "00 40 02 9000")];
        assert_eq!(exchange(&mut card, "01", &steps), Ok(hex("9000")));
    }
}

#[test]
fn the_size_after_reset_need_not_be_told() {
    let mut card = T1::new(Check::Lrc, 32, 254).telling(32);
    assert!(matches!(card.prepare(), Action::Done(_)));
    let mut card = T1::new(Check::Lrc, 32, 50).telling(254);
    let action = card.prepare();
    let steps = [("00 C1 01 32", "00 E1 01 32")];
    assert_eq!(converse(&mut card, action, &steps).0, Ok(vec![]));
}

/// Rules 7.1 to 7.3: the card says which block it wants.
#[test]
fn lost_blocks_are_recovered() {
    let tables: [&[(&str, &str)]; 6] = [
        // Our block was lost, in all its forms.
        &[
            ("00 00 02 0102", "00 81 00"),
            ("00 00 02 0102", "00 00 02 9000"),
        ],
        &[
            ("00 00 02 0102", SILENCE),
            ("00 82 00", "00 80 00"),
            ("00 00 02 0102", "00 00 02 9000"),
        ],
        // The answer was lost.
        &[("00 00 02 0102", GARBLED), ("00 81 00", "00 00 02 9000")],
        // A piece of the answer, and an acknowledgement.
        &[
            ("00 00 02 0102", "00 20 01 90"),
            ("00 90 00", GARBLED),
            ("00 91 00", "00 40 01 00"),
        ],
        &[
            ("00 00 02 0102", "00 20 01 90"),
            ("00 90 00", "00 82 00"),
            ("00 90 00", "00 40 01 00"),
        ],
        // The answer to the request for time.
        &[
            ("00 00 02 0102", "00 C3 01 01"),
            ("00 E3 01 01", GARBLED),
            ("00 81 00", "00 C3 01 01"),
            ("00 E3 01 01", "00 00 02 9000"),
        ],
    ];
    for steps in tables {
        assert_eq!(exchange(&mut small(), "0102", steps), Ok(hex("9000")));
    }
    let chain = [
        ("00 20 02 0102", GARBLED),
        ("00 81 00", "00 90 00"),
        ("00 40 01 03", "00 00 02 9000"),
    ];
    assert_eq!(exchange(&mut small(), "010203", &chain), Ok(hex("9000")));
}

/// Rules 6, 7.4 and 9: what cannot be recovered ends the command, which is not sent again.
#[test]
fn what_cannot_be_recovered_ends_the_command() {
    let table: [(&[(&str, &str)], Failure); 6] = [
        (
            &[
                ("00 00 02 0102", "00 81 00"),
                ("00 00 02 0102", "00 81 00"),
                ("00 00 02 0102", "00 81 00"),
            ],
            Failure::Lost,
        ),
        // The other number, a piece too early, an acknowledgement of nothing.
        (
            &[
                ("00 00 02 0102", "00 40 02 9000"),
                ("00 82 00", "00 90 00"),
                ("00 82 00", "00 E3 01 01"),
            ],
            Failure::Lost,
        ),
        (&[("00 00 02 0102", "00 C0 00")], Failure::Lost),
        (
            &[("00 00 02 0102", "00 C2 00"), ("00 E2 00", "00 80 00")],
            Failure::Aborted,
        ),
        (
            &[("00 00 02 0102", "00 C2 00"), ("00 E2 00", SILENCE)],
            Failure::Aborted,
        ),
        // A time of nothing and sizes that do not exist.
        (
            &[
                ("00 00 02 0102", "00 C3 01 00"),
                ("00 82 00", "00 C1 01 00"),
                ("00 82 00", "00 C1 01 FF"),
            ],
            Failure::Lost,
        ),
    ];
    for (steps, failure) in table {
        let mut card = small();
        let steps = [steps, &[("00 C0 00", "00 E0 00")]].concat();
        assert_eq!(exchange(&mut card, "0102", &steps), Err(failure));
        let after = [("00 00 01 03", "00 00 02 9000")];
        assert_eq!(exchange(&mut card, "03", &after), Ok(hex("9000")));
    }
}

#[test]
fn a_card_that_cannot_begin_anew_is_dead() {
    let steps = [
        ("00 00 02 0102", "00 C0 00"),
        ("00 C0 00", SILENCE),
        ("00 C0 00", "00 80 00"),
        ("00 C0 00", "00 C0 00"),
    ];
    assert_eq!(exchange(&mut small(), "0102", &steps), Err(Failure::Dead));
}

/// Somebody stops waiting in the middle of a command: the next one begins with agreement.
#[test]
fn an_exchange_that_was_left_is_not_confused_with_the_next() {
    let mut card = small();
    drop(card.begin(&hex("0102")));
    let steps = [("00 C0 00", "00 E0 00"), ("00 00 01 03", "00 00 02 9000")];
    assert_eq!(exchange(&mut card, "03", &steps), Ok(hex("9000")));
}

#[test]
fn cards_that_never_come_to_an_end_are_ended() {
    for (answer, expected) in [
        ("00 C3 01 01", Failure::TooSlow),
        ("00 C1 01 20", Failure::TooSlow),
    ] {
        let mut card = small();
        let mut action = card.begin(&hex("0102"));
        while let Action::Send { .. } = action {
            action = card.receive(Answer::Bytes(&block(answer)));
        }
        assert!(matches!(action, Action::Failed(failure) if failure == expected));
    }
    // An answer without end, and one of empty pieces.
    for (length, expected) in [(254, Failure::TooLong), (0, Failure::TooSlow)] {
        let mut card = small();
        let mut action = card.begin(&hex("0102"));
        let mut number = Sequence::Even;
        while let Action::Send { .. } = action {
            let piece = Block::Information {
                sequence: number,
                more: true,
                piece: Zeroizing::new(vec![0; length]),
            };
            number = number.next();
            action = card.receive(Answer::Bytes(&piece.encode(Check::Lrc)));
        }
        assert!(matches!(action, Action::Failed(failure) if failure == expected));
    }
}

/// What a reader completes from its own keys is one block, which cannot be sent again.
#[test]
fn a_block_may_be_sent_by_somebody_else() {
    let mut card = T1::new(Check::Lrc, 254, 254);
    assert_eq!(card.begin_elsewhere(255), None);
    assert_eq!(card.begin_elsewhere(9), Some([0x00, 0x00, 9]));
    card.never_sent();
    assert_eq!(card.begin_elsewhere(9), Some([0x00, 0x00, 9]));
    let action = card.receive(Answer::Bytes(&block("00 00 02 9000")));
    assert!(matches!(action, Action::Done(answer) if answer == hex("9000")));

    assert_eq!(card.begin_elsewhere(9), Some([0x00, 0x40, 9]));
    let lost = card.receive(Answer::Bytes(&block("00 91 00")));
    let (answer, _) = converse(&mut card, lost, &[("00 C0 00", "00 E0 00")]);
    assert_eq!(answer, Err(Failure::Lost));

    // One that was left needs agreement first.
    assert!(card.begin_elsewhere(9).is_some());
    assert_eq!(card.begin_elsewhere(9), None);
    let action = card.prepare();
    assert!(
        converse(&mut card, action, &[("00 C0 00", "00 E0 00")])
            .0
            .is_ok()
    );
    assert!(card.begin_elsewhere(9).is_some());
}

/// A card of the standard at the other end of a line that loses blocks.
#[path = "t1_property_tests.rs"]
mod properties;

/// What follows would be the beginning of a command to the card, and not this one's.
#[test]
fn a_card_that_began_anew_unasked_is_told_nothing_more() {
    for unasked in ["00 E0 00", "00 E2 00"] {
        let steps = [
            ("00 20 02 0102", "00 90 00"),
            ("00 60 02 0304", unasked),
            ("00 C0 00", "00 E0 00"),
        ];
        assert_eq!(
            exchange(&mut small(), "0102030405", &steps),
            Err(Failure::Lost)
        );
    }
}
