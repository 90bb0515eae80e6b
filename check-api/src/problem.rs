//! Refusals: problem details of RFC 9457 with stable codes.

use serde::{Deserialize, Serialize};

/// Media type of a refusal (RFC 9457, section 3).
pub const MEDIA_TYPE: &str = "application/problem+json";

/// A refusal. Its `type` is `about:blank`: `code` tells the kinds apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// Kind of the problem: `about:blank`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Phrase of the HTTP status.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// What is wrong, in English, for whoever runs the gateway.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Stable code: one of [`ProblemCode`], or `CERT-…` of the certificate check.
    pub code: String,
    /// Whether the same request may succeed later, or with a new challenge.
    pub retryable: bool,
    /// Field that broke a rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The rule that it broke.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// `SegmentOfResult` of the official service, if it was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segment_of_result: Option<String>,
    /// `ErrorCode` of the official service, if it was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_code: Option<String>,
    /// `ErrorMessage` of the official service, if it was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_message: Option<String>,
    /// Under which the gateway has recorded the refusal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audit_id: Option<String>,
}

macro_rules! problem_codes {
    ($(#[doc = $detail:literal] $variant:ident = $code:literal, $status:literal, $retryable:literal;)*) => {
        /// Refusals of the gateway itself.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum ProblemCode {
            $(#[doc = $detail] $variant,)*
        }

        impl ProblemCode {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Stable code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// HTTP status.
            #[must_use]
            pub const fn status(self) -> u16 {
                match self { $(Self::$variant => $status,)* }
            }

            /// Whether the same request may succeed later, or with a new challenge.
            #[must_use]
            pub const fn retryable(self) -> bool {
                match self { $(Self::$variant => $retryable,)* }
            }

            /// What it means, in English, for whoever runs the gateway.
            #[must_use]
            pub const fn detail(self) -> &'static str {
                match self { $(Self::$variant => $detail.trim_ascii(),)* }
            }

            /// The refusal of a code, if it is one of the gateway's own.
            #[must_use]
            pub fn of(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.code() == code)
            }
        }
    };
}

problem_codes! {
    /// The body is not JSON.
    BadRequest = "GATE-BAD-REQUEST", 400, false;
    /// A field is unknown, missing or breaks its rule: `field` and `rule` say which.
    Field = "GATE-FIELD", 422, false;
    /// The body is larger than any good one.
    BodyTooLarge = "GATE-BODY-TOO-LARGE", 413, false;
    /// The body is not `application/json`.
    MediaType = "GATE-MEDIA-TYPE", 415, false;
    /// There is nothing at this address.
    NotFound = "GATE-NOT-FOUND", 404, false;
    /// The address does not take this method.
    Method = "GATE-METHOD", 405, false;
    /// The page's origin is missing, not allowed, or not that of the challenge.
    Origin = "GATE-ORIGIN", 403, false;
    /// The facility is not registered.
    Facility = "GATE-FACILITY", 403, false;
    /// The terminal is not one of the facility's.
    Terminal = "GATE-TERMINAL", 403, false;
    /// The terminal's own signature is required and missing, or does not fit.
    TerminalSignature = "GATE-TERMINAL-SIGNATURE", 403, false;
    /// The activation code is unknown, used or over. Which one is not told.
    Activation = "GATE-ACTIVATION", 403, false;
    /// The challenge is unknown, used or over. Which one is not told.
    Challenge = "GATE-CHALLENGE", 409, true;
    /// The algorithm is not that of the certificate's key.
    Algorithm = "GATE-ALGORITHM", 422, false;
    /// The signature does not fit the stored challenge: another card, origin or context.
    Signature = "GATE-SIGNATURE", 422, true;
    /// The certificate is refused; the code sent is that of the certificate check.
    Certificate = "GATE-CERTIFICATE", 422, false;
    /// The certificate has been revoked.
    Revoked = "GATE-REVOKED", 422, false;
    /// A request with effects needs an `Idempotency-Key`.
    IdempotencyKey = "GATE-IDEMPOTENCY-KEY", 400, false;
    /// The `Idempotency-Key` was used for another request.
    Idempotency = "GATE-IDEMPOTENCY", 422, false;
    /// The same request is being worked on; `Retry-After` says when to ask again.
    InProgress = "GATE-IN-PROGRESS", 409, true;
    /// The batch has no row that can be asked.
    BatchEmpty = "GATE-BATCH-EMPTY", 422, false;
    /// The batch has more rows than the state allows.
    BatchSize = "GATE-BATCH-SIZE", 413, false;
    /// No batch was received under this number or key.
    BatchUnknown = "GATE-BATCH-UNKNOWN", 404, false;
    /// The answers of the batch have been deleted.
    BatchGone = "GATE-BATCH-GONE", 410, false;
    /// Asked again too soon; `Retry-After` says when to ask again.
    TooFast = "GATE-TOO-FAST", 429, true;
    /// The gateway does not offer this.
    Capability = "GATE-CAPABILITY", 501, false;
    /// The relay to a card is unknown, over, or the card's answers do not fit. Which one is not told.
    Relay = "GATE-RELAY", 409, true;
    /// Consent is missing, of another day, or of a time that has not come.
    Consent = "GATE-CONSENT", 422, false;
    /// Whoever looks has no role that may see this kind of information here.
    Role = "GATE-ROLE", 403, false;
    /// The check is unknown, too long ago, of another terminal, or did not end with 有効.
    CheckUnknown = "GATE-CHECK-UNKNOWN", 409, false;
    /// Nobody is known under what was asked, or more than one person is.
    PersonUnknown = "GATE-PERSON-UNKNOWN", 404, false;
    /// The service behind the gateway cannot be reached; it was not asked.
    SourceUnreachable = "GATE-SOURCE-UNREACHABLE", 503, true;
    /// The service behind the gateway has not answered in time; whether it was asked is unknown.
    SourceTimeout = "GATE-SOURCE-TIMEOUT", 504, true;
    /// The service behind the gateway answered something unreadable.
    SourceAnswer = "GATE-SOURCE-ANSWER", 502, false;
    /// The service behind the gateway answered another question than was asked.
    SourceForeign = "GATE-SOURCE-FOREIGN", 502, true;
    /// The official service ended the request as a whole: its code and message are sent too.
    SourceOfficial = "GATE-SOURCE-OFFICIAL", 502, false;
    /// The terminal has not taken the request: it is off, or its program does not run.
    SourceUntaken = "GATE-SOURCE-UNTAKEN", 503, true;
    /// The gateway may not use the terminal's folder.
    SourceDenied = "GATE-SOURCE-DENIED", 503, true;
    /// No room is left where requests to the terminal are written.
    SourceFull = "GATE-SOURCE-FULL", 503, true;
    /// The numbers of requests for this day are used up.
    SourceSequence = "GATE-SOURCE-SEQUENCE", 503, false;
    /// A text has a character that the official service cannot be sent.
    SourceText = "GATE-SOURCE-TEXT", 422, false;
    /// The terminal behind the gateway is another facility's.
    SourceFacility = "GATE-SOURCE-FACILITY", 403, false;
    /// The service is closed for maintenance; `Retry-After` says until when.
    Maintenance = "GATE-MAINTENANCE", 503, true;
    /// The request took too long.
    Timeout = "GATE-TIMEOUT", 504, true;
    /// A fault of the gateway.
    Internal = "GATE-INTERNAL", 500, true;
}
