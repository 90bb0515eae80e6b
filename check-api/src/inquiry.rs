//! `POST /v1/checks/insurance`: eligibility by 記号・番号, and the question that a
//! batch asks many times.

use crate::challenge::Consent;
use crate::field::{
    ArbitraryIdentifier, Date, FacilityCode, InsuredBranchNumber, InsuredCardSymbol,
    InsuredIdentificationNumber, InsurerNumber, TerminalId,
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Header with the key that makes a request with effects one request.
pub const IDEMPOTENCY_KEY_HEADER: &str = "idempotency-key";

/// The body of `POST /v1/checks/insurance`. The answer is [`crate::CheckAnswer`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InsuranceCheckRequest {
    /// The terminal that asks.
    pub terminal_id: TerminalId,
    /// The question.
    #[serde(rename = "XmlMsg")]
    pub xml_msg: Inquiry,
}

/// The official message of one question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Inquiry {
    /// For which day and facility.
    pub message_header: InquiryHeader,
    /// About whom.
    pub message_body: InquiryBody,
}

/// `MessageHeader` of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InquiryHeader {
    /// The day for which eligibility is asked.
    pub qualification_confirmation_date: Date,
    /// The facility that asks.
    pub medical_institution_code: FacilityCode,
    /// Identifier of the asker's own, echoed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arbitrary_file_identifier: Option<ArbitraryIdentifier>,
}

/// `MessageBody` of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InquiryBody {
    /// About whom.
    pub qualification_confirm_search_info: SearchInfo,
}

/// `QualificationConfirmSearchInfo` as it is asked: who is meant.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SearchInfo {
    /// 保険者番号.
    pub insurer_number: InsurerNumber,
    /// 記号; the old-age insurance has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insured_card_symbol: Option<InsuredCardSymbol>,
    /// 番号.
    pub insured_identification_number: InsuredIdentificationNumber,
    /// 枝番.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insured_branch_number: Option<InsuredBranchNumber>,
    /// 生年月日.
    pub birthdate: Date,
    /// Whether 限度額 may be handed over.
    #[serde(rename = "LimitApplicationCertificateRelatedConsFlg")]
    pub limit_consent: Consent,
    /// Key of the asker's own, echoed: what keeps the rows of a batch apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arbitrary_identifier: Option<ArbitraryIdentifier>,
}

/// No content: symbol, number and birthday name a person.
impl fmt::Debug for SearchInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SearchInfo")
    }
}
