//! Batches (一括照会): `POST /v1/batches`, and the calls on what was received.
//!
//! Two phases as in the official service: what is submitted gets a reception
//! number; answers are fetched by it. Whether a submission whose outcome is
//! unknown has arrived is asked by its idempotency key, so that it never has to
//! be sent on a guess.

use crate::field::{Date, FacilityCode, ReceptionNumber, TerminalId, Timestamp};
use crate::inquiry::SearchInfo;
use crate::official::XmlMsg;
use serde::{Deserialize, Serialize};

/// Path that takes batches: `POST`. `GET` and `DELETE` with `/{ReceptionNumber}`.
pub const BATCHES_PATH: &str = "/v1/batches";

/// Path that tells whether a submission arrived: `GET` with `/{Idempotency-Key}`.
pub const BATCHES_BY_KEY_PATH: &str = "/v1/batches/by-key";

/// Most rows that one `GET` answers.
pub const MOST_ROWS_AT_ONCE: u32 = 1000;

/// The body of `POST /v1/batches`, as the page writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BatchSubmission {
    /// The facility that asks.
    pub facility_code: FacilityCode,
    /// The terminal that asks.
    pub terminal_id: TerminalId,
    /// The day for which eligibility is asked.
    pub confirmation_date: Date,
    /// About whom, each with an `ArbitraryIdentifier`.
    pub items: Vec<SearchInfo>,
}

/// The body of `POST /v1/batches`, as the gateway reads it: every item is judged
/// by itself, so that one bad row does not stop the others.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BatchRequest {
    /// The facility that asks.
    pub facility_code: FacilityCode,
    /// The terminal that asks.
    pub terminal_id: TerminalId,
    /// The day for which eligibility is asked.
    pub confirmation_date: Date,
    /// About whom.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<SearchInfo>))]
    pub items: Vec<serde_json::Value>,
}

/// The answer to a submission: 202.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reception {
    /// 受付番号.
    #[serde(rename = "ReceptionNumber")]
    pub reception_number: ReceptionNumber,
    /// 受付日時.
    #[serde(rename = "ReceptionDateTime")]
    pub reception_date_time: Timestamp,
    /// How many rows are being worked on.
    pub accepted: u32,
    /// Rows that broke a rule and are not asked.
    pub rejected: Vec<RejectedItem>,
    /// Until when the answers are kept.
    #[serde(rename = "keptUntil")]
    pub kept_until: Timestamp,
}

/// A row that broke a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RejectedItem {
    /// Its place in `items`, from 0.
    pub index: u32,
    /// Field that broke the rule.
    pub field: String,
    /// The rule.
    pub rule: String,
}

/// The answer to `GET /v1/batches/{ReceptionNumber}?from=…&count=…`: 202 with
/// `Retry-After` and counts alone while it is worked on (`SegmentOfResult` 2), 200
/// with rows from number `from` on when it is done (1), 200 with `ErrorCode` when
/// it failed (9).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BatchAnswer {
    /// The official message, with `BulkConfirmUnit` in its body.
    #[serde(rename = "XmlMsg")]
    pub xml_msg: XmlMsg,
    /// Where the next rows begin; absent after the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u32>,
}
