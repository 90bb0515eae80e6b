//! HTTP: routes, what all answers have in common, and what is logged.

mod body;
mod handler;
mod inquiry;
mod key;
mod medical;
mod origin;
mod problem;
mod relay;
mod watch;

pub(crate) use handler::*;
pub(crate) use inquiry::*;
pub(crate) use medical::*;
pub(crate) use relay::*;

use crate::gateway::Gateway;
use axum::Router;
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::{from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use check_api::batch::BATCHES_PATH;
use check_api::inquiry::IDEMPOTENCY_KEY_HEADER;
use check_api::medical::MEDICAL_INFORMATION_PATH;
use check_api::terminal::{SIGNATURE_HEADER, TERMINALS_PATH};
use check_api::{
    CARD_CHECKS_PATH, CHALLENGES_PATH, INSURANCE_CHECKS_PATH, ProblemCode, STATUS_PATH,
};
use problem::Refused;
use std::sync::Arc;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{AllowOrigin, CorsLayer};

/// How long a browser may remember that a page may ask.
const PREFLIGHT_LIFETIME: Duration = Duration::from_secs(600);

/// One batch, by its reception number.
const BATCH_PATH: &str = "/v1/batches/{number}";
/// One batch, by the key of its submission.
const BATCH_BY_KEY_PATH: &str = "/v1/batches/by-key/{key}";

/// The API as a service.
pub fn router(gateway: Arc<Gateway>) -> Router {
    Router::new()
        .route(STATUS_PATH, get(status))
        .route(CHALLENGES_PATH, post(challenge))
        .route(RELAY_PATH, post(relay))
        .route(CARD_CHECKS_PATH, post(card_check))
        .route(INSURANCE_CHECKS_PATH, post(insurance_check))
        .route(BATCHES_PATH, post(batch_submission))
        .route(BATCH_PATH, get(batch).delete(batch_deletion))
        .route(BATCH_BY_KEY_PATH, get(batch_by_key))
        .route(TERMINALS_PATH, post(terminal))
        .route(MEDICAL_INFORMATION_PATH, post(medical_information))
        .method_not_allowed_fallback(|| async { Refused::from(ProblemCode::Method) })
        .fallback(|| async { Refused::from(ProblemCode::NotFound) })
        .layer(from_fn_with_state(Arc::clone(&gateway), watch::limit_time))
        .layer(CatchPanicLayer::custom(|_| {
            Refused::from(ProblemCode::Internal).into_response()
        }))
        .layer(cors(&gateway))
        .layer(map_response(with_common_headers))
        .layer(from_fn_with_state(Arc::clone(&gateway), watch::log))
        .with_state(gateway)
}

/// Pages of the configured origins may ask, each by its exact name.
fn cors(gateway: &Gateway) -> CorsLayer {
    let origins = gateway.config.origins.iter();
    let origins = origins.filter_map(|origin| HeaderValue::from_str(origin.as_str()).ok());
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods([Method::GET, Method::POST, Method::DELETE])
        .allow_headers([
            header::CONTENT_TYPE,
            HeaderName::from_static(SIGNATURE_HEADER),
            HeaderName::from_static(IDEMPOTENCY_KEY_HEADER),
        ])
        .expose_headers([header::RETRY_AFTER])
        .max_age(PREFLIGHT_LIFETIME)
}

/// Answers are about a person and a moment: nobody keeps or guesses at them.
async fn with_common_headers(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    response
}
