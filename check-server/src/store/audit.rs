//! The record of checks: who asked when and how it ended, not about whom.

use super::{Store, StoreError};
use check_api::{AuthMethod, ChallengeContext};

/// One check, good or bad.
pub(crate) struct Audit<'a> {
    pub(crate) id: &'a str,
    pub(crate) at: i64,
    /// None if no challenge was found.
    pub(crate) context: Option<&'a ChallengeContext>,
    /// Name of the verdict, or code of the refusal.
    pub(crate) outcome: &'static str,
}

impl Store {
    /// Records a check.
    pub(crate) async fn record(&self, audit: Audit<'_>) -> Result<(), StoreError> {
        let method = audit.context.map(|context| match context.auth_method {
            AuthMethod::Pin => "pin",
            AuthMethod::Visual => "visual",
        });
        sqlx::query(
            "INSERT INTO audit (id, at, facility, terminal, auth_method, outcome) \
             VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(audit.id)
        .bind(audit.at)
        .bind(audit.context.map(|context| context.facility_code.as_str()))
        .bind(audit.context.map(|context| context.terminal_id.as_str()))
        .bind(method)
        .bind(audit.outcome)
        .execute(&self.pool)
        .await?;
        Ok(())
    }
}
