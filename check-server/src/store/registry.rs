//! People and revoked certificates, as imported.

use super::{Audit, Lock, Store, StoreError, audit};
use crate::registry::{CertificateDigest, InsuredKey, People, Revocations};
use serde_json::{Map, Value};

/// Stored elements of a person's answer: header and body.
pub(crate) type StoredAnswer = (Map<String, Value>, Map<String, Value>);

/// `person`, `symbol`, `branch`, `header`, `body`.
type InsuredRow = (i64, String, String, String, String);

/// People with the same insurer, number and birthday: members of one household, twins.
const MOST_ALIKE: i64 = 64;

impl Store {
    /// Replaces all people by those of a file, all or nothing. Checks go on meanwhile.
    pub(crate) async fn replace_people(
        &self,
        people: &People,
        line: &Audit<'_>,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin_alone(Lock::Registry).await?;
        for table in ["DELETE FROM person", "DELETE FROM insured"] {
            sqlx::query(table).execute(&mut *transaction).await?;
        }
        for (place, person) in (0_i64..).zip(people.iter()) {
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
            for key in &person.insured {
                sqlx::query(
                    "INSERT INTO insured \
                     (insurer, symbol, number, branch, birthdate, person, header, body) \
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                )
                .bind(&key.insurer)
                .bind(&key.symbol)
                .bind(&key.number)
                .bind(&key.branch)
                .bind(&key.birthdate)
                .bind(place)
                .bind(&header)
                .bind(&body)
                .execute(&mut *transaction)
                .await?;
            }
        }
        audit::append(self, &mut transaction, line).await?;
        Ok(transaction.commit().await?)
    }

    /// Replaces the list of revoked certificates by that of a file, all or nothing.
    /// Checks go on meanwhile.
    pub(crate) async fn replace_revocations(
        &self,
        list: &Revocations,
        line: &Audit<'_>,
    ) -> Result<(), StoreError> {
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
        audit::append(self, &mut transaction, line).await?;
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
        let found: Option<i64> = sqlx::query_scalar(
            "SELECT 1 FROM revocation WHERE certificate = $1 \
                 UNION ALL SELECT 1 FROM listed_revocation WHERE certificate = $1 LIMIT 1",
        )
        .bind(of.as_bytes())
        .fetch_optional(&self.pool)
        .await?;
        Ok(found.is_some())
    }

    /// The stored answers for the people of these numbers: of one person one, of several
    /// two. What the question or the register leaves open is not compared.
    pub(crate) async fn insured(&self, of: &InsuredKey) -> Result<Vec<StoredAnswer>, StoreError> {
        let rows: Vec<InsuredRow> = sqlx::query_as(
            "SELECT person, symbol, branch, header, body FROM insured \
             WHERE insurer = $1 AND number = $2 AND birthdate = $3 ORDER BY person LIMIT $4",
        )
        .bind(&of.insurer)
        .bind(&of.number)
        .bind(&of.birthdate)
        .bind(MOST_ALIKE)
        .fetch_all(&self.pool)
        .await?;
        let mut people = Vec::new();
        let mut answers = Vec::new();
        for (person, symbol, branch, header, body) in rows {
            let fits = (of.symbol.is_empty() || of.symbol == symbol)
                && (of.branch.is_empty() || branch.is_empty() || of.branch == branch);
            if fits && !people.contains(&person) && people.len() < 2 {
                people.push(person);
                answers.push((elements(&header)?, elements(&body)?));
            }
        }
        Ok(answers)
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
        row.map(|(header, body)| Ok((elements(&header)?, elements(&body)?)))
            .transpose()
    }
}

fn elements(text: &str) -> Result<Map<String, Value>, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Content)
}
