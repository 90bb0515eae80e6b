//! Relays: how far a verifier has come with a card. One for each terminal at most; whoever
//! takes one has it alone, on whichever gateway.

use super::{Store, StoreError};
use check_api::field::{ChallengeId, FacilityCode, Origin, TerminalId};

/// How far a relay is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// The card has to hear the certificate and to give a challenge.
    Certificate,
    /// The card has to judge the answer to its challenge.
    Authentication,
    /// The card trusts the verifier.
    Done,
}

/// Everything that must be remembered of a relay.
pub(crate) struct OpenRelay {
    pub(crate) origin: Origin,
    pub(crate) facility: FacilityCode,
    pub(crate) terminal: TerminalId,
    pub(crate) stage: Stage,
    pub(crate) expires_at: i64,
}

/// `origin`, `facility`, `terminal`, `stage`, `expires_at`.
type Row = (String, String, String, String, i64);

impl Stage {
    const ALL: [Self; 3] = [Self::Certificate, Self::Authentication, Self::Done];

    const fn name(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::Authentication => "authentication",
            Self::Done => "done",
        }
    }
}

impl Store {
    /// Remembers a relay in place of any other of its terminal, and forgets those that are
    /// over at `now`.
    pub(crate) async fn put_relay(
        &self,
        challenge: &ChallengeId,
        relay: &OpenRelay,
        now: i64,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        sqlx::query(
            "DELETE FROM relay WHERE expires_at <= $1 OR (facility = $2 AND terminal = $3)",
        )
        .bind(now)
        .bind(relay.facility.as_str())
        .bind(relay.terminal.as_str())
        .execute(&mut *transaction)
        .await?;
        // Of two that come at the same time one is as good as the other.
        sqlx::query(
            "INSERT INTO relay (challenge, origin, facility, terminal, stage, expires_at) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        )
        .bind(challenge.as_str())
        .bind(relay.origin.as_str())
        .bind(relay.facility.as_str())
        .bind(relay.terminal.as_str())
        .bind(relay.stage.name())
        .bind(relay.expires_at)
        .execute(&mut *transaction)
        .await?;
        Ok(transaction.commit().await?)
    }

    /// Takes a relay out: one statement finds and deletes it.
    pub(crate) async fn take_relay(
        &self,
        challenge: &ChallengeId,
    ) -> Result<Option<OpenRelay>, StoreError> {
        let row: Option<Row> = sqlx::query_as(
            "DELETE FROM relay WHERE challenge = $1 \
             RETURNING origin, facility, terminal, stage, expires_at",
        )
        .bind(challenge.as_str())
        .fetch_optional(&self.pool)
        .await?;
        row.map(|(origin, facility, terminal, stage, expires_at)| {
            let stage = Stage::ALL.into_iter().find(|known| known.name() == stage);
            Ok(OpenRelay {
                origin: origin.try_into().map_err(|_| StoreError::Content)?,
                facility: facility.try_into().map_err(|_| StoreError::Content)?,
                terminal: terminal.try_into().map_err(|_| StoreError::Content)?,
                stage: stage.ok_or(StoreError::Content)?,
                expires_at,
            })
        })
        .transpose()
    }
}
