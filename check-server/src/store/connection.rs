//! Connections to the database, and what the two kinds of it are told at the beginning.

use super::StoreError;
use crate::config::Database;
use sqlx::AnyPool;
use sqlx::any::AnyPoolOptions;
use sqlx::{ConnectOptions, Executor};
use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

/// Which kind of database it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Sqlite,
    Postgres,
}

/// Connections at the same time. SQLite has one writer anyway.
const MOST_CONNECTIONS: u32 = 4;
/// How long a connection, or the writer's turn, is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// - Readers do not wait for a writer.
/// - With a write-ahead log, NORMAL survives a crash of the process.
/// - What is deleted is overwritten: it was personal.
const SQLITE_SETTINGS: &str = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; \
     PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON";
/// A gateway that hangs must not hold the others up for ever.
const POSTGRES_SETTINGS: &str = "SET lock_timeout = '5s'; \
     SET idle_in_transaction_session_timeout = '60s'";

/// Connects, and makes sure that it works.
pub(super) async fn open(database: &Database) -> Result<(AnyPool, Kind), StoreError> {
    sqlx::any::install_default_drivers();
    let (address, kind, settings) = match database {
        Database::File(file) => (sqlite_address(file)?, Kind::Sqlite, SQLITE_SETTINGS),
        Database::Postgres(address) => (
            address.as_str().to_owned(),
            Kind::Postgres,
            POSTGRES_SETTINGS,
        ),
    };
    let options: sqlx::any::AnyConnectOptions = address.parse().map_err(|_| StoreError::Open)?;
    let pool = AnyPoolOptions::new()
        .max_connections(MOST_CONNECTIONS)
        .acquire_timeout(PATIENCE)
        .after_connect(move |connection, _| {
            Box::pin(async move { connection.execute(settings).await.map(drop) })
        })
        // Statements are not logged: their values are personal.
        .connect_with(options.disable_statement_logging())
        .await
        .map_err(|_| StoreError::Open)?;
    Ok((pool, kind))
}

/// The file as an address. Every octet is escaped that could mean something in one.
fn sqlite_address(file: &Path) -> Result<String, StoreError> {
    make_private(file)?;
    let path = file.to_str().ok_or(StoreError::Open)?;
    let mut address = "sqlite:".to_owned();
    for octet in path.bytes() {
        if octet.is_ascii_alphanumeric() {
            address.push(char::from(octet));
        } else {
            // Writing to a text does not fail.
            let _ = write!(address, "%{octet:02X}");
        }
    }
    Ok(address)
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
