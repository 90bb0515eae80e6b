//! Terminals: codes that enrol them, and their keys.

use super::{Audit, Store, StoreError, audit};
use check_api::field::{ActivationCode, FacilityCode, TerminalId};
use check_api::terminal::Enrolment;
use sha2::{Digest, Sha256};

impl Store {
    /// Remembers a code; codes that were given for the terminal before are void.
    pub(crate) async fn put_activation(
        &self,
        code: &ActivationCode,
        of: &Enrolment,
        expires_at: i64,
        line: &Audit<'_>,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        sqlx::query("DELETE FROM activation WHERE facility = $1 AND terminal = $2")
            .bind(of.facility_code.as_str())
            .bind(of.terminal_id.as_str())
            .execute(&mut *transaction)
            .await?;
        sqlx::query(
            "INSERT INTO activation (code, facility, terminal, expires_at) VALUES ($1, $2, $3, $4)",
        )
        .bind(digest(code))
        .bind(of.facility_code.as_str())
        .bind(of.terminal_id.as_str())
        .bind(expires_at)
        .execute(&mut *transaction)
        .await?;
        audit::append(self, &mut transaction, line).await?;
        Ok(transaction.commit().await?)
    }

    /// Takes a code out, whether or not it is over: what it is for, and until when.
    pub(crate) async fn take_activation(
        &self,
        code: &ActivationCode,
    ) -> Result<Option<(Enrolment, i64)>, StoreError> {
        let row: Option<(String, String, i64)> = sqlx::query_as(
            "DELETE FROM activation WHERE code = $1 RETURNING facility, terminal, expires_at",
        )
        .bind(digest(code))
        .fetch_optional(&self.pool)
        .await?;
        row.map(|(facility, terminal, expires_at)| {
            let enrolment = Enrolment {
                facility_code: FacilityCode::try_from(facility).map_err(|_| StoreError::Content)?,
                terminal_id: TerminalId::try_from(terminal).map_err(|_| StoreError::Content)?,
            };
            Ok((enrolment, expires_at))
        })
        .transpose()
    }

    /// Files the key of a terminal in place of an earlier one.
    pub(crate) async fn put_terminal_key(
        &self,
        of: &Enrolment,
        public_key: &[u8],
        now: i64,
        line: &Audit<'_>,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        sqlx::query(
            "INSERT INTO terminal_key (facility, terminal, public_key, enrolled_at) \
             VALUES ($1, $2, $3, $4) ON CONFLICT (facility, terminal) DO UPDATE \
             SET public_key = excluded.public_key, enrolled_at = excluded.enrolled_at",
        )
        .bind(of.facility_code.as_str())
        .bind(of.terminal_id.as_str())
        .bind(public_key)
        .bind(now)
        .execute(&mut *transaction)
        .await?;
        audit::append(self, &mut transaction, line).await?;
        Ok(transaction.commit().await?)
    }

    /// The key of a terminal.
    pub(crate) async fn terminal_key(
        &self,
        facility: &FacilityCode,
        terminal: &TerminalId,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let key = sqlx::query_scalar(
            "SELECT public_key FROM terminal_key WHERE facility = $1 AND terminal = $2",
        )
        .bind(facility.as_str())
        .bind(terminal.as_str())
        .fetch_optional(&self.pool)
        .await?;
        Ok(key)
    }
}

fn digest(code: &ActivationCode) -> Vec<u8> {
    Sha256::digest(code.as_str().as_bytes()).to_vec()
}
