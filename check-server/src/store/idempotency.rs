//! What was answered under an `Idempotency-Key`, so that the same request sent twice
//! has one effect and one answer.
//!
//! A key belongs to a terminal. Whoever works on it holds a lease that is renewed; a
//! lease that ran out tells of a gateway that died.

use super::{Audit, Store, StoreError, audit};
use check_api::field::{FacilityCode, IdempotencyKey, TerminalId};

/// How long a lease lasts without being renewed.
pub(crate) const LEASE_SECONDS: i64 = 10;

/// A key in its scope.
#[derive(Clone)]
pub(crate) struct Scope {
    pub(crate) facility: FacilityCode,
    pub(crate) terminal: TerminalId,
    pub(crate) key: IdempotencyKey,
}

/// What becomes of a request that comes with a key.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Claim {
    /// It is ours to work on. `lost` if a gateway died that may have asked the source.
    Ours { lost: bool },
    /// It was answered before.
    Answered { status: u16, content: String },
    /// Somebody works on it, for so many seconds at least.
    UnderWay { seconds: u64 },
    /// The key was used for another request.
    Other,
}

/// `digest`, `status`, `content`, `lease_until`, `asked`.
type Row = (Vec<u8>, Option<i64>, Option<String>, i64, i64);

impl Store {
    /// Claims a request. `digest` is that of all that makes it this request.
    pub(crate) async fn claim_key(
        &self,
        scope: &Scope,
        digest: &[u8],
        claim: &str,
        (now, expires_at): (i64, i64),
    ) -> Result<Claim, StoreError> {
        let mut transaction = self.begin().await?;
        sqlx::query("DELETE FROM idempotency WHERE expires_at <= $1")
            .bind(now)
            .execute(&mut *transaction)
            .await?;
        let clock = self.database_time(&mut transaction).await?;
        let lease = clock.saturating_add(LEASE_SECONDS);
        let inserted = sqlx::query(
            "INSERT INTO idempotency (facility, terminal, idempotency_key, digest, claim, \
             lease_until, asked, expires_at) VALUES ($1, $2, $3, $4, $5, $6, 0, $7) \
             ON CONFLICT (facility, terminal, idempotency_key) DO NOTHING",
        )
        .bind(scope.facility.as_str())
        .bind(scope.terminal.as_str())
        .bind(scope.key.as_str())
        .bind(digest)
        .bind(claim)
        .bind(lease)
        .bind(expires_at)
        .execute(&mut *transaction)
        .await?;
        if inserted.rows_affected() == 1 {
            transaction.commit().await?;
            return Ok(Claim::Ours { lost: false });
        }
        let statement = self.statement(
            "SELECT digest, status, content, lease_until, asked FROM idempotency \
             WHERE facility = $1 AND terminal = $2 AND idempotency_key = $3",
            "SELECT digest, status, content, lease_until, asked FROM idempotency \
             WHERE facility = $1 AND terminal = $2 AND idempotency_key = $3 FOR UPDATE",
        );
        let row: Option<Row> = sqlx::query_as(statement)
            .bind(scope.facility.as_str())
            .bind(scope.terminal.as_str())
            .bind(scope.key.as_str())
            .fetch_optional(&mut *transaction)
            .await?;
        let Some((stored, status, content, lease_until, asked)) = row else {
            // It was let go between the two statements: the next try finds it free.
            return Ok(Claim::UnderWay { seconds: 1 });
        };
        if stored != digest {
            return Ok(Claim::Other);
        }
        if let Some(status) = status {
            return Ok(Claim::Answered {
                status: u16::try_from(status).map_err(|_| StoreError::Content)?,
                content: content.ok_or(StoreError::Content)?,
            });
        }
        if lease_until > clock {
            return Ok(Claim::UnderWay {
                seconds: lease_until.abs_diff(clock),
            });
        }
        sqlx::query(
            "UPDATE idempotency SET claim = $1, lease_until = $2 \
             WHERE facility = $3 AND terminal = $4 AND idempotency_key = $5",
        )
        .bind(claim)
        .bind(lease)
        .bind(scope.facility.as_str())
        .bind(scope.terminal.as_str())
        .bind(scope.key.as_str())
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(Claim::Ours { lost: asked != 0 })
    }

    /// Says that the claim is still worked on, and whether the source is being asked.
    /// False if it is no longer ours.
    pub(crate) async fn renew_key(
        &self,
        scope: &Scope,
        claim: &str,
        asked: bool,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let lease = self
            .database_time(&mut transaction)
            .await?
            .saturating_add(LEASE_SECONDS);
        let renewed = sqlx::query(
            "UPDATE idempotency SET lease_until = $1, asked = $2 \
             WHERE facility = $3 AND terminal = $4 AND idempotency_key = $5 AND claim = $6 \
             AND status IS NULL",
        )
        .bind(lease)
        .bind(i64::from(asked))
        .bind(scope.facility.as_str())
        .bind(scope.terminal.as_str())
        .bind(scope.key.as_str())
        .bind(claim)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(renewed.rows_affected() == 1)
    }

    /// Keeps the answer and records it, both or neither. False if somebody else has
    /// taken the claim over meanwhile: then their answer is the one.
    pub(crate) async fn answer_key(
        &self,
        scope: &Scope,
        claim: &str,
        (status, content): (u16, &str),
        line: &Audit<'_>,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let kept = sqlx::query(
            "UPDATE idempotency SET status = $1, content = $2 \
             WHERE facility = $3 AND terminal = $4 AND idempotency_key = $5 AND claim = $6 \
             AND status IS NULL",
        )
        .bind(i64::from(status))
        .bind(content)
        .bind(scope.facility.as_str())
        .bind(scope.terminal.as_str())
        .bind(scope.key.as_str())
        .bind(claim)
        .execute(&mut *transaction)
        .await?;
        if kept.rows_affected() == 0 {
            return Ok(false);
        }
        audit::append(self, &mut transaction, line).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Lets go of a claim: nothing was done, and the same request may come again.
    pub(crate) async fn release_key(&self, scope: &Scope, claim: &str) -> Result<(), StoreError> {
        sqlx::query(
            "DELETE FROM idempotency WHERE facility = $1 AND terminal = $2 \
             AND idempotency_key = $3 AND claim = $4 AND status IS NULL",
        )
        .bind(scope.facility.as_str())
        .bind(scope.terminal.as_str())
        .bind(scope.key.as_str())
        .bind(claim)
        .execute(&self.pool)
        .await?;
        Ok(())
    }
}
