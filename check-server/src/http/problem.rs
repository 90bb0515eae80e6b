//! A refusal as a response, and what the log may know of it.

use crate::service::Refusal;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use check_api::problem;

/// A refusal on its way out.
pub(crate) struct Refused {
    pub(crate) refusal: Refusal,
    pub(crate) audit_id: Option<String>,
}

/// What the log may know of a response.
#[derive(Clone, Default)]
pub(super) struct Noted {
    pub(super) refusal: Option<Refusal>,
    pub(super) audit_id: Option<String>,
}

impl<R: Into<Refusal>> From<R> for Refused {
    fn from(refusal: R) -> Self {
        Self {
            refusal: refusal.into(),
            audit_id: None,
        }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let Self { refusal, audit_id } = self;
        let status = StatusCode::from_u16(refusal.status());
        let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut problem = refusal.problem(status.canonical_reason().unwrap_or_default());
        if audit_id.is_some() {
            problem.audit_id.clone_from(&audit_id);
        }
        // A problem is text and numbers: it always becomes JSON.
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static(problem::MEDIA_TYPE),
        );
        if let Some(seconds) = refusal.retry_after() {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(Noted {
            refusal: Some(refusal),
            audit_id,
        });
        response
    }
}

impl From<Refused> for Response {
    fn from(refused: Refused) -> Self {
        refused.into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use check_api::ProblemCode;

    #[test]
    fn every_code_has_its_status_and_media_type() {
        for code in ProblemCode::ALL {
            let response = Refused::from(*code).into_response();
            assert_eq!(response.status().as_u16(), code.status(), "{}", code.code());
            assert_eq!(
                response.headers()[header::CONTENT_TYPE],
                "application/problem+json"
            );
        }
    }

    #[test]
    fn maintenance_says_when_to_come_back() {
        let response = Refused::from(Refusal::Maintenance { seconds: 90 }).into_response();
        assert_eq!(response.headers()[header::RETRY_AFTER], "90");
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    }
}
