//! openssl as an independent judge of chains and signatures.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use card_certificate::Certificate;

use crate::world::{self, PRACTICE};

const AUTHORITIES: [&str; 3] = ["practice-01", "practice-02", "practice-03"];

/// Runs openssl with `input`; its output if it succeeds.
pub(crate) fn run(arguments: &[&str], input: &[u8]) -> Option<Vec<u8>> {
    let mut child = Command::new("openssl")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("openssl is needed for these tests");
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    output.status.success().then_some(output.stdout)
}

/// The authorities as one file of PEM.
fn trusted_file() -> PathBuf {
    let mut pem = Vec::new();
    for name in AUTHORITIES {
        let path = world::authority_path(name);
        pem.extend(run(&["x509", "-inform", "DER", "-in", text(&path)], &[]).unwrap());
    }
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("authorities.pem");
    fs::write(&path, pem).unwrap();
    path
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// openssl looks at chain and signatures only: dates, profile and policy are ours to judge.
fn openssl_accepts(trusted: &Path, certificate: &[u8]) -> bool {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("certificate.der");
    fs::write(&path, certificate).unwrap();
    let options = ["-no_check_time", "-ignore_critical", "-CAfile"];
    let arguments = [&["verify"], &options[..], &[text(trusted), text(&path)]].concat();
    run(&arguments, &[]).is_some()
}

#[test]
fn openssl_agrees_on_who_signed_what() {
    let trusted = trusted_file();
    let store = world::store(&AUTHORITIES);
    let cards = ["valid-adult", "grace", "wrong-ca", "p384-future"].map(world::card);
    let variants = world::variants();
    let variants = variants.iter().filter(|name| !name.starts_with("anchor-"));
    let (mut accepted, mut refused) = (0, 0);
    for bytes in cards
        .into_iter()
        .chain(variants.map(|name| world::variant(name)))
    {
        let judgement = world::judge(&store, &bytes, PRACTICE).map_err(|error| error.code());
        match judgement {
            Ok(_) => {
                accepted += 1;
                assert!(openssl_accepts(&trusted, &bytes));
            }
            Err(code @ ("CERT-UNKNOWN-ISSUER" | "CERT-ISSUER-SIGNATURE")) => {
                refused += 1;
                assert!(!openssl_accepts(&trusted, &bytes), "{code}");
            }
            Err(_) => {}
        }
    }
    assert_eq!((accepted, refused), (10, 5));
}

#[test]
fn openssl_reads_the_same_serial_number() {
    for name in ["valid-adult", "p384-future"] {
        let der = world::card(name);
        let shown = run(&["x509", "-inform", "DER", "-noout", "-serial"], &der).unwrap();
        let serial = Certificate::from_der(&der).unwrap().serial().to_hex();
        assert_eq!(
            String::from_utf8(shown).unwrap().trim(),
            format!("serial={serial}")
        );
    }
}
