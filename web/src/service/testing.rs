//! Test support: a card, a gateway and a person at the desk, each as small as a visit
//! needs, and each able to fail at any point.

use std::cell::{Cell, RefCell};
use std::fs;
use std::path::PathBuf;
use std::rc::Rc;

use async_trait::async_trait;
use card_wasm::certificate::{Anchor, Environment, TrustStore};
use card_wasm::iso7816::{Command, Response};
use card_wasm::jpki::Pin;
use card_wasm::link::{CardChannel, Limits, LinkError, PinEntry};
use check_api::{CardCheckRequest, Challenge, ChallengeRequest, CheckAnswer, Status};
use rsa::pkcs8::DecodePrivateKey;
use rsa::{Pkcs1v15Sign, RsaPrivateKey};

use super::gateway::{Gateway, GatewayError};
use super::pin_desk::NoPin;
use super::visit::Attendant;
use crate::state::VisitEvent;

pub(super) fn practice_file(path: &str) -> Vec<u8> {
    let profiles = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../virtual-card/profiles");
    fs::read(profiles.join(path)).expect("a practice file")
}

pub(super) fn practice_trust() -> TrustStore {
    let anchor = Anchor::from_file(&practice_file("authority/practice-01.cer")).expect("an anchor");
    TrustStore::new(Environment::Practice, [anchor]).expect("a trust store")
}

/// What can be seen of a card from outside.
#[derive(Default)]
pub(super) struct CardFacts {
    pub(super) commands: Cell<usize>,
    pub(super) verifies: Cell<usize>,
    pub(super) tries: Cell<u8>,
    pub(super) unlocked: Cell<bool>,
    pub(super) powered_off: Cell<bool>,
}

/// A My Number Card with PIN 1234.
pub(super) struct FakeCard {
    pub(super) facts: Rc<CardFacts>,
    pub(super) label: &'static [u8],
    pub(super) certificate: Vec<u8>,
    /// From this command on, nothing is answered.
    pub(super) pulled_at: usize,
    /// What is typed on the keys of the reader, if it has any; then nothing more.
    pub(super) pad: Option<Vec<&'static str>>,
    key: Option<RsaPrivateKey>,
}

impl FakeCard {
    pub(super) fn new(profile: &str, tries: u8) -> Self {
        let key = practice_file(&format!("keys/{profile}.pk8"));
        let facts = CardFacts::default();
        facts.tries.set(tries);
        Self {
            facts: Rc::new(facts),
            label: b"JPKIAPICCTOKEN2                 ",
            certificate: practice_file(&format!("certificates/{profile}.cer")),
            pulled_at: usize::MAX,
            pad: None,
            key: RsaPrivateKey::from_pkcs8_der(&key).ok(),
        }
    }

    fn answer(&mut self, command: &Command) -> Vec<u8> {
        const OK: [u8; 2] = [0x90, 0x00];
        let facts = &self.facts;
        match (command.instruction(), command.parameters()) {
            (0xA4, _) => {
                let selects_jpki = command.data().starts_with(&[0xD3, 0x92]);
                facts.unlocked.set(facts.unlocked.get() && selects_jpki);
                OK.to_vec()
            }
            (0xB0, [0x86, _]) => [self.label, &OK].concat(),
            (0xB0, _) if self.label.starts_with(b"JPKIAPGPS") && !facts.unlocked.get() => {
                vec![0x69, 0x82]
            }
            (0xB0, _) => [&self.certificate[..], &OK].concat(),
            (0x20, _) if command.data().is_empty() => vec![0x63, 0xC0 | facts.tries.get()],
            (0x20, _) => self.verify(command.data()),
            (0x2A, _) if facts.unlocked.get() => {
                let key = self.key.as_ref().expect("an RSA profile");
                let scheme = Pkcs1v15Sign::new_unprefixed();
                [
                    key.sign(scheme, command.data()).expect("signs"),
                    OK.to_vec(),
                ]
                .concat()
            }
            _ => vec![0x69, 0x82],
        }
    }

    fn verify(&self, pin: &[u8]) -> Vec<u8> {
        let facts = &self.facts;
        facts.verifies.set(facts.verifies.get() + 1);
        match facts.tries.get() {
            0 => vec![0x69, 0x84],
            _ if pin == b"1234" => {
                facts.tries.set(3);
                facts.unlocked.set(true);
                vec![0x90, 0x00]
            }
            left => {
                facts.tries.set(left - 1);
                vec![0x63, 0xC0 | (left - 1)]
            }
        }
    }
}

#[async_trait(?Send)]
impl CardChannel for FakeCard {
    fn limits(&self) -> Limits {
        Limits::EXTENDED
    }

    async fn exchange(&mut self, command: &Command) -> Result<Response, LinkError> {
        let number = self.facts.commands.get();
        self.facts.commands.set(number + 1);
        if number >= self.pulled_at {
            self.facts.unlocked.set(false);
            return Err(LinkError::CardRemoved);
        }
        Response::try_from(self.answer(command).as_slice())
            .map_err(|_| LinkError::MalformedResponse)
    }

    fn has_pin_pad(&self) -> bool {
        self.pad.is_some()
    }

    async fn verify_on_pin_pad(&mut self, _: &PinEntry) -> Result<Response, LinkError> {
        let typed = self
            .pad
            .as_mut()
            .and_then(|pins| (!pins.is_empty()).then(|| pins.remove(0)));
        let pin = typed.ok_or(LinkError::PinEntryCancelled)?;
        Response::try_from(self.verify(pin.as_bytes()).as_slice())
            .map_err(|_| LinkError::MalformedResponse)
    }

    async fn power_off(&mut self) -> Result<(), LinkError> {
        self.facts.powered_off.set(true);
        self.facts.unlocked.set(false);
        Ok(())
    }
}

/// A gateway that answers as told, and keeps what it was asked.
pub(super) struct FakeGateway {
    pub(super) challenge: Result<Challenge, GatewayError>,
    pub(super) answer: Result<CheckAnswer, GatewayError>,
    pub(super) asked: RefCell<Vec<CardCheckRequest>>,
}

impl FakeGateway {
    pub(super) fn good() -> Self {
        let challenge = r#"{"challengeId":"0123456789abcdef","expiresAt":"2026-11-21T09:05:00+09:00",
            "nonce":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=","algorithms":["RS256"]}"#;
        let answer = r#"{"auditId":"a-1","XmlMsg":{
            "MessageHeader":{"SegmentOfResult":"1"},
            "MessageBody":{"ProcessingResultStatus":"1","QualificationValidity":"2"}}}"#;
        Self {
            challenge: Ok(serde_json::from_str(challenge).expect("a challenge")),
            answer: Ok(CheckAnswer::from_json(answer.as_bytes()).expect("an answer")),
            asked: RefCell::default(),
        }
    }
}

impl Gateway for FakeGateway {
    async fn status(&self) -> Result<Status, GatewayError> {
        Err(GatewayError::Unreachable)
    }

    async fn challenge(&self, _: &ChallengeRequest) -> Result<Challenge, GatewayError> {
        self.challenge.clone()
    }

    async fn check_card(&self, request: &CardCheckRequest) -> Result<CheckAnswer, GatewayError> {
        self.asked.borrow_mut().push(request.clone());
        self.answer.clone()
    }
}

/// A person who types what the script says, and then nothing more.
pub(super) struct FakePerson {
    pub(super) pins: RefCell<Vec<&'static str>>,
    /// What happens when everything was typed.
    pub(super) then: NoPin,
    pub(super) accepts_last_try: bool,
    pub(super) heard: RefCell<Vec<VisitEvent>>,
}

impl FakePerson {
    pub(super) fn typing(pins: &[&'static str]) -> Self {
        Self {
            pins: RefCell::new(pins.iter().rev().copied().collect()),
            then: NoPin::TimedOut,
            accepts_last_try: false,
            heard: RefCell::default(),
        }
    }
}

impl Attendant for FakePerson {
    fn report(&self, event: VisitEvent) {
        self.heard.borrow_mut().push(event);
    }

    async fn last_try(&self) -> Result<(), NoPin> {
        self.accepts_last_try.then_some(()).ok_or(NoPin::Stopped)
    }

    fn pin_pad_language(&self) -> Option<u16> {
        Some(0x0411)
    }

    async fn pin(&self) -> Result<Pin, NoPin> {
        let typed = self.pins.borrow_mut().pop();
        let typed = typed.ok_or(self.then)?;
        Ok(Pin::try_from(typed).expect("four digits"))
    }
}
