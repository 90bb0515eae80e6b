//! The call that carries a verifier's commands to a card and the card's answers back.

use super::body::{Json as Body, sealed};
use super::origin::AllowedOrigin;
use super::problem::Refused;
use crate::gateway::Gateway;
use crate::service::RelayRound;
use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use check_api::field::ChallengeId;
use check_api::relay::{RelayRequest, RelayStep};
use check_api::{Problem, ProblemCode};
use std::sync::Arc;

/// The path, as the log may know it: without the challenge.
pub(crate) const RELAY_PATH: &str = "/v1/challenges/{challengeId}/relay";

/// Whether a path is that of a relay.
pub(super) fn is_relay(path: &str) -> bool {
    let inside = path.strip_prefix(check_api::CHALLENGES_PATH);
    inside.is_some_and(|rest| rest.starts_with('/') && rest.ends_with("/relay"))
}

/// One round between a verifier and a card, where the challenge came with commands.
#[utoipa::path(
    post,
    tag = "check",
    path = "/v1/challenges/{challengeId}/relay",
    request_body = RelayRequest,
    params(
        ("challengeId" = ChallengeId, Path, description = "The challenge."),
        (
            "terminal-signature" = Option<String>,
            Header,
            description = "Where the state asks for it: the signature of the enrolled terminal.",
        ),
    ),
    responses(
        (status = 200, description = "Another round, or the end.", body = RelayStep),
        (
            status = 409,
            description = "The relay is unknown, over, or the card's answers do not fit.",
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
pub(crate) async fn relay(
    State(gateway): State<Arc<Gateway>>,
    AllowedOrigin(origin): AllowedOrigin,
    challenge: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    Body { value, octets }: Body<RelayRequest>,
) -> Result<Json<RelayStep>, Refused> {
    let challenge = challenge.ok().map(|Path(challenge)| challenge);
    let challenge = challenge.and_then(|text| ChallengeId::try_from(text).ok());
    let round = RelayRound {
        origin,
        challenge: challenge.ok_or(ProblemCode::Relay)?,
        request: value,
        sealed: sealed(&headers, octets),
    };
    Ok(Json(gateway.relay(round).await?))
}
