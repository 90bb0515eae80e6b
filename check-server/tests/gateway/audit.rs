//! The record: whole, broken, exported, shortened.

use crate::place::configure;
use crate::process::program;
use crate::support::{Bench, Card, PRACTICE_START, configuration};
use check_server::{AuditError, Config, Store, Workers, verify_audit, write_audit};
use tempfile::TempDir;

async fn store(bench: &Bench) -> Store {
    let config = Config::read(&bench.folder.path().join("config.toml")).expect("a configuration");
    Store::open(&config.database).await.expect("a store")
}

async fn change(bench: &Bench, statement: &'static str) {
    let database = bench.pool().await;
    sqlx::query(statement)
        .execute(&database)
        .await
        .expect("done");
}

#[tokio::test]
async fn a_record_that_nobody_touched_is_whole() {
    let bench = Bench::new().await;
    for profile in ["valid-adult", "revoked"] {
        bench.check(&Card::of(profile)).await;
    }
    let store = store(&bench).await;
    let whole = verify_audit(&store).await.expect("whole");
    // Two imports at the start and two checks.
    assert_eq!((whole.lines, whole.digest.len()), (4, 64));
    let mut csv = Vec::new();
    let day = (PRACTICE_START, PRACTICE_START + 1);
    write_audit(&store, day, &mut csv).await.expect("written");
    let csv = String::from_utf8(csv).expect("text");
    let lines: Vec<_> = csv.lines().collect();
    assert_eq!(lines.len(), 5, "{csv}");
    assert!(lines[0].starts_with("place,time,id,action,"));
    assert!(
        lines[3].contains(",check-card,1312345678,PRACTICE-01,pin,valid,,"),
        "{csv}"
    );
    assert!(lines[4].ends_with(&whole.digest), "{csv}");
    let mut none = Vec::new();
    let later = (PRACTICE_START + 1, i64::MAX);
    write_audit(&store, later, &mut none)
        .await
        .expect("written");
    assert_eq!(String::from_utf8(none).expect("text").lines().count(), 1);
}

#[tokio::test]
async fn a_line_that_was_changed_added_or_taken_away_is_noticed() {
    for (statement, place) in [
        ("UPDATE audit SET outcome = 'valid' WHERE place = 4", 4),
        ("UPDATE audit SET at = at + 1 WHERE place = 3", 3),
        ("UPDATE audit SET terminal = NULL WHERE place = 3", 3),
        ("DELETE FROM audit WHERE place = 3", 4),
        ("DELETE FROM audit WHERE place = 1", 2),
        ("DELETE FROM audit WHERE place = 4", 0),
    ] {
        let bench = Bench::new().await;
        for profile in ["valid-adult", "revoked"] {
            bench.check(&Card::of(profile)).await;
        }
        change(&bench, statement).await;
        let store = store(&bench).await;
        match (verify_audit(&store).await, place) {
            (Err(AuditError::Short { place: 4 }), 0) => {}
            (Err(AuditError::Changed { place: told }), _) => assert_eq!(told, place, "{statement}"),
            (other, _) => panic!("{statement}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn retention_shortens_it_and_leaves_it_whole() {
    let text = configuration("").replacen("listen =", "audit-retention-days = 30\nlisten =", 1);
    let bench = Bench::in_folder(TempDir::new().expect("a folder"), &text).await;
    bench.check(&Card::of("valid-adult")).await;
    bench.clock.forward(31 * 24 * 60 * 60);
    let workers = Workers::start(&bench.gateway);
    let store = store(&bench).await;
    for _ in 0..100 {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        if store.audit_ends().await.expect("ends").first_place > 1 {
            break;
        }
    }
    workers.end().await;
    let lines = store.audit_lines(0, 10).await.expect("lines");
    let told: Vec<_> = lines
        .iter()
        .map(|line| (line.place, &*line.action, line.amount))
        .collect();
    assert_eq!(told, [(4, "record-shortened", Some(3))]);
    assert_eq!(verify_audit(&store).await.expect("whole").lines, 1);
}

#[test]
fn the_program_prints_and_verifies() {
    let folder = TempDir::new().expect("a folder");
    let config = configure(folder.path(), &configuration(""));
    let run = |arguments: &[&str]| {
        let mut command = program();
        command
            .arg(arguments[0])
            .arg("--config")
            .arg(&config)
            .args(&arguments[1..]);
        let output = command.output().expect("run");
        (
            output.status.success(),
            String::from_utf8(output.stdout).expect("text"),
        )
    };
    let people = crate::support::practice().join("people.toml");
    assert!(run(&["import", people.to_str().expect("text")]).0);
    let (whole, words) = run(&["audit", "--verify"]);
    assert!(
        whole && words.contains("1 lines") && words.contains("1行"),
        "{words}"
    );
    let (printed, csv) = run(&["audit", "--from", "20200101", "--to", "21000101"]);
    assert!(printed && csv.contains("import-people"), "{csv}");
    let (printed, csv) = run(&["audit", "--to", "20200101"]);
    assert!(printed && csv.lines().count() == 1, "{csv}");
    assert!(!run(&["audit", "--from", "20209999"]).0);
}
