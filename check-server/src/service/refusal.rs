//! Why a request is refused, and the problem that says so.

use crate::random::NoRandomness;
use crate::store::StoreError;
use card_certificate::CertificateError;
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
    /// A part of the gateway itself failed.
    Fault {
        part: &'static str,
        code: &'static str,
    },
}

impl Refusal {
    /// Stable code.
    pub(crate) const fn code(&self) -> &'static str {
        match self {
            Self::Certificate(error) => error.code(),
            _ => self.gate().code(),
        }
    }

    /// HTTP status.
    pub(crate) const fn status(&self) -> u16 {
        match self {
            // The gateway's anchors are at fault here, not what was sent.
            Self::Certificate(CertificateError::AnchorOutOfDate) => 500,
            Self::Certificate(_) => 422,
            _ => self.gate().status(),
        }
    }

    /// What is sent.
    pub(crate) fn problem(&self, title: &str) -> Problem {
        let (field, rule) = match self {
            Self::Field { field, rule } => (Some(field.clone()), Some(rule.clone())),
            _ => (None, None),
        };
        let (detail, retryable) = match self {
            Self::Certificate(error) => (error.to_string(), false),
            _ => (self.gate().detail().to_owned(), self.gate().retryable()),
        };
        Problem {
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

    const fn gate(&self) -> ProblemCode {
        match self {
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
