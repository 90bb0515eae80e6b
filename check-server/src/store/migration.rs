//! The structure of the database, in steps that are never changed once released.

use super::StoreError;
use sqlx::SqlitePool;

/// Step n brings a file of version n to version n + 1.
const STEPS: &[&str] = &[
    include_str!("../../migrations/0001_first.sql"),
    include_str!("../../migrations/0002_terminal_keys.sql"),
];

/// Brings the file up to date, all or nothing.
pub(super) async fn migrate(pool: &SqlitePool) -> Result<(), StoreError> {
    let mut transaction = pool
        .begin_with("BEGIN IMMEDIATE")
        .await
        .map_err(|_| StoreError::Open)?;
    let version: i64 = sqlx::query_scalar("PRAGMA user_version")
        .fetch_one(&mut *transaction)
        .await
        // The first statement that reads the file: it may be no database at all.
        .map_err(|_| StoreError::Open)?;
    let done = usize::try_from(version).map_err(|_| StoreError::TooNew)?;
    let missing = STEPS.get(done..).ok_or(StoreError::TooNew)?;
    for step in missing {
        sqlx::raw_sql(*step)
            .execute(&mut *transaction)
            .await
            .map_err(|_| StoreError::Migration)?;
    }
    transaction
        .commit()
        .await
        .map_err(|_| StoreError::Migration)
}
