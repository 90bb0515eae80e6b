//! The practice verifier: the card lends its key once to whom it trusts, and no PIN is touched.

use crate::conversation::{card, hex, talk};
use p384::ecdsa::signature::Signer;
use p384::ecdsa::{Signature, SigningKey};
use p384::pkcs8::DecodePrivateKey as _;
use virtual_card::{PinName, VirtualCard};

const CERTIFICATE: &[u8] = include_bytes!("../../../check-server/practice/verifier/practice.cvc");
const KEY: &[u8] = include_bytes!("../../../check-server/practice/verifier/practice.pk8");
const DOMAIN: &[u8] = b"myna-check-practice-verifier:1";
const AT_KEY: &str = "> 00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01
     < 9000
     > 00 A4 02 0C 02 00 16
     < 9000";
/// A signature over a hash of zeros.
const SIGN: &str =
    "80 2A 02 97 20 0000000000000000000000000000000000000000000000000000000000000000 00";

/// The signature is the last template of the certificate, and 5 + 256 bytes long.
fn parts() -> (&'static [u8], &'static [u8]) {
    CERTIFICATE.split_at(CERTIFICATE.len() - 261)
}

fn long(header: &str, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap().to_be_bytes();
    [&hex(header), &[0][..], &length, data].concat()
}

fn status(card: &mut VirtualCard, apdu: &[u8]) -> String {
    let answer = card.transmit(apdu);
    let status = answer.split_at(answer.len() - 2).1;
    format!("{:02X}{:02X}", status[0], status[1])
}

fn certified(profile: &str) -> (VirtualCard, String) {
    let mut card = card(profile);
    talk(&mut card, AT_KEY);
    let (body, signature) = parts();
    let first = status(&mut card, &long("80 A2 06 C1", body));
    let second = status(&mut card, &long("80 A2 00 C1", signature));
    (card, format!("{first} {second}"))
}

fn challenge(card: &mut VirtualCard) -> Vec<u8> {
    let mut answer = card.transmit(&hex("00 84 00 00 10"));
    answer.truncate(16);
    answer
}

fn authenticate(card: &mut VirtualCard, message: &[u8]) -> String {
    let key = SigningKey::from_pkcs8_der(KEY).unwrap();
    let signature: Signature = key.sign(message);
    let data = signature.to_bytes();
    let apdu = [&hex("00 82 00 00"), &[96][..], &data].concat();
    status(card, &apdu)
}

#[test]
fn the_key_is_lent_for_one_signature_and_no_pin_is_touched() {
    for profile in ["valid-adult", "face-authentication", "pin-blocked"] {
        let (mut card, answers) = certified(profile);
        let before = card.counters().clone();
        assert_eq!(answers, "9000 9000", "{profile}");
        assert_eq!(status(&mut card, &hex(SIGN)), "6982", "{profile}: not yet");
        talk(&mut card, "> 00 A4 02 0C 02 00 16\n< 9000");
        let challenge = challenge(&mut card);
        let message = [DOMAIN, &challenge].concat();
        assert_eq!(authenticate(&mut card, &message), "9000", "{profile}");
        assert_eq!(status(&mut card, &hex(SIGN)), "9000", "{profile}");
        assert_eq!(status(&mut card, &hex(SIGN)), "6982", "{profile}: once");
        assert_eq!(card.counters(), &before, "{profile}");
    }
}

#[test]
fn a_wrong_signature_costs_the_certificate_and_no_try() {
    let (mut card, _) = certified("one-try-left");
    let challenge = challenge(&mut card);
    assert_eq!(
        authenticate(&mut card, &challenge),
        "6300",
        "without the domain"
    );
    let again = self::challenge(&mut card);
    let message = [DOMAIN, &again].concat();
    assert_eq!(
        authenticate(&mut card, &message),
        "6985",
        "certified no more"
    );
    assert_eq!(status(&mut card, &hex(SIGN)), "6982");
    assert_eq!(card.counters().left(PinName::Authentication), 1);
}

#[test]
fn a_challenge_is_for_the_next_command() {
    let (mut card, _) = certified("valid-adult");
    let old = challenge(&mut card);
    talk(&mut card, "> 00 A4 02 0C 02 00 16\n< 9000");
    assert_eq!(authenticate(&mut card, &[DOMAIN, &old].concat()), "6985");
    let (mut card, _) = certified("valid-adult");
    assert_eq!(
        authenticate(&mut card, &[DOMAIN, &[0; 16]].concat()),
        "6985",
        "none was asked for"
    );
}

#[test]
fn the_right_goes_with_the_application() {
    let (mut card, _) = certified("valid-adult");
    let challenge = challenge(&mut card);
    assert_eq!(
        authenticate(&mut card, &[DOMAIN, &challenge].concat()),
        "9000"
    );
    talk(
        &mut card,
        "> 00 A4 04 0C 07 A0 00 00 01 51 00 00
         < 9000
         > 00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01
         < 9000",
    );
    assert_eq!(status(&mut card, &hex(SIGN)), "6982");
}

#[test]
fn cards_that_did_not_opt_in_refuse_as_surveyed_ones_do() {
    let (_, answers) = certified("grace");
    assert_eq!(answers, "6985 6985");
}

#[test]
fn certificates_of_anybody_else_are_refused() {
    let (body, signature) = parts();
    let other = [body, &[0]].concat();
    for (body, signature, answers) in [
        (&other[..], signature, "9000 6A80"),
        (body, &[signature, &[0]].concat(), "9000 6700"),
        (body, signature.get(5..).unwrap(), "9000 6700"),
        (&body[..40], signature, "9000 6A80"),
    ] {
        let mut card = card("valid-adult");
        talk(&mut card, AT_KEY);
        let first = status(&mut card, &long("80 A2 06 C1", body));
        let second = status(&mut card, &long("80 A2 00 C1", signature));
        assert_eq!(format!("{first} {second}"), answers);
    }
    // A signature without a body before it.
    let mut card = card("valid-adult");
    talk(&mut card, AT_KEY);
    assert_eq!(status(&mut card, &long("80 A2 00 C1", signature)), "6985");
}
