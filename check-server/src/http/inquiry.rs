//! The calls without a card: checks by symbol and number, and batches.

use super::body::{Json as Body, json_octets, sealed};
use super::key::Key;
use super::origin::AllowedOrigin;
use super::problem::{Noted, Refused};
use crate::gateway::Gateway;
use crate::service::{BatchSubmitted, InsuranceCheck, Kept, Look, Window, Worked};
use axum::Json;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use check_api::batch::{BatchAnswer, BatchRequest, MOST_ROWS_AT_ONCE, Reception};
use check_api::field::{IdempotencyKey, ReceptionNumber};
use check_api::inquiry::InsuranceCheckRequest;
use check_api::{CheckAnswer, Problem, ProblemCode};
use serde::Deserialize;
use std::sync::Arc;

/// The check by symbol and number. What the answer says of eligibility, good or bad, is 200.
#[utoipa::path(
    post,
    tag = "check",
    path = "/v1/checks/insurance",
    request_body = InsuranceCheckRequest,
    params(
        (
            "idempotency-key" = IdempotencyKey,
            Header,
            description = "Makes it one request, however often it is sent.",
        ),
        (
            "terminal-signature" = Option<String>,
            Header,
            description = "Where the state asks for it: the signature of the enrolled terminal.",
        ),
    ),
    responses(
        (status = 200, description = "The answer.", body = CheckAnswer),
        (
            status = 409,
            description = "The same request is being worked on: come back.",
            body = Problem,
            content_type = "application/problem+json",
        ),
        (
            status = "default",
            description = "The refusal.",
            body = Problem,
            content_type = "application/problem+json",
        ),
    ),
)]
pub(crate) async fn insurance_check(
    State(gateway): State<Arc<Gateway>>,
    AllowedOrigin(_): AllowedOrigin,
    Key(key): Key,
    headers: HeaderMap,
    Body { value, octets }: Body<InsuranceCheckRequest>,
) -> Response {
    let asked = InsuranceCheck {
        key,
        request: value,
        sealed: sealed(&headers, octets),
    };
    respond(gateway.check_insurance(asked).await)
}

/// The submission of a batch. Each row is judged by itself.
#[utoipa::path(
    post,
    tag = "batch",
    path = "/v1/batches",
    request_body = BatchRequest,
    params(
        (
            "idempotency-key" = IdempotencyKey,
            Header,
            description = "Makes it one submission, however often it is sent.",
        ),
        (
            "terminal-signature" = Option<String>,
            Header,
            description = "Where the state asks for it: the signature of the enrolled terminal.",
        ),
    ),
    responses(
        (status = 202, description = "The batch was received.", body = Reception),
        (
            status = "default",
            description = "The refusal.",
            body = Problem,
            content_type = "application/problem+json",
        ),
    ),
)]
pub(crate) async fn batch_submission(
    State(gateway): State<Arc<Gateway>>,
    AllowedOrigin(_): AllowedOrigin,
    Key(key): Key,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Refused> {
    let most = gateway.config.batches.most_octets();
    let octets = json_octets(request, most).await?;
    let submitted = BatchSubmitted {
        key,
        sealed: sealed(&headers, octets),
    };
    Ok(respond(gateway.submit_batch(submitted).await))
}

/// Which rows are asked for.
#[derive(Deserialize)]
pub(crate) struct Rows {
    from: Option<u32>,
    count: Option<u32>,
}

/// What became of a batch.
#[utoipa::path(
    get,
    tag = "batch",
    path = "/v1/batches/{receptionNumber}",
    params(
        ("receptionNumber" = ReceptionNumber, Path, description = "受付番号."),
        ("from" = Option<u32>, Query, description = "First row, from 0."),
        ("count" = Option<u32>, Query, description = "Most rows."),
    ),
    responses(
        (status = 200, description = "It is done, or has failed.", body = BatchAnswer),
        (status = 202, description = "It is worked on; `Retry-After` says when to look again.", body = BatchAnswer),
        (
            status = "default",
            description = "The refusal.",
            body = Problem,
            content_type = "application/problem+json",
        ),
    ),
)]
pub(crate) async fn batch(
    State(gateway): State<Arc<Gateway>>,
    Path(number): Path<String>,
    rows: Result<Query<Rows>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, Refused> {
    let number = reception(number)?;
    let Query(rows) = rows.map_err(|_| Refused::from(ProblemCode::BadRequest))?;
    let window = Window {
        from: rows.from.unwrap_or(0),
        count: rows.count.unwrap_or(MOST_ROWS_AT_ONCE),
    };
    Ok(match gateway.look_at_batch(&number, &window).await? {
        Look::Ended(answer) => Json(answer).into_response(),
        Look::Working { answer, seconds } => {
            let mut response = (StatusCode::ACCEPTED, Json(answer)).into_response();
            let headers = response.headers_mut();
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            response
        }
    })
}

/// Whether a submission arrived: what was answered to it.
#[utoipa::path(
    get,
    tag = "batch",
    path = "/v1/batches/by-key/{idempotencyKey}",
    params(("idempotencyKey" = IdempotencyKey, Path, description = "The key of the submission.")),
    responses(
        (status = 200, description = "It was received.", body = Reception),
        (
            status = "default",
            description = "The refusal: 404 if it never arrived, 409 while it is being received.",
            body = Problem,
            content_type = "application/problem+json",
        ),
    ),
)]
pub(crate) async fn batch_by_key(
    State(gateway): State<Arc<Gateway>>,
    Path(key): Path<String>,
) -> Result<Response, Refused> {
    let key = IdempotencyKey::try_from(key);
    let key = key.map_err(|_| Refused::from(ProblemCode::BatchUnknown))?;
    Ok(json(gateway.batch_by_key(&key).await?))
}

/// Deletes the answers of a batch before their time.
#[utoipa::path(
    delete,
    tag = "batch",
    path = "/v1/batches/{receptionNumber}",
    params(("receptionNumber" = ReceptionNumber, Path, description = "受付番号.")),
    responses(
        (status = 204, description = "The answers are gone."),
        (
            status = "default",
            description = "The refusal.",
            body = Problem,
            content_type = "application/problem+json",
        ),
    ),
)]
pub(crate) async fn batch_deletion(
    State(gateway): State<Arc<Gateway>>,
    AllowedOrigin(_): AllowedOrigin,
    Path(number): Path<String>,
) -> Result<StatusCode, Refused> {
    gateway.delete_batch(&reception(number)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A number that is none was never given: that is all that is told.
fn reception(text: String) -> Result<ReceptionNumber, Refused> {
    ReceptionNumber::try_from(text).map_err(|_| ProblemCode::BatchUnknown.into())
}

fn respond(Worked { audit_id, result }: Worked) -> Response {
    match result {
        Ok(kept) => {
            let mut response = json(kept);
            response.extensions_mut().insert(Noted {
                refusal: None,
                audit_id,
            });
            response
        }
        Err(refusal) => Refused { refusal, audit_id }.into_response(),
    }
}

fn json(kept: Kept) -> Response {
    let status = StatusCode::from_u16(kept.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let kind = HeaderValue::from_static("application/json");
    (status, [(header::CONTENT_TYPE, kind)], kept.content).into_response()
}
