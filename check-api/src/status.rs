//! `GET /v1/status`: whether the service is open, and what it can do.

use crate::field::Timestamp;
use serde::{Deserialize, Serialize};

/// State of the service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Status {
    /// Whether checks are answered.
    pub service: Service,
    /// Whether the answers are about real people.
    pub environment: Environment,
    /// The gateway's clock, by which challenges and certificates are judged.
    pub server_time: Timestamp,
    /// Version of the official layout that the answers follow.
    pub layout_version: String,
    /// What the service can do.
    pub capabilities: Capabilities,
    /// What the desk should know today.
    #[serde(default)]
    pub notices: Vec<Notice>,
    /// 災害時: the measures that the ministry has opened for this facility, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disaster: Option<Disaster>,
    /// Whom the desk may call when a check cannot be made; the page knows the
    /// official centre by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call_centre: Option<CallCentre>,
}

/// 災害時の特別措置, as the gateway announces it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Disaster {
    /// What was announced, in words for the desk.
    pub announcement: Notice,
    /// What it allows: `eligibility-without-card`, `medical-information-without-card`.
    /// Text, so that a measure of a later version does not make the state unreadable.
    pub allows: Vec<String>,
    /// Until when, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

/// A telephone that the desk may call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CallCentre {
    /// The number, digits and hyphens.
    pub telephone: String,
    /// When somebody answers.
    pub hours: Notice,
}

/// Whether checks are answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Service {
    /// Open.
    Open,
    /// Closed for maintenance.
    Maintenance,
    /// Open, with some part not working.
    Degraded,
    /// A state that this version does not know.
    #[serde(other)]
    Unknown,
}

/// Whether the answers are about real people. Certificates and policies belong
/// to one of the two and are never accepted in the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Environment {
    /// Real cards and people.
    Production,
    /// Synthetic cards and people.
    Practice,
}

/// What the service can do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Capabilities {
    /// Ways in which a person may be authenticated: `pin`, `visual`. Text, so
    /// that a way of a later version does not make the state unreadable.
    pub auth_methods: Vec<String>,
    /// Whether 限度額 is answered.
    pub limit_info: bool,
    /// Whether 公費 and 医療扶助 are answered.
    pub public_expense: bool,
    /// Whether a check must carry the signature of an enrolled terminal.
    pub terminal_signature: bool,
    /// Whether eligibility is answered by symbol and number.
    pub insurance_check: bool,
    /// Most rows of one batch; 0 where batches are not taken.
    pub max_batch_items: u32,
    /// How long the answers of a batch are kept.
    pub batch_retention_hours: u32,
    /// Shortest pause between two looks at a batch.
    pub batch_poll_seconds: u32,
    /// Kinds of medical information that are answered (full type alone):
    /// `medication`, `checkup`. Text, for the same reason as above.
    pub medical_information: Vec<String>,
}

/// A sentence for the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Notice {
    /// In Japanese.
    pub ja: String,
    /// In English.
    pub en: String,
}
