//! After a visit, however it ended, no other program can have the card sign without a PIN:
//! neither at once, nor after a warm reset, which keeps the rights on the surveyed cards.

#![cfg(test)]

use std::rc::Rc;

use card_wasm::ccid::Reader;
use card_wasm::iso7816::{Command, ExpectedLength, Response};
use card_wasm::link::CardChannel;
use rig::VirtualPipe;
use tests::clinic::{Clinic, Hasty, Person, reader};
use virtual_card::{Profile, VirtualCard, WarmReset};

/// SELECT of the public-key application (公的個人認証AP), without an answer.
const SELECT_APPLICATION: &[u8] = &[
    0x00, 0xA4, 0x04, 0x0C, 0x0A, 0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0, 0, 0, 0x01,
];
/// SELECT of the PIN for user authentication, and VERIFY of 1234 (ISO/IEC 7816-4).
const SELECT_PIN: &[u8] = &[0x00, 0xA4, 0x02, 0x0C, 0x02, 0x00, 0x18];
const VERIFY: &[u8] = &[0x00, 0x20, 0x00, 0x80, 0x04, 0x31, 0x32, 0x33, 0x34];
/// SELECT of the key for user authentication.
const SELECT_KEY: &[u8] = &[0x00, 0xA4, 0x02, 0x0C, 0x02, 0x00, 0x17];
/// COMPUTE DIGITAL SIGNATURE over a DigestInfo.
const SIGN: [u8; 4] = [0x80, 0x2A, 0x00, 0x80];
/// DigestInfo of SHA-256 (RFC 8017, 9.2, note 1) before a hash of zeros.
const DIGEST_INFO: [u8; 19] = [
    0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05,
    0x00, 0x04, 0x20,
];

fn digest_info() -> Vec<u8> {
    [&DIGEST_INFO[..], &[0; 32]].concat()
}

/// Tries to sign as another program would, which knows no PIN.
async fn another_program_signs(pipe: &Rc<VirtualPipe>) -> Response {
    let other = Reader::open(pipe.clone(), Rc::new(Hasty)).await.unwrap();
    let mut card = other.power_on().await.unwrap();
    for select in [SELECT_APPLICATION, SELECT_KEY] {
        let (header, data) = (select[..4].try_into().unwrap(), &select[5..]);
        let command = Command::new(header).with_data(data).unwrap();
        let answer = card.exchange(&command).await.unwrap();
        assert_eq!(answer.status().to_string(), "9000", "the card is there");
    }
    let sign = Command::new(SIGN).with_data(&digest_info()).unwrap();
    card.exchange(&sign.expecting(ExpectedLength::at_most(256)))
        .await
        .unwrap()
}

#[tokio::test]
async fn no_visit_leaves_the_card_unlocked() {
    let clinic = Clinic::open().await.unwrap();
    let visits: [(&str, Option<&str>, &[&str]); 6] = [
        ("valid-adult", None, &["1234"]),
        ("valid-adult", None, &["9999"]),
        ("valid-adult", Some("in-stall-twice"), &["1234"]),
        ("android-phone", None, &["1234"]),
        ("revoked", None, &["1234"]),
        ("person-error", None, &["1234"]),
    ];
    for (card, fault, pins) in visits {
        let pipe = reader("extended", card, fault).unwrap();
        clinic.visit(&pipe, &Person::typing(pins)).await.unwrap();
        let answer = another_program_signs(&pipe).await;
        assert_eq!(answer.status().to_string(), "6982", "{card} {pins:?}");
        assert!(answer.data().is_empty(), "{card} {pins:?}");
    }
}

/// The tests above prove something only if such a card can be abused at all.
#[test]
fn an_unlocked_card_signs_for_anyone_even_after_a_warm_reset() {
    let profile = Profile::named("valid-adult")
        .unwrap()
        .with_warm_reset(WarmReset::KeepsRights);
    let mut card = VirtualCard::new(profile).unwrap();
    card.power_on();
    for command in [SELECT_APPLICATION, SELECT_PIN, VERIFY] {
        assert_eq!(card.transmit(command), [0x90, 0x00]);
    }
    card.warm_reset();
    card.transmit(SELECT_APPLICATION);
    card.transmit(SELECT_KEY);
    let sign = [&SIGN[..], &[51], &digest_info(), &[0]].concat();
    assert_eq!(card.transmit(&sign).len(), 256 + 2);
}
