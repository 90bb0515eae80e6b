//! Every fault on two kinds of reader: what the desk hears, what is left of the tries, and
//! that the card is never left unlocked.

use card_wasm::jpki::CardError;
use card_wasm::link::LinkError;
use virtual_card::{Fault, NamedFault, Until};

use crate::desk::{Desk, block_on};

/// Faults by name, and the code of the error; `None` if the visit succeeds all the same.
const FAULTS: &[(&str, Option<&str>)] = &[
    ("claim-refused", Some("LINK-READER-IN-USE")),
    ("out-stall-once", None),
    ("out-stall-until-reset", Some("LINK-NOT-ACCEPTED")),
    ("in-stall-once", None),
    ("in-stall-twice", None),
    ("in-stall-until-reset", None),
    ("foreign-sequence", None),
    ("split-answers", None),
    ("time-extension", None),
    ("card-pulled-at-start", Some("LINK-CARD-REMOVED")),
    ("card-pulled", Some("LINK-CARD-REMOVED")),
    ("unplugged", Some("LINK-UNPLUGGED")),
    ("verify-answer-lost", Some("CARD-VERIFY-ANSWER-LOST")),
    ("first-command-fails", None),
    ("answer-waits", None),
    ("extended-fails", None),
    ("slow", None),
    ("very-slow", None),
];

#[test]
fn every_fault_has_its_consequence() {
    for model in [
        "extended",
        "extended-271",
        "short",
        "no-interrupt",
        "tpdu",
        "tpdu-t0",
    ] {
        for (name, code) in FAULTS {
            let desk = Desk::new(model, "valid-adult").with_fault(name);
            let result = block_on(desk.visit("1234"));
            let said = result.as_ref().err().map(CardError::code);
            assert_eq!(said, *code, "{model}, {name}: {result:?}");
            // The PIN is right, so no fault may cost a try.
            assert_eq!(desk.tries_left(), 3, "{model}, {name}");
            desk.assert_locked();
        }
    }
}

#[test]
fn every_named_fault_is_tried() {
    for fault in NamedFault::ALL {
        let known = FAULTS.iter().any(|(name, _)| *name == fault.name);
        // Opening is before the driver: the pipe itself refuses.
        assert!(known || fault.name == "open-refused", "{}", fault.name);
    }
}

#[test]
fn after_a_lost_answer_the_error_says_what_is_left() {
    for model in ["extended", "short"] {
        for (pin, left) in [("1234", 3), ("9999", 2)] {
            let desk = Desk::new(model, "valid-adult").with_fault("verify-answer-lost");
            let expected = CardError::VerifyAnswerLost {
                tries_left: Some(left),
                cause: LinkError::Timeout,
            };
            assert_eq!(
                block_on(desk.visit(pin)).unwrap_err(),
                expected,
                "{model}, {pin}"
            );
            assert_eq!(desk.tries_left(), left);
            desk.assert_locked();
        }
    }
}

/// The card is pulled, or the reader, during each command of the visit in turn.
#[test]
fn a_loss_at_any_moment_is_named_and_costs_at_most_the_pin_that_was_sent() {
    for model in ["extended", "short"] {
        for after_apdus in 0..6 {
            for (fault, expected) in [
                (Fault::CardPulled { after_apdus }, LinkError::CardRemoved),
                (Fault::Unplugged { after_apdus }, LinkError::Unplugged),
            ] {
                let desk = Desk::new(model, "valid-adult");
                desk.pipe.change(|reader| reader.set_fault(Some(fault)));
                let error = block_on(desk.visit("1234")).unwrap_err();
                let cause = match error {
                    CardError::Link(cause) => cause,
                    CardError::VerifyAnswerLost { tries_left, cause } => {
                        assert_eq!(tries_left, None);
                        cause
                    }
                    other => panic!("{model}, {fault:?}: {other:?}"),
                };
                assert_eq!(cause, expected, "{model}, {fault:?}");
                assert_eq!(desk.tries_left(), 3, "{model}, {fault:?}");
                desk.assert_locked();
            }
        }
    }
}

/// Whatever size the pieces have, also those at the border of a packet.
#[test]
fn answers_in_pieces_of_any_size_are_put_together() {
    for size in [1, 9, 10, 11, 63, 64, 65, 128] {
        let desk = Desk::new("extended-271", "valid-adult");
        let fault = Fault::SplitAnswers { size };
        desk.pipe.change(|reader| reader.set_fault(Some(fault)));
        block_on(desk.visit("1234")).unwrap();
        desk.assert_locked();
    }
}

/// A PIN that the reader did not even accept is not sent again by itself.
#[test]
fn a_refused_pin_is_not_repeated() {
    let desk = Desk::new("extended", "valid-adult");
    block_on(async {
        let reader = desk.open().await.unwrap();
        let channel = reader.power_on().await.unwrap();
        let session = card_wasm::jpki::Session::open(channel, &desk.meter).await;
        let mut session = session.unwrap();
        let tries = session.tries_left().await.unwrap();
        let card_wasm::jpki::TriesLeft::Several(several) = tries else {
            panic!("not several tries");
        };
        let stall = Fault::BulkOutStall { until: Until::Once };
        desk.pipe.change(|reader| reader.set_fault(Some(stall)));
        let pin = card_wasm::jpki::Pin::try_from("9999").unwrap();
        let result = session.verify(pin, several).await;
        let expected = CardError::VerifyAnswerLost {
            tries_left: Some(3),
            cause: LinkError::NotAccepted,
        };
        assert_eq!(result.err(), Some(expected));
    });
    assert_eq!(desk.tries_left(), 3);
    desk.assert_locked();
}
