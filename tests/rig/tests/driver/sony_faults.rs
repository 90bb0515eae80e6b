//! Every fault with a name on Sony's readers: what the desk hears, what is left of the tries,
//! and that the card is never left unlocked.

use std::time::Duration;

use card_wasm::jpki::CardError;
use proptest::prelude::*;
use virtual_card::{Fault, NamedFault, Until, VirtualReader};

use crate::desk::{Desk, MESSAGE, block_on};
use crate::iso_dep::faults;
use crate::sony::{SONY, visit, visit_with};

/// No error: the visit succeeds all the same.
const SUCCESS: &str = "success";
/// The program waits for a card, because none is there.
const WAITS: &str = "waits";

/// A fault by name, and what comes of it: on an RC-S300 through a session, on one that is plain
/// CCID, on an RC-S380. Where two codes stand, either names the trouble.
type Row = (&'static str, [&'static str; 3]);

const FAULTS: [Row; 18] = [
    ("claim-refused", ["LINK-READER-IN-USE"; 3]),
    (
        "out-stall-once",
        [SUCCESS, SUCCESS, "LINK-NOT-ACCEPTED success"],
    ),
    ("out-stall-until-reset", ["LINK-NOT-ACCEPTED"; 3]),
    ("in-stall-once", [SUCCESS; 3]),
    ("in-stall-twice", [SUCCESS; 3]),
    ("in-stall-until-reset", [SUCCESS; 3]),
    ("foreign-sequence", [SUCCESS; 3]),
    ("split-answers", [SUCCESS; 3]),
    ("time-extension", [SUCCESS; 3]),
    // A session is tried with a command that does no harm, while the program waits for a card.
    (
        "card-pulled-at-start",
        [WAITS, "LINK-CARD-REMOVED", "LINK-CARD-REMOVED"],
    ),
    ("card-pulled", ["LINK-CARD-REMOVED"; 3]),
    ("unplugged", ["LINK-UNPLUGGED"; 3]),
    ("verify-answer-lost", ["CARD-VERIFY-ANSWER-LOST"; 3]),
    ("first-command-fails", [SUCCESS; 3]),
    ("answer-waits", [SUCCESS; 3]),
    ("extended-fails", [SUCCESS; 3]),
    ("slow", [SUCCESS, SUCCESS, "LINK-TIMEOUT success"]),
    (
        "very-slow",
        // What was asked meanwhile is refused when the late answers are in.
        ["LINK-TIMEOUT LINK-READER-REFUSED", SUCCESS, "LINK-TIMEOUT"],
    ),
];

fn column(model: &str) -> usize {
    match model {
        "rc-s300-plain" => 1,
        "rc-s380" => 2,
        _ => 0,
    }
}

#[test]
fn every_fault_has_its_consequence() {
    for (name, consequences) in FAULTS {
        for model in SONY {
            let desk = Desk::in_page(model, "valid-adult").with_fault(name);
            let patience = Duration::from_secs(600);
            let result = block_on(async { tokio::time::timeout(patience, visit(&desk)).await });
            let said = match &result {
                Err(_) => WAITS,
                Ok(Ok(_)) => SUCCESS,
                Ok(Err(error)) => error.code(),
            };
            let mut expected = consequences[column(model)].split(' ');
            assert!(expected.any(|code| code == said), "{model}, {name}: {said}");
            // The PIN is right, so no fault may cost a try; nor may it be sent twice.
            assert_eq!(desk.tries_left(), 3, "{model}, {name}");
            let verifies = desk.pipe.look(|reader| reader.traffic().verifies);
            assert!(verifies <= 1, "{model}, {name}");
            let powered = desk.pipe.look(VirtualReader::card_powered);
            assert!(!powered || said == WAITS, "{model}, {name}");
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
fn a_busy_reader_is_asked_again() {
    for model in ["rc-s300", "rc-s300-prologue", "rc-s300-short-escape"] {
        for until in [Until::Once, Until::Twice] {
            let desk = Desk::in_page(model, "valid-adult");
            let busy = Fault::SlotBusy { until };
            desk.pipe.change(|reader| reader.set_fault(Some(busy)));
            let result = block_on(visit(&desk));
            assert_eq!(result.err().as_ref().map(CardError::code), None, "{model}");
            desk.assert_locked();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_mishap_costs_a_second_try_or_brings_a_wrong_signature(
        model in prop::sample::select(SONY.to_vec()),
        pin in prop::sample::select(vec!["1234", "9999"]),
        faults in faults(),
    ) {
        let desk = Desk::in_page(model, "valid-adult");
        desk.pipe.change(|reader| reader.set_frame_faults(&faults));
        match block_on(visit_with(&desk, pin)) {
            Ok((outcome, _)) => {
                let signature = outcome.signature.as_bytes();
                prop_assert_eq!(outcome.certificate.verify(MESSAGE, signature), Ok(()));
                prop_assert_eq!(pin, "1234");
            }
            Err(error) => prop_assert!(!error.code().is_empty()),
        }
        let verifies = desk.pipe.look(|reader| reader.traffic().verifies);
        prop_assert!(verifies <= 1, "{} VERIFY commands for one PIN", verifies);
        let spent = u64::from(pin == "9999") * verifies;
        prop_assert_eq!(u64::from(desk.tries_left()), 3 - spent);
        prop_assert!(!desk.pipe.look(VirtualReader::card_powered));

        desk.pipe.change(|reader| reader.set_frame_faults(&[]));
        prop_assert!(block_on(visit(&desk)).is_ok());
        desk.assert_locked();
    }
}
