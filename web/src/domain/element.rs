//! The items of an eligibility answer: every official element that may stand in
//! `ResultOfQualificationConfirmation` and its blocks, the group it is shown in
//! and the kind of its value. Knows no labels; the catalogue has those.

/// Where on the screen an item belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// The person: name, sex, date of birth, address.
    Person,
    /// The insurance: insurer, symbol and number, validity.
    Insurance,
    /// 高齢受給者証.
    ElderlyRecipient,
    /// 限度額適用認定証.
    LimitApplication,
    /// 特定疾病療養受療証.
    SpecificDisease,
    /// 医療券・調剤券 of 医療扶助.
    MedicalTicket,
    /// Consents to medical data.
    Consent,
}

/// A table of codes of the official vocabulary (OQSCD numbers where public).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeTable {
    /// 被保険者証区分, OQSCD010.
    CardClassification,
    /// 本人・家族の別, OQSCD009.
    PersonalFamily,
    /// 性別, OQSCD007.
    Sex,
    /// 未就学区分, OQSCD015.
    Preschool,
    /// 資格喪失事由, OQSCD008.
    ReasonOfLoss,
    /// 限度額適用認定証区分, OQSCD011.
    LimitCertificate,
    /// 限度額適用認定証適用区分, OQSCD012.
    LimitClassification,
    /// 限度額情報の変更, OQSCD014.
    LimitChanged,
    /// 特定疾病 認定疾病区分, OQSCD013.
    DiseaseCategory,
    /// 提供同意: 0 未同意, 1 同意, OQSCD001.
    Agreement,
    /// 同意フラグ: 0 なし, 1 あり, 2 期限切れ, 3 取得困難, OQSCD016.
    Consent,
    /// 医療券・調剤券の別.
    TicketType,
    /// 指定医療機関との一致: 0 一致, 1 不一致.
    Institution,
    /// 診療別 of a 医療券.
    TreatmentType,
    /// 単独・併用.
    CombinedUse,
    /// あり・なし (01, 02).
    Presence,
    /// 不整合フラグ: 1 不整合.
    Consistency,
}

/// How the value of an element is written on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Free text, shown as it came.
    Text,
    /// A name; may hold ● for a character outside the code page (外字).
    Name,
    /// Half-width kana.
    Kana,
    /// An identifying number or symbol, padding removed.
    Number,
    /// yyyyMMdd.
    Date,
    /// yyyyMM.
    Month,
    /// yyyyMMddHHmmss.
    DateTime,
    /// Three digits of percent: 030 = 3割.
    Ratio,
    /// Japanese yen.
    Yen,
    /// A code of a table.
    Code(CodeTable),
}

/// One row per element: the enum, its official spelling, its group and its kind
/// come from the same line, so that none of them can be forgotten.
macro_rules! elements {
    ($($element:ident: $group:ident, $kind:expr;)*) => {
        /// An element of the official vocabulary, spelled as officially spelled.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Element {
            $(#[doc = concat!("`", stringify!($element), "`")] $element,)*
        }

        impl Element {
            /// Every element, in the order in which they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$element,)*];

            /// The official name.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$element => stringify!($element),)* }
            }

            /// The group the element is shown in.
            pub const fn group(self) -> Group {
                match self { $(Self::$element => Group::$group,)* }
            }

            /// How its value is written.
            pub const fn kind(self) -> Kind {
                match self { $(Self::$element => $kind,)* }
            }
        }
    };
}

elements! {
    Name: Person, Kind::Name;
    NameKana: Person, Kind::Kana;
    NameOfOther: Person, Kind::Name;
    NameOfOtherKana: Person, Kind::Kana;
    Sex1: Person, Kind::Code(CodeTable::Sex);
    Sex2: Person, Kind::Code(CodeTable::Sex);
    Birthdate: Person, Kind::Date;
    PostNumber: Person, Kind::Text;
    Address: Person, Kind::Text;

    InsurerNumber: Insurance, Kind::Number;
    InsurerName: Insurance, Kind::Text;
    InsuredCardSymbol: Insurance, Kind::Number;
    InsuredIdentificationNumber: Insurance, Kind::Number;
    InsuredBranchNumber: Insurance, Kind::Number;
    PersonalFamilyClassification: Insurance, Kind::Code(CodeTable::PersonalFamily);
    InsuredName: Insurance, Kind::Name;
    InsuredCardClassification: Insurance, Kind::Code(CodeTable::CardClassification);
    InsuredPartialContributionRatio: Insurance, Kind::Ratio;
    PreschoolClassification: Insurance, Kind::Code(CodeTable::Preschool);
    QualificationDate: Insurance, Kind::Date;
    DisqualificationDate: Insurance, Kind::Date;
    ReasonOfLoss: Insurance, Kind::Code(CodeTable::ReasonOfLoss);
    InsuredCertificateIssuanceDate: Insurance, Kind::Date;
    InsuredCardValidDate: Insurance, Kind::Date;
    InsuredCardExpirationDate: Insurance, Kind::Date;
    ReferenceNumber: Insurance, Kind::Number;

    ElderlyRecipientContributionRatio: ElderlyRecipient, Kind::Ratio;
    ElderlyRecipientCertificateDate: ElderlyRecipient, Kind::Date;
    ElderlyRecipientValidStartDate: ElderlyRecipient, Kind::Date;
    ElderlyRecipientValidEndDate: ElderlyRecipient, Kind::Date;

    LimitApplicationCertificateRelatedConsFlg: LimitApplication, Kind::Code(CodeTable::Agreement);
    LimitApplicationCertificateRelatedConsTime: LimitApplication, Kind::DateTime;
    LimitApplicationCertificateClassification: LimitApplication, Kind::Code(CodeTable::LimitCertificate);
    LimitApplicationCertificateClassificationFlag: LimitApplication, Kind::Code(CodeTable::LimitClassification);
    LimitApplicationCertificateDate: LimitApplication, Kind::Date;
    LimitApplicationCertificateValidStartDate: LimitApplication, Kind::Date;
    LimitApplicationCertificateValidEndDate: LimitApplication, Kind::Date;
    LimitApplicationCertificateLongTermDate: LimitApplication, Kind::Date;
    LimitApplicationCertificateChanged: LimitApplication, Kind::Code(CodeTable::LimitChanged);

    SpecificDiseasesCertificateRelatedConsFlg: SpecificDisease, Kind::Code(CodeTable::Consent);
    SpecificDiseasesCertificateRelatedConsTime: SpecificDisease, Kind::DateTime;
    SpecificDiseasesDiseaseCategory: SpecificDisease, Kind::Code(CodeTable::DiseaseCategory);
    SpecificDiseasesCertificateDate: SpecificDisease, Kind::Date;
    SpecificDiseasesValidStartDate: SpecificDisease, Kind::Date;
    SpecificDiseasesValidEndDate: SpecificDisease, Kind::Date;
    SpecificDiseasesSelfPay: SpecificDisease, Kind::Yen;

    TicketType: MedicalTicket, Kind::Code(CodeTable::TicketType);
    MedicalTicketValidDate: MedicalTicket, Kind::Date;
    MedicalTicketExpirationDate: MedicalTicket, Kind::Date;
    IssueNumber: MedicalTicket, Kind::Number;
    MedicalTreatmentMonth: MedicalTicket, Kind::Month;
    DesignatedMedicalInstitutionCode: MedicalTicket, Kind::Number;
    DesignatedMedicalInstitutionFlag: MedicalTicket, Kind::Code(CodeTable::Institution);
    DesignatedMedicalInstitutionName: MedicalTicket, Kind::Text;
    PrescriptionIssuerMedicalInstitutionCode: MedicalTicket, Kind::Number;
    PrescriptionIssuerMedicalInstitutionName: MedicalTicket, Kind::Text;
    InjuryName1: MedicalTicket, Kind::Text;
    InjuryName2: MedicalTicket, Kind::Text;
    InjuryName3: MedicalTicket, Kind::Text;
    MedicalTreatmentType: MedicalTicket, Kind::Code(CodeTable::TreatmentType);
    SelfPayAmount: MedicalTicket, Kind::Yen;
    DistrictContactName: MedicalTicket, Kind::Text;
    HandlingContactName: MedicalTicket, Kind::Text;
    SingleOrCombinedUse: MedicalTicket, Kind::Code(CodeTable::CombinedUse);
    StatusOfSocialInsurance: MedicalTicket, Kind::Code(CodeTable::Presence);
    ConsistencyFlag: MedicalTicket, Kind::Code(CodeTable::Consistency);
    StatusOfInfecton: MedicalTicket, Kind::Code(CodeTable::Presence);
    StatusOfElderlyMedicalCare: MedicalTicket, Kind::Code(CodeTable::Presence);
    StatusOfPrefecturalExpenses: MedicalTicket, Kind::Code(CodeTable::Presence);
    Remarks1: MedicalTicket, Kind::Text;
    Remarks2: MedicalTicket, Kind::Text;
    Remarks3: MedicalTicket, Kind::Text;

    SpecificHealthCheckupsInfoConsFlg: Consent, Kind::Code(CodeTable::Consent);
    SpecificHealthCheckupsInfoConsTime: Consent, Kind::DateTime;
    SpecificHealthCheckupsInfoAvailableTime: Consent, Kind::DateTime;
    PharmacistsInfoConsFlg: Consent, Kind::Code(CodeTable::Consent);
    PharmacistsInfoConsTime: Consent, Kind::DateTime;
    PharmacistsInfoAvailableTime: Consent, Kind::DateTime;
    DiagnosisInfoConsFlg: Consent, Kind::Code(CodeTable::Consent);
    DiagnosisInfoConsTime: Consent, Kind::DateTime;
    DiagnosisInfoAvailableTime: Consent, Kind::DateTime;
    OperationInfoConsFlg: Consent, Kind::Code(CodeTable::Consent);
    OperationInfoConsTime: Consent, Kind::DateTime;
    OperationInfoAvailableTime: Consent, Kind::DateTime;
}

impl Element {
    /// The element of that official name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|element| element.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_element_is_found_by_its_official_name() {
        for &element in Element::ALL {
            assert_eq!(Element::named(element.name()), Some(element));
        }
        assert_eq!(Element::named("Nonsense"), None);
    }

    #[test]
    fn elements_of_a_group_stand_together() {
        let mut groups: Vec<Group> = Element::ALL.iter().map(|e| e.group()).collect();
        groups.dedup();
        let mut sorted = groups.clone();
        sorted.sort();
        assert_eq!(groups, sorted);
    }
}
