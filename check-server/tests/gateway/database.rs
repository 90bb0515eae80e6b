//! The database file: made, kept, refused, and gone.

use crate::ON_POSTGRES;
use crate::place;
use crate::support::{Bench, Card, ORIGIN, configuration, context};
use axum::http::StatusCode;
use check_api::CHALLENGES_PATH;
use check_server::{Config, Database, PostgresAddress, Store, StoreError};
use sqlx::AnyPool;
use tempfile::TempDir;

/// A folder with a configuration, and the database that it names.
fn fresh() -> (TempDir, Database) {
    let folder = TempDir::new().expect("a folder");
    let file = place::configure(folder.path(), &configuration(""));
    let database = Config::read(&file).expect("a configuration").database;
    (folder, database)
}

async fn tables(pool: &AnyPool) -> Vec<String> {
    let statement = if ON_POSTGRES {
        "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = 'public' \
         AND tablename <> 'structure' ORDER BY 1"
    } else {
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' \
         ORDER BY name"
    };
    sqlx::query_scalar(statement)
        .fetch_all(pool)
        .await
        .expect("tables")
}

#[tokio::test]
async fn a_database_is_made_once_and_then_kept() {
    let (folder, database) = fresh();
    for _ in 0..2 {
        Store::open(&database).await.expect("a store").close().await;
    }
    let pool = place::pool(folder.path()).await;
    if !ON_POSTGRES {
        let mode: String = sqlx::query_scalar("PRAGMA journal_mode")
            .fetch_one(&pool)
            .await
            .expect("a mode");
        assert_eq!(mode, "wal");
    }
    assert_eq!(
        tables(&pool).await,
        [
            "activation",
            "audit",
            "audit_ends",
            "batch",
            "batch_row",
            "challenge",
            "idempotency",
            "insured",
            "listed_revocation",
            "medical_grounds",
            "person",
            "relay",
            "revocation",
            "revocation_list",
            "terminal_key",
        ]
    );
}

#[tokio::test]
async fn gateways_that_start_together_make_it_once() {
    let (_folder, database) = fresh();
    let starts = (0..4).map(|_| {
        let database = database.clone();
        tokio::spawn(async move { Store::open(&database).await.map(drop) })
    });
    for start in starts.collect::<Vec<_>>() {
        assert_eq!(start.await.expect("no panic"), Ok(()));
    }
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_may_read_a_file() {
    use std::os::unix::fs::PermissionsExt;
    if ON_POSTGRES {
        // The server keeps its own files; all that we have is the configuration.
        let (folder, _) = fresh();
        assert!(!folder.path().join("gateway.sqlite").exists());
        return;
    }
    let bench = Bench::new().await;
    bench.challenge(&context()).await;
    for name in ["gateway.sqlite", "gateway.sqlite-wal"] {
        let file = bench.folder.path().join(name);
        let mode = std::fs::metadata(&file)
            .expect("a file")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{}", file.display());
    }
}

#[tokio::test]
async fn what_is_no_database_of_ours_is_refused() {
    let (folder, database) = fresh();
    let (closed, later) = if ON_POSTGRES {
        let closed = "postgres://gateway@%2Fnowhere/closed";
        let closed = PostgresAddress::try_from(closed).expect("an address");
        let later = "UPDATE structure SET version = 99";
        (vec![Database::Postgres(closed)], later)
    } else {
        let rubbish = folder.path().join("rubbish.sqlite");
        std::fs::write(&rubbish, "this is no database".repeat(100)).expect("written");
        let nowhere = folder.path().join("missing").join("gateway.sqlite");
        let closed = vec![Database::File(rubbish), Database::File(nowhere)];
        (closed, "PRAGMA user_version = 99")
    };
    for closed in closed {
        assert_eq!(Store::open(&closed).await.err(), Some(StoreError::Open));
    }
    Store::open(&database).await.expect("a store").close().await;
    let pool = place::pool(folder.path()).await;
    sqlx::query(later).execute(&pool).await.expect("set");
    pool.close().await;
    assert_eq!(Store::open(&database).await.err(), Some(StoreError::TooNew));
}

#[tokio::test]
async fn a_file_may_have_any_name() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("資格 100%?#..sqlite");
    let store = Store::open(&Database::File(file.clone())).await;
    store.expect("a store").close().await;
    assert!(std::fs::metadata(&file).expect("a file").len() > 0);
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
    let pool = bench.pool().await;
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
async fn challenges_do_not_outlive_the_only_gateway() {
    let bench = Bench::new().await;
    bench.challenge(&context()).await;
    let pool = bench.pool().await;
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
    // On a server another gateway may have given it, which still waits for its card.
    assert_eq!(count().await, i64::from(ON_POSTGRES));
    again.challenge(&context()).await;
}
