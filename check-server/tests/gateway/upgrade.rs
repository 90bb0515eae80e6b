//! A file of an earlier version: brought up to date, with its record taken into the chain.

use check_server::{Database, Store, verify_audit};
use sqlx::SqlitePool;
use sqlx::sqlite::SqliteConnectOptions;
use tempfile::TempDir;

#[tokio::test]
async fn the_record_of_an_earlier_version_is_taken_into_the_chain() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("gateway.sqlite");
    let options = SqliteConnectOptions::new()
        .filename(&file)
        .create_if_missing(true);
    let earlier = SqlitePool::connect_with(options).await.expect("a file");
    for statement in [
        include_str!("../../migrations/sqlite/0001_first.sql"),
        include_str!("../../migrations/sqlite/0002_terminal_keys.sql"),
        "INSERT INTO audit VALUES ('b', 20, '1312345678', 'DESK-1', 'pin', 'valid'); \
         INSERT INTO audit VALUES ('a', 10, NULL, NULL, NULL, 'GATE-CHALLENGE')",
    ] {
        sqlx::raw_sql(statement)
            .execute(&earlier)
            .await
            .expect("done");
    }
    earlier.close().await;

    // Twice: what was taken over is not taken over again.
    for _ in 0..2 {
        let store = Store::open(&Database::File(file.clone())).await;
        let store = store.expect("a store");
        assert_eq!(verify_audit(&store).await.expect("whole").lines, 2);
        let lines = store.audit_lines(0, 10).await.expect("lines");
        let told: Vec<_> = lines
            .iter()
            .map(|line| (&*line.id, line.at, line.terminal.as_deref(), &*line.outcome))
            .collect();
        assert_eq!(
            told,
            [
                ("b", 20, Some("DESK-1"), "valid"),
                ("a", 10, None, "GATE-CHALLENGE"),
            ]
        );
        store.close().await;
    }
}
