//! Rows of batches on their way to an answer: `waiting`, `claimed` by a worker,
//! `asked` of the source, and then `normal` or `error`.
//!
//! Each step is one statement that happens only if the row is still where the worker
//! left it. A worker that dies leaves a lease that runs out: what it had only claimed
//! goes back to waiting, what it had asked goes the way that the source wants.

use super::batch::state;
use super::{Audit, LEASE_SECONDS, Store, StoreError, audit};
use sqlx::{Any, Transaction};

/// A claimed row.
pub(crate) struct ClaimedRow {
    pub(crate) place: u32,
    /// `QualificationConfirmSearchInfo`, as JSON.
    pub(crate) search: String,
}

impl Store {
    /// Batches that wait for a step, those that waited longest first.
    pub(crate) async fn waiting_batches(&self) -> Result<Vec<String>, StoreError> {
        let mut transaction = self.begin().await?;
        let clock = self.database_time(&mut transaction).await?;
        Ok(sqlx::query_scalar(
            "SELECT reception_number FROM batch WHERE state = $1 AND next_step_at <= $2 \
             ORDER BY next_step_at, received_at LIMIT 16",
        )
        .bind(state::WAITING)
        .bind(clock)
        .fetch_all(&mut *transaction)
        .await?)
    }

    /// Claims rows of a batch, and lets other batches have their turn next.
    pub(crate) async fn claim_rows(
        &self,
        batch: &str,
        worker: &str,
        most: u32,
    ) -> Result<Vec<ClaimedRow>, StoreError> {
        let mut transaction = self.begin().await?;
        let clock = self.database_time(&mut transaction).await?;
        let statement = self.statement(
            "UPDATE batch_row SET state = 'claimed', worker = $1, lease_until = $2 \
             WHERE batch = $3 AND place IN (SELECT place FROM batch_row \
             WHERE batch = $3 AND state = 'waiting' ORDER BY place LIMIT $4) \
             RETURNING place, search",
            "UPDATE batch_row SET state = 'claimed', worker = $1, lease_until = $2 \
             WHERE batch = $3 AND place IN (SELECT place FROM batch_row \
             WHERE batch = $3 AND state = 'waiting' ORDER BY place LIMIT $4 \
             FOR UPDATE SKIP LOCKED) RETURNING place, search",
        );
        let rows: Vec<(i64, String)> = sqlx::query_as(statement)
            .bind(worker)
            .bind(clock.saturating_add(LEASE_SECONDS))
            .bind(batch)
            .bind(i64::from(most))
            .fetch_all(&mut *transaction)
            .await?;
        if !rows.is_empty() {
            self.postpone(&mut transaction, batch, clock).await?;
        }
        transaction.commit().await?;
        rows.into_iter()
            .map(|(place, search)| {
                Ok(ClaimedRow {
                    place: u32::try_from(place).map_err(|_| StoreError::Content)?,
                    search,
                })
            })
            .collect()
    }

    /// Says that the source is about to be asked. False if the row is no longer ours.
    pub(crate) async fn begin_asking(
        &self,
        batch: &str,
        place: u32,
        worker: &str,
    ) -> Result<bool, StoreError> {
        let begun = sqlx::query(
            "UPDATE batch_row SET state = 'asked', asked = asked + 1 \
             WHERE batch = $1 AND place = $2 AND worker = $3 AND state = 'claimed'",
        )
        .bind(batch)
        .bind(i64::from(place))
        .bind(worker)
        .execute(&self.pool)
        .await?;
        Ok(begun.rows_affected() == 1)
    }

    /// Keeps the answer of a row that we asked.
    pub(crate) async fn answer_row(
        &self,
        batch: &str,
        place: u32,
        worker: &str,
        (normal, unit): (bool, &str),
    ) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE batch_row SET state = $1, unit = $2, worker = NULL \
             WHERE batch = $3 AND place = $4 AND worker = $5 AND state = 'asked'",
        )
        .bind(if normal { "normal" } else { "error" })
        .bind(unit)
        .bind(batch)
        .bind(i64::from(place))
        .bind(worker)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Gives back what a worker holds and did not ask after all, and pauses the batch.
    pub(crate) async fn give_back(
        &self,
        batch: &str,
        worker: &str,
        pause: i64,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        let clock = self.database_time(&mut transaction).await?;
        sqlx::query(
            "UPDATE batch_row SET state = 'waiting', worker = NULL, \
             asked = asked - CASE state WHEN 'asked' THEN 1 ELSE 0 END \
             WHERE batch = $1 AND worker = $2 AND state IN ('claimed', 'asked')",
        )
        .bind(batch)
        .bind(worker)
        .execute(&mut *transaction)
        .await?;
        self.postpone(&mut transaction, batch, clock.saturating_add(pause))
            .await?;
        Ok(transaction.commit().await?)
    }

    /// Says that a worker is alive.
    pub(crate) async fn renew_rows(&self, batch: &str, worker: &str) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        let clock = self.database_time(&mut transaction).await?;
        sqlx::query(
            "UPDATE batch_row SET lease_until = $1 \
             WHERE batch = $2 AND worker = $3 AND state IN ('claimed', 'asked')",
        )
        .bind(clock.saturating_add(LEASE_SECONDS))
        .bind(batch)
        .bind(worker)
        .execute(&mut *transaction)
        .await?;
        Ok(transaction.commit().await?)
    }

    /// Frees rows whose worker died. What it had asked goes back too if it may be asked
    /// again; else it stays for [`Self::lost_rows`].
    pub(crate) async fn free_rows(&self, ask_again: bool) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        let clock = self.database_time(&mut transaction).await?;
        let freed = if ask_again {
            "UPDATE batch_row SET state = 'waiting', worker = NULL \
             WHERE state IN ('claimed', 'asked') AND lease_until <= $1"
        } else {
            "UPDATE batch_row SET state = 'waiting', worker = NULL \
             WHERE state = 'claimed' AND lease_until <= $1"
        };
        sqlx::query(freed)
            .bind(clock)
            .execute(&mut *transaction)
            .await?;
        Ok(transaction.commit().await?)
    }

    /// Takes over some rows that were asked by a worker that died: (batch, place, search).
    pub(crate) async fn lost_rows(
        &self,
        worker: &str,
    ) -> Result<Vec<(String, i64, String)>, StoreError> {
        let mut transaction = self.begin().await?;
        let clock = self.database_time(&mut transaction).await?;
        let rows = sqlx::query_as(
            "UPDATE batch_row SET worker = $1, lease_until = $2 \
             WHERE state = 'asked' AND lease_until <= $3 RETURNING batch, place, search",
        )
        .bind(worker)
        .bind(clock.saturating_add(LEASE_SECONDS))
        .bind(clock)
        .fetch_all(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(rows)
    }

    /// Ends a batch if every row has its answer, and records it. True if this did it.
    pub(crate) async fn end_batch(
        &self,
        batch: &str,
        line: &Audit<'_>,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let ended = sqlx::query(
            "UPDATE batch SET state = $1 WHERE reception_number = $2 AND state = $3 \
             AND NOT EXISTS (SELECT 1 FROM batch_row WHERE batch = $2 \
             AND state IN ('waiting', 'claimed', 'asked'))",
        )
        .bind(state::DONE)
        .bind(batch)
        .bind(state::WAITING)
        .execute(&mut *transaction)
        .await?;
        if ended.rows_affected() == 0 {
            return Ok(false);
        }
        audit::append(self, &mut transaction, line).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// At the start of the only gateway: whoever held a lease is dead.
    pub(crate) async fn end_all_leases(&self) -> Result<(), StoreError> {
        for statement in [
            "UPDATE batch_row SET lease_until = 0 WHERE state IN ('claimed', 'asked')",
            "UPDATE batch SET lease_until = 0 WHERE state = 'waiting'",
            "UPDATE idempotency SET lease_until = 0 WHERE status IS NULL",
        ] {
            sqlx::query(statement).execute(&self.pool).await?;
        }
        Ok(())
    }

    /// Puts the next step of a batch off.
    pub(super) async fn postpone(
        &self,
        transaction: &mut Transaction<'static, Any>,
        batch: &str,
        until: i64,
    ) -> Result<(), StoreError> {
        sqlx::query("UPDATE batch SET next_step_at = $1 WHERE reception_number = $2")
            .bind(until)
            .bind(batch)
            .execute(&mut **transaction)
            .await?;
        Ok(())
    }
}
