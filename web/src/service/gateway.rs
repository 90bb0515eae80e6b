//! The gateway as the page sees it: three calls, each of which answers or fails with
//! a code. How bytes travel is the [`Transport`]'s business; nothing here is logged.

use check_api::{
    CARD_CHECKS_PATH, CHALLENGES_PATH, CardCheckRequest, Challenge, ChallengeRequest, CheckAnswer,
    Problem, STATUS_PATH, Status,
};
use serde::Serialize;
use thiserror::Error;

use crate::domain::advice::ErrorCode;
use crate::state::Failure;

/// Asking for the status must not delay the desk.
const STATUS_SECONDS: u16 = 5;
/// A challenge is made from random bytes; a gateway that needs longer is not well.
const CHALLENGE_SECONDS: u16 = 10;
/// The answer comes from a service behind the gateway, which may need its time.
const CHECK_SECONDS: u16 = 30;
/// No answer about one person is longer; more is not read.
const LONGEST_BODY: usize = 512 * 1024;

/// How a request is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Asks, and changes nothing.
    Get,
    /// Sends something that has effects.
    Post,
    /// Has something forgotten.
    Delete,
}

/// A request to the gateway.
#[derive(Clone, PartialEq, Eq)]
pub struct Request<'a> {
    /// How.
    pub method: Method,
    /// Path and query.
    pub path: &'a str,
    /// A JSON body.
    pub body: Option<String>,
    /// What makes it one request, however often it is sent.
    pub idempotency_key: Option<&'a str>,
    /// How long the answer may take.
    pub seconds: u16,
}

impl<'a> Request<'a> {
    /// Asks for what is at a path.
    pub const fn get(path: &'a str, seconds: u16) -> Self {
        Self {
            method: Method::Get,
            path,
            body: None,
            idempotency_key: None,
            seconds,
        }
    }

    /// Sends a JSON body to a path.
    pub const fn post(path: &'a str, body: String, seconds: u16) -> Self {
        Self {
            method: Method::Post,
            path,
            body: Some(body),
            idempotency_key: None,
            seconds,
        }
    }
}

/// What came back for a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// `Retry-After`, in seconds.
    pub retry_after: Option<u32>,
    /// The body as it came.
    pub body: Vec<u8>,
}

/// Why nothing came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportError {
    /// No connection, or the browser refused it.
    Unreachable,
    /// Not within the time allowed.
    Timeout,
}

/// Carries a request to the gateway and its reply back.
#[expect(async_fn_in_trait, reason = "the page has one thread")]
pub trait Transport {
    /// Sends a request.
    async fn send(&self, request: Request<'_>) -> Result<Reply, TransportError>;
}

/// The gateway.
#[expect(async_fn_in_trait, reason = "the page has one thread")]
pub trait Gateway {
    /// Asks for its state and its clock.
    async fn status(&self) -> Result<Status, GatewayError>;
    /// Asks for something that the card can sign.
    async fn challenge(&self, request: &ChallengeRequest) -> Result<Challenge, GatewayError>;
    /// Asks about the person whose card signed.
    async fn check_card(&self, request: &CardCheckRequest) -> Result<CheckAnswer, GatewayError>;
}

/// Why the gateway gave no answer.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum GatewayError {
    /// No connection.
    #[error("the gateway cannot be reached")]
    Unreachable,
    /// No answer in time.
    #[error("the gateway did not answer in time")]
    Timeout,
    /// What came is not an answer of the check API.
    #[error("the gateway's answer cannot be read")]
    Nonsense,
    /// The gateway belongs to the other environment.
    #[error("the gateway belongs to another environment")]
    OtherEnvironment,
    /// A refusal that does not say why, with its HTTP status.
    #[error("the gateway refused with status {0}")]
    Status(u16),
    /// A refusal with its code.
    #[error("the gateway refused: {code}")]
    Refused {
        /// The code, as the gateway gave it.
        code: ErrorCode,
        /// The gateway's number of the check.
        audit_id: Option<String>,
    },
}

impl GatewayError {
    /// The stable code.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Unreachable => ErrorCode::new("CHECK-UNREACHABLE"),
            Self::Timeout => ErrorCode::new("CHECK-TIMEOUT"),
            Self::Nonsense => ErrorCode::new("CHECK-NONSENSE"),
            Self::OtherEnvironment => ErrorCode::new("CHECK-ENVIRONMENT"),
            Self::Status(_) => ErrorCode::new("CHECK-STATUS"),
            Self::Refused { code, .. } => code.clone(),
        }
    }
}

impl From<TransportError> for GatewayError {
    fn from(error: TransportError) -> Self {
        match error {
            TransportError::Unreachable => Self::Unreachable,
            TransportError::Timeout => Self::Timeout,
        }
    }
}

impl From<GatewayError> for Failure {
    fn from(error: GatewayError) -> Self {
        let code = error.code();
        match error {
            GatewayError::Refused { audit_id, .. } => Self {
                audit_id,
                ..Self::new(code)
            },
            _ => Self::new(code),
        }
    }
}

/// The gateway over HTTP.
#[derive(Clone, Debug)]
pub struct HttpGateway<T>(pub T);

impl<T: Transport> Gateway for HttpGateway<T> {
    async fn status(&self) -> Result<Status, GatewayError> {
        let body = self.call(Request::get(STATUS_PATH, STATUS_SECONDS)).await?;
        serde_json::from_slice(&body).map_err(|_| GatewayError::Nonsense)
    }

    async fn challenge(&self, request: &ChallengeRequest) -> Result<Challenge, GatewayError> {
        let request = Request::post(CHALLENGES_PATH, json(request)?, CHALLENGE_SECONDS);
        let body = self.call(request).await?;
        serde_json::from_slice(&body).map_err(|_| GatewayError::Nonsense)
    }

    async fn check_card(&self, request: &CardCheckRequest) -> Result<CheckAnswer, GatewayError> {
        let request = Request::post(CARD_CHECKS_PATH, json(request)?, CHECK_SECONDS);
        let body = self.call(request).await?;
        CheckAnswer::from_json(&body).map_err(|_| GatewayError::Nonsense)
    }
}

impl<T: Transport> HttpGateway<T> {
    pub(super) async fn call(&self, request: Request<'_>) -> Result<Vec<u8>, GatewayError> {
        accept(self.0.send(request).await?)
    }
}

pub(super) fn json(value: &impl Serialize) -> Result<String, GatewayError> {
    serde_json::to_string(value).map_err(|_| GatewayError::Nonsense)
}

/// The body of a good reply, or the refusal that it holds (RFC 9457).
pub(super) fn accept(reply: Reply) -> Result<Vec<u8>, GatewayError> {
    accept_up_to(LONGEST_BODY, reply)
}

/// The same for a reply of another length.
pub(super) fn accept_up_to(longest: usize, reply: Reply) -> Result<Vec<u8>, GatewayError> {
    if reply.body.len() > longest {
        return Err(GatewayError::Nonsense);
    }
    if (200..300).contains(&reply.status) {
        return Ok(reply.body);
    }
    let problem: Option<Problem> = serde_json::from_slice(&reply.body).ok();
    let refusal = problem.and_then(|problem| {
        Some(GatewayError::Refused {
            code: ErrorCode::received(&problem.code)?,
            audit_id: problem.audit_id,
        })
    });
    Err(refusal.unwrap_or(GatewayError::Status(reply.status)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;

    struct Canned(Result<Reply, TransportError>);

    impl Transport for Canned {
        async fn send(&self, _: Request<'_>) -> Result<Reply, TransportError> {
            self.0.clone()
        }
    }

    fn status_of(reply: Result<Reply, TransportError>) -> Result<Status, String> {
        let gateway = HttpGateway(Canned(reply));
        let answer = gateway
            .status()
            .now_or_never()
            .expect("nothing to wait for");
        answer.map_err(|error| error.code().to_string())
    }

    fn reply(status: u16, body: &str) -> Result<Reply, TransportError> {
        Ok(Reply {
            status,
            retry_after: None,
            body: body.as_bytes().to_vec(),
        })
    }

    #[test]
    fn a_status_is_read() {
        let answer = status_of(reply(
            200,
            r#"{"service":"open","environment":"practice","serverTime":"2026-11-21T09:00:00+09:00",
               "layoutVersion":"8.07","capabilities":{},"addedLater":1}"#,
        ));
        let seconds = answer.map(|status| status.server_time.unix_seconds());
        assert_eq!(seconds, Ok(Some(1_795_219_200)));
    }

    #[test]
    fn every_kind_of_failure_has_its_code() {
        let huge = " ".repeat(LONGEST_BODY + 1);
        for (answer, code) in [
            (Err(TransportError::Unreachable), "CHECK-UNREACHABLE"),
            (Err(TransportError::Timeout), "CHECK-TIMEOUT"),
            (reply(200, ""), "CHECK-NONSENSE"),
            (reply(200, "<html>"), "CHECK-NONSENSE"),
            (reply(200, "{}"), "CHECK-NONSENSE"),
            (reply(200, &huge), "CHECK-NONSENSE"),
            (reply(502, "<html>Bad Gateway"), "CHECK-STATUS"),
            (reply(500, r#"{"code":"<b>no code</b>"}"#), "CHECK-STATUS"),
            (reply(302, ""), "CHECK-STATUS"),
            (
                reply(503, r#"{"code":"GATE-MAINTENANCE","retryable":true}"#),
                "GATE-MAINTENANCE",
            ),
            (
                reply(422, r#"{"code":"CERT-OF-TOMORROW"}"#),
                "CERT-OF-TOMORROW",
            ),
        ] {
            assert_eq!(status_of(answer), Err(code.to_owned()));
        }
    }

    #[test]
    fn a_refusal_keeps_the_number_of_its_record() {
        let reply = Reply {
            status: 422,
            retry_after: None,
            body: br#"{"code":"GATE-REVOKED","auditId":"a-17"}"#.to_vec(),
        };
        let refusal = accept(reply);
        let failure = refusal.map_err(Failure::from).expect_err("a refusal");
        assert_eq!(failure.code.as_str(), "GATE-REVOKED");
        assert_eq!(failure.audit_id.as_deref(), Some("a-17"));
    }
}
