//! The whole visit on Sony's readers, as a web page reaches them: every way to the card, every
//! card, and what happens when people or other programs come between.

use std::rc::Rc;

use card_wasm::ccid::{ExchangeLevel, PinPadTrust};
use card_wasm::driver::{self, UsbReader, Wanted, Way};
use card_wasm::jpki::{APPLICATION, CardError};
use card_wasm::link::{CardReader, LinkError};
use virtual_card::{Fault, Profile, Until, VirtualReader};

use crate::desk::{Desk, MESSAGE, Outcome, PausedTimer, block_on};

/// The models, by name.
pub(crate) const SONY: [&str; 6] = [
    "rc-s300",
    "rc-s300-prologue",
    "rc-s300-plain",
    "rc-s300-short-escape",
    "rc-s300-owned",
    "rc-s380",
];

/// How the driver reaches cards on each of them.
const WAYS: [Way; 6] = [
    Way::HostIsoDep,
    Way::ReaderLayer4,
    Way::PlainCcidOnVendorInterface,
    Way::HostIsoDep,
    Way::HostIsoDep,
    Way::Port100,
];

/// Cards with which a visit cannot be completed, and why.
const REFUSED: [(&str, &str); 3] = [
    ("not-my-number", "CARD-NOT-MY-NUMBER"),
    ("pin-blocked", "CARD-PIN-UNUSABLE"),
    ("face-authentication", "CARD-PIN-UNUSABLE"),
];

/// As the page wants a reader.
pub(crate) const WANTED: Wanted = Wanted {
    application: APPLICATION,
    pin_pads: PinPadTrust::Known,
};

pub(crate) async fn open(desk: &Desk) -> Result<UsbReader, LinkError> {
    driver::open(desk.pipe.clone(), Rc::new(PausedTimer), WANTED).await
}

/// One visit from the opening of the reader to its end, with the right PIN.
pub(crate) async fn visit(desk: &Desk) -> Result<(Outcome, Way), CardError> {
    visit_with(desk, "1234").await
}

/// The same with any PIN.
pub(crate) async fn visit_with(desk: &Desk, pin: &str) -> Result<(Outcome, Way), CardError> {
    let reader = open(desk).await?;
    let result = desk.visit_on(&reader, pin).await;
    let way = reader.way();
    let closed = reader.close().await;
    let outcome = result?;
    closed?;
    Ok((outcome, way))
}

#[test]
fn every_card_is_read_and_signs_in_every_way() {
    for (model, expected) in SONY.into_iter().zip(WAYS) {
        for card in Profile::names() {
            let desk = Desk::in_page(model, card);
            let result = block_on(visit(&desk));
            let refused = REFUSED.iter().find(|(name, _)| *name == card);
            match (result, refused) {
                (Ok((outcome, way)), None) => {
                    let profile = Profile::named(card).unwrap();
                    let der = outcome.certificate.as_der().as_ref();
                    assert_eq!(Some(der), profile.certificate(), "{model}, {card}");
                    let signature = outcome.signature.as_bytes();
                    assert_eq!(outcome.certificate.verify(MESSAGE, signature), Ok(()));
                    assert_eq!(way, expected, "{model}, {card}");
                    assert_eq!(desk.tries_left(), 3, "{model}, {card}");
                    let verifies = desk.pipe.look(|reader| reader.traffic().verifies);
                    assert_eq!(verifies, 1, "{model}, {card}");
                }
                (Err(error), Some((_, code))) => assert_eq!(error.code(), *code, "{model}, {card}"),
                (result, _) => panic!("{model}, {card}: {result:?}"),
            }
            let powered = desk.pipe.look(VirtualReader::card_powered);
            assert!(!powered, "{model}, {card}");
            desk.assert_locked();
        }
    }
}

#[test]
fn a_program_that_may_claim_the_class_uses_it() {
    let desk = Desk::new("rc-s300", "valid-adult");
    let (_, way) = block_on(visit(&desk)).unwrap();
    assert_eq!(way, Way::Ccid(ExchangeLevel::ExtendedApdu));
    let frames = desk.pipe.look(|reader| reader.traffic().frames);
    assert_eq!(frames, 0, "the reader's own business");
    desk.assert_locked();
}

#[test]
fn patients_come_and_go() {
    for model in SONY {
        let desk = Desk::in_page(model, "valid-adult");
        block_on(async {
            let reader = open(&desk).await.unwrap();
            for card in ["valid-adult", "grace", "late-elderly"] {
                let profile = Profile::named(card).unwrap();
                let der = profile.certificate().map(<[u8]>::to_vec);
                let next = virtual_card::VirtualCard::new(profile).unwrap();
                desk.pipe.change(|reader| reader.insert(next));
                let outcome = desk.visit_on(&reader, "1234").await.unwrap();
                let found = outcome.certificate.as_der().as_ref().to_vec();
                assert_eq!(Some(found), der, "{model}");
                desk.pipe.change(VirtualReader::remove);
                reader.wait_for_removal().await.unwrap();
                let error = reader.power_on().await.err();
                assert_eq!(error, Some(LinkError::CardAbsent), "{model}");
            }
            reader.close().await.unwrap();
        });
    }
}

/// What holds for a loss during each command of the visit in turn.
fn lose(model: &str, fault: Fault, expected: &[&str]) {
    let desk = Desk::in_page(model, "valid-adult");
    desk.pipe.change(|reader| reader.set_fault(Some(fault)));
    let error = block_on(visit(&desk)).unwrap_err();
    let cause = match &error {
        CardError::Link(cause) | CardError::VerifyAnswerLost { cause, .. } => *cause,
        other => panic!("{model}, {fault:?}: {other:?}"),
    };
    let code = cause.code();
    assert!(expected.contains(&code), "{model}, {fault:?}: {code}");
    assert_eq!(desk.tries_left(), 3, "{model}, {fault:?}");
    assert!(!desk.pipe.look(VirtualReader::card_powered));
    // Nothing of it is left the next time.
    desk.pipe.change(|reader| {
        reader.set_fault(None);
        reader.plug();
        reader.put_back();
    });
    let verifies = desk.pipe.look(|reader| reader.traffic().verifies);
    assert!(verifies <= 1, "{model}, {fault:?}");
    block_on(visit(&desk)).unwrap();
    desk.assert_locked();
}

#[test]
fn a_reader_unplugged_at_any_moment_is_named() {
    for model in SONY {
        for after_apdus in 0..6 {
            lose(model, Fault::Unplugged { after_apdus }, &["LINK-UNPLUGGED"]);
        }
    }
}

#[test]
fn a_card_pulled_at_any_moment_is_named() {
    for model in SONY {
        for after_apdus in 1..6 {
            let removed = ["LINK-CARD-REMOVED"];
            lose(model, Fault::CardPulled { after_apdus }, &removed);
            let replaced = ["LINK-CARD-REMOVED", "LINK-CARD-REPLACED"];
            lose(model, Fault::ContactLost { after_apdus }, &replaced);
        }
    }
}

#[test]
fn another_program_that_takes_the_session_is_named() {
    for model in ["rc-s300", "rc-s300-prologue", "rc-s300-short-escape"] {
        let desk = Desk::in_page(model, "valid-adult");
        let until = Until::Reset;
        let seized = Fault::SessionSeized { until };
        desk.pipe.change(|reader| reader.set_fault(Some(seized)));
        let error = block_on(visit(&desk)).unwrap_err();
        assert_eq!(error.code(), "LINK-READER-IN-USE", "{model}");

        desk.pipe.change(|reader| reader.set_fault(None));
        block_on(async {
            let reader = open(&desk).await.unwrap();
            let mut channel = reader.power_on().await.unwrap();
            let query = card_wasm::iso7816::Command::new([0x00, 0x20, 0x00, 0x98]);
            channel.exchange(&query).await.unwrap();
            desk.pipe.change(VirtualReader::seize_session);
            let error = channel.exchange(&query).await.unwrap_err();
            assert_eq!(error, LinkError::ReaderInUse, "{model}");
            let error = channel.exchange(&query).await.err();
            assert!(error.is_some(), "{model}: the card is lost to us");
        });
        block_on(visit(&desk)).unwrap();
        desk.assert_locked();
    }
}
