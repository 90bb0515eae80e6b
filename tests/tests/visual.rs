//! Checks without PIN (目視), whole: the page's sequence, the driver, the virtual reader and
//! card with the practice verifier behind the gateway. Whatever happens, no try is spent.

#![cfg(test)]

use std::rc::Rc;

use rig::VirtualPipe;
use tests::clinic::{Clinic, Person, reader, tries_left};
use virtual_card::{NamedFault, Profile, VirtualReader};

/// One visit, and that it neither asked for a PIN nor left anything unlocked.
async fn visit(clinic: &Clinic, pipe: &Rc<VirtualPipe>) -> String {
    let person = Person::typing(&["1234"]).accepting_the_last_try();
    let before = tries_left(pipe);
    let outcome = clinic.visit_by_eye(pipe, &person).await.unwrap();
    assert_eq!(person.asked.get(), 0, "a PIN was asked for");
    assert_eq!(tries_left(pipe), before, "a try was spent");
    if let Some(mut card) = pipe.change(VirtualReader::take_card) {
        assert_eq!(card.alarms(), [], "the 個人番号 was reached for");
        // Whoever has the card next, without power in between, may not sign.
        let sign = [&[0x80, 0x2A, 0x02, 0x97, 0x20][..], &[0; 32], &[0]].concat();
        assert_ne!(card.transmit(&sign).get(256..), Some(&[0x90, 0x00][..]));
    }
    outcome.said
}

/// Cards that opted in to the practice verifier, and what the desk hears; all others refuse
/// it, as surveyed ones do, or are of no use before.
const TRUSTING: [(&str, &str); 5] = [
    ("valid-adult", "valid"),
    ("face-authentication", "valid"),
    ("pin-blocked", "valid"),
    ("one-try-left", "valid"),
    ("invalid", "invalid"),
];
const OF_NO_USE: [(&str, &str); 5] = [
    ("past-grace", "CERT-EXPIRED"),
    ("not-yet-valid", "CERT-NOT-YET-VALID"),
    ("wrong-ca", "CERT-UNKNOWN-ISSUER"),
    ("not-my-number", "CARD-NOT-MY-NUMBER"),
    ("android-phone", "DESK-NO-FACE-PHOTO"),
];

#[tokio::test]
async fn every_card_is_told_apart_without_its_pin() {
    let clinic = Clinic::open_with("visual.toml").await.unwrap();
    for card in Profile::names() {
        let said = visit(&clinic, &reader("extended", card, None).unwrap()).await;
        let known = TRUSTING
            .iter()
            .chain(&OF_NO_USE)
            .find(|(name, _)| *name == card);
        let expected = known.map_or("CARD-VERIFIER-REFUSED", |(_, says)| says);
        assert_eq!(said, expected, "{card}");
    }
}

#[tokio::test]
async fn no_fault_spends_a_try_or_sends_a_pin() {
    let clinic = Clinic::open_with("visual.toml").await.unwrap();
    for model in ["extended", "tpdu"] {
        for fault in NamedFault::ALL
            .iter()
            .filter(|fault| fault.name != "open-refused")
        {
            let pipe = reader(model, "valid-adult", Some(fault.name)).unwrap();
            let said = visit(&clinic, &pipe).await;
            let family = said.split('-').next().unwrap_or_default();
            let named = said == "valid" || ["LINK", "CARD", "GATE"].contains(&family);
            assert!(named, "{model}, {}: {said}", fault.name);
        }
    }
}

#[tokio::test]
async fn a_reader_for_short_commands_says_that_it_is_one() {
    let clinic = Clinic::open_with("visual.toml").await.unwrap();
    let pipe = reader("short", "valid-adult", None).unwrap();
    assert_eq!(visit(&clinic, &pipe).await, "LINK-COMMAND-TOO-LONG");
}

#[tokio::test]
async fn a_gateway_that_does_not_offer_it_is_not_talked_into_it() {
    let clinic = Clinic::open().await.unwrap();
    let pipe = reader("extended", "valid-adult", None).unwrap();
    assert_eq!(visit(&clinic, &pipe).await, "GATE-CAPABILITY");
}

#[tokio::test]
async fn with_a_pin_such_a_gateway_works_as_ever() {
    let clinic = Clinic::open_with("visual.toml").await.unwrap();
    let pipe = reader("extended", "valid-adult", None).unwrap();
    let person = Person::typing(&["1234"]);
    let outcome = clinic.visit(&pipe, &person).await.unwrap();
    assert_eq!(outcome.said, "valid");
}
