//! Where the gateway keeps what it must remember.

use super::{Fault, FileError, Item};
use std::fmt;
use std::path::{Path, PathBuf};

/// The database: a file for one gateway, or a server that several share.
#[derive(Clone, PartialEq, Eq)]
pub enum Database {
    /// An SQLite file, created if there is none.
    File(PathBuf),
    /// A database of a PostgreSQL server.
    Postgres(PostgresAddress),
}

/// `postgres://user:password@host/database`; the host may be the folder of a socket,
/// percent-encoded. Has no `Debug` of its text: it may hold a password.
#[derive(Clone, PartialEq, Eq)]
pub struct PostgresAddress(String);

/// How such an address begins.
const SCHEMES: [&str; 2] = ["postgres://", "postgresql://"];

impl Database {
    /// Reads a path or an address.
    pub(super) fn read(item: &Item<'_>) -> Result<Self, FileError> {
        let text = item.text()?;
        if !SCHEMES.iter().any(|scheme| text.starts_with(scheme)) {
            return Ok(Self::File(item.path()?));
        }
        let address = PostgresAddress::try_from(text).map_err(|()| item.error(Fault::Database))?;
        Ok(Self::Postgres(address))
    }

    /// The file, if it is one.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::File(file) => Some(file),
            Self::Postgres(_) => None,
        }
    }
}

impl PostgresAddress {
    /// The address as text, with its password.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<&str> for PostgresAddress {
    type Error = ();

    fn try_from(text: &str) -> Result<Self, ()> {
        match text.parse::<sqlx::postgres::PgConnectOptions>() {
            Ok(_) if SCHEMES.iter().any(|scheme| text.starts_with(scheme)) => {
                Ok(Self(text.to_owned()))
            }
            _ => Err(()),
        }
    }
}

impl From<PathBuf> for Database {
    fn from(file: PathBuf) -> Self {
        Self::File(file)
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(file) => f.debug_tuple("File").field(file).finish(),
            Self::Postgres(address) => address.fmt(f),
        }
    }
}

impl fmt::Debug for PostgresAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PostgresAddress(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_from_rubbish_and_never_shown() {
        let address = PostgresAddress::try_from("postgres://gate:secret@db/check");
        let database = Database::Postgres(address.expect("an address"));
        assert!(!format!("{database:?}").contains("secret"));
        assert_eq!(database.file(), None);
        for rubbish in ["postgres://[", "postgres://h:port/x", "mysql://h/x", ""] {
            assert!(PostgresAddress::try_from(rubbish).is_err(), "{rubbish}");
        }
    }
}
