//! Why a request is refused, and the problem that says so.

use crate::random::NoRandomness;
use crate::source::SourceFailure;
use crate::store::StoreError;
use card_certificate::CertificateError;
use check_api::code::SegmentOfResult;
use check_api::{Problem, ProblemCode};

/// Why a request is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// One of the gateway's own reasons.
    Gate(ProblemCode),
    /// A field is unknown, missing or breaks its rule.
    Field { field: String, rule: String },
    /// Something is wrong with the certificate.
    Certificate(CertificateError),
    /// Closed for so many seconds.
    Maintenance { seconds: u64 },
    /// Not now: come back after so many seconds.
    ComeBack { code: ProblemCode, seconds: u64 },
    /// The service behind the gateway gave no answer.
    Source(SourceFailure),
    /// What was refused before under the same key.
    Kept(Box<Problem>),
    /// A part of the gateway itself failed.
    Fault {
        part: &'static str,
        code: &'static str,
    },
}

impl Refusal {
    /// Stable code.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Certificate(error) => error.code(),
            _ => self.gate().code(),
        }
    }

    /// HTTP status.
    pub(crate) fn status(&self) -> u16 {
        match self {
            Self::Kept(problem) => problem.status,
            // The gateway's anchors are at fault here, not what was sent.
            Self::Certificate(CertificateError::AnchorOutOfDate) => 500,
            Self::Certificate(_) => 422,
            _ => self.gate().status(),
        }
    }

    /// What is sent.
    pub(crate) fn problem(&self, title: &str) -> Problem {
        if let Self::Kept(problem) = self {
            return (**problem).clone();
        }
        let (field, rule) = match self {
            Self::Field { field, rule } => (Some(field.clone()), Some(rule.clone())),
            _ => (None, None),
        };
        let (detail, retryable) = match self {
            Self::Certificate(error) => (error.to_string(), false),
            _ => (self.gate().detail().to_owned(), self.gate().retryable()),
        };
        let (segment, error_code, error_message) = match self {
            Self::Source(SourceFailure::Official {
                error_code,
                error_message,
                ..
            }) => (
                Some(SegmentOfResult::Failed.code().to_owned()),
                error_code.clone(),
                error_message.clone(),
            ),
            _ => (None, None, None),
        };
        Problem {
            segment_of_result: segment,
            error_code,
            error_message,
            kind: "about:blank".to_owned(),
            title: title.to_owned(),
            status: self.status(),
            detail: Some(detail),
            code: self.code().to_owned(),
            retryable,
            field,
            rule,
            ..Problem::default()
        }
    }

    /// After how many seconds it is worth coming back.
    pub(crate) const fn retry_after(&self) -> Option<u64> {
        match self {
            Self::Maintenance { seconds } | Self::ComeBack { seconds, .. } => Some(*seconds),
            _ => None,
        }
    }

    fn gate(&self) -> ProblemCode {
        match self {
            Self::ComeBack { code, .. } => *code,
            Self::Source(failure) => failure.code(),
            Self::Kept(problem) => ProblemCode::of(&problem.code).unwrap_or(ProblemCode::Internal),
            Self::Gate(code) => *code,
            Self::Field { .. } => ProblemCode::Field,
            Self::Certificate(_) => ProblemCode::Certificate,
            Self::Maintenance { .. } => ProblemCode::Maintenance,
            Self::Fault { .. } => ProblemCode::Internal,
        }
    }
}

impl From<ProblemCode> for Refusal {
    fn from(code: ProblemCode) -> Self {
        Self::Gate(code)
    }
}

impl From<CertificateError> for Refusal {
    fn from(error: CertificateError) -> Self {
        match error {
            CertificateError::MessageSignature => Self::Gate(ProblemCode::Signature),
            error => Self::Certificate(error),
        }
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Fault {
            part: "store",
            code: error.code(),
        }
    }
}

impl From<NoRandomness> for Refusal {
    fn from(_: NoRandomness) -> Self {
        Self::Fault {
            part: "randomness",
            code: "RANDOM-NONE",
        }
    }
}
