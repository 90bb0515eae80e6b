//! People and revoked certificates, as imported.

use super::{Lock, Store, StoreError};
use crate::registry::{CertificateDigest, People, Revocations};
use serde_json::{Map, Value};

/// Stored elements of a person's answer: header and body.
pub(crate) type StoredAnswer = (Map<String, Value>, Map<String, Value>);

impl Store {
    /// Replaces all people by those of a file, all or nothing. Checks go on meanwhile.
    ///
    /// # Errors
    /// [`StoreError`]; then all is as it was before.
    pub async fn replace_people(&self, people: &People) -> Result<(), StoreError> {
        let mut transaction = self.begin_alone(Lock::Registry).await?;
        sqlx::query("DELETE FROM person")
            .execute(&mut *transaction)
            .await?;
        for person in people.iter() {
            let header = serde_json::to_string(&person.header).map_err(|_| StoreError::Content)?;
            let body = serde_json::to_string(&person.body).map_err(|_| StoreError::Content)?;
            for certificate in &person.certificates {
                sqlx::query("INSERT INTO person (certificate, header, body) VALUES ($1, $2, $3)")
                    .bind(certificate.as_bytes())
                    .bind(&header)
                    .bind(&body)
                    .execute(&mut *transaction)
                    .await?;
            }
        }
        Ok(transaction.commit().await?)
    }

    /// Replaces the list of revoked certificates by that of a file, all or nothing.
    /// Checks go on meanwhile.
    ///
    /// # Errors
    /// [`StoreError`]; then all is as it was before.
    pub async fn replace_revocations(&self, list: &Revocations) -> Result<(), StoreError> {
        let mut transaction = self.begin_alone(Lock::Revocations).await?;
        sqlx::query("DELETE FROM revocation")
            .execute(&mut *transaction)
            .await?;
        for certificate in list.iter() {
            sqlx::query("INSERT INTO revocation (certificate) VALUES ($1)")
                .bind(certificate.as_bytes())
                .execute(&mut *transaction)
                .await?;
        }
        Ok(transaction.commit().await?)
    }

    /// How many certificates lead to a person.
    pub(crate) async fn count_certificates(&self) -> Result<u64, StoreError> {
        let count: i64 = sqlx::query_scalar("SELECT count(*) FROM person")
            .fetch_one(&self.pool)
            .await?;
        u64::try_from(count).map_err(|_| StoreError::Content)
    }

    /// Whether a certificate has been revoked.
    pub(crate) async fn is_revoked(&self, of: &CertificateDigest) -> Result<bool, StoreError> {
        let found: Option<i64> =
            sqlx::query_scalar("SELECT 1 FROM revocation WHERE certificate = $1")
                .bind(of.as_bytes())
                .fetch_optional(&self.pool)
                .await?;
        Ok(found.is_some())
    }

    /// The stored answer for the person of a certificate.
    pub(crate) async fn person(
        &self,
        of: &CertificateDigest,
    ) -> Result<Option<StoredAnswer>, StoreError> {
        let row: Option<(String, String)> =
            sqlx::query_as("SELECT header, body FROM person WHERE certificate = $1")
                .bind(of.as_bytes())
                .fetch_optional(&self.pool)
                .await?;
        let elements = |text: String| serde_json::from_str(&text).map_err(|_| StoreError::Content);
        row.map(|(header, body)| Ok((elements(header)?, elements(body)?)))
            .transpose()
    }
}
