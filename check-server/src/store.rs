//! One SQLite file, created and migrated at start.

mod audit;
mod challenge;
mod migration;
mod registry;
mod terminal;

pub(crate) use audit::Audit;
pub(crate) use challenge::OpenChallenge;
pub(crate) use registry::StoredAnswer;

use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use std::path::Path;
use std::time::Duration;

/// The database.
#[derive(Clone, Debug)]
pub struct Store {
    pool: SqlitePool,
}

/// Why the database cannot be used. Carries no values: they may be personal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The file cannot be opened or created.
    #[error("データベースのファイルを開けません\nthe database file cannot be opened [STORE-OPEN]")]
    Open,
    /// The file was written by a later version.
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
    /// A statement failed: the disk is full, the file is locked or damaged.
    #[error("データベースが応答しません\nthe database does not answer [STORE-STATEMENT]")]
    Statement,
    /// A stored value is not what was stored.
    #[error(
        "データベースの内容を読めません\n\
         the database holds something unreadable [STORE-CONTENT]"
    )]
    Content,
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
    /// Opens the file, which is created if there is none, and brings it up to date.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be used.
    pub async fn open(file: &Path) -> Result<Self, StoreError> {
        make_private(file)?;
        let options = SqliteConnectOptions::new()
            .filename(file)
            // Readers do not wait for a writer.
            .journal_mode(SqliteJournalMode::Wal)
            // With a write-ahead log this survives a crash of the process.
            .synchronous(SqliteSynchronous::Normal)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5));
        let pool = SqlitePoolOptions::new()
            .max_connections(4)
            .acquire_timeout(Duration::from_secs(5))
            .connect_with(options)
            .await
            .map_err(|_| StoreError::Open)?;
        migration::migrate(&pool).await?;
        Ok(Self { pool })
    }

    /// Writes everything out and lets go of the file.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// Makes the file if there is none, for its owner alone: it holds personal data.
/// SQLite gives the files that it puts beside it the same mode.
fn make_private(file: &Path) -> Result<(), StoreError> {
    let mut options = std::fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file).map(drop).map_err(|_| StoreError::Open)
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => Self::Content,
            _ => Self::Statement,
        }
    }
}
