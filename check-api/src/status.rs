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
