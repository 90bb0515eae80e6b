//! The record of what was done, as an administrator reads it: as CSV, and whether it is
//! whole.
//!
//! What it proves: a line that is changed, added or taken away breaks the chain. Whoever
//! can rewrite the whole database can rewrite the whole chain; against that helps a
//! digest that was written down elsewhere.

use crate::store::{AuditLine, Store, StoreError};
use check_api::field::Timestamp;
use std::io::{self, Write};

/// Lines that are read at once.
const PAGE: u32 = 500;

/// A record that is whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// How many lines it has.
    pub lines: u64,
    /// Digest of its last line, in hexadecimal: to be written down elsewhere.
    pub digest: String,
}

/// Why a record is not whole, or cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// A line is not what was written, or does not follow the one before.
    #[error(
        "記録の{place}番目の行が書き換えられたか、その前の行が消えています\n\
         line {place} of the record was changed, or the line before it is gone [AUDIT-CHANGED]"
    )]
    Changed {
        /// Its place.
        place: i64,
    },
    /// Lines at the end are gone.
    #[error(
        "記録は{place}番目の行で終わるはずですが、終わりの行がありません\n\
         the record should end with line {place}, which is gone [AUDIT-SHORT]"
    )]
    Short {
        /// Where it should end.
        place: i64,
    },
    /// The database does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The output cannot be written.
    #[error("出力に書けません\nthe output cannot be written: {0} [AUDIT-OUTPUT]")]
    Output(#[from] io::Error),
}

impl AuditError {
    /// Stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Changed { .. } => "AUDIT-CHANGED",
            Self::Short { .. } => "AUDIT-SHORT",
            Self::Store(error) => error.code(),
            Self::Output(_) => "AUDIT-OUTPUT",
        }
    }
}

/// Says whether the record is whole, line by line.
///
/// # Errors
/// [`AuditError`] with the first place at which it is not.
pub async fn verify_audit(store: &Store) -> Result<Whole, AuditError> {
    let ends = store.audit_ends().await?;
    let mut place = ends.first_place.saturating_sub(1);
    let mut digest = ends.first_digest;
    let mut lines = 0_u64;
    loop {
        let page = store.audit_lines(place, PAGE).await?;
        if page.is_empty() {
            break;
        }
        for line in page {
            // Written after the ends were read: the next look is at it.
            if line.place > ends.last_place {
                break;
            }
            let follows = line.place == place.saturating_add(1);
            if !follows || line.digest != line.expected_digest(&digest) {
                return Err(AuditError::Changed { place: line.place });
            }
            place = line.place;
            digest = line.digest;
            lines = lines.saturating_add(1);
        }
        if place >= ends.last_place {
            break;
        }
    }
    if place != ends.last_place {
        return Err(AuditError::Short {
            place: ends.last_place,
        });
    }
    if digest != ends.last_digest {
        return Err(AuditError::Changed { place });
    }
    Ok(Whole {
        lines,
        digest: hexadecimal(&digest),
    })
}

/// Writes the lines between two moments as CSV, the first included and the last not.
///
/// # Errors
/// [`AuditError`] if the database or the output fails.
pub async fn write_audit(
    store: &Store,
    (from, until): (i64, i64),
    out: &mut (dyn Write + Send),
) -> Result<(), AuditError> {
    writeln!(
        out,
        "place,time,id,action,facility,terminal,authMethod,outcome,amount,digest\r"
    )?;
    let mut place = 0;
    loop {
        let page = store.audit_lines(place, PAGE).await?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        place = last.place;
        for line in page.iter().filter(|line| (from..until).contains(&line.at)) {
            write_line(line, out)?;
        }
    }
}

/// One line. No value has a comma or a quotation mark: all are names, codes and numbers.
fn write_line(line: &AuditLine, out: &mut (dyn Write + Send)) -> Result<(), io::Error> {
    let time = Timestamp::in_japan(line.at);
    writeln!(
        out,
        "{},{},{},{},{},{},{},{},{},{}\r",
        line.place,
        time.as_ref().map_or("", Timestamp::as_str),
        line.id,
        line.action,
        line.facility.as_deref().unwrap_or_default(),
        line.terminal.as_deref().unwrap_or_default(),
        line.auth_method.as_deref().unwrap_or_default(),
        line.outcome,
        line.amount
            .map(|amount| amount.to_string())
            .unwrap_or_default(),
        hexadecimal(&line.digest),
    )
}

fn hexadecimal(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}
