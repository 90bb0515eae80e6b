//! The labels of the official elements and of the groups they are shown in.

use super::Text;
use crate::domain::element::{Element, Group};

/// The heading of a group.
pub(crate) const fn group(group: Group) -> Text {
    match group {
        Group::Person => Text::new("本人情報", "Person"),
        Group::Insurance => Text::new("資格情報", "Insurance"),
        Group::ElderlyRecipient => Text::new("高齢受給者証", "Elderly recipient certificate"),
        Group::LimitApplication => Text::new("限度額適用認定証", "Cost-limit certificate"),
        Group::SpecificDisease => Text::new("特定疾病療養受療証", "Specific disease certificate"),
        Group::MedicalTicket => Text::new("医療券・調剤券", "Medical or dispensing ticket"),
        Group::Consent => Text::new("医療情報の提供同意", "Consents to medical data"),
    }
}

/// The label of an element.
pub(crate) const fn label(element: Element) -> Text {
    match element {
        Element::Name => Text::new("氏名", "Name"),
        Element::NameKana => Text::new("フリガナ", "Name in kana"),
        Element::NameOfOther => Text::new("通称など", "Other name"),
        Element::NameOfOtherKana => Text::new("通称などのフリガナ", "Other name in kana"),
        Element::Sex1 => Text::new("性別", "Sex"),
        Element::Sex2 => Text::new("性別（裏面記載）", "Sex (on the back)"),
        Element::Birthdate => Text::new("生年月日", "Date of birth"),
        Element::PostNumber => Text::new("郵便番号", "Postal code"),
        Element::Address => Text::new("住所", "Address"),

        Element::InsurerNumber => Text::new("保険者番号", "Insurer number"),
        Element::InsurerName => Text::new("保険者名", "Insurer"),
        Element::InsuredCardSymbol => Text::new("記号", "Symbol"),
        Element::InsuredIdentificationNumber => Text::new("番号", "Number"),
        Element::InsuredBranchNumber => Text::new("枝番", "Branch"),
        Element::PersonalFamilyClassification => Text::new("本人・家族の別", "Insured or family"),
        Element::InsuredName => Text::new("被保険者氏名", "Name of the insured"),
        Element::InsuredCardClassification => Text::new("証区分", "Classification"),
        Element::InsuredPartialContributionRatio => Text::new("負担割合", "Patient's share"),
        Element::PreschoolClassification => Text::new("未就学区分", "Preschool"),
        Element::QualificationDate => Text::new("資格取得年月日", "Acquired on"),
        Element::DisqualificationDate => Text::new("資格喪失年月日", "Lost on"),
        Element::ReasonOfLoss => Text::new("資格喪失事由", "Reason of loss"),
        Element::InsuredCertificateIssuanceDate => Text::new("交付年月日", "Issued on"),
        Element::InsuredCardValidDate => Text::new("有効開始日", "Valid from"),
        Element::InsuredCardExpirationDate => Text::new("有効終了日", "Valid until"),
        Element::ReferenceNumber => Text::new("照会番号", "Reference number"),

        Element::ElderlyRecipientContributionRatio => Text::new("負担割合", "Patient's share"),
        Element::ElderlyRecipientCertificateDate => Text::new("交付年月日", "Issued on"),
        Element::ElderlyRecipientValidStartDate => Text::new("有効開始日", "Valid from"),
        Element::ElderlyRecipientValidEndDate => Text::new("有効終了日", "Valid until"),

        Element::LimitApplicationCertificateRelatedConsFlg => Text::new("提供同意", "Consent"),
        Element::LimitApplicationCertificateRelatedConsTime => {
            Text::new("同意日時", "Consent given")
        }
        Element::LimitApplicationCertificateClassification => Text::new("認定証区分", "Kind"),
        Element::LimitApplicationCertificateClassificationFlag => Text::new("適用区分", "Category"),
        Element::LimitApplicationCertificateDate => Text::new("交付年月日", "Issued on"),
        Element::LimitApplicationCertificateValidStartDate => Text::new("有効開始日", "Valid from"),
        Element::LimitApplicationCertificateValidEndDate => Text::new("有効終了日", "Valid until"),
        Element::LimitApplicationCertificateLongTermDate => {
            Text::new("長期入院該当年月日", "Long stay in hospital from")
        }
        Element::LimitApplicationCertificateChanged => Text::new("限度額情報の変更", "Change"),

        Element::SpecificDiseasesCertificateRelatedConsFlg => Text::new("提供同意", "Consent"),
        Element::SpecificDiseasesCertificateRelatedConsTime => {
            Text::new("同意日時", "Consent given")
        }
        Element::SpecificDiseasesDiseaseCategory => Text::new("認定疾病区分", "Disease"),
        Element::SpecificDiseasesCertificateDate => Text::new("交付年月日", "Issued on"),
        Element::SpecificDiseasesValidStartDate => Text::new("有効開始日", "Valid from"),
        Element::SpecificDiseasesValidEndDate => Text::new("有効終了日", "Valid until"),
        Element::SpecificDiseasesSelfPay => Text::new("自己負担限度額（月）", "Monthly limit"),

        Element::TicketType => Text::new("券の種類", "Kind"),
        Element::MedicalTicketValidDate => Text::new("有効開始日", "Valid from"),
        Element::MedicalTicketExpirationDate => Text::new("有効終了日", "Valid until"),
        Element::IssueNumber => Text::new("交付番号", "Issue number"),
        Element::MedicalTreatmentMonth => Text::new("診療年月", "Month of treatment"),
        Element::DesignatedMedicalInstitutionCode => {
            Text::new("指定医療機関コード", "Designated institution, code")
        }
        Element::DesignatedMedicalInstitutionFlag => {
            Text::new("指定医療機関との一致", "Designated institution, match")
        }
        Element::DesignatedMedicalInstitutionName => {
            Text::new("指定医療機関名", "Designated institution")
        }
        Element::PrescriptionIssuerMedicalInstitutionCode => {
            Text::new("処方箋発行医療機関コード", "Prescribing institution, code")
        }
        Element::PrescriptionIssuerMedicalInstitutionName => {
            Text::new("処方箋発行医療機関名", "Prescribing institution")
        }
        Element::InjuryName1 => Text::new("傷病名1", "Disease or injury 1"),
        Element::InjuryName2 => Text::new("傷病名2", "Disease or injury 2"),
        Element::InjuryName3 => Text::new("傷病名3", "Disease or injury 3"),
        Element::MedicalTreatmentType => Text::new("診療別", "Kind of treatment"),
        Element::SelfPayAmount => Text::new("本人支払額", "To be paid by the patient"),
        Element::DistrictContactName => Text::new("地区担当員名", "District officer"),
        Element::HandlingContactName => Text::new("取扱担当者名", "Handling officer"),
        Element::SingleOrCombinedUse => Text::new("単独・併用", "Alone or combined"),
        Element::StatusOfSocialInsurance => Text::new("社会保険の有無", "Social insurance"),
        Element::ConsistencyFlag => Text::new("整合性", "Consistency"),
        // The official spelling of the element lacks an i.
        Element::StatusOfInfecton => Text::new("感染症の有無", "Infectious disease"),
        Element::StatusOfElderlyMedicalCare => {
            Text::new("後期高齢者医療の有無", "Medical care for the elderly")
        }
        Element::StatusOfPrefecturalExpenses => {
            Text::new("都道府県費の有無", "Prefectural expenses")
        }
        Element::Remarks1 => Text::new("備考1", "Remark 1"),
        Element::Remarks2 => Text::new("備考2", "Remark 2"),
        Element::Remarks3 => Text::new("備考3", "Remark 3"),

        Element::SpecificHealthCheckupsInfoConsFlg => Text::new("特定健診情報", "Health check-ups"),
        Element::SpecificHealthCheckupsInfoConsTime => {
            Text::new("特定健診情報の同意日時", "Health check-ups, given")
        }
        Element::SpecificHealthCheckupsInfoAvailableTime => {
            Text::new("特定健診情報の閲覧期限", "Health check-ups, until")
        }
        Element::PharmacistsInfoConsFlg => Text::new("薬剤情報", "Medication"),
        Element::PharmacistsInfoConsTime => Text::new("薬剤情報の同意日時", "Medication, given"),
        Element::PharmacistsInfoAvailableTime => {
            Text::new("薬剤情報の閲覧期限", "Medication, until")
        }
        Element::DiagnosisInfoConsFlg => Text::new("診療情報", "Diagnosis"),
        Element::DiagnosisInfoConsTime => Text::new("診療情報の同意日時", "Diagnosis, given"),
        Element::DiagnosisInfoAvailableTime => Text::new("診療情報の閲覧期限", "Diagnosis, until"),
        Element::OperationInfoConsFlg => Text::new("手術情報", "Operations"),
        Element::OperationInfoConsTime => Text::new("手術情報の同意日時", "Operations, given"),
        Element::OperationInfoAvailableTime => Text::new("手術情報の閲覧期限", "Operations, until"),
    }
}
