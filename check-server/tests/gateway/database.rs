//! The database file: made, kept, refused, and gone.

use crate::support::{Bench, Card, ORIGIN, configuration, context};
use axum::http::StatusCode;
use check_api::CHALLENGES_PATH;
use check_server::{Store, StoreError};
use sqlx::SqlitePool;
use sqlx::sqlite::SqliteConnectOptions;
use std::path::Path;
use tempfile::TempDir;

async fn connect(file: &Path) -> SqlitePool {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true);
    SqlitePool::connect_with(options)
        .await
        .expect("the database")
}

#[tokio::test]
async fn a_file_is_made_once_and_then_kept() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("gateway.sqlite");
    for _ in 0..2 {
        Store::open(&file).await.expect("a store").close().await;
    }
    let pool = connect(&file).await;
    let mode: String = sqlx::query_scalar("PRAGMA journal_mode")
        .fetch_one(&pool)
        .await
        .expect("a mode");
    assert_eq!(mode, "wal");
    let tables: Vec<String> =
        sqlx::query_scalar("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
            .fetch_all(&pool)
            .await
            .expect("tables");
    assert_eq!(
        tables,
        [
            "activation",
            "audit",
            "challenge",
            "person",
            "revocation",
            "terminal_key"
        ]
    );
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_may_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::new().await;
    bench.challenge(&context()).await;
    for file in [
        bench.database(),
        bench.database().with_extension("sqlite-wal"),
    ] {
        let mode = std::fs::metadata(&file)
            .expect("a file")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{}", file.display());
    }
}

#[tokio::test]
async fn what_is_no_database_of_ours_is_refused() {
    let folder = TempDir::new().expect("a folder");
    let rubbish = folder.path().join("rubbish.sqlite");
    std::fs::write(&rubbish, "this is no database".repeat(100)).expect("written");
    assert_eq!(Store::open(&rubbish).await.err(), Some(StoreError::Open));

    let nowhere = folder.path().join("missing").join("gateway.sqlite");
    assert_eq!(Store::open(&nowhere).await.err(), Some(StoreError::Open));

    let later = folder.path().join("later.sqlite");
    let pool = connect(&later).await;
    sqlx::query("PRAGMA user_version = 99")
        .execute(&pool)
        .await
        .expect("set");
    pool.close().await;
    assert_eq!(Store::open(&later).await.err(), Some(StoreError::TooNew));
}

#[test]
fn every_failure_is_told_in_both_languages_with_its_code() {
    for error in [
        StoreError::Open,
        StoreError::TooNew,
        StoreError::Migration,
        StoreError::Statement,
        StoreError::Content,
    ] {
        let text = error.to_string();
        let (japanese, english) = text.split_once('\n').expect("two lines");
        assert!(!japanese.is_ascii() && english.is_ascii(), "{text}");
        assert!(english.ends_with(&format!("[{}]", error.code())), "{text}");
    }
}

#[tokio::test]
async fn a_database_that_fails_is_a_fault_of_the_gateway() {
    let bench = Bench::new().await;
    let challenge = bench.challenge(&context()).await;
    let request = Card::of("valid-adult").request(&challenge, ORIGIN, &context());
    let pool = connect(&bench.database()).await;
    for table in ["DROP TABLE audit", "DROP TABLE challenge"] {
        sqlx::query(table).execute(&pool).await.expect("dropped");
        let answer = match table {
            // The check itself is good, but it cannot be recorded: it is not answered.
            "DROP TABLE audit" => {
                bench
                    .post(check_api::CARD_CHECKS_PATH, ORIGIN, &request)
                    .await
            }
            _ => bench.post(CHALLENGES_PATH, ORIGIN, &context()).await,
        };
        assert_eq!(
            (answer.status, &*answer.code()),
            (StatusCode::INTERNAL_SERVER_ERROR, "GATE-INTERNAL")
        );
        assert!(!answer.text().contains("厚労"));
    }
    let log = bench.log.text();
    let fault = r#""part":"store","code":"STORE-STATEMENT""#;
    assert_eq!(log.matches(fault).count(), 2, "{log}");
}

#[tokio::test]
async fn challenges_do_not_outlive_the_gateway() {
    let bench = Bench::new().await;
    bench.challenge(&context()).await;
    let pool = connect(&bench.database()).await;
    let count = || async {
        let count: i64 = sqlx::query_scalar("SELECT count(*) FROM challenge")
            .fetch_one(&pool)
            .await
            .expect("a number");
        count
    };
    assert_eq!(count().await, 1);
    let Bench { folder, .. } = bench;
    let again = Bench::in_folder(folder, &configuration("")).await;
    assert_eq!(count().await, 0);
    again.challenge(&context()).await;
}
