//! The native host alone, against the real pcscd and the virtual card.

#![cfg(test)]

use std::fs;

use bridge_protocol::{Card, Code, EXTENSION_ORIGIN, FromHost, Hex, Reader, Transmitted};
use tests::host::{self, Host, hello};
use tests::sandbox::Sandbox;

const JPKI: (&str, &str) = ("00A4040C0AD392F000260100000001", "9000");
const QUERY: (&str, &str) = ("00200098", "63Cx");
const RIGHT: (&str, &str) = ("002000980431323334", "9000");
const WRONG: (&str, &str) = ("002000980439393939", "63Cx");
/// A DigestInfo of SHA-256 over a hash of zeros.
const SIGN: (&str, &str) = (
    "802A0097333031300D0609608648016503040201050004200000000000000000000000000000000000000000000000000000000000000000\
     00",
    "9000",
);

/// The cards that were surveyed keep rights over a warm reset.
const KEEPS_RIGHTS: [&str; 2] = ["--warm-reset", "keeps"];

fn responses(transmitted: &Transmitted) -> Vec<String> {
    assert_eq!(transmitted.error, None);
    transmitted.responses.iter().map(Hex::to_string).collect()
}

/// What another program gets for these commands; nothing if it cannot have the reader.
fn another_program(sandbox: &Sandbox, commands: &[&str]) -> Option<Vec<String>> {
    let reader = host::reader(0);
    let arguments = [&[reader.as_str()], commands].concat();
    let output = sandbox
        .run(env!("CARGO_BIN_EXE_another-program"), &arguments)
        .unwrap();
    let answers = String::from_utf8(output.stdout).unwrap();
    output
        .status
        .success()
        .then(|| answers.lines().map(str::to_owned).collect())
}

#[test]
fn the_main_job() {
    let sandbox = Sandbox::start("bridge-main-job").unwrap();
    let _card = sandbox.insert_at(0, "valid-adult", &KEEPS_RIGHTS).unwrap();
    let mut host = Host::greeted(&sandbox).unwrap();
    host.watch().unwrap();
    host.wait_for_readers(|readers| {
        let seen = |slot: usize| readers.get(slot).map(|reader| reader.card);
        seen(0) == Some(Card::Present) && seen(1) == Some(Card::Absent)
    })
    .unwrap();
    let FromHost::Opened(opened) = host.open(0).unwrap() else {
        panic!("not opened")
    };
    assert_eq!(opened.atr.to_string(), "3BE000FF8131FE4514");
    assert_eq!(opened.short_only, None, "vpcd does not say");
    host.wait_for_readers(|readers| readers[0].card == Card::InUse)
        .unwrap();
    assert_eq!(another_program(&sandbox, &[]), None, "shared with nobody");

    let read = [
        JPKI,
        ("00B0860020", "9000"),
        ("00B08A00000000", "9000"),
        QUERY,
    ];
    let answers = responses(&host.transmit(&read).unwrap());
    assert!(answers[1].starts_with("4A504B49"), "JPKI…");
    assert!(answers[2].len() > 2_000, "a certificate in one answer");
    assert_eq!(answers[3], "63C3");
    assert!(matches!(host.pin_typed(false).unwrap(), FromHost::Noted(_)));
    let signed = responses(&host.transmit(&[RIGHT, SIGN]).unwrap());
    assert_eq!(signed[0], "9000");
    assert_eq!(signed[1].len(), 2 * 258);
    assert!(matches!(host.close().unwrap(), FromHost::Closed(_)));

    let answers = another_program(&sandbox, &[JPKI.0, SIGN.0, QUERY.0]).unwrap();
    assert_eq!(answers, ["9000", "6982", "63C3"]);
    assert!(host.ends().unwrap().success());
}
