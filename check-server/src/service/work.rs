//! Work with effects: done once for each `Idempotency-Key`, also when the connection on
//! which it was asked for is gone, and answered again from what was kept.

use super::{Refusal, Sealed};
use crate::gateway::Gateway;
use crate::store::{Claim, LEASE_SECONDS, Scope};
use axum::http::StatusCode;
use check_api::ProblemCode;
use sha2::{Digest, Sha256};
use std::future::Future;
use std::time::Duration;

/// How long answers are kept for a request that comes again.
const ANSWER_SECONDS: i64 = 24 * 60 * 60;

/// How a request ended: the name under which it is recorded, and the JSON of its answer.
pub(crate) struct Worked {
    pub(crate) audit_id: Option<String>,
    pub(crate) result: Result<Kept, Refusal>,
}

/// An answer as it is kept: status and JSON.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) status: u16,
    pub(crate) content: String,
}

impl Kept {
    /// An answer.
    pub(super) fn of(status: u16, answer: &impl serde::Serialize) -> Result<Self, Refusal> {
        let content = serde_json::to_string(answer);
        let content = content.map_err(|_| Refusal::from(ProblemCode::Internal))?;
        Ok(Self { status, content })
    }

    /// A refusal that stays one, however often it is asked for.
    pub(super) fn of_refusal(refusal: &Refusal, audit_id: &str) -> Result<Self, Refusal> {
        let status = refusal.status();
        let mut problem = refusal.problem(title(status));
        problem.audit_id = Some(audit_id.to_owned());
        Self::of(status, &problem)
    }

    /// As it is answered: what was kept of a refusal is one.
    pub(super) fn into_result(self) -> Result<Self, Refusal> {
        if self.status < 400 {
            return Ok(self);
        }
        let problem = serde_json::from_str(&self.content);
        Err(problem.map_or_else(
            |_| ProblemCode::Internal.into(),
            |problem| Refusal::Kept(Box::new(problem)),
        ))
    }
}

/// The phrase of an HTTP status.
fn title(status: u16) -> &'static str {
    StatusCode::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason())
        .unwrap_or_default()
}

impl From<Refusal> for Worked {
    fn from(refusal: Refusal) -> Self {
        Self {
            audit_id: None,
            result: Err(refusal),
        }
    }
}

impl Gateway {
    /// Claims a request, or says what is answered instead.
    pub(super) async fn claim(
        &self,
        scope: &Scope,
        path: &str,
        sealed: &Sealed,
        claim: &str,
    ) -> Result<Result<bool, Kept>, Refusal> {
        let now = self.now();
        let digest = digest(path, &sealed.body);
        let times = (now, now.saturating_add(ANSWER_SECONDS));
        match self.store.claim_key(scope, &digest, claim, times).await? {
            Claim::Ours { lost } => Ok(Ok(lost)),
            Claim::Answered { status, content } => Ok(Err(Kept { status, content })),
            Claim::UnderWay { seconds } => Err(Refusal::ComeBack {
                code: ProblemCode::InProgress,
                seconds,
            }),
            Claim::Other => Err(ProblemCode::Idempotency.into()),
        }
    }

    /// Does `work` while the claim is renewed.
    pub(super) async fn renewing<T>(
        &self,
        scope: &Scope,
        claim: &str,
        asked: bool,
        work: impl Future<Output = T>,
    ) -> T {
        beating(work, || async {
            // A renewal that fails is tried again; if all fail, the lease runs out.
            let _ = self.store.renew_key(scope, claim, asked).await;
        })
        .await
    }
}

/// Does `work`, and `beat` every third of a lease until it is done.
pub(super) async fn beating<T, F: Future<Output = ()>>(
    work: impl Future<Output = T>,
    beat: impl Fn() -> F,
) -> T {
    let third = Duration::from_secs(LEASE_SECONDS.unsigned_abs()) / 3;
    let mut ticks = tokio::time::interval_at(tokio::time::Instant::now() + third, third);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    tokio::pin!(work);
    loop {
        tokio::select! {
            done = &mut work => return done,
            _ = ticks.tick() => beat().await,
        }
    }
}

/// What makes it this request: method, path and body.
fn digest(path: &str, body: &[u8]) -> Vec<u8> {
    let parts = [b"POST".as_slice(), path.as_bytes(), body];
    let hash = parts.into_iter().fold(Sha256::new(), |hash, part| {
        hash.chain_update(Sha256::digest(part))
    });
    hash.finalize().to_vec()
}
