//! The time that a request may take, and the line that is logged about it.

use super::problem::{Noted, Refused};
use super::relay::{RELAY_PATH, is_relay};
use crate::gateway::Gateway;
use crate::log::Event;
use crate::service::Refusal;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use check_api::batch::{BATCHES_BY_KEY_PATH, BATCHES_PATH};
use check_api::medical::MEDICAL_INFORMATION_PATH;
use check_api::terminal::TERMINALS_PATH;
use check_api::{
    CARD_CHECKS_PATH, CHALLENGES_PATH, INSURANCE_CHECKS_PATH, ProblemCode, STATUS_PATH,
};
use std::sync::Arc;
use std::time::Instant;

/// Gives up on a request that takes too long.
pub(super) async fn limit_time(
    State(gateway): State<Arc<Gateway>>,
    request: Request,
    next: Next,
) -> Response {
    let latency = gateway.config.practice.latency;
    let answer = async {
        tokio::time::sleep(latency).await;
        next.run(request).await
    };
    match tokio::time::timeout(gateway.config.timeout, answer).await {
        Ok(response) => response,
        Err(_) => Refused::from(ProblemCode::Timeout).into_response(),
    }
}

/// Logs every answer, with nothing in it that came from outside.
pub(super) async fn log(
    State(gateway): State<Arc<Gateway>>,
    request: Request,
    next: Next,
) -> Response {
    let (method, path) = (
        known_method(request.method()),
        known_path(request.uri().path()),
    );
    let start = Instant::now();
    let mut response = next.run(request).await;
    let noted = response
        .extensions_mut()
        .remove::<Noted>()
        .unwrap_or_default();
    if let Some(Refusal::Fault { part, code }) = noted.refusal {
        gateway.log(&Event::Fault {
            time: gateway.time(),
            part,
            code,
        });
    }
    gateway.log(&Event::Answered {
        time: gateway.time(),
        method,
        path,
        status: response.status().as_u16(),
        code: noted.refusal.as_ref().map(Refusal::code),
        audit_id: noted.audit_id,
        milliseconds: u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX),
    });
    response
}

fn known_method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

fn known_path(path: &str) -> &'static str {
    let known = [
        STATUS_PATH,
        CHALLENGES_PATH,
        CARD_CHECKS_PATH,
        INSURANCE_CHECKS_PATH,
        BATCHES_PATH,
        TERMINALS_PATH,
        MEDICAL_INFORMATION_PATH,
    ];
    if let Some(known) = known.into_iter().find(|known| *known == path) {
        return known;
    }
    // What comes behind leads to personal data: it is not logged.
    if is_relay(path) {
        RELAY_PATH
    } else if path.starts_with(BATCHES_BY_KEY_PATH) {
        BATCHES_BY_KEY_PATH
    } else if path.starts_with(BATCHES_PATH) {
        BATCHES_PATH
    } else {
        "other"
    }
}
