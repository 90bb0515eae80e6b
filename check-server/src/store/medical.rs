//! Which check of a card lets a terminal ask for medical information: for some minutes, the
//! name of the check stands for the certificate. A digest, and no name of a person.

use super::{Store, StoreError};
use crate::registry::CertificateDigest;
use check_api::field::{FacilityCode, TerminalId};

/// A check that may be built upon.
pub(crate) struct MedicalGrounds<'a> {
    /// The name under which the check was recorded.
    pub(crate) audit_id: &'a str,
    pub(crate) facility: &'a FacilityCode,
    pub(crate) terminal: &'a TerminalId,
    pub(crate) certificate: &'a CertificateDigest,
    /// Seconds since 1970, by the gateway's clock.
    pub(crate) expires_at: i64,
}

impl Store {
    /// Remembers a check, and forgets those that are over at `now`.
    pub(crate) async fn put_medical_grounds(
        &self,
        grounds: &MedicalGrounds<'_>,
        now: i64,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        sqlx::query("DELETE FROM medical_grounds WHERE expires_at <= $1")
            .bind(now)
            .execute(&mut *transaction)
            .await?;
        sqlx::query(
            "INSERT INTO medical_grounds (audit_id, facility, terminal, certificate, expires_at) \
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(grounds.audit_id)
        .bind(grounds.facility.as_str())
        .bind(grounds.terminal.as_str())
        .bind(grounds.certificate.as_bytes())
        .bind(grounds.expires_at)
        .execute(&mut *transaction)
        .await?;
        Ok(transaction.commit().await?)
    }

    /// The certificate that was checked under this name, by this terminal, and not too long ago.
    pub(crate) async fn medical_grounds(
        &self,
        audit_id: &str,
        facility: &FacilityCode,
        terminal: &TerminalId,
        now: i64,
    ) -> Result<Option<CertificateDigest>, StoreError> {
        let found: Option<Vec<u8>> = sqlx::query_scalar(
            "SELECT certificate FROM medical_grounds \
             WHERE audit_id = $1 AND facility = $2 AND terminal = $3 AND expires_at > $4",
        )
        .bind(audit_id)
        .bind(facility.as_str())
        .bind(terminal.as_str())
        .bind(now)
        .fetch_optional(&self.pool)
        .await?;
        found
            .map(|octets| CertificateDigest::stored(&octets).ok_or(StoreError::Content))
            .transpose()
    }
}
