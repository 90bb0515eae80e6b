//! Visits from the card to the answer, and every way in which they can end early. After
//! each the card must be locked and powered off, and no VERIFY may be unaccounted for.

use std::time::Duration;

use card_wasm::link::{LinkError, Traffic};
use check_api::field::{Date, FacilityCode, TerminalId};
use check_api::{AuthMethod, Consent, Consents, Purpose};
use futures_util::FutureExt;

use super::*;
use crate::service::gateway::GatewayError;
use crate::service::testing::{FakeCard, FakeGateway, FakePerson, practice_trust};

/// 2026-11-21T09:00:00+09:00, when the practice world begins.
const NOW: u64 = 1_795_219_200;

fn context() -> ChallengeContext {
    ChallengeContext {
        auth_method: AuthMethod::Pin,
        confirmation_date: Date::try_from("20261121".to_owned()).expect("a date"),
        consents: Consents {
            limit_application_certificate: Consent::NotGiven,
        },
        facility_code: FacilityCode::try_from("1312345678".to_owned()).expect("a code"),
        purpose: Purpose::Eligibility,
        staff_confirmation: None,
        terminal_id: TerminalId::try_from("PRACTICE-01".to_owned()).expect("a name"),
    }
}

struct Ended {
    result: Result<CheckAnswer, Failure>,
    traffic: Traffic,
}

impl Ended {
    #[track_caller]
    fn code(&self) -> &str {
        match &self.result {
            Ok(_) => "answered",
            Err(failure) => failure.code.as_str(),
        }
    }
}

/// Runs a visit to its end and checks what must be true after every one.
#[track_caller]
fn run(card: FakeCard, gateway: &FakeGateway, person: &FakePerson) -> Ended {
    let (facts, meter, trust) = (card.facts.clone(), Meter::new(), practice_trust());
    let terms = Terms {
        origin: Origin::try_from("https://desk.example".to_owned()).expect("an origin"),
        context: context(),
        trust: &trust,
        now: UnixTime::since_unix_epoch(Duration::from_secs(NOW)),
    };
    let visit = Visit {
        gateway,
        attendant: person,
        terms: &terms,
        meter: &meter,
    };
    let sequence = async {
        let signed = visit.sign(Box::new(card)).await?;
        assert!(
            facts.powered_off.get(),
            "the gateway was asked before the card was closed"
        );
        visit.check(signed).await
    };
    let result = sequence.now_or_never().expect("nothing to wait for");
    assert!(!facts.unlocked.get(), "the card stayed unlocked");
    assert!(facts.powered_off.get(), "the card kept its power");
    let asked_for_pin = person
        .heard
        .borrow()
        .iter()
        .filter(|event| matches!(event, VisitEvent::PinSent))
        .count();
    assert!(
        facts.verifies.get() <= asked_for_pin,
        "a VERIFY that nobody typed"
    );
    Ended {
        result,
        traffic: meter.traffic(),
    }
}

#[test]
fn the_right_pin_brings_the_gateways_answer_in_seven_commands() {
    let (gateway, person) = (FakeGateway::good(), FakePerson::typing(&["1234"]));
    let card = FakeCard::new("valid-adult", 3);
    let certificate = card.certificate.clone();
    let ended = run(card, &gateway, &person);
    assert_eq!(ended.code(), "answered");
    assert_eq!(ended.traffic.apdus, 7);
    let asked = gateway.asked.borrow();
    let [request] = &asked[..] else {
        panic!("asked {} times", asked.len());
    };
    assert_eq!(request.challenge_id.as_str(), "0123456789abcdef");
    assert_eq!(request.token.unverified_certificate.as_bytes(), certificate);
}

#[test]
fn the_signature_is_over_what_the_gateway_will_rebuild() {
    let (gateway, person) = (FakeGateway::good(), FakePerson::typing(&["1234"]));
    let card = FakeCard::new("valid-adult", 3);
    let certificate = Certificate::from_der(&card.certificate).expect("a certificate");
    run(card, &gateway, &person);
    let nonce = gateway.challenge.expect("a challenge").nonce;
    let origin = Origin::try_from("https://desk.example".to_owned()).expect("an origin");
    let rebuilt = signed::to_be_signed(SignatureAlgorithm::Rs256, &origin, &nonce, &context());
    let asked = gateway.asked.borrow();
    let signature = asked[0].token.signature.as_bytes();
    assert_eq!(certificate.verify(&rebuilt, signature), Ok(()));
}

#[test]
fn the_steps_are_reported_in_their_order() {
    let person = FakePerson::typing(&["9999", "1234"]);
    run(
        FakeCard::new("valid-adult", 3),
        &FakeGateway::good(),
        &person,
    );
    let needed = |tries_left, wrong_before| VisitEvent::PinNeeded {
        tries_left,
        wrong_before,
    };
    let expected = [
        VisitEvent::Began(Step::Certificate),
        needed(3, false),
        VisitEvent::PinSent,
        needed(2, true),
        VisitEvent::PinSent,
    ];
    assert_eq!(*person.heard.borrow(), expected);
}

#[test]
fn a_phone_shows_its_certificate_after_the_pin() {
    let mut card = FakeCard::new("android-phone", 3);
    card.label = b"JPKIAPGPSETOKEN                 ";
    let person = FakePerson::typing(&["1234"]);
    let ended = run(card, &FakeGateway::good(), &person);
    assert_eq!(ended.code(), "answered");
    let last = person.heard.borrow().last().cloned();
    assert_eq!(last, Some(VisitEvent::Began(Step::Certificate)));
}

#[test]
fn three_wrong_pins_lock_and_are_never_four() {
    let person = FakePerson {
        accepts_last_try: true,
        ..FakePerson::typing(&["1111", "2222", "3333", "4444"])
    };
    let ended = run(
        FakeCard::new("valid-adult", 3),
        &FakeGateway::good(),
        &person,
    );
    assert_eq!(ended.code(), "CARD-PIN-LOCKED");
    assert_eq!(
        person.pins.borrow().len(),
        1,
        "the fourth was not asked for"
    );
}

#[test]
fn the_last_try_is_not_used_unless_a_person_accepts_it() {
    let person = FakePerson::typing(&["1234"]);
    let card = FakeCard::new("valid-adult", 1);
    let facts = card.facts.clone();
    run(card, &FakeGateway::good(), &person);
    assert_eq!((facts.verifies.get(), facts.tries.get()), (0, 1));
}

#[test]
fn a_card_without_a_usable_pin_is_not_asked_for_one() {
    let person = FakePerson::typing(&["1234"]);
    let ended = run(
        FakeCard::new("valid-adult", 0),
        &FakeGateway::good(),
        &person,
    );
    assert_eq!(ended.code(), "CARD-PIN-UNUSABLE");
    assert_eq!(person.pins.borrow().len(), 1);
}

#[test]
fn certificates_that_the_gateway_would_refuse_are_refused_before_the_pin() {
    for (profile, code) in [
        ("past-grace", "CERT-EXPIRED"),
        ("not-yet-valid", "CERT-NOT-YET-VALID"),
        ("wrong-ca", "CERT-UNKNOWN-ISSUER"),
    ] {
        let (gateway, person) = (FakeGateway::good(), FakePerson::typing(&["1234"]));
        let ended = run(FakeCard::new(profile, 3), &gateway, &person);
        assert_eq!(ended.code(), code, "{profile}");
        assert_eq!(
            person.pins.borrow().len(),
            1,
            "{profile}: a PIN was asked for"
        );
        assert!(gateway.asked.borrow().is_empty());
    }
}

#[test]
fn a_certificate_in_its_grace_period_goes_on() {
    let person = FakePerson::typing(&["1234"]);
    let ended = run(FakeCard::new("grace", 3), &FakeGateway::good(), &person);
    assert_eq!(ended.code(), "answered");
}

#[test]
fn nobody_types_a_pin_for_a_gateway_that_is_not_there() {
    for (error, code) in [
        (GatewayError::Unreachable, "CHECK-UNREACHABLE"),
        (GatewayError::Timeout, "CHECK-TIMEOUT"),
        (GatewayError::Nonsense, "CHECK-NONSENSE"),
    ] {
        let gateway = FakeGateway {
            challenge: Err(error),
            ..FakeGateway::good()
        };
        let person = FakePerson::typing(&["1234"]);
        let ended = run(FakeCard::new("valid-adult", 3), &gateway, &person);
        assert_eq!(ended.code(), code);
        assert_eq!(person.pins.borrow().len(), 1);
    }
}

#[test]
fn a_gateway_that_does_not_know_the_algorithm_is_not_sent_a_signature() {
    let mut gateway = FakeGateway::good();
    if let Ok(challenge) = &mut gateway.challenge {
        challenge.algorithms = vec!["ES384".to_owned(), "PQ1".to_owned()];
    }
    let person = FakePerson::typing(&["1234"]);
    let ended = run(FakeCard::new("valid-adult", 3), &gateway, &person);
    assert_eq!(ended.code(), "CHECK-ALGORITHM");
    assert!(gateway.asked.borrow().is_empty());
}

#[test]
fn a_refusal_after_the_signature_keeps_its_code_and_record() {
    let refusal = GatewayError::Refused {
        code: ErrorCode::new("GATE-REVOKED"),
        audit_id: Some("a-9".to_owned()),
    };
    let gateway = FakeGateway {
        answer: Err(refusal),
        ..FakeGateway::good()
    };
    let person = FakePerson::typing(&["1234"]);
    let ended = run(FakeCard::new("valid-adult", 3), &gateway, &person);
    assert_eq!(ended.code(), "GATE-REVOKED");
    let audit_id = ended.result.err().and_then(|failure| failure.audit_id);
    assert_eq!(audit_id.as_deref(), Some("a-9"));
}

#[test]
fn a_visit_without_a_pin_says_why() {
    for (then, code) in [
        (NoPin::TimedOut, "DESK-PIN-TIMEOUT"),
        (NoPin::Stopped, "DESK-STOPPED"),
        (NoPin::Gone(LinkError::CardRemoved), "LINK-CARD-REMOVED"),
        (NoPin::Gone(LinkError::Unplugged), "LINK-UNPLUGGED"),
    ] {
        let person = FakePerson {
            then,
            ..FakePerson::typing(&[])
        };
        let ended = run(
            FakeCard::new("valid-adult", 3),
            &FakeGateway::good(),
            &person,
        );
        assert_eq!(ended.code(), code);
    }
}

#[test]
fn a_card_pulled_at_any_command_ends_the_visit_cleanly() {
    let whole = 7;
    for pulled_at in 0..whole {
        let mut card = FakeCard::new("valid-adult", 3);
        card.pulled_at = pulled_at;
        let facts = card.facts.clone();
        let person = FakePerson::typing(&["1234"]);
        let ended = run(card, &FakeGateway::good(), &person);
        // The last command only locks a card that has signed: a card that is gone is locked.
        let expected = match pulled_at {
            4 => "CARD-VERIFY-ANSWER-LOST",
            6 => "answered",
            _ => "LINK-CARD-REMOVED",
        };
        assert_eq!(ended.code(), expected, "pulled at command {pulled_at}");
        assert!(facts.verifies.get() <= 1);
    }
}

#[test]
fn a_reader_with_keys_asks_for_the_pin_itself() {
    let mut card = FakeCard::new("valid-adult", 3);
    card.pad = Some(vec!["9999", "1234"]);
    let person = FakePerson::typing(&[]);
    let ended = run(card, &FakeGateway::good(), &person);
    assert_eq!(ended.code(), "answered");
    let asked = |event: &&VisitEvent| **event == VisitEvent::PinOnReader;
    assert_eq!(person.heard.borrow().iter().filter(asked).count(), 2);
}

#[test]
fn who_cancels_on_the_reader_costs_the_card_no_try() {
    let mut card = FakeCard::new("valid-adult", 2);
    card.pad = Some(vec![]);
    let facts = card.facts.clone();
    let ended = run(card, &FakeGateway::good(), &FakePerson::typing(&["1234"]));
    assert_eq!(ended.code(), "LINK-PIN-ENTRY-CANCELLED");
    assert_eq!((facts.verifies.get(), facts.tries.get()), (0, 2));
}

#[test]
fn the_last_try_on_the_reader_has_to_be_wanted_at_the_desk() {
    let mut card = FakeCard::new("valid-adult", 1);
    card.pad = Some(vec!["1234"]);
    let facts = card.facts.clone();
    let ended = run(card, &FakeGateway::good(), &FakePerson::typing(&[]));
    assert_eq!(ended.code(), "DESK-STOPPED");
    assert_eq!(facts.verifies.get(), 0);
}
