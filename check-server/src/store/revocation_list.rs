//! Lists of revoked certificates as authorities publish them: the newest of each.

use super::{Audit, Lock, Store, StoreError, audit};
use crate::registry::CertificateDigest;
use card_certificate::RevocationList;

/// What became of a list that was brought in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// It is the one that counts from now on.
    Newest,
    /// One with a higher number was there.
    Older,
}

impl Store {
    /// Puts a list in the place of the one before, all or nothing, unless that is newer.
    /// The same list again changes nothing. Checks go on meanwhile.
    pub(crate) async fn take_revocation_list(
        &self,
        list: &RevocationList,
        line: &Audit<'_>,
    ) -> Result<Taken, StoreError> {
        let mut transaction = self.begin_alone(Lock::Revocations).await?;
        let scope = list.scope().as_slice();
        let before: Option<String> =
            sqlx::query_scalar("SELECT crl_number FROM revocation_list WHERE issuer = $1")
                .bind(scope)
                .fetch_optional(&mut *transaction)
                .await?;
        if before.is_some_and(|before| &*before > list.number()) {
            return Ok(Taken::Older);
        }
        sqlx::query("DELETE FROM listed_revocation WHERE issuer = $1")
            .bind(scope)
            .execute(&mut *transaction)
            .await?;
        let (this_update, next_update) = list.dates();
        let seconds = |time: u64| i64::try_from(time).unwrap_or(i64::MAX);
        sqlx::query(
            "INSERT INTO revocation_list (issuer, crl_number, this_update, next_update) \
             VALUES ($1, $2, $3, $4) ON CONFLICT (issuer) DO UPDATE \
             SET crl_number = excluded.crl_number, this_update = excluded.this_update, \
             next_update = excluded.next_update",
        )
        .bind(scope)
        .bind(list.number())
        .bind(seconds(this_update))
        .bind(seconds(next_update))
        .execute(&mut *transaction)
        .await?;
        for serial in list.serials() {
            let certificate = CertificateDigest::of(list.authority_key_id(), serial.as_bytes());
            sqlx::query(
                "INSERT INTO listed_revocation (certificate, issuer) VALUES ($1, $2) \
                 ON CONFLICT (certificate, issuer) DO NOTHING",
            )
            .bind(certificate.as_bytes())
            .bind(scope)
            .execute(&mut *transaction)
            .await?;
        }
        audit::append(self, &mut transaction, line).await?;
        transaction.commit().await?;
        Ok(Taken::Newest)
    }

    /// How many lists should have been followed by a newer one.
    pub(crate) async fn count_old_lists(&self, now: i64) -> Result<i64, StoreError> {
        Ok(
            sqlx::query_scalar("SELECT count(*) FROM revocation_list WHERE next_update <= $1")
                .bind(now)
                .fetch_one(&self.pool)
                .await?,
        )
    }
}
