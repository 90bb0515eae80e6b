//! The answer to a check, of a card or by symbol and number.

use crate::field::Date;
use crate::official::XmlMsg;
use serde::{Deserialize, Serialize};

/// The answer to `POST /v1/checks/card` and `POST /v1/checks/insurance`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CheckAnswer {
    /// Under which the gateway has recorded the check, to be named to support.
    pub audit_id: String,
    /// What the gateway found out about the certificate, if there was a card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<CertificateNotice>,
    /// The official message.
    #[serde(rename = "XmlMsg")]
    pub xml_msg: XmlMsg,
}

/// What the gateway found out about the certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CertificateNotice {
    /// Where it stands between its dates.
    pub standing: CertificateStanding,
    /// Last day on which eligibility is answered for it, in Japan's time.
    pub usable_until: Date,
}

/// Where a usable certificate stands between its dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CertificateStanding {
    /// Within its dates.
    Valid,
    /// Expired; eligibility is answered until three months after the end of the
    /// month of expiry.
    Grace,
    /// A standing that this version does not know.
    #[serde(other)]
    Unknown,
}

/// Why an answer cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// Not JSON, or not of the shape of an answer.
    #[error("the answer is not of the agreed shape")]
    Shape,
    /// No official message in it.
    #[error("the answer holds no official message")]
    Message,
}

impl AnswerError {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Shape => "ANSWER-SHAPE",
            Self::Message => "ANSWER-MESSAGE",
        }
    }
}

impl CheckAnswer {
    /// Reads an answer from the bytes of a response.
    ///
    /// # Errors
    /// [`AnswerError`] if it is no answer. An answer with unknown elements or
    /// codes is one; [`crate::Verdict`] says what it is worth.
    pub fn from_json(bytes: &[u8]) -> Result<Self, AnswerError> {
        let answer: Self = serde_json::from_slice(bytes).map_err(|_| AnswerError::Shape)?;
        if answer.xml_msg.is_message() {
            Ok(answer)
        } else {
            Err(AnswerError::Message)
        }
    }

    /// Whether the certificate has expired and is in its months of grace.
    #[must_use]
    pub fn in_grace(&self) -> bool {
        self.certificate
            .as_ref()
            .is_some_and(|c| c.standing == CertificateStanding::Grace)
    }
}
