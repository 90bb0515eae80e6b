//! What may become an anchor, and which anchor answers for a certificate.

use std::fmt::Write;

use card_certificate::{Anchor, CertificateError, Environment, TrustStore};
use time::macros::datetime;

use crate::world::{self, PRACTICE};

#[test]
fn the_key_chooses_among_authorities_of_one_name() {
    for (certificate, anchors, expected) in [
        ("ordinary", &["practice-01", "practice-02"][..], None),
        ("ordinary", &["practice-02", "practice-01"], None),
        ("by-practice-02", &["practice-01", "practice-02"], None),
        ("by-practice-03", &["practice-01", "practice-03"], None),
        ("ordinary", &["practice-02"], Some("CERT-UNKNOWN-ISSUER")),
        (
            "by-practice-02",
            &["practice-01"],
            Some("CERT-UNKNOWN-ISSUER"),
        ),
        ("ordinary", &["rogue"], Some("CERT-UNKNOWN-ISSUER")),
        (
            "by-rogue-as-practice-01",
            &["rogue"],
            Some("CERT-UNKNOWN-ISSUER"),
        ),
        // A person who configures the stranger trusts the stranger.
        ("by-rogue", &["rogue"], None),
    ] {
        let store = world::store(anchors);
        let error = world::judge(&store, &world::variant(certificate), PRACTICE).err();
        assert_eq!(
            error.map(|error| error.code()),
            expected,
            "{certificate} under {anchors:?}"
        );
    }
}

#[test]
fn only_sound_authorities_become_anchors() {
    for (name, expected) in [
        ("anchor-past", None),
        ("anchor-link", None),
        ("anchor-not-authority", Some("CERT-ANCHOR-NOT-AUTHORITY")),
        ("anchor-not-signing", Some("CERT-ANCHOR-NOT-AUTHORITY")),
        ("anchor-without-key", Some("CERT-KEY-IDENTIFIER")),
        ("anchor-unknown-critical", Some("CERT-CRITICAL-EXTENSION")),
        ("anchor-not-self-signed", Some("CERT-ANCHOR-SIGNATURE")),
        ("ordinary", Some("CERT-ANCHOR-NOT-AUTHORITY")),
    ] {
        let error = Anchor::from_der(&world::variant(name)).err();
        assert_eq!(error.map(|error| error.code()), expected, "{name}");
    }
    let none = TrustStore::new(Environment::Practice, []);
    assert_eq!(none.unwrap_err(), CertificateError::NoAnchor);
}

#[test]
fn an_anchor_must_be_in_date() {
    let past = Anchor::from_der(&world::variant("anchor-past")).unwrap();
    let store = TrustStore::new(Environment::Practice, [past.clone()]).unwrap();
    for (certificate, now, expected) in [
        ("ordinary", datetime!(2026-06-30 23:59:59 +9), None),
        (
            "ordinary",
            datetime!(2026-07-01 00:00:00 +9),
            Some("CERT-ANCHOR-OUT-OF-DATE"),
        ),
    ] {
        let error = world::judge(&store, &world::variant(certificate), now).err();
        assert_eq!(
            error.map(|error| error.code()),
            expected,
            "{certificate} at {now}"
        );
    }
    // The anchor that was renewed under the same key answers for the old one.
    let renewed = Anchor::from_der(&world::authority("practice-01")).unwrap();
    let store = TrustStore::new(Environment::Practice, [past, renewed]).unwrap();
    assert!(world::judge(&store, &world::variant("ordinary"), PRACTICE).is_ok());
}

#[test]
fn anchor_files_are_der_or_pem() {
    let der = world::authority("practice-01");
    let anchor = Anchor::from_der(&der).unwrap();
    assert_eq!(Anchor::from_file(&der).as_ref(), Ok(&anchor));
    assert_eq!(Anchor::from_file(pem(&der).as_bytes()), Ok(anchor));
    for text in [
        "",
        "anchors",
        "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n",
    ] {
        let error = Anchor::from_file(text.as_bytes());
        assert_eq!(error, Err(CertificateError::AnchorFormat), "{text}");
    }
}

/// PEM as openssl writes it (RFC 7468).
fn pem(der: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::from("-----BEGIN CERTIFICATE-----\n");
    for line in der.chunks(48) {
        for group in line.chunks(3) {
            let bits = group
                .iter()
                .fold(0u32, |bits, byte| bits << 8 | u32::from(*byte));
            let bits = bits << (8 * (3 - group.len()));
            for place in 0..4 {
                let symbol = match place <= group.len() {
                    true => ALPHABET[(bits >> (18 - 6 * place)) as usize & 0x3F] as char,
                    false => '=',
                };
                write!(text, "{symbol}").unwrap();
            }
        }
        text.push('\n');
    }
    text + "-----END CERTIFICATE-----\n"
}
