//! The calls of the API.

use super::body::{Json as Body, sealed};
use super::origin::AllowedOrigin;
use super::problem::{Noted, Refused};
use crate::gateway::Gateway;
use crate::service::{CardCheck, Recorded};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use check_api::terminal::{Enrolment, EnrolmentRequest};
use check_api::{CardCheckRequest, Challenge, ChallengeContext, CheckAnswer, Problem, Status};
use std::sync::Arc;

/// The state of the service.
#[utoipa::path(
    get,
    tag = "check",
    path = "/v1/status",
    responses((status = 200, description = "The state.", body = Status)),
)]
pub(crate) async fn status(State(gateway): State<Arc<Gateway>>) -> Result<Json<Status>, Refused> {
    Ok(Json(gateway.status()?))
}

/// A challenge for one check in the context that is sent.
#[utoipa::path(
    post,
    tag = "check",
    path = "/v1/challenges",
    request_body = ChallengeContext,
    responses(
        (status = 201, description = "The challenge.", body = Challenge),
        (
            status = "default",
            description = "The refusal.",
            body = Problem,
            content_type = "application/problem+json",
        ),
    ),
)]
pub(crate) async fn challenge(
    State(gateway): State<Arc<Gateway>>,
    AllowedOrigin(origin): AllowedOrigin,
    Body { value: context, .. }: Body<ChallengeContext>,
) -> Result<(StatusCode, Json<Challenge>), Refused> {
    let challenge = gateway.give_challenge(origin, context).await?;
    Ok((StatusCode::CREATED, Json(challenge)))
}

/// The check of a card. What the answer says of eligibility, good or bad, is 200.
#[utoipa::path(
    post,
    tag = "check",
    path = "/v1/checks/card",
    request_body = CardCheckRequest,
    params((
        "terminal-signature" = Option<String>,
        Header,
        description = "Where the state asks for it: the signature of the enrolled terminal.",
    )),
    responses(
        (status = 200, description = "The answer.", body = CheckAnswer),
        (
            status = 409,
            description = "The challenge is unknown, used or over: ask for a new one.",
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
pub(crate) async fn card_check(
    State(gateway): State<Arc<Gateway>>,
    AllowedOrigin(origin): AllowedOrigin,
    headers: HeaderMap,
    Body { value, octets }: Body<CardCheckRequest>,
) -> Response {
    let sealed = sealed(&headers, octets);
    let asked = CardCheck {
        origin,
        request: value,
        sealed,
    };
    let Recorded { audit_id, result } = gateway.check_card(asked).await;
    match result {
        Ok(answer) => {
            let mut response = Json(answer).into_response();
            response.extensions_mut().insert(Noted {
                refusal: None,
                audit_id,
            });
            response
        }
        Err(refusal) => Refused { refusal, audit_id }.into_response(),
    }
}

/// The enrolment of a terminal with the code that its administrator handed out.
#[utoipa::path(
    post,
    tag = "check",
    path = "/v1/terminals",
    request_body = EnrolmentRequest,
    responses(
        (status = 201, description = "The terminal is enrolled.", body = Enrolment),
        (
            status = "default",
            description = "The refusal.",
            body = Problem,
            content_type = "application/problem+json",
        ),
    ),
)]
pub(crate) async fn terminal(
    State(gateway): State<Arc<Gateway>>,
    AllowedOrigin(_): AllowedOrigin,
    Body { value, .. }: Body<EnrolmentRequest>,
) -> Result<(StatusCode, Json<Enrolment>), Refused> {
    Ok((StatusCode::CREATED, Json(gateway.enrol(value).await?)))
}
