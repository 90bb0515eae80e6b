//! Challenges: stored when given, taken once.

use super::{Store, StoreError};
use check_api::ChallengeContext;
use check_api::field::{ChallengeId, Nonce, Origin};

/// Most challenges that one terminal may have open. A desk needs one; the oldest
/// give way, so that nobody can fill the disk by asking.
const MOST_PER_TERMINAL: i64 = 32;

/// Everything that the gateway must remember of a challenge. What the card has
/// signed is rebuilt from this alone.
pub(crate) struct OpenChallenge {
    pub(crate) nonce: Nonce,
    pub(crate) origin: Origin,
    pub(crate) context: ChallengeContext,
    pub(crate) created_at: i64,
    pub(crate) expires_at: i64,
}

/// `nonce`, `origin`, `context`, `created_at`, `expires_at`.
type Row = (Vec<u8>, String, String, i64, i64);

impl Store {
    /// Remembers a challenge, and forgets those that are over at `now`.
    pub(crate) async fn put_challenge(
        &self,
        id: &ChallengeId,
        challenge: &OpenChallenge,
        now: i64,
    ) -> Result<(), StoreError> {
        let context = &challenge.context;
        let (facility, terminal) = (context.facility_code.as_str(), context.terminal_id.as_str());
        let json = serde_json::to_string(context).map_err(|_| StoreError::Content)?;
        let mut transaction = self.begin().await?;
        sqlx::query("DELETE FROM challenge WHERE expires_at <= $1")
            .bind(now)
            .execute(&mut *transaction)
            .await?;
        sqlx::query(
            "INSERT INTO challenge \
             (id, nonce, origin, facility, terminal, context, created_at, expires_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(id.as_str())
        .bind(challenge.nonce.as_bytes())
        .bind(challenge.origin.as_str())
        .bind(facility)
        .bind(terminal)
        .bind(json)
        .bind(challenge.created_at)
        .bind(challenge.expires_at)
        .execute(&mut *transaction)
        .await?;
        sqlx::query(
            "DELETE FROM challenge WHERE facility = $1 AND terminal = $2 AND place NOT IN \
             (SELECT place FROM challenge WHERE facility = $1 AND terminal = $2 \
             ORDER BY place DESC LIMIT $3)",
        )
        .bind(facility)
        .bind(terminal)
        .bind(MOST_PER_TERMINAL)
        .execute(&mut *transaction)
        .await?;
        Ok(transaction.commit().await?)
    }

    /// Takes a challenge out: one statement finds and deletes it, so of two that
    /// ask for the same at the same time only one gets it.
    pub(crate) async fn take_challenge(
        &self,
        id: &ChallengeId,
    ) -> Result<Option<OpenChallenge>, StoreError> {
        let row: Option<Row> = sqlx::query_as(
            "DELETE FROM challenge WHERE id = $1 \
             RETURNING nonce, origin, context, created_at, expires_at",
        )
        .bind(id.as_str())
        .fetch_optional(&self.pool)
        .await?;
        row.map(|(nonce, origin, context, created_at, expires_at)| {
            Ok(OpenChallenge {
                nonce: Nonce::try_from(nonce).map_err(|_| StoreError::Content)?,
                origin: Origin::try_from(origin).map_err(|_| StoreError::Content)?,
                context: serde_json::from_str(&context).map_err(|_| StoreError::Content)?,
                created_at,
                expires_at,
            })
        })
        .transpose()
    }

    /// Forgets all challenges. At the start of the only gateway: the clock may have been
    /// set back.
    pub(crate) async fn drop_challenges(&self) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM challenge")
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
