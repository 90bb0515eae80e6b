//! The page's sequence, the driver, the virtual reader and the gateway together: what the
//! desk hears for every card and every fault, and what that costs the patient.

#![cfg(test)]

use std::rc::Rc;

use rig::VirtualPipe;
use tests::clinic::{Clinic, Outcome, Person, reader, tries_left};
use virtual_card::{NamedFault, Profile};

/// A card or a fault, what the desk hears after the right PIN, the tries left afterwards.
type Row = (&'static str, &'static str, u8);

const CARDS: [Row; 28] = [
    ("valid-adult", "valid", 3),
    ("grace", "valid-renew", 3),
    ("past-grace", "CERT-EXPIRED", 3),
    ("not-yet-valid", "CERT-NOT-YET-VALID", 3),
    ("wrong-ca", "CERT-UNKNOWN-ISSUER", 3),
    ("revoked", "GATE-REVOKED", 3),
    ("pin-blocked", "CARD-PIN-UNUSABLE", 0),
    ("one-try-left", "valid", 3),
    ("face-authentication", "CARD-PIN-UNUSABLE", 0),
    ("android-phone", "valid", 3),
    ("p384-future", "valid", 3),
    ("not-my-number", "CARD-NOT-MY-NUMBER", 3),
    ("invalid", "invalid", 3),
    ("new-eligibility", "invalid-new-eligibility", 3),
    ("no-eligibility", "no-eligibility", 3),
    ("multiple", "multiple", 3),
    ("late-elderly", "valid", 3),
    ("elderly-70-74", "valid", 3),
    ("limit-application", "valid", 3),
    ("medical-assistance", "valid", 3),
    ("family-branch-02", "valid", 3),
    ("expiry-notice", "valid", 3),
    ("replaced-character", "valid", 3),
    ("sex-on-back", "valid", 3),
    ("padded-insurer", "valid", 3),
    ("unknown-code", "unconfirmed", 3),
    ("person-error", "unconfirmed", 3),
    ("file-error", "unconfirmed", 3),
];

const FAULTS: [Row; 16] = [
    ("out-stall-once", "valid", 3),
    ("out-stall-until-reset", "LINK-NOT-ACCEPTED", 3),
    ("in-stall-once", "valid", 3),
    ("in-stall-twice", "valid", 3),
    ("in-stall-until-reset", "valid", 3),
    ("foreign-sequence", "valid", 3),
    ("split-answers", "valid", 3),
    ("time-extension", "valid", 3),
    ("card-pulled-at-start", "LINK-CARD-REMOVED", 3),
    ("card-pulled", "LINK-CARD-REMOVED", 3),
    ("unplugged", "LINK-UNPLUGGED", 3),
    ("first-command-fails", "valid", 3),
    ("answer-waits", "valid", 3),
    ("extended-fails", "valid", 3),
    ("slow", "valid", 3),
    ("very-slow", "valid", 3),
];

/// Faults that another test here looks at.
const ELSEWHERE: [&str; 3] = ["open-refused", "claim-refused", "verify-answer-lost"];

async fn visit(clinic: &Clinic, pipe: &Rc<VirtualPipe>, pins: &[&'static str]) -> Outcome {
    let person = Person::typing(pins).accepting_the_last_try();
    let outcome = clinic.visit(pipe, &person).await.unwrap();
    let alarms = pipe.look(|reader| reader.card().map(|card| card.alarms().to_vec()));
    assert_eq!(
        alarms.unwrap_or_default(),
        [],
        "the 個人番号 was reached for"
    );
    outcome
}

#[tokio::test]
async fn every_card_is_told_apart() {
    let clinic = Clinic::open().await.unwrap();
    for (card, says, tries) in CARDS {
        let pipe = reader("extended", card, None).unwrap();
        let outcome = visit(&clinic, &pipe, &["1234"]).await;
        assert_eq!(
            (outcome.said.as_str(), tries_left(&pipe)),
            (says, Some(tries)),
            "{card}"
        );
    }
    let mut all: Vec<_> = Profile::names().collect();
    let mut here: Vec<_> = CARDS.iter().map(|(card, ..)| *card).collect();
    all.sort_unstable();
    here.sort_unstable();
    assert_eq!(all, here, "every card stands in the table");
}

#[tokio::test]
async fn every_fault_is_overcome_or_named() {
    let clinic = Clinic::open().await.unwrap();
    for level in ["extended", "short"] {
        for (fault, says, tries) in FAULTS {
            let pipe = reader(level, "valid-adult", Some(fault)).unwrap();
            let outcome = visit(&clinic, &pipe, &["1234"]).await;
            let after = (outcome.said.as_str(), tries_left(&pipe));
            assert_eq!(after, (says, Some(tries)), "{fault}, {level}");
        }
    }
    let mut all: Vec<_> = NamedFault::ALL.iter().map(|fault| fault.name).collect();
    let mut here: Vec<_> = FAULTS
        .iter()
        .map(|(fault, ..)| *fault)
        .chain(ELSEWHERE)
        .collect();
    all.sort_unstable();
    here.sort_unstable();
    assert_eq!(all, here, "every fault stands in the table");
}

#[tokio::test]
async fn a_reader_that_cannot_be_opened_says_why() {
    let clinic = Clinic::open().await.unwrap();
    let refused = reader("extended", "valid-adult", Some("open-refused"))
        .err()
        .unwrap();
    assert!(refused.to_string().contains("denied"), "{refused}");
    for (model, fault, says) in [
        ("extended", Some("claim-refused"), "LINK-READER-IN-USE"),
        ("character", None, "LINK-LEVEL-CHARACTER"),
    ] {
        let pipe = reader(model, "valid-adult", fault).unwrap();
        assert_eq!(
            visit(&clinic, &pipe, &["1234"]).await.said,
            says,
            "{model} {fault:?}"
        );
    }
}

/// One wrong PIN costs one try, also when its answer is lost on the way.
#[tokio::test]
async fn a_pin_is_sent_once() {
    let clinic = Clinic::open().await.unwrap();
    for (pins, fault, says, tries) in [
        (&["9999"][..], None, "LINK-CARD-REMOVED", 2),
        (&["9999", "1234"][..], None, "valid", 3),
        (
            &["9999", "8888", "7777", "1234"][..],
            None,
            "CARD-PIN-LOCKED",
            0,
        ),
        (
            &["9999"][..],
            Some("verify-answer-lost"),
            "CARD-VERIFY-ANSWER-LOST",
            2,
        ),
    ] {
        let pipe = reader("extended", "valid-adult", fault).unwrap();
        let outcome = visit(&clinic, &pipe, pins).await;
        let after = (outcome.said.as_str(), tries_left(&pipe));
        assert_eq!(after, (says, Some(tries)), "{pins:?} {fault:?}");
    }
}

#[tokio::test]
async fn the_last_try_is_not_taken_without_consent() {
    let clinic = Clinic::open().await.unwrap();
    let pipe = reader("extended", "one-try-left", None).unwrap();
    let person = Person::typing(&["1234"]);
    clinic.visit(&pipe, &person).await.unwrap();
    assert_eq!((person.asked.get(), tries_left(&pipe)), (0, Some(1)));
}

#[tokio::test]
async fn the_main_job_is_lean() {
    let clinic = Clinic::open().await.unwrap();
    for (model, most) in [("extended", 7), ("extended-271", 7), ("short", 12)] {
        let pipe = reader(model, "valid-adult", None).unwrap();
        let outcome = visit(&clinic, &pipe, &["1234"]).await;
        assert_eq!(outcome.said, "valid");
        let apdus = outcome.traffic.apdus;
        assert!(
            apdus <= most,
            "{apdus} APDUs with the reader {model}, {most} are the most"
        );
        assert_eq!(
            pipe.look(virtual_card::VirtualReader::apdus),
            apdus,
            "as the reader counted"
        );
    }
}
