//! Batches: received page by page, worked on, kept for a while, forgotten.

use super::{Audit, Claim, Scope, Store, StoreError, audit};
use check_api::field::{Date, FacilityCode, IdempotencyKey, ReceptionNumber};

/// A batch apart from its rows.
pub(crate) struct StoredBatch {
    pub(crate) number: String,
    pub(crate) facility: String,
    pub(crate) terminal: String,
    pub(crate) confirmation_date: String,
    pub(crate) received_at: i64,
    pub(crate) state: String,
    pub(crate) total: i64,
    pub(crate) error_code: Option<String>,
    pub(crate) error_message: Option<String>,
}

/// States of a batch.
pub(crate) mod state {
    /// Its rows are still being taken in.
    pub(crate) const RECEIVING: &str = "receiving";
    /// Rows wait for their answers.
    pub(crate) const WAITING: &str = "waiting";
    /// Every row has its answer.
    pub(crate) const DONE: &str = "done";
    /// The source refused it as a whole.
    pub(crate) const FAILED: &str = "failed";
    /// The answers are gone.
    pub(crate) const OVER: &str = "over";
}

/// How many rows have which kind of answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) normal: i64,
    pub(crate) error: i64,
}

/// What must be known to receive a batch.
pub(crate) struct NewBatch<'a> {
    pub(crate) number: &'a ReceptionNumber,
    pub(crate) scope: &'a Scope,
    pub(crate) confirmation_date: &'a Date,
    pub(crate) received_at: i64,
    pub(crate) expires_at: i64,
}

type Row = (
    String,
    String,
    String,
    String,
    i64,
    String,
    i64,
    Option<String>,
    Option<String>,
);

/// How long it is remembered that there was a batch whose answers are gone.
const SECONDS_OF_MEMORY: i64 = 30 * 24 * 60 * 60;

impl Store {
    /// Begins to receive a batch. What a gateway that died left of the same one goes.
    pub(crate) async fn open_batch(&self, batch: &NewBatch<'_>) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        let (facility, terminal) = (&batch.scope.facility, &batch.scope.terminal);
        sqlx::query(
            "DELETE FROM batch WHERE facility = $1 AND terminal = $2 AND idempotency_key = $3 \
             AND state = $4",
        )
        .bind(facility.as_str())
        .bind(terminal.as_str())
        .bind(batch.scope.key.as_str())
        .bind(state::RECEIVING)
        .execute(&mut *transaction)
        .await?;
        sqlx::query(
            "INSERT INTO batch (reception_number, facility, terminal, idempotency_key, \
             confirmation_date, received_at, state, total, handed, lease_until, next_step_at, \
             polled_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0, 0, 0, $8)",
        )
        .bind(batch.number.as_str())
        .bind(facility.as_str())
        .bind(terminal.as_str())
        .bind(batch.scope.key.as_str())
        .bind(batch.confirmation_date.as_str())
        .bind(batch.received_at)
        .bind(state::RECEIVING)
        .bind(batch.expires_at)
        .execute(&mut *transaction)
        .await?;
        Ok(transaction.commit().await?)
    }

    /// Takes in some rows of a batch.
    pub(crate) async fn put_rows(
        &self,
        number: &ReceptionNumber,
        rows: &[(u32, String)],
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        for (place, search) in rows {
            sqlx::query(
                "INSERT INTO batch_row (batch, place, state, asked, lease_until, search) \
                 VALUES ($1, $2, 'waiting', 0, 0, $3)",
            )
            .bind(number.as_str())
            .bind(i64::from(*place))
            .bind(search)
            .execute(&mut *transaction)
            .await?;
        }
        Ok(transaction.commit().await?)
    }

    /// All rows are there: from now on they are worked on, the answer is kept under the
    /// key, and it is recorded. All or nothing; false if the claim is no longer ours.
    pub(crate) async fn accept_batch(
        &self,
        batch: &NewBatch<'_>,
        claim: &str,
        (total, answer): (u32, &str),
        line: &Audit<'_>,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let kept = sqlx::query(
            "UPDATE idempotency SET status = 202, content = $1 WHERE facility = $2 \
             AND terminal = $3 AND idempotency_key = $4 AND claim = $5 AND status IS NULL",
        )
        .bind(answer)
        .bind(batch.scope.facility.as_str())
        .bind(batch.scope.terminal.as_str())
        .bind(batch.scope.key.as_str())
        .bind(claim)
        .execute(&mut *transaction)
        .await?;
        let opened = sqlx::query(
            "UPDATE batch SET state = $1, total = $2, answer = $3 \
             WHERE reception_number = $4 AND state = $5",
        )
        .bind(state::WAITING)
        .bind(i64::from(total))
        .bind(answer)
        .bind(batch.number.as_str())
        .bind(state::RECEIVING)
        .execute(&mut *transaction)
        .await?;
        if kept.rows_affected() != 1 || opened.rows_affected() != 1 {
            return Ok(false);
        }
        audit::append(self, &mut transaction, line).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Gives up a batch that is still being received.
    pub(crate) async fn abandon_batch(&self, number: &ReceptionNumber) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM batch WHERE reception_number = $1 AND state = $2")
            .bind(number.as_str())
            .bind(state::RECEIVING)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// The batch of a reception number, once it was received.
    pub(crate) async fn batch(
        &self,
        number: &ReceptionNumber,
    ) -> Result<Option<StoredBatch>, StoreError> {
        let row: Option<Row> = sqlx::query_as(
            "SELECT reception_number, facility, terminal, confirmation_date, received_at, state, \
             total, error_code, error_message \
             FROM batch WHERE reception_number = $1 AND state <> $2",
        )
        .bind(number.as_str())
        .bind(state::RECEIVING)
        .fetch_optional(&self.pool)
        .await?;
        Ok(row.map(of_row))
    }

    /// Whether a submission arrived under a key, and what was answered: the batch, or
    /// that it is under way, or nothing.
    pub(crate) async fn batch_by_key(
        &self,
        key: &IdempotencyKey,
    ) -> Result<Option<Claim>, StoreError> {
        let mut transaction = self.begin().await?;
        let row: Option<(Option<String>, String)> = sqlx::query_as(
            "SELECT answer, state FROM batch WHERE idempotency_key = $1 AND state <> $2 \
             ORDER BY received_at DESC LIMIT 1",
        )
        .bind(key.as_str())
        .bind(state::RECEIVING)
        .fetch_optional(&mut *transaction)
        .await?;
        if let Some((answer, _)) = row {
            return Ok(Some(Claim::Answered {
                status: 202,
                content: answer.ok_or(StoreError::Content)?,
            }));
        }
        let clock = self.database_time(&mut transaction).await?;
        let lease: Option<i64> = sqlx::query_scalar(
            "SELECT max(lease_until) FROM idempotency \
             WHERE idempotency_key = $1 AND status IS NULL",
        )
        .bind(key.as_str())
        .fetch_one(&mut *transaction)
        .await?;
        Ok(lease
            .filter(|lease| *lease > clock)
            .map(|lease| Claim::UnderWay {
                seconds: lease.abs_diff(clock),
            }))
    }

    /// How many rows have their answer.
    pub(crate) async fn batch_counts(&self, number: &str) -> Result<Counts, StoreError> {
        let rows: Vec<(String, i64)> = sqlx::query_as(
            "SELECT state, count(*) FROM batch_row \
             WHERE batch = $1 AND state IN ('normal', 'error') GROUP BY state",
        )
        .bind(number)
        .fetch_all(&self.pool)
        .await?;
        let of = |state: &str| {
            rows.iter()
                .find(|row| row.0 == state)
                .map_or(0, |row| row.1)
        };
        Ok(Counts {
            normal: of("normal"),
            error: of("error"),
        })
    }

    /// Answers of rows from a place on, in order.
    pub(crate) async fn batch_units(
        &self,
        number: &str,
        from: u32,
        most: u32,
    ) -> Result<Vec<(i64, String)>, StoreError> {
        Ok(sqlx::query_as(
            "SELECT place, unit FROM batch_row \
             WHERE batch = $1 AND place >= $2 AND unit IS NOT NULL ORDER BY place LIMIT $3",
        )
        .bind(number)
        .bind(i64::from(from))
        .bind(i64::from(most))
        .fetch_all(&self.pool)
        .await?)
    }

    /// Notes that somebody looks at the batch. If the last look was too short a time
    /// ago, it is not noted, and the seconds are told that are still to wait.
    pub(crate) async fn look_at_batch(
        &self,
        number: &str,
        pause: u32,
    ) -> Result<Option<u64>, StoreError> {
        let mut transaction = self.begin().await?;
        let clock = self.database_time(&mut transaction).await?;
        let noted = sqlx::query(
            "UPDATE batch SET polled_at = $1 WHERE reception_number = $2 AND polled_at <= $3",
        )
        .bind(clock)
        .bind(number)
        .bind(clock.saturating_sub(i64::from(pause)))
        .execute(&mut *transaction)
        .await?;
        if noted.rows_affected() == 1 {
            transaction.commit().await?;
            return Ok(None);
        }
        let last: Option<i64> =
            sqlx::query_scalar("SELECT polled_at FROM batch WHERE reception_number = $1")
                .bind(number)
                .fetch_optional(&mut *transaction)
                .await?;
        let free = last.unwrap_or(clock).saturating_add(i64::from(pause));
        Ok(Some(free.abs_diff(clock).clamp(1, u64::from(pause.max(1)))))
    }

    /// Deletes the answers of a batch. False if they are gone already.
    pub(crate) async fn delete_batch(
        &self,
        number: &ReceptionNumber,
        line: &Audit<'_>,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let over = sqlx::query(
            "UPDATE batch SET state = $1, error_message = NULL WHERE reception_number = $2 \
             AND state NOT IN ($1, $3)",
        )
        .bind(state::OVER)
        .bind(number.as_str())
        .bind(state::RECEIVING)
        .execute(&mut *transaction)
        .await?;
        if over.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query("DELETE FROM batch_row WHERE batch = $1")
            .bind(number.as_str())
            .execute(&mut *transaction)
            .await?;
        audit::append(self, &mut transaction, line).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Batches whose time is over, some of them.
    pub(crate) async fn batches_to_forget(
        &self,
        now: i64,
    ) -> Result<Vec<(String, String, String)>, StoreError> {
        Ok(sqlx::query_as(
            "SELECT reception_number, facility, terminal FROM batch \
             WHERE expires_at <= $1 AND state NOT IN ($2, $3) LIMIT 16",
        )
        .bind(now)
        .bind(state::OVER)
        .bind(state::RECEIVING)
        .fetch_all(&self.pool)
        .await?)
    }

    /// Forgets what nobody asks for any more: batches of long ago, and those that were
    /// never wholly received.
    pub(crate) async fn forget_old_batches(&self, now: i64) -> Result<(), StoreError> {
        sqlx::query(
            "DELETE FROM batch WHERE (state = $1 AND expires_at <= $2) \
             OR (state = $3 AND expires_at <= $4)",
        )
        .bind(state::OVER)
        .bind(now.saturating_sub(SECONDS_OF_MEMORY))
        .bind(state::RECEIVING)
        .bind(now)
        .execute(&self.pool)
        .await?;
        sqlx::query("DELETE FROM idempotency WHERE expires_at <= $1")
            .bind(now)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

impl StoredBatch {
    /// Who asks and for which day.
    pub(crate) fn head(&self) -> Result<(FacilityCode, Date), StoreError> {
        let facility = FacilityCode::try_from(self.facility.clone());
        let date = Date::try_from(self.confirmation_date.clone());
        match (facility, date) {
            (Ok(facility), Ok(date)) => Ok((facility, date)),
            _ => Err(StoreError::Content),
        }
    }
}

fn of_row(row: Row) -> StoredBatch {
    let (number, facility, terminal, confirmation_date, received_at, state, total, code, message) =
        row;
    StoredBatch {
        number,
        facility,
        terminal,
        confirmation_date,
        received_at,
        state,
        total,
        error_code: code,
        error_message: message,
    }
}
