//! `POST /v1/medical-information`: 薬剤情報 and 特定健診情報, where the gateway offers them.
//!
//! The limited type of the online check has none of it. Where there is some, two things must
//! be true before it is shown: the person has agreed (with an ordinary reader on paper, as the
//! guide for facilities says), or a disaster measure stands in for that; and a qualified person
//! looks. The gateway decides about both. Nobody stores the answer.
//!
//! The official messages of this service are not public. Names here are ours.

mod information;

pub use information::{Checkup, CheckupGroup, CheckupValue, MedicalInformation, Medication};

use crate::field::{Date, FacilityCode, InsurerNumber, TerminalId, Timestamp};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Path that answers medical information: `POST`.
pub const MEDICAL_INFORMATION_PATH: &str = "/v1/medical-information";

/// The measure of a disaster under which medical information is answered without a card.
pub const WITHOUT_CARD_MEASURE: &str = "medical-information-without-card";

/// A kind of medical information.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum MedicalKind {
    /// 薬剤情報.
    Medication,
    /// 特定健診情報.
    Checkup,
}

/// Who looks (有資格者等).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Role {
    /// 医師.
    Physician,
    /// 歯科医師.
    Dentist,
    /// 薬剤師. Sees 薬剤情報 alone.
    Pharmacist,
    /// Another qualified person whom the facility has named.
    Other,
}

/// How the person agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ConsentMethod {
    /// 書面.
    Paper,
}

/// The consent of the person to one kind of information.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MedicalConsent {
    /// How it was given.
    pub method: ConsentMethod,
    /// When, by the gateway's clock.
    pub at: Timestamp,
}

/// Who is meant when there is no card, in a disaster.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SoughtPerson {
    /// 氏名, as it is written.
    pub name: PersonName,
    /// 生年月日.
    pub birthdate: Date,
    /// 性別, a code of the official table.
    pub sex1: String,
    /// 保険者番号, if it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insurer_number: Option<InsurerNumber>,
}

impl fmt::Debug for SoughtPerson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SoughtPerson(hidden)")
    }
}

/// 氏名 as somebody types it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonName(String);

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonName(hidden)")
    }
}

/// Longest name: twice what a residents' register prints on a card.
const LONGEST_NAME: usize = 80;

/// A name that is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be a name of 1 to 80 characters, without a My Number")]
pub struct NotAName;

impl NotAName {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        "FIELD-PERSON-NAME"
    }
}

impl PersonName {
    /// The name without blanks, by which it is compared.
    #[must_use]
    pub fn folded(&self) -> String {
        self.0
            .chars()
            .filter(|letter| !letter.is_whitespace())
            .collect()
    }
}

impl TryFrom<String> for PersonName {
    type Error = NotAName;

    fn try_from(text: String) -> Result<Self, NotAName> {
        let long = text.chars().count() > LONGEST_NAME;
        let controls = text.chars().any(char::is_control);
        // No name has a digit; the twelve of a My Number are refused with them.
        let digit = |letter: char| letter.is_ascii_digit() || ('０'..='９').contains(&letter);
        let digits = text.chars().any(digit);
        if long || controls || digits || text.trim().is_empty() {
            Err(NotAName)
        } else {
            Ok(Self(text.trim().to_owned()))
        }
    }
}

/// The name under which the gateway has recorded a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CheckAuditId(String);

/// A name that no gateway gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be 1 to 64 of A-Z, a-z, 0-9, '-' and '_'")]
pub struct NotAnAuditId;

impl NotAnAuditId {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        "FIELD-CHECK-AUDIT-ID"
    }
}

impl CheckAuditId {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for CheckAuditId {
    type Error = NotAnAuditId;

    fn try_from(text: String) -> Result<Self, NotAnAuditId> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if (1..=64).contains(&text.len()) && text.bytes().all(plain) {
            Ok(Self(text))
        } else {
            Err(NotAnAuditId)
        }
    }
}

/// The body of `POST /v1/medical-information`. Which of its optional parts belong together
/// says [`MedicalRequest::basis`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MedicalRequest {
    /// The facility that asks.
    pub facility_code: FacilityCode,
    /// The terminal that asks.
    pub terminal_id: TerminalId,
    /// What is asked for.
    pub kind: MedicalKind,
    /// Who looks.
    pub role: Role,
    /// The check of the person's card by this terminal, some minutes ago at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check_audit_id: Option<CheckAuditId>,
    /// What the person agreed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<MedicalConsent>,
    /// In a disaster: who is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<SoughtPerson>,
}

/// On what grounds somebody may look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Basis<'a> {
    /// The person was here with the card, and agreed.
    Consent {
        /// The check of the card.
        check: &'a CheckAuditId,
        /// The consent.
        consent: &'a MedicalConsent,
    },
    /// A disaster measure stands in for card and consent.
    Disaster {
        /// Who is meant.
        person: &'a SoughtPerson,
    },
}

impl MedicalRequest {
    /// On what grounds it is asked; none where parts are missing or do not belong together.
    #[must_use]
    pub const fn basis(&self) -> Option<Basis<'_>> {
        match (&self.check_audit_id, &self.consent, &self.person) {
            (Some(check), Some(consent), None) => Some(Basis::Consent { check, consent }),
            (None, None, Some(person)) => Some(Basis::Disaster { person }),
            _ => None,
        }
    }
}

impl MedicalKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Medication, Self::Checkup];

    /// The name on the wire and among the capabilities.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Medication => "medication",
            Self::Checkup => "checkup",
        }
    }

    /// Whether a facility of this code may see it at all: a pharmacy (点数表 4, the third digit
    /// of a 医療機関等コード) does not see 特定健診情報.
    #[must_use]
    pub fn is_for(self, facility: &FacilityCode) -> bool {
        self == Self::Medication || facility.as_str().as_bytes().get(2) != Some(&b'4')
    }
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 4] = [
        Self::Physician,
        Self::Dentist,
        Self::Pharmacist,
        Self::Other,
    ];

    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Physician => "physician",
            Self::Dentist => "dentist",
            Self::Pharmacist => "pharmacist",
            Self::Other => "other",
        }
    }

    /// Whether the guide for facilities names this role for the kind: 薬剤情報は医師、歯科医師、
    /// 薬剤師等。特定健診情報は医師、歯科医師等.
    #[must_use]
    pub fn may_see(self, kind: MedicalKind) -> bool {
        self != Self::Pharmacist || kind == MedicalKind::Medication
    }
}

#[cfg(test)]
#[path = "medical/tests.rs"]
mod tests;
