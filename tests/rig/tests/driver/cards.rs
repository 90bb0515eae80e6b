//! Every practice card on every reader that can be used.

use card_wasm::jpki::CardError;
use card_wasm::link::{LinkError, Traffic};
use virtual_card::{Model, Profile, WarmReset};

use crate::desk::{Desk, MESSAGE, block_on};
use crate::sony::SONY;

/// Models that the driver must be able to use, and the most APDUs that a visit may take.
const READERS: [(&str, u32); 16] = [
    ("extended", 7),
    ("extended-271", 7),
    ("short", 12),
    ("no-interrupt", 7),
    ("trailing-descriptor", 7),
    ("vendor-descriptor", 7),
    ("tpdu", 7),
    ("tpdu-auto", 7),
    ("tpdu-own", 7),
    // Short commands, and what is announced has to be fetched.
    ("tpdu-t0", 20),
    ("tpdu-crc", 7),
    ("lying-limits", 7),
    ("two-slots", 7),
    ("explicit-voltage", 7),
    ("pin-pad", 7),
    ("tpdu-pin-pad", 7),
];

/// Cards with which a visit cannot be completed, and why.
const REFUSED: [(&str, &str); 3] = [
    ("not-my-number", "CARD-NOT-MY-NUMBER"),
    ("pin-blocked", "CARD-PIN-UNUSABLE"),
    ("face-authentication", "CARD-PIN-UNUSABLE"),
];

#[test]
fn every_card_is_read_and_signs_on_every_reader() {
    for (model, most_apdus) in READERS {
        for card in Profile::names() {
            // A card of another kind that lies in one of several slots from the beginning
            // is passed over like the SAM.
            if (model, card) == ("two-slots", "not-my-number") {
                continue;
            }
            let desk = Desk::new(model, card);
            let result = block_on(desk.visit("1234"));
            let refused = REFUSED.iter().find(|(name, _)| *name == card);
            match (result, refused) {
                (Ok(outcome), None) => {
                    let profile = Profile::named(card).unwrap();
                    let der = outcome.certificate.as_der().as_ref();
                    assert_eq!(Some(der), profile.certificate(), "{model}, {card}");
                    let signature = outcome.signature.as_bytes();
                    assert_eq!(outcome.certificate.verify(MESSAGE, signature), Ok(()));
                    assert_eq!(desk.tries_left(), 3, "{model}, {card}");
                }
                (Err(error), Some((_, code))) => assert_eq!(error.code(), *code, "{model}, {card}"),
                (result, _) => panic!("{model}, {card}: {result:?}"),
            }
            let traffic = desk.meter.traffic();
            assert!(traffic.apdus <= most_apdus, "{model}, {card}: {traffic:?}");
            // Cards that lie in one of several slots are asked for the application first.
            let asked = if model == "two-slots" { 2 } else { 0 };
            assert_eq!(
                desk.pipe.look(|reader| reader.apdus()),
                traffic.apdus + asked
            );
            desk.assert_locked();
        }
    }
}

#[test]
fn the_main_job_costs_this_much() {
    // APDUs, bytes out, bytes in.
    for (model, expected) in [("extended", [7, 109, 2202]), ("short", [12, 132, 1765])] {
        let desk = Desk::new(model, "valid-adult");
        block_on(desk.visit("1234")).unwrap();
        let traffic = desk.meter.traffic();
        let found = [traffic.apdus.into(), traffic.bytes_out, traffic.bytes_in];
        assert_eq!(found, expected, "{model}");
    }
}

#[test]
fn a_card_that_refuses_extended_apdus_is_read_in_short_ones() {
    for model in ["extended", "extended-271"] {
        let profile = Profile::named("valid-adult")
            .unwrap()
            .without_extended_length();
        let desk = Desk::with_profile(model, profile);
        block_on(desk.visit("1234")).unwrap();
        // One for the extended read that failed, besides those of a reader without.
        assert_eq!(desk.meter.traffic().apdus, 13, "{model}");
        desk.assert_locked();
    }
}

#[test]
fn readers_that_cannot_be_used_say_why() {
    let table = [("character", LinkError::CharacterLevel)];
    for (model, expected) in table {
        let desk = Desk::new(model, "valid-adult");
        let error = block_on(desk.visit("1234")).unwrap_err();
        assert_eq!(error, CardError::Link(expected), "{model}");
        assert_eq!(desk.meter.traffic(), Traffic::default());
    }
    let known: Vec<_> = READERS.iter().map(|(name, _)| *name).collect();
    for model in Model::ALL
        .iter()
        .filter(|model| !known.contains(&model.name()))
    {
        // The class that browsers keep to themselves is open to a native program; what is no
        // CCID reader has drivers and tests of its own.
        assert!(
            model.is_protected(0) || model.name() == "character" || SONY.contains(&model.name()),
            "{}",
            model.name()
        );
    }
}

#[test]
fn a_wrong_pin_costs_exactly_one_try() {
    for model in ["extended", "short"] {
        let desk = Desk::new(model, "valid-adult");
        for left in [2, 1] {
            let error = block_on(desk.visit("9999")).unwrap_err();
            assert_eq!(error.code(), "CARD-VERIFY-UNEXPECTED");
            assert_eq!(desk.tries_left(), left);
        }
        assert_eq!(
            block_on(desk.visit("9999")).unwrap_err(),
            CardError::PinLocked
        );
        assert_eq!(desk.tries_left(), 0);
        assert_eq!(
            block_on(desk.visit("1234")).unwrap_err(),
            CardError::PinUnusable
        );
        desk.assert_locked();
    }
}

#[test]
fn rights_do_not_outlive_a_visit_even_where_a_warm_reset_keeps_them() {
    for warm_reset in [WarmReset::KeepsRights, WarmReset::DropsRights] {
        let profile = Profile::named("valid-adult")
            .unwrap()
            .with_warm_reset(warm_reset);
        let desk = Desk::with_profile("extended", profile);
        block_on(desk.visit("1234")).unwrap();
        desk.assert_locked();
    }
}

#[test]
fn the_card_of_the_future_signs_with_its_own_algorithm() {
    let desk = Desk::new("short", "p384-future");
    let outcome = block_on(desk.visit("1234")).unwrap();
    assert_eq!(outcome.signature.algorithm().name(), "ES384");
    assert_eq!(outcome.signature.as_bytes().len(), 96);
}
