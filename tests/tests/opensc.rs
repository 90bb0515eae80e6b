//! The virtual card read by software that is not ours: the real pcscd and OpenSC's JPKI
//! driver, with openssl as the judge of the signature.

#![cfg(test)]

use std::fs;
use std::process::Output;

use tests::project;
use tests::sandbox::{Sandbox, pkcs11_module};

fn said(output: &Output) -> String {
    let texts = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text));
    texts.concat()
}

fn succeeds(sandbox: &Sandbox, program: &str, arguments: &[&str]) -> String {
    let output = sandbox.run(program, arguments).unwrap();
    assert!(
        output.status.success(),
        "{program} {arguments:?}: {}",
        said(&output)
    );
    said(&output)
}

fn fails(sandbox: &Sandbox, program: &str, arguments: &[&str]) -> String {
    let output = sandbox.run(program, arguments).unwrap();
    assert!(
        !output.status.success(),
        "{program} {arguments:?}: {}",
        said(&output)
    );
    said(&output)
}

fn verify_pin(pin: &str) -> [&str; 7] {
    [
        "--reader",
        "0",
        "--verify-pin",
        "--auth-id",
        "01",
        "--pin",
        pin,
    ]
}

/// The tries that OpenSC finds left for the PIN of user authentication.
fn tries_left(sandbox: &Sandbox) -> u8 {
    let pins = succeeds(sandbox, "pkcs15-tool", &["--reader", "0", "--list-pins"]);
    let of_authentication = pins
        .split("PIN [")
        .find(|pin| pin.contains("User Authentication"));
    let tries = of_authentication
        .and_then(|pin| pin.lines().find(|line| line.contains("Tries left")))
        .and_then(|line| line.rsplit(':').next());
    tries
        .and_then(|number| number.trim().parse().ok())
        .unwrap_or_else(|| panic!("{pins}"))
}

#[test]
fn the_jpki_driver_reads_the_certificate() {
    let sandbox = Sandbox::start("certificate").unwrap();
    let _card = sandbox.insert("valid-adult").unwrap();
    let driver = succeeds(&sandbox, "opensc-tool", &["--reader", "0", "--name"]);
    assert!(driver.contains("jpki"), "{driver}");
    succeeds(
        &sandbox,
        "pkcs15-tool",
        &[
            "--reader",
            "0",
            "--read-certificate",
            "01",
            "--output",
            "read.pem",
        ],
    );
    succeeds(
        &sandbox,
        "openssl",
        &[
            "x509", "-in", "read.pem", "-outform", "DER", "-out", "read.cer",
        ],
    );
    let issued = project::root().join("virtual-card/profiles/certificates/valid-adult.cer");
    assert_eq!(
        fs::read(sandbox.folder().join("read.cer")).unwrap(),
        fs::read(issued).unwrap()
    );
}

#[test]
fn a_wrong_pin_is_counted_and_a_right_one_forgives() {
    let sandbox = Sandbox::start("wrong-pin").unwrap();
    let card = sandbox.insert("valid-adult").unwrap();
    assert_eq!(tries_left(&sandbox), 3);
    fails(&sandbox, "pkcs15-tool", &verify_pin("9999"));
    assert_eq!(tries_left(&sandbox), 2);

    sandbox.remove(card).unwrap();
    let _card = sandbox.insert("valid-adult").unwrap();
    assert_eq!(
        tries_left(&sandbox),
        2,
        "the card forgot a wrong PIN when it was taken away"
    );
    succeeds(&sandbox, "pkcs15-tool", &verify_pin("1234"));
    assert_eq!(tries_left(&sandbox), 3);
}

#[test]
fn three_wrong_pins_lock_the_card() {
    let sandbox = Sandbox::start("lock").unwrap();
    let _card = sandbox.insert("valid-adult").unwrap();
    for left in [2, 1, 0] {
        fails(&sandbox, "pkcs15-tool", &verify_pin("9999"));
        assert_eq!(tries_left(&sandbox), left);
    }
    fails(&sandbox, "pkcs15-tool", &verify_pin("1234"));
    assert_eq!(
        tries_left(&sandbox),
        0,
        "a locked card takes no PIN, not even the right one"
    );
}

#[test]
fn a_blocked_card_says_so() {
    let sandbox = Sandbox::start("blocked").unwrap();
    let _card = sandbox.insert("pin-blocked").unwrap();
    assert_eq!(tries_left(&sandbox), 0);
    fails(&sandbox, "pkcs15-tool", &verify_pin("1234"));
}

#[test]
fn openssl_verifies_the_signature() {
    let sandbox = Sandbox::start("signature").unwrap();
    let _card = sandbox.insert("valid-adult").unwrap();
    let message = sandbox.folder().join("message");
    fs::write(&message, b"to be signed by the card").unwrap();
    let module = pkcs11_module().unwrap();
    let sign = |pin| {
        let words = [
            "--module",
            &module,
            "--slot-index",
            "0",
            "--login",
            "--pin",
            pin,
        ];
        let what = [
            "--sign",
            "-m",
            "SHA256-RSA-PKCS",
            "-i",
            "message",
            "-o",
            "signature",
        ];
        sandbox
            .run("pkcs11-tool", &[&words[..], &what[..]].concat())
            .unwrap()
    };
    assert!(!sign("9999").status.success(), "a wrong PIN must not sign");
    let signed = sign("1234");
    assert!(signed.status.success(), "{}", said(&signed));

    let issued = project::root().join("virtual-card/profiles/certificates/valid-adult.cer");
    let issued = issued.to_string_lossy();
    succeeds(
        &sandbox,
        "openssl",
        &[
            "x509", "-inform", "DER", "-in", &issued, "-pubkey", "-noout", "-out", "key.pem",
        ],
    );
    let verify = [
        "dgst",
        "-sha256",
        "-verify",
        "key.pem",
        "-signature",
        "signature",
        "message",
    ];
    assert!(succeeds(&sandbox, "openssl", &verify).contains("Verified OK"));
    fs::write(&message, b"something else").unwrap();
    fails(&sandbox, "openssl", &verify);
}
