//! The submission of a batch: each row judged by itself and stored, so that what is not
//! yet answered lies in the database and not in memory.

use super::work::{Kept, Worked};
use super::{Refusal, Sealed};
use crate::gateway::Gateway;
use crate::random::name;
use crate::service::status::timestamp;
use crate::store::{Action, Audit, DONE, NewBatch, Scope};
use check_api::ProblemCode;
use check_api::batch::{BATCHES_PATH, Reception, RejectedItem};
use check_api::field::{Date, FacilityCode, IdempotencyKey, ReceptionNumber, TerminalId};
use check_api::inquiry::SearchInfo;
use check_api::terminal::to_be_signed_with_key;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use std::sync::Arc;

/// How far ahead patients are booked.
const MOST_DAYS_AHEAD: i64 = 31;
const SECONDS_PER_DAY: i64 = 24 * 60 * 60;
/// Rows that are stored at once.
const PAGE: usize = 200;

/// A submission as it came.
pub(crate) struct BatchSubmitted {
    pub(crate) key: IdempotencyKey,
    pub(crate) sealed: Sealed,
}

/// Everything but the rows.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Head {
    facility_code: FacilityCode,
    terminal_id: TerminalId,
    confirmation_date: Date,
    #[serde(rename = "items")]
    _items: Vec<IgnoredAny>,
}

/// The rows, where they stand in the octets that came.
#[derive(Deserialize)]
struct Items<'a> {
    #[serde(borrow)]
    items: Vec<&'a RawValue>,
}

impl Gateway {
    /// Takes a batch.
    pub(crate) async fn submit_batch(self: Arc<Self>, submitted: BatchSubmitted) -> Worked {
        // A task of its own: it ends even if nobody waits for it any more.
        let work = tokio::spawn(async move { self.work_on_batch(&submitted).await });
        match work.await {
            Ok(Ok(worked)) => worked,
            Ok(Err(refusal)) => refusal.into(),
            Err(_) => Refusal::from(ProblemCode::Internal).into(),
        }
    }

    async fn work_on_batch(&self, submitted: &BatchSubmitted) -> Result<Worked, Refusal> {
        let now = self.now();
        self.require_open(now)?;
        let most = self.config.batches.most_items;
        if most == 0 {
            return Err(ProblemCode::Capability.into());
        }
        let body = &submitted.sealed.body;
        let head = head(body)?;
        let scope = Scope {
            facility: head.facility_code,
            terminal: head.terminal_id,
            key: submitted.key.clone(),
        };
        self.require_registered(&scope.facility, &scope.terminal)?;
        self.require_terminal_signature(
            (&scope.facility, &scope.terminal),
            &submitted.sealed,
            |body| to_be_signed_with_key(BATCHES_PATH, &scope.key, body),
        )
        .await?;
        require_day(&head.confirmation_date, now)?;
        let Items { items } =
            serde_json::from_slice(body).map_err(|_| Refusal::from(ProblemCode::BadRequest))?;
        if items.len() > usize::try_from(most).unwrap_or(usize::MAX) {
            return Err(ProblemCode::BatchSize.into());
        }
        let id = name(&*self.parts.randomness)?;
        if let Err(kept) = self
            .claim(&scope, BATCHES_PATH, &submitted.sealed, &id)
            .await?
        {
            return Ok(Worked {
                audit_id: None,
                result: kept.into_result(),
            });
        }
        let number = ReceptionNumber::try_from(name(&*self.parts.randomness)?)
            .map_err(|_| Refusal::from(ProblemCode::Internal))?;
        let hours = i64::from(self.config.batches.retention_hours);
        let batch = NewBatch {
            number: &number,
            scope: &scope,
            confirmation_date: &head.confirmation_date,
            received_at: now,
            expires_at: now.saturating_add(hours.saturating_mul(60 * 60)),
        };
        let received = self
            .renewing(&scope, &id, false, self.receive(&id, &batch, &items))
            .await;
        if received.is_err() {
            self.store.abandon_batch(&number).await?;
            self.store.release_key(&scope, &id).await?;
        }
        let content = received?;
        self.wake.notify_waiters();
        Ok(Worked {
            audit_id: Some(id),
            result: Ok(Kept {
                status: 202,
                content,
            }),
        })
    }

    /// Stores the rows that can be asked; gives the JSON of the answer.
    async fn receive(
        &self,
        id: &str,
        batch: &NewBatch<'_>,
        items: &[&RawValue],
    ) -> Result<String, Refusal> {
        self.store.open_batch(batch).await?;
        let mut rejected = Vec::new();
        let mut accepted = 0_u32;
        let mut index = 0_u32;
        for page in items.chunks(PAGE) {
            let mut rows = Vec::with_capacity(page.len());
            for item in page {
                match row(item) {
                    Ok(search) => rows.push((index, search)),
                    Err((field, rule)) => rejected.push(RejectedItem { index, field, rule }),
                }
                index = index.saturating_add(1);
            }
            accepted = accepted.saturating_add(u32::try_from(rows.len()).unwrap_or(u32::MAX));
            self.store.put_rows(batch.number, &rows).await?;
        }
        if accepted == 0 {
            return Err(ProblemCode::BatchEmpty.into());
        }
        let reception = Reception {
            reception_number: batch.number.clone(),
            reception_date_time: timestamp(batch.received_at)?,
            accepted,
            rejected,
            kept_until: timestamp(batch.expires_at)?,
        };
        let content = Kept::of(202, &reception)?.content;
        let line = Audit {
            facility: Some(batch.scope.facility.as_str()),
            terminal: Some(batch.scope.terminal.as_str()),
            amount: Some(i64::from(accepted)),
            ..Audit::of(id, batch.received_at, Action::BatchReceived, DONE)
        };
        let ours = self
            .store
            .accept_batch(batch, id, (accepted, &content), &line)
            .await?;
        if ours {
            Ok(content)
        } else {
            Err(Refusal::ComeBack {
                code: ProblemCode::InProgress,
                seconds: 1,
            })
        }
    }
}

/// The head of a submission, and that all of it is JSON of the agreed fields.
fn head(body: &[u8]) -> Result<Head, Refusal> {
    let mut json = serde_json::Deserializer::from_slice(body);
    let head = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        if error.inner().is_data() {
            Refusal::Field {
                field: error.path().to_string(),
                rule: error.inner().to_string(),
            }
        } else {
            ProblemCode::BadRequest.into()
        }
    })?;
    json.end()
        .map_err(|_| Refusal::from(ProblemCode::BadRequest))?;
    Ok(head)
}

/// The elements of a row as they are stored, or the field and the rule that it broke.
fn row(item: &RawValue) -> Result<String, (String, String)> {
    let mut json = serde_json::Deserializer::from_str(item.get());
    let search: SearchInfo = serde_path_to_error::deserialize(&mut json)
        .map_err(|error| (error.path().to_string(), error.inner().to_string()))?;
    serde_json::to_string(&search).map_err(|error| (String::new(), error.to_string()))
}

/// From today on, as far ahead as patients are booked.
fn require_day(day: &Date, now: i64) -> Result<(), Refusal> {
    let last = now.saturating_add(MOST_DAYS_AHEAD.saturating_mul(SECONDS_PER_DAY));
    let (first, last) = (Date::in_japan(now), Date::in_japan(last));
    let fits = first.is_some_and(|first| first.as_str() <= day.as_str())
        && last.is_some_and(|last| day.as_str() <= last.as_str());
    if fits {
        return Ok(());
    }
    Err(Refusal::Field {
        field: "confirmationDate".to_owned(),
        rule: "must be today in Japan, by the gateway's clock, or one of the 31 days after"
            .to_owned(),
    })
}
