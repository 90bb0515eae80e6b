//! Every practice card against the clock and the anchors.

use card_certificate::{
    Anchor, Certificate, CertificateError, Environment, KeyAlgorithm, SignatureAlgorithm, Standing,
    TrustStore,
};
use time::OffsetDateTime;
use time::macros::datetime;

use crate::world::{self, PRACTICE, at};

const GRACE_END: OffsetDateTime = datetime!(2027-01-31 23:59:59 +9);

#[test]
fn each_card_stands_as_its_profile_says() {
    let store = world::store(&["practice-01"]);
    for (name, expected) in [
        ("valid-adult", Ok(Standing::Valid)),
        (
            "grace",
            Ok(Standing::InGrace {
                until: at(GRACE_END),
            }),
        ),
        ("p384-future", Ok(Standing::Valid)),
        ("android-phone", Ok(Standing::Valid)),
        ("expiry-notice", Ok(Standing::Valid)),
        ("revoked", Ok(Standing::Valid)),
        ("past-grace", Err("CERT-EXPIRED")),
        ("not-yet-valid", Err("CERT-NOT-YET-VALID")),
        ("wrong-ca", Err("CERT-UNKNOWN-ISSUER")),
        ("valid-adult-sign", Err("CERT-KEY-USAGE")),
    ] {
        let standing = world::judge(&store, &world::card(name), PRACTICE);
        assert_eq!(standing.map_err(|error| error.code()), expected, "{name}");
    }
}

#[test]
fn dates_decide_to_the_second() {
    let store = world::store(&["practice-01"]);
    let second = time::Duration::SECOND;
    for (name, now, expected) in [
        (
            "not-yet-valid",
            datetime!(2027-01-10 00:00:00 +9) - second,
            Err("CERT-NOT-YET-VALID"),
        ),
        (
            "not-yet-valid",
            datetime!(2027-01-10 00:00:00 +9),
            Ok(Standing::Valid),
        ),
        (
            "grace",
            datetime!(2026-10-05 23:59:59 +9),
            Ok(Standing::Valid),
        ),
        (
            "grace",
            GRACE_END,
            Ok(Standing::InGrace {
                until: at(GRACE_END),
            }),
        ),
        ("grace", GRACE_END + second, Err("CERT-EXPIRED")),
    ] {
        let standing = world::judge(&store, &world::card(name), now);
        assert_eq!(
            standing.map_err(|error| error.code()),
            expected,
            "{name} at {now}"
        );
    }
}

#[test]
fn a_practice_card_is_no_card_in_production() {
    let anchor = Anchor::from_der(&world::authority("practice-01")).unwrap();
    let production = TrustStore::new(Environment::Production, [anchor]).unwrap();
    for name in ["valid-adult", "past-grace"] {
        let standing = world::judge(&production, &world::card(name), PRACTICE);
        assert_eq!(standing, Err(CertificateError::OtherEnvironment), "{name}");
    }
}

#[test]
fn keys_and_algorithms_are_read_from_the_certificate() {
    for (name, key, algorithm, length) in [
        (
            "valid-adult",
            KeyAlgorithm::Rsa { bits: 2048 },
            SignatureAlgorithm::Rs256,
            256,
        ),
        (
            "p384-future",
            KeyAlgorithm::P384,
            SignatureAlgorithm::Es384,
            96,
        ),
    ] {
        let certificate = Certificate::from_der(&world::card(name)).unwrap();
        assert_eq!(certificate.key_algorithm(), key);
        assert_eq!(certificate.key_algorithm().signature_length(), length);
        assert_eq!(certificate.signature_algorithm(), algorithm);
        assert_eq!(SignatureAlgorithm::named(algorithm.name()), Some(algorithm));
    }
}

#[test]
fn a_certificate_does_not_show_whose_it_is() {
    let certificate = Certificate::from_der(&world::card("valid-adult")).unwrap();
    assert_eq!(certificate.serial().to_hex(), "0705D991");
    assert_eq!(certificate.as_der().as_ref(), world::card("valid-adult"));
    expect_test::expect!["Certificate { key: Rsa { bits: 2048 }, .. }"]
        .assert_eq(&format!("{certificate:?}"));
}
