//! Lists of revoked certificates as authorities publish them.

use crate::place::configure;
use crate::process::program;
use crate::support::{Bench, Card, base64, configuration};
use check_server::{
    Clock, Config, ListError, Parts, Store, Workers, import_revocation_list, verify_audit,
};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

fn file(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/revocation-lists");
    folder.join(format!("{name}.crl"))
}

fn list(name: &str) -> Vec<u8> {
    std::fs::read(file(name)).expect("a list")
}

async fn take(bench: &Bench, bytes: &[u8]) -> Result<(), ListError> {
    let config = Config::read(&bench.folder.path().join("config.toml")).expect("a configuration");
    let store = Store::open(&config.database).await.expect("a store");
    let parts = Parts {
        clock: Arc::clone(&bench.clock) as Arc<dyn Clock>,
        ..Parts::of_the_machine(&config)
    };
    let taken = import_revocation_list(&store, &parts, &config.anchors, bytes).await;
    verify_audit(&store).await.expect("a whole record");
    store.close().await;
    taken
}

/// Whether the good card is taken for revoked.
async fn is_revoked(bench: &Bench) -> bool {
    bench.check(&Card::of("valid-adult")).await.code() == "GATE-REVOKED"
}

#[tokio::test]
async fn the_newest_list_counts() {
    let bench = Bench::new().await;
    take(&bench, &list("number-7")).await.expect("taken");
    assert!(!is_revoked(&bench).await);
    take(&bench, &list("number-8")).await.expect("taken");
    assert!(is_revoked(&bench).await);
    assert_eq!(take(&bench, &list("number-7")).await, Err(ListError::Older));
    assert!(is_revoked(&bench).await, "an older list changes nothing");
    take(&bench, &list("number-8"))
        .await
        .expect("the same again");
    assert!(is_revoked(&bench).await);
}

#[tokio::test]
async fn a_part_stands_beside_the_whole() {
    let bench = Bench::new().await;
    take(&bench, &list("part")).await.expect("taken");
    take(&bench, &list("empty")).await.expect("taken");
    assert!(is_revoked(&bench).await);
    // In PEM, as some publish it.
    let pem = base64(&list("number-7"));
    let pem = format!("-----BEGIN X509 CRL-----\n{pem}\n-----END X509 CRL-----\n");
    take(&bench, pem.as_bytes()).await.expect("taken");
    assert!(is_revoked(&bench).await);
}

#[tokio::test]
async fn a_list_that_cannot_be_trusted_changes_nothing() {
    let bench = Bench::new().await;
    take(&bench, &list("number-8")).await.expect("taken");
    let mut spoilt = list("number-8");
    if let Some(octet) = spoilt.last_mut() {
        *octet ^= 1;
    }
    let mut longer = list("number-8");
    longer.push(0);
    for (what, bytes, code) in [
        ("rogue", list("rogue"), "LIST-UNKNOWN-ISSUER"),
        (
            "other-generation",
            list("other-generation"),
            "LIST-UNKNOWN-ISSUER",
        ),
        ("over", list("over"), "LIST-OVER"),
        ("not-yet", list("not-yet"), "LIST-NOT-YET"),
        ("no-number", list("no-number"), "LIST-NUMBER"),
        ("delta", list("delta"), "LIST-PARTIAL"),
        ("spoilt", spoilt, "LIST-SIGNATURE"),
        ("longer", longer, "LIST-MALFORMED"),
        (
            "cut off",
            list("number-8")[..200].to_vec(),
            "LIST-MALFORMED",
        ),
        ("nothing", Vec::new(), "LIST-MALFORMED"),
    ] {
        let refused = take(&bench, &bytes).await.expect_err(what);
        assert_eq!(refused.code(), code, "{what}");
        let words = refused.to_string();
        assert!(words.contains(code) && !words.is_ascii(), "{words}");
    }
    assert!(is_revoked(&bench).await, "number 8 still counts");
}

#[tokio::test]
async fn a_list_that_was_not_followed_is_told_in_the_log() {
    let bench = Bench::new().await;
    take(&bench, &list("number-7")).await.expect("taken");
    bench.clock.forward(8 * 24 * 60 * 60);
    let workers = Workers::start(&bench.gateway);
    for _ in 0..100 {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        if bench.log.text().contains("LIST-OVER") {
            break;
        }
    }
    workers.end().await;
    assert!(
        bench
            .log
            .text()
            .contains(r#""part":"revocations","code":"LIST-OVER""#)
    );
}

#[test]
fn the_program_takes_either_kind_of_list() {
    let folder = TempDir::new().expect("a folder");
    let practice = "[practice]\nstart = '2026-11-21T09:00:00+09:00'";
    let config = configure(folder.path(), &configuration(practice));
    let revoke = |list: &Path| {
        let mut command = program();
        command.arg("revoke").arg("--config").arg(&config).arg(list);
        let output = command.output().expect("run");
        (
            output.status.success(),
            String::from_utf8(output.stderr).expect("text"),
        )
    };
    assert_eq!(revoke(&file("number-8")), (true, String::new()));
    assert!(revoke(&crate::support::practice().join("revocations.toml")).0);
    let (taken, words) = revoke(&file("number-7"));
    assert!(!taken && words.contains("LIST-OLDER"), "{words}");
    let (taken, words) = revoke(&folder.path().join("missing.crl"));
    assert!(!taken && words.contains("CONFIG-UNREADABLE"), "{words}");
}
