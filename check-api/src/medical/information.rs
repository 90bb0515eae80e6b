//! The answer: lists as the guide for facilities shows them. Every value is text as it came,
//! because nothing here is judged or counted with.

use super::MedicalKind;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The answer to `POST /v1/medical-information`. Of its two lists, only the one that was asked
/// for has lines; none at all means that nothing is known, not that nothing was taken.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MedicalInformation {
    /// Under which the gateway has recorded that somebody looked.
    pub audit_id: String,
    /// What was asked for.
    pub kind: MedicalKind,
    /// 氏名, to be compared with who is there.
    pub name: String,
    /// 生年月日, yyyyMMdd.
    pub birthdate: String,
    /// 性別, a code of the official table.
    pub sex1: String,
    /// 薬剤情報, the newest first.
    #[serde(default)]
    pub medications: Vec<Medication>,
    /// 特定健診情報, the newest first.
    #[serde(default)]
    pub checkups: Vec<Checkup>,
}

impl fmt::Debug for MedicalInformation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MedicalInformation")
            .field("audit_id", &self.audit_id)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// One medicine of one day.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Medication {
    /// 診療月, yyyyMM.
    pub month: String,
    /// 入院・外来・調剤.
    pub setting: String,
    /// 処方日, yyyyMMdd.
    pub prescribed_on: String,
    /// 調剤日, yyyyMMdd.
    pub dispensed_on: String,
    /// 内服・屯服・外用・注射.
    pub route: String,
    /// 用法.
    pub directions: String,
    /// 薬剤名（商品名）.
    pub product: String,
    /// 薬剤名（一般名）.
    pub generic: String,
    /// 1回または1日の量.
    pub quantity: String,
    /// 回数または日数.
    pub times: String,
}

/// One checkup.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Checkup {
    /// 健診実施日, yyyyMMdd.
    pub date: String,
    /// What was examined.
    pub groups: Vec<CheckupGroup>,
}

/// 身体計測, 血圧等, 肝機能検査 and so on.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CheckupGroup {
    /// Its title.
    pub title: String,
    /// Its values.
    pub values: Vec<CheckupValue>,
}

/// One value.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CheckupValue {
    /// What was measured.
    pub item: String,
    /// The value.
    pub value: String,
    /// Its unit.
    pub unit: String,
}
