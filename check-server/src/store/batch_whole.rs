//! Batches that a source takes as a whole: handed over once, polled until it is done.

use super::batch::state;
use super::{Audit, LEASE_SECONDS, Store, StoreError, audit};

/// Where a batch stands with a source that takes it as a whole.
pub(crate) struct Handing {
    /// What the source wants to remember; none before it was handed over.
    pub(crate) receipt: Option<String>,
    /// Whether it may have been handed over.
    pub(crate) handed: bool,
}

impl Store {
    /// Claims the next step of a batch. None if somebody else has it.
    pub(crate) async fn claim_batch(
        &self,
        batch: &str,
        worker: &str,
    ) -> Result<Option<Handing>, StoreError> {
        let mut transaction = self.begin().await?;
        let clock = self.database_time(&mut transaction).await?;
        let row: Option<(Option<String>, i64)> = sqlx::query_as(
            "UPDATE batch SET worker = $1, lease_until = $2 WHERE reception_number = $3 \
             AND state = $4 AND lease_until <= $5 RETURNING receipt, handed",
        )
        .bind(worker)
        .bind(clock.saturating_add(LEASE_SECONDS))
        .bind(batch)
        .bind(state::WAITING)
        .bind(clock)
        .fetch_optional(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(row.map(|(receipt, handed)| Handing {
            receipt,
            handed: handed != 0,
        }))
    }

    /// Says that a worker is alive.
    pub(crate) async fn renew_batch(&self, batch: &str, worker: &str) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        let clock = self.database_time(&mut transaction).await?;
        sqlx::query(
            "UPDATE batch SET lease_until = $1 WHERE reception_number = $2 AND worker = $3",
        )
        .bind(clock.saturating_add(LEASE_SECONDS))
        .bind(batch)
        .bind(worker)
        .execute(&mut *transaction)
        .await?;
        Ok(transaction.commit().await?)
    }

    /// Notes that the batch is about to be handed over, or was not after all. False if it
    /// is no longer ours.
    pub(crate) async fn note_handing(
        &self,
        batch: &str,
        worker: &str,
        handed: bool,
    ) -> Result<bool, StoreError> {
        let noted = sqlx::query(
            "UPDATE batch SET handed = $1 \
             WHERE reception_number = $2 AND worker = $3 AND receipt IS NULL",
        )
        .bind(i64::from(handed))
        .bind(batch)
        .bind(worker)
        .execute(&self.pool)
        .await?;
        Ok(noted.rows_affected() == 1)
    }

    /// Keeps what the source wants to remember.
    pub(crate) async fn put_receipt(
        &self,
        batch: &str,
        worker: &str,
        receipt: &str,
    ) -> Result<(), StoreError> {
        sqlx::query("UPDATE batch SET receipt = $1 WHERE reception_number = $2 AND worker = $3")
            .bind(receipt)
            .bind(batch)
            .bind(worker)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Lets go of the batch until so many seconds have passed.
    pub(crate) async fn leave_batch(
        &self,
        batch: &str,
        worker: &str,
        pause: i64,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        let clock = self.database_time(&mut transaction).await?;
        self.postpone(&mut transaction, batch, clock.saturating_add(pause))
            .await?;
        sqlx::query(
            "UPDATE batch SET lease_until = 0, worker = NULL \
             WHERE reception_number = $1 AND worker = $2",
        )
        .bind(batch)
        .bind(worker)
        .execute(&mut *transaction)
        .await?;
        Ok(transaction.commit().await?)
    }

    /// The questions of rows after a place that have no answer yet, in order.
    pub(crate) async fn open_rows(
        &self,
        batch: &str,
        after: Option<u32>,
        most: u32,
    ) -> Result<Vec<(i64, String)>, StoreError> {
        Ok(sqlx::query_as(
            "SELECT place, search FROM batch_row \
             WHERE batch = $1 AND place > $2 AND unit IS NULL ORDER BY place LIMIT $3",
        )
        .bind(batch)
        .bind(after.map_or(-1, i64::from))
        .bind(i64::from(most))
        .fetch_all(&self.pool)
        .await?)
    }

    /// Keeps answers. A row that has one keeps it; a place that is not there is left out.
    pub(crate) async fn put_units(
        &self,
        batch: &str,
        units: &[(u32, bool, String)],
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        for (place, normal, unit) in units {
            sqlx::query(
                "UPDATE batch_row SET state = $1, unit = $2 \
                 WHERE batch = $3 AND place = $4 AND unit IS NULL",
            )
            .bind(if *normal { "normal" } else { "error" })
            .bind(unit)
            .bind(batch)
            .bind(i64::from(*place))
            .execute(&mut *transaction)
            .await?;
        }
        Ok(transaction.commit().await?)
    }

    /// The source refused the batch as a whole.
    pub(crate) async fn fail_batch(
        &self,
        batch: &str,
        (code, message): (&str, Option<&str>),
        line: &Audit<'_>,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        let failed = sqlx::query(
            "UPDATE batch SET state = $1, error_code = $2, error_message = $3 \
             WHERE reception_number = $4 AND state = $5",
        )
        .bind(state::FAILED)
        .bind(code)
        .bind(message)
        .bind(batch)
        .bind(state::WAITING)
        .execute(&mut *transaction)
        .await?;
        if failed.rows_affected() == 0 {
            return Ok(());
        }
        audit::append(self, &mut transaction, line).await?;
        Ok(transaction.commit().await?)
    }
}
