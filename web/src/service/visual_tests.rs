//! Visits without PIN, and every way in which they can end early. After each the card must
//! be locked and powered off, and no VERIFY may have reached it.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use async_trait::async_trait;
use card_wasm::certificate::UnixTime;
use card_wasm::iso7816::{Command, Response};
use card_wasm::jpki::Pin;
use card_wasm::link::{Limits, LinkError, Meter};
use check_api::field::{Date, FacilityCode, Origin, TerminalId};
use check_api::{
    CardCheckRequest, Challenge, CheckAnswer, Confirmed, Consent, Consents, Purpose, Status,
};
use futures_util::FutureExt;

use super::*;
use crate::service::testing::{CardFacts, FakeCard, FakeGateway, FakePerson, practice_trust};
use crate::service::visit::Terms;

/// 2026-11-21T09:00:00+09:00, when the practice world begins.
const NOW: u64 = 1_795_219_200;

/// A card that listens to a verifier.
struct Listening {
    card: FakeCard,
    trusts: bool,
}

#[async_trait(?Send)]
impl CardChannel for Listening {
    fn limits(&self) -> Limits {
        self.card.limits()
    }

    async fn exchange(&mut self, command: &Command) -> Result<Response, LinkError> {
        let answer = match command.instruction() {
            0xA2 | 0x82 | 0x84 if !self.trusts => &[0x69, 0x85][..],
            0xA2 => &[0x90, 0x00],
            0x84 => &[1, 2, 3, 4, 0x90, 0x00],
            0x82 => {
                self.card.facts.unlocked.set(true);
                &[0x90, 0x00]
            }
            _ => return self.card.exchange(command).await,
        };
        Response::try_from(answer).map_err(|_| LinkError::MalformedResponse)
    }

    async fn power_off(&mut self) -> Result<(), LinkError> {
        self.card.power_off().await
    }
}

/// A gateway whose verifier says what the script says.
struct Verifier {
    gateway: FakeGateway,
    script: RefCell<Vec<Result<RelayStep, GatewayError>>>,
    contexts: RefCell<Vec<ChallengeContext>>,
}

impl Verifier {
    fn saying(introduction: Option<&[&str]>, script: Vec<Result<RelayStep, GatewayError>>) -> Self {
        let mut gateway = FakeGateway::good();
        if let Ok(challenge) = &mut gateway.challenge {
            challenge.relay = introduction.map(commands);
        }
        Self {
            gateway,
            script: RefCell::new(script.into_iter().rev().collect()),
            contexts: RefCell::default(),
        }
    }

    fn good() -> Self {
        let next = RelayStep::Commands(commands(&["0082000001AA"]));
        Self::saying(Some(&INTRODUCTION), vec![Ok(next), done()])
    }
}

const INTRODUCTION: [&str; 5] = [
    "00A4040C0AD392F000260100000001",
    "00A4020C020016",
    "80A206C1017F",
    "80A200C1015F",
    "0084000010",
];

fn done() -> Result<RelayStep, GatewayError> {
    Ok(serde_json::from_str(r#"{"done":true}"#).expect("the end"))
}

fn commands(texts: &[&str]) -> RelayCommands {
    let bytes = |text: &&str| {
        let pairs = (0..text.len())
            .step_by(2)
            .filter_map(|at| text.get(at..at + 2));
        let octets = pairs.map(|pair| u8::from_str_radix(pair, 16).expect("hexadecimal"));
        Base64::try_from(octets.collect::<Vec<_>>()).expect("short")
    };
    let commands: Vec<_> = texts.iter().map(bytes).collect();
    RelayCommands::try_from(commands).expect("a round")
}

impl Gateway for Verifier {
    async fn status(&self) -> Result<Status, GatewayError> {
        self.gateway.status().await
    }

    async fn challenge(&self, context: &ChallengeContext) -> Result<Challenge, GatewayError> {
        self.contexts.borrow_mut().push(context.clone());
        self.gateway.challenge(context).await
    }

    async fn check_card(&self, request: &CardCheckRequest) -> Result<CheckAnswer, GatewayError> {
        self.gateway.check_card(request).await
    }
}

impl RelayGateway for Verifier {
    async fn relay(
        &self,
        challenge: &ChallengeId,
        _: &RelayRequest,
    ) -> Result<RelayStep, GatewayError> {
        assert_eq!(challenge.as_str(), "0123456789abcdef");
        let step = self.script.borrow_mut().pop();
        step.unwrap_or(Err(GatewayError::Unreachable))
    }
}

/// Staff who confirm, or do not; nobody here types a PIN.
struct Staff {
    person: FakePerson,
    answer: Result<(), NoPin>,
}

impl Attendant for Staff {
    fn report(&self, event: VisitEvent) {
        self.person.report(event);
    }

    async fn last_try(&self) -> Result<(), NoPin> {
        panic!("a last try was asked for");
    }

    async fn pin(&self) -> Result<Pin, NoPin> {
        panic!("a PIN was asked for");
    }

    fn pin_pad_language(&self) -> Option<u16> {
        Some(0x0411)
    }
}

impl Witness for Staff {
    async fn face_photo(&self) -> Result<StaffConfirmation, NoPin> {
        self.answer.map(|()| StaffConfirmation {
            face_photo: Confirmed::Yes,
        })
    }
}

/// Runs a visit to its end, checks what must be true after every one, and says how it ended.
#[track_caller]
fn run(card: Listening, verifier: &Verifier, answer: Result<(), NoPin>) -> (String, Rc<CardFacts>) {
    let facts = Rc::clone(&card.card.facts);
    let (meter, trust, before) = (Meter::new(), practice_trust(), facts.tries.get());
    let terms = Terms {
        origin: Origin::try_from("https://desk.example".to_owned()).expect("an origin"),
        context: ChallengeContext {
            auth_method: AuthMethod::Visual,
            confirmation_date: Date::try_from("20261121".to_owned()).expect("a date"),
            consents: Consents {
                limit_application_certificate: Consent::NotGiven,
            },
            facility_code: FacilityCode::try_from("1312345678".to_owned()).expect("a code"),
            purpose: Purpose::Eligibility,
            staff_confirmation: None,
            terminal_id: TerminalId::try_from("PRACTICE-01".to_owned()).expect("a name"),
        },
        trust: &trust,
        now: UnixTime::since_unix_epoch(Duration::from_secs(NOW)),
    };
    let staff = Staff {
        person: FakePerson::typing(&[]),
        answer,
    };
    let visit = Visit {
        gateway: verifier,
        attendant: &staff,
        terms: &terms,
        meter: &meter,
    };
    let sequence = async {
        let signed = visit.sign_by_eye(Box::new(card)).await?;
        assert!(facts.powered_off.get(), "asked before the card was closed");
        visit.check(signed).await
    };
    let result = sequence.now_or_never().expect("nothing to wait for");
    assert!(!facts.unlocked.get(), "the card stayed unlocked");
    assert!(facts.powered_off.get(), "the card kept its power");
    assert_eq!(facts.verifies.get(), 0, "a VERIFY was sent");
    assert_eq!(facts.tries.get(), before, "a try was spent");
    let said = result.map_or_else(
        |failure| failure.code.to_string(),
        |_| "answered".to_owned(),
    );
    (said, facts)
}

fn listening(profile: &str) -> Listening {
    Listening {
        card: FakeCard::new(profile, 1),
        trusts: true,
    }
}

#[test]
fn what_staff_confirmed_is_in_what_the_card_signs() {
    let verifier = Verifier::good();
    let (said, _) = run(listening("valid-adult"), &verifier, Ok(()));
    assert_eq!(said, "answered");
    let contexts = verifier.contexts.borrow();
    let [context] = contexts.as_slice() else {
        panic!("{contexts:?}");
    };
    assert_eq!(context.auth_method, AuthMethod::Visual);
    assert!(context.confirmation_fits());
    let asked = verifier.gateway.asked.borrow();
    let [request] = asked.as_slice() else {
        panic!("asked {} times", asked.len());
    };
    let certificate = FakeCard::new("valid-adult", 3).certificate;
    let certificate =
        card_wasm::certificate::Certificate::from_der(&certificate).expect("a certificate");
    let origin = Origin::try_from("https://desk.example".to_owned()).expect("an origin");
    let challenge = verifier.gateway.challenge.clone().expect("a challenge");
    let message = signed::to_be_signed(request.token.algorithm, &origin, &challenge.nonce, context);
    let fits = certificate.verify(&message, request.token.signature.as_bytes());
    assert!(fits.is_ok());
}

#[test]
fn without_confirmation_nothing_is_asked_of_gateway_or_card() {
    for (reason, code) in [
        (NoPin::Stopped, "DESK-STOPPED"),
        (NoPin::TimedOut, "DESK-PIN-TIMEOUT"),
        (NoPin::Gone(LinkError::CardRemoved), "LINK-CARD-REMOVED"),
    ] {
        let verifier = Verifier::good();
        let (said, _) = run(listening("valid-adult"), &verifier, Err(reason));
        assert_eq!(said, code);
        assert!(verifier.contexts.borrow().is_empty(), "{reason:?}");
    }
}

#[test]
fn a_card_that_does_not_trust_the_verifier_spends_no_try() {
    let card = Listening {
        trusts: false,
        ..listening("valid-adult")
    };
    let (said, _) = run(card, &Verifier::good(), Ok(()));
    assert_eq!(said, "CARD-VERIFIER-REFUSED");
    // The gateway says that it is done, and the card does not agree.
    let verifier = Verifier::saying(Some(&INTRODUCTION), vec![done()]);
    let (said, _) = run(listening("valid-adult"), &verifier, Ok(()));
    assert_eq!(said, "CARD-VERIFIER-REFUSED");
}

#[test]
fn a_verifier_that_wants_anything_else_is_cut_off() {
    for wanted in [
        "00200098",
        "002000980431323334",
        "802A009702010200",
        "00B08A0000",
    ] {
        let verifier = Verifier::saying(Some(&["00A4020C020016", wanted]), vec![done()]);
        let (said, facts) = run(listening("valid-adult"), &verifier, Ok(()));
        assert_eq!(said, "CARD-RELAY-FORBIDDEN", "{wanted}");
        assert!(facts.commands.get() > 0);
    }
}

#[test]
fn a_gateway_without_a_verifier_or_without_an_end_is_named() {
    let endless = || Ok(RelayStep::Commands(commands(&["00A4020C020016"])));
    for (verifier, code) in [
        (Verifier::saying(None, vec![]), "CHECK-RELAY"),
        (
            Verifier::saying(Some(&INTRODUCTION), vec![]),
            "CHECK-UNREACHABLE",
        ),
        (
            Verifier::saying(Some(&INTRODUCTION), vec![Err(GatewayError::Nonsense)]),
            "CHECK-NONSENSE",
        ),
        (
            Verifier::saying(
                Some(&INTRODUCTION),
                std::iter::repeat_with(endless).take(9).collect(),
            ),
            "CHECK-RELAY",
        ),
    ] {
        let (said, _) = run(listening("valid-adult"), &verifier, Ok(()));
        assert_eq!(said, code);
    }
}

#[test]
fn a_phone_has_no_photo_and_a_strange_certificate_no_visit() {
    let mut phone = listening("android-phone");
    phone.card.label = b"JPKIAPGPSETOKEN                 ";
    let verifier = Verifier::good();
    assert_eq!(run(phone, &verifier, Ok(())).0, "DESK-NO-FACE-PHOTO");
    let (said, _) = run(listening("wrong-ca"), &verifier, Ok(()));
    assert_eq!(said, "CERT-UNKNOWN-ISSUER");
    assert!(verifier.contexts.borrow().is_empty());
}

#[test]
fn a_card_pulled_at_any_moment_is_closed() {
    // SELECT, label, certificate, two SELECTs of the verifier, signature; then it is closed.
    for pulled_at in 0..8 {
        let mut card = listening("valid-adult");
        card.card.pulled_at = pulled_at;
        let (said, _) = run(card, &Verifier::good(), Ok(()));
        let expected = if pulled_at < 6 {
            "LINK-CARD-REMOVED"
        } else {
            "answered"
        };
        assert_eq!(said, expected, "{pulled_at}");
    }
}
