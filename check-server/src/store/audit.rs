//! The record: who did what when and how it ended, never about whom it was asked.
//!
//! A chain: each line carries SHA-256 over the digest of the line before and its own
//! content, and the ends of the chain stand in a table of their own. A line that is
//! changed, added or taken away breaks it.

use super::{Store, StoreError};
use sha2::{Digest, Sha256};
use sqlx::{Any, Transaction};

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    CheckCard,
    CheckInsurance,
    BatchReceived,
    BatchEnded,
    BatchDeleted,
    BatchForgotten,
    MedicalInformation,
    Activation,
    Enrolment,
    ImportPeople,
    ImportRevocations,
    ImportList,
    Shortened,
}

/// The outcome of what either is done or leaves no line.
pub(crate) const DONE: &str = "done";

/// One line.
#[derive(Clone, Copy)]
pub(crate) struct Audit<'a> {
    pub(crate) id: &'a str,
    /// Seconds since 1970, by the gateway's clock.
    pub(crate) at: i64,
    pub(crate) action: Action,
    pub(crate) facility: Option<&'a str>,
    pub(crate) terminal: Option<&'a str>,
    pub(crate) auth_method: Option<&'a str>,
    /// Name of the verdict, code of the refusal, or [`DONE`].
    pub(crate) outcome: &'a str,
    /// How many rows, people or certificates.
    pub(crate) amount: Option<i64>,
}

/// A line as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct AuditLine {
    /// Place in the chain, from 1.
    pub place: i64,
    /// Seconds since 1970, by the gateway's clock.
    pub at: i64,
    /// The name under which an answer tells of it.
    pub id: String,
    /// What was done.
    pub action: String,
    /// Who asked.
    pub facility: Option<String>,
    /// On which terminal.
    pub terminal: Option<String>,
    /// How the person was authenticated.
    pub auth_method: Option<String>,
    /// How it ended.
    pub outcome: String,
    /// How many rows, people or certificates.
    pub amount: Option<i64>,
    /// SHA-256 over the digest before and this line.
    pub digest: Vec<u8>,
}

/// Where the chain begins and ends.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct AuditEnds {
    /// Place of its first line.
    pub first_place: i64,
    /// Digest of the line before the first.
    pub first_digest: Vec<u8>,
    /// Place of its last line.
    pub last_place: i64,
    /// Digest of its last line.
    pub last_digest: Vec<u8>,
}

impl Action {
    /// The name in the record.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::CheckCard => "check-card",
            Self::CheckInsurance => "check-insurance",
            Self::BatchReceived => "batch-received",
            Self::BatchEnded => "batch-ended",
            Self::BatchDeleted => "batch-deleted",
            Self::BatchForgotten => "batch-forgotten",
            Self::MedicalInformation => "medical-information",
            Self::Activation => "activation",
            Self::Enrolment => "enrolment",
            Self::ImportPeople => "import-people",
            Self::ImportRevocations => "import-revocations",
            Self::ImportList => "import-revocation-list",
            Self::Shortened => "record-shortened",
        }
    }
}

impl<'a> Audit<'a> {
    /// A line that names nobody who asked.
    pub(crate) const fn of(id: &'a str, at: i64, action: Action, outcome: &'a str) -> Self {
        Self {
            id,
            at,
            action,
            facility: None,
            terminal: None,
            auth_method: None,
            outcome,
            amount: None,
        }
    }

    /// A line that says how many.
    pub(crate) fn with_amount(self, amount: usize) -> Self {
        Self {
            amount: i64::try_from(amount).ok(),
            ..self
        }
    }
}

impl AuditLine {
    /// The digest that a line with this content must have after a line with that digest.
    #[must_use]
    pub fn expected_digest(&self, before: &[u8]) -> Vec<u8> {
        let content = serde_json::json!([
            self.place,
            self.at,
            self.id,
            self.action,
            self.facility,
            self.terminal,
            self.auth_method,
            self.outcome,
            self.amount,
        ]);
        let hash = Sha256::new()
            .chain_update(before)
            .chain_update(content.to_string());
        hash.finalize().to_vec()
    }
}

impl Store {
    /// Appends a line by itself.
    pub(crate) async fn record(&self, line: &Audit<'_>) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        append(self, &mut transaction, line).await?;
        Ok(transaction.commit().await?)
    }

    /// Lines after a place, in order, at most so many.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn audit_lines(&self, after: i64, most: u32) -> Result<Vec<AuditLine>, StoreError> {
        Ok(sqlx::query_as(
            "SELECT place, at, id, action, facility, terminal, auth_method, outcome, amount, digest \
             FROM audit WHERE place > $1 ORDER BY place LIMIT $2",
        )
        .bind(after)
        .bind(i64::from(most))
        .fetch_all(&self.pool)
        .await?)
    }

    /// Where the chain begins and ends.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn audit_ends(&self) -> Result<AuditEnds, StoreError> {
        Ok(sqlx::query_as(
            "SELECT first_place, first_digest, last_place, last_digest FROM audit_ends",
        )
        .fetch_one(&self.pool)
        .await?)
    }

    /// Takes away the lines from before a moment, from the beginning of the chain up to
    /// the first that is younger, and says in the chain how many they were.
    pub(crate) async fn shorten_audit(
        &self,
        before: i64,
        id: &str,
        now: i64,
    ) -> Result<u64, StoreError> {
        let mut transaction = self.begin().await?;
        let ends = ends(self, &mut transaction).await?;
        let young: Option<i64> = sqlx::query_scalar("SELECT min(place) FROM audit WHERE at >= $1")
            .bind(before)
            .fetch_one(&mut *transaction)
            .await?;
        let first = young.unwrap_or_else(|| ends.last_place.saturating_add(1));
        let count = u64::try_from(first.saturating_sub(ends.first_place)).unwrap_or(0);
        if count == 0 {
            return Ok(0);
        }
        let digest: Vec<u8> = sqlx::query_scalar("SELECT digest FROM audit WHERE place = $1")
            .bind(first.saturating_sub(1))
            .fetch_one(&mut *transaction)
            .await?;
        sqlx::query("DELETE FROM audit WHERE place < $1")
            .bind(first)
            .execute(&mut *transaction)
            .await?;
        sqlx::query("UPDATE audit_ends SET first_place = $1, first_digest = $2")
            .bind(first)
            .bind(digest)
            .execute(&mut *transaction)
            .await?;
        let line = Audit::of(id, now, Action::Shortened, DONE)
            .with_amount(usize::try_from(count).unwrap_or(usize::MAX));
        append(self, &mut transaction, &line).await?;
        transaction.commit().await?;
        Ok(count)
    }
}

/// Appends a line to the chain, as part of something larger.
pub(super) async fn append(
    store: &Store,
    transaction: &mut Transaction<'static, Any>,
    line: &Audit<'_>,
) -> Result<(), StoreError> {
    let ends = ends(store, transaction).await?;
    let mut stored = AuditLine {
        place: ends.last_place.saturating_add(1),
        at: line.at,
        id: line.id.to_owned(),
        action: line.action.name().to_owned(),
        facility: line.facility.map(str::to_owned),
        terminal: line.terminal.map(str::to_owned),
        auth_method: line.auth_method.map(str::to_owned),
        outcome: line.outcome.to_owned(),
        amount: line.amount,
        digest: Vec::new(),
    };
    stored.digest = stored.expected_digest(&ends.last_digest);
    sqlx::query(
        "INSERT INTO audit \
         (place, at, id, action, facility, terminal, auth_method, outcome, amount, digest) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(stored.place)
    .bind(stored.at)
    .bind(&stored.id)
    .bind(&stored.action)
    .bind(&stored.facility)
    .bind(&stored.terminal)
    .bind(&stored.auth_method)
    .bind(&stored.outcome)
    .bind(stored.amount)
    .bind(&stored.digest)
    .execute(&mut **transaction)
    .await?;
    sqlx::query("UPDATE audit_ends SET last_place = $1, last_digest = $2")
        .bind(stored.place)
        .bind(&stored.digest)
        .execute(&mut **transaction)
        .await?;
    Ok(())
}

/// The ends of the chain, held until the transaction ends: lines come one after another.
async fn ends(
    store: &Store,
    transaction: &mut Transaction<'static, Any>,
) -> Result<AuditEnds, StoreError> {
    let statement = store.statement(
        "SELECT first_place, first_digest, last_place, last_digest FROM audit_ends",
        "SELECT first_place, first_digest, last_place, last_digest FROM audit_ends FOR UPDATE",
    );
    Ok(sqlx::query_as(statement)
        .fetch_one(&mut **transaction)
        .await?)
}
