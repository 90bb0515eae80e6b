//! Bytes that look like certificates and mean harm: each is stopped, and for its own reason.

use card_certificate::{Certificate, CertificateError};

use crate::world;

#[test]
fn each_seed_of_the_fuzzer_is_stopped_for_its_own_reason() {
    use CertificateError::{Empty, Malformed, TooLarge, TrailingData, Truncated, UnsupportedKey};
    for (name, expected) in [
        ("harmless", None),
        ("nothing", Some(Empty)),
        ("filler", Some(Empty)),
        ("length-without-octets", Some(Truncated)),
        ("length-of-four-gigabytes", Some(TooLarge)),
        ("length-indefinite", Some(Malformed)),
        ("length-one-too-many", Some(Truncated)),
        ("length-one-too-few", Some(TrailingData)),
        ("larger-than-the-budget", Some(TooLarge)),
        ("nested-deeply", Some(Malformed)),
        ("extensions-by-the-hundred", Some(TooLarge)),
        ("extension-of-garbage", Some(Malformed)),
        ("extension-with-remainder", Some(Malformed)),
        ("policies-by-the-hundred", None),
        // An identifier that nobody knows, however badly written, names no policy.
        ("identifier-without-end", None),
        ("names-by-the-hundred", None),
        ("serial-negative", Some(Malformed)),
        // The parser does not look at the constructed bit. Only an authority could sign this.
        ("serial-constructed", None),
        ("before-the-epoch", Some(Malformed)),
        ("key-even", Some(UnsupportedKey)),
        ("key-with-exponent-zero", Some(UnsupportedKey)),
        ("key-with-exponent-of-256-octets", Some(UnsupportedKey)),
        ("key-off-the-curve", Some(UnsupportedKey)),
        ("key-at-infinity", Some(UnsupportedKey)),
    ] {
        let read = Certificate::from_elementary_file(&world::seed(name));
        assert_eq!(read.err(), expected, "{name}");
    }
}
