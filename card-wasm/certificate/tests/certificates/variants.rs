//! What becomes of each certificate that differs from the profile in one thing.

use std::collections::BTreeSet;

use time::OffsetDateTime;
use time::macros::datetime;

use crate::world::{self, PRACTICE};

/// Every variant that is offered as a person's certificate. `None`: it is accepted.
const EXPECTED: [(&str, Option<&str>); 40] = [
    ("ordinary", None),
    ("no-role", None),
    ("unknown-extension", None),
    ("by-practice-02", None),
    ("by-practice-03", None),
    ("key-p256", None),
    ("key-p384", None),
    (
        "unknown-critical-extension",
        Some("CERT-CRITICAL-EXTENSION"),
    ),
    ("no-policy", Some("CERT-POLICY")),
    ("policy-not-critical", Some("CERT-POLICY")),
    ("policy-of-signature", Some("CERT-POLICY")),
    ("policy-empty", Some("CERT-MALFORMED")),
    ("policy-of-production", Some("CERT-OTHER-ENVIRONMENT")),
    ("no-key-usage", Some("CERT-KEY-USAGE")),
    ("key-usage-not-critical", Some("CERT-KEY-USAGE")),
    ("key-usage-of-signature", Some("CERT-KEY-USAGE")),
    ("role-of-server-critical", Some("CERT-KEY-USAGE")),
    ("authority", Some("CERT-AUTHORITY")),
    ("subject-alt-name", Some("CERT-SUBJECT-ALT-NAME")),
    ("no-issuer-alt-name", Some("CERT-ISSUER-ALT-NAME")),
    ("issuer-alt-address", Some("CERT-ISSUER-ALT-NAME")),
    ("no-revocation-list", Some("CERT-CRL-DISTRIBUTION-POINT")),
    ("revocation-by-address", Some("CERT-CRL-DISTRIBUTION-POINT")),
    ("no-authority-key", Some("CERT-KEY-IDENTIFIER")),
    ("no-subject-key", Some("CERT-KEY-IDENTIFIER")),
    ("repeated-extension", Some("CERT-REPEATED-EXTENSION")),
    ("version-1", Some("CERT-MALFORMED")),
    ("version-2", Some("CERT-MALFORMED")),
    ("serial-zero", Some("CERT-MALFORMED")),
    ("serial-of-21-octets", Some("CERT-MALFORMED")),
    ("ends-before-it-begins", Some("CERT-MALFORMED")),
    ("other-issuer-name", Some("CERT-UNKNOWN-ISSUER")),
    ("key-of-1024-bits", Some("CERT-UNSUPPORTED-KEY")),
    ("key-with-exponent-3", Some("CERT-UNSUPPORTED-KEY")),
    ("by-rogue", Some("CERT-UNKNOWN-ISSUER")),
    ("by-rogue-as-practice-01", Some("CERT-ISSUER-SIGNATURE")),
    ("by-a-holder", Some("CERT-UNKNOWN-ISSUER")),
    ("algorithms-differ", Some("CERT-MALFORMED")),
    ("algorithm-unsupported", Some("CERT-UNSUPPORTED-ALGORITHM")),
    ("stowaway", Some("CERT-MALFORMED")),
];

#[test]
fn each_variant_is_judged_by_its_one_difference() {
    let store = world::store(&["practice-01", "practice-02", "practice-03"]);
    for (name, expected) in EXPECTED {
        let error = world::judge(&store, &world::variant(name), PRACTICE).err();
        assert_eq!(error.map(|error| error.code()), expected, "{name}");
    }
}

#[test]
fn no_variant_is_left_out() {
    let judged: BTreeSet<_> = EXPECTED
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .collect();
    let offered: BTreeSet<_> = world::variants()
        .into_iter()
        .filter(|name| !name.starts_with("anchor-"))
        .collect();
    assert_eq!(judged, offered);
}

#[test]
fn of_several_faults_the_most_useful_is_named() {
    let store = world::store(&["practice-01"]);
    const LONG_AFTER: OffsetDateTime = datetime!(2031-01-01 00:00 +9);
    for (name, expected) in [
        // Expired beats a strange issuer and a fault of form ...
        ("by-rogue", "CERT-EXPIRED"),
        ("subject-alt-name", "CERT-EXPIRED"),
        ("no-policy", "CERT-EXPIRED"),
        // ... but the wrong card altogether beats expired.
        ("policy-of-production", "CERT-OTHER-ENVIRONMENT"),
        ("key-usage-of-signature", "CERT-KEY-USAGE"),
    ] {
        let error = world::judge(&store, &world::variant(name), LONG_AFTER).unwrap_err();
        assert_eq!(error.code(), expected, "{name}");
    }
}
