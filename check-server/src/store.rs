//! What the gateway remembers: an SQLite file of its own, or a PostgreSQL database
//! that several gateways share. One set of statements for both.
//!
//! Leases of work are judged by the database's clock, the only one that all
//! gateways share; everything else by the gateway's.

mod audit;
mod batch;
mod batch_row;
mod batch_whole;
mod challenge;
mod connection;
mod idempotency;
mod medical;
mod migration;
mod registry;
mod relay;
mod revocation_list;
mod terminal;

pub(crate) use audit::{Action, Audit, DONE};
pub use audit::{AuditEnds, AuditLine};
pub(crate) use batch::{NewBatch, StoredBatch, state};
pub(crate) use batch_row::ClaimedRow;
pub(crate) use challenge::OpenChallenge;
pub(crate) use idempotency::{Claim, LEASE_SECONDS, Scope};
pub(crate) use medical::MedicalGrounds;
pub(crate) use registry::StoredAnswer;
pub(crate) use relay::{OpenRelay, Stage};
pub(crate) use revocation_list::Taken;

use crate::config::Database;
use connection::Kind;

use sqlx::{Any, AnyPool, Transaction};

/// The database.
#[derive(Clone, Debug)]
pub struct Store {
    pool: AnyPool,
    kind: Kind,
}

/// Why the database cannot be used. Carries no values: they may be personal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The file cannot be opened or created, or the server does not let us in.
    #[error("データベースを開けません\nthe database cannot be opened [STORE-OPEN]")]
    Open,
    /// The database was written by a later version.
    #[error(
        "データベースは新しい版で作られています\n\
         the database was written by a later version of the gateway [STORE-TOO-NEW]"
    )]
    TooNew,
    /// The structure cannot be brought up to date.
    #[error(
        "データベースを今の版に直せません\n\
         the database cannot be brought up to date [STORE-MIGRATION]"
    )]
    Migration,
    /// A statement failed: the disk is full, the file is locked or damaged, the server is gone.
    #[error("データベースが応答しません\nthe database does not answer [STORE-STATEMENT]")]
    Statement,
    /// A stored value is not what was stored.
    #[error(
        "データベースの内容を読めません\n\
         the database holds something unreadable [STORE-CONTENT]"
    )]
    Content,
}

/// What must not happen twice at the same time, on whichever gateway.
#[derive(Clone, Copy)]
enum Lock {
    Migration,
    Registry,
    Revocations,
}

impl Lock {
    /// Its number among PostgreSQL's advisory locks: "myna" and a count.
    const fn number(self) -> i64 {
        match self {
            Self::Migration => 0x6d79_6e61_0001,
            Self::Registry => 0x6d79_6e61_0002,
            Self::Revocations => 0x6d79_6e61_0003,
        }
    }
}

impl StoreError {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "STORE-OPEN",
            Self::TooNew => "STORE-TOO-NEW",
            Self::Migration => "STORE-MIGRATION",
            Self::Statement => "STORE-STATEMENT",
            Self::Content => "STORE-CONTENT",
        }
    }
}

impl Store {
    /// Opens the database and brings it up to date. A file is created if there is none.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be used.
    pub async fn open(database: &Database) -> Result<Self, StoreError> {
        let (pool, kind) = connection::open(database).await?;
        let store = Self { pool, kind };
        store.migrate().await?;
        Ok(store)
    }

    /// Writes everything out and lets go of the database.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// Whether other gateways may be using the database at this moment.
    pub(crate) fn is_shared(&self) -> bool {
        self.kind == Kind::Postgres
    }

    /// Begins to write. An SQLite file has one writer: it is waited for here, and not
    /// in the middle, where waiting could not end well.
    async fn begin(&self) -> Result<Transaction<'static, Any>, StoreError> {
        Ok(match self.kind {
            Kind::Sqlite => self.pool.begin_with("BEGIN IMMEDIATE").await?,
            Kind::Postgres => self.pool.begin().await?,
        })
    }

    /// Begins to write what nobody else may write at the same time.
    async fn begin_alone(&self, lock: Lock) -> Result<Transaction<'static, Any>, StoreError> {
        let mut transaction = self.begin().await?;
        if self.kind == Kind::Postgres {
            sqlx::query("SELECT pg_advisory_xact_lock($1)")
                .bind(lock.number())
                .execute(&mut *transaction)
                .await?;
        }
        Ok(transaction)
    }

    /// The database's own clock, by which leases run: the one clock that all gateways share.
    async fn database_time(
        &self,
        transaction: &mut Transaction<'static, Any>,
    ) -> Result<i64, StoreError> {
        let statement = self.statement(
            "SELECT CAST(strftime('%s', 'now') AS INTEGER)",
            "SELECT CAST(floor(extract(epoch FROM clock_timestamp())) AS BIGINT)",
        );
        Ok(sqlx::query_scalar(statement)
            .fetch_one(&mut **transaction)
            .await?)
    }

    /// The statement for this kind of database, where one does not do for both.
    fn statement(&self, sqlite: &'static str, postgres: &'static str) -> &'static str {
        match self.kind {
            Kind::Sqlite => sqlite,
            Kind::Postgres => postgres,
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => Self::Content,
            _ => Self::Statement,
        }
    }
}
