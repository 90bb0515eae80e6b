//! The structure of the database, in steps that are never changed once released.

use super::audit::{self, Audit};
use super::connection::Kind;
use super::{Action, Lock, Store, StoreError};
use sqlx::{Any, AssertSqlSafe, Transaction};

/// Step n brings a file of version n to version n + 1.
const SQLITE: &[&str] = &[
    include_str!("../../migrations/sqlite/0001_first.sql"),
    include_str!("../../migrations/sqlite/0002_terminal_keys.sql"),
    include_str!("../../migrations/sqlite/0003_batches.sql"),
    include_str!("../../migrations/sqlite/0004_relay.sql"),
    include_str!("../../migrations/sqlite/0005_medical_grounds.sql"),
    include_str!("../../migrations/sqlite/0006_revocation_lists.sql"),
];

/// The same for PostgreSQL, which counts for itself.
const POSTGRES: &[&str] = &[
    include_str!("../../migrations/postgres/0001_first.sql"),
    include_str!("../../migrations/postgres/0002_relay.sql"),
    include_str!("../../migrations/postgres/0003_medical_grounds.sql"),
    include_str!("../../migrations/postgres/0004_revocation_lists.sql"),
];

/// A line of the record from before it was a chain: id, at, facility, terminal, method, outcome.
type OldLine = (
    String,
    i64,
    Option<String>,
    Option<String>,
    Option<String>,
    String,
);

impl Store {
    /// Brings the database up to date, all or nothing. Of several gateways that start
    /// together, one does it and the others wait.
    pub(super) async fn migrate(&self) -> Result<(), StoreError> {
        let mut transaction = self
            .begin_alone(Lock::Migration)
            .await
            // The first statement that reads a file: it may be no database at all.
            .map_err(|_| StoreError::Open)?;
        let (version, steps) = match self.kind {
            Kind::Sqlite => (sqlite_version(&mut transaction).await?, SQLITE),
            Kind::Postgres => (postgres_version(&mut transaction).await?, POSTGRES),
        };
        let done = usize::try_from(version).map_err(|_| StoreError::TooNew)?;
        for step in steps.get(done..).ok_or(StoreError::TooNew)? {
            sqlx::raw_sql(*step)
                .execute(&mut *transaction)
                .await
                .map_err(|_| StoreError::Migration)?;
        }
        // The number of steps, whatever a step says.
        let set = match self.kind {
            Kind::Sqlite => format!("PRAGMA user_version = {}", steps.len()),
            Kind::Postgres => format!("UPDATE structure SET version = {}", steps.len()),
        };
        sqlx::raw_sql(AssertSqlSafe(set))
            .execute(&mut *transaction)
            .await
            .map_err(|_| StoreError::Migration)?;
        if self.kind == Kind::Sqlite {
            self.adopt_old_lines(&mut transaction)
                .await
                .map_err(|_| StoreError::Migration)?;
        }
        transaction
            .commit()
            .await
            .map_err(|_| StoreError::Migration)
    }

    /// Takes lines from before the record was a chain into it, in their order.
    async fn adopt_old_lines(
        &self,
        transaction: &mut Transaction<'static, Any>,
    ) -> Result<(), StoreError> {
        let there: Option<i64> = sqlx::query_scalar(
            "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'audit_before_chain'",
        )
        .fetch_optional(&mut **transaction)
        .await?;
        if there.is_none() {
            return Ok(());
        }
        let lines: Vec<OldLine> = sqlx::query_as(
            "SELECT id, at, facility, terminal, auth_method, outcome \
             FROM audit_before_chain ORDER BY rowid",
        )
        .fetch_all(&mut **transaction)
        .await?;
        for (id, at, facility, terminal, auth_method, outcome) in &lines {
            let line = Audit {
                facility: facility.as_deref(),
                terminal: terminal.as_deref(),
                auth_method: auth_method.as_deref(),
                ..Audit::of(id, *at, Action::CheckCard, outcome)
            };
            audit::append(self, transaction, &line).await?;
        }
        sqlx::query("DROP TABLE audit_before_chain")
            .execute(&mut **transaction)
            .await?;
        Ok(())
    }
}

async fn sqlite_version(transaction: &mut Transaction<'static, Any>) -> Result<i64, StoreError> {
    sqlx::query_scalar("PRAGMA user_version")
        .fetch_one(&mut **transaction)
        .await
        .map_err(|_| StoreError::Open)
}

/// PostgreSQL has no place for a number of one's own: it is a table of one line.
async fn postgres_version(transaction: &mut Transaction<'static, Any>) -> Result<i64, StoreError> {
    sqlx::raw_sql(
        "CREATE TABLE IF NOT EXISTS structure (version BIGINT NOT NULL); \
         INSERT INTO structure SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM structure)",
    )
    .execute(&mut **transaction)
    .await
    .map_err(|_| StoreError::Migration)?;
    sqlx::query_scalar("SELECT version FROM structure")
        .fetch_one(&mut **transaction)
        .await
        .map_err(|_| StoreError::Migration)
}
