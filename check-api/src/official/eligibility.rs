//! One eligibility: everything that the desk copies from an insurance.

use super::elements::view;
use super::{ElderlyRecipient, LimitCertificate, MedicalTicket, SpecificDisease};
use crate::code::{
    CardClassification, InformationConsent, LimitCertificateChange, PersonalFamily,
    PreschoolClassification, ReasonOfLoss, Sex,
};

view! {
    /// `ResultOfQualificationConfirmation`: one eligibility of a person.
    Eligibility {
        /// 被保険者証区分 (OQSCD010).
        insured_card_classification = "InsuredCardClassification": Code;
        /// 保険者番号; for medical assistance the 公費負担者番号. Eight wide, padded on the left.
        insurer_number = "InsurerNumber": Text;
        /// 記号.
        insured_card_symbol = "InsuredCardSymbol": Text;
        /// 番号; for medical assistance the 受給者番号.
        insured_identification_number = "InsuredIdentificationNumber": Text;
        /// 枝番, two digits.
        insured_branch_number = "InsuredBranchNumber": Text;
        /// 本人・家族の別 (OQSCD009).
        personal_family_classification = "PersonalFamilyClassification": Code;
        /// 被保険者（世帯主）氏名.
        insured_name = "InsuredName": Text;
        /// 氏名. Family and given name are split by a full-width space; ● stands for a character outside the set.
        name = "Name": Text;
        /// 通称等.
        name_of_other = "NameOfOther": Text;
        /// 氏名カナ, half-width.
        name_kana = "NameKana": Text;
        /// 通称等カナ, half-width.
        name_of_other_kana = "NameOfOtherKana": Text;
        /// 性別, front of the card (OQSCD007).
        sex1 = "Sex1": Code;
        /// 性別, back of the card (OQSCD007). To be shown with care.
        sex2 = "Sex2": Code;
        /// 生年月日.
        birthdate = "Birthdate": Date;
        /// 住所, as the insurer holds it.
        address = "Address": Text;
        /// 郵便番号.
        post_number = "PostNumber": Text;
        /// 資格取得年月日.
        qualification_date = "QualificationDate": Date;
        /// 資格喪失年月日.
        disqualification_date = "DisqualificationDate": Date;
        /// 交付年月日.
        insured_certificate_issuance_date = "InsuredCertificateIssuanceDate": Date;
        /// 有効開始年月日.
        insured_card_valid_date = "InsuredCardValidDate": Date;
        /// 有効終了年月日. Absent means open.
        insured_card_expiration_date = "InsuredCardExpirationDate": Date;
        /// 後期高齢者の一部負担金割合.
        insured_partial_contribution_ratio = "InsuredPartialContributionRatio": Percent;
        /// 未就学区分 (OQSCD015).
        preschool_classification = "PreschoolClassification": Code;
        /// 資格喪失事由 (OQSCD008).
        reason_of_loss = "ReasonOfLoss": Code;
        /// 保険者名称.
        insurer_name = "InsurerName": Text;
        /// 限度額情報提供の同意.
        limit_consent = "LimitApplicationCertificateRelatedConsFlg": Code;
        /// When that consent was given.
        limit_consent_time = "LimitApplicationCertificateRelatedConsTime": Time;
        /// 限度額適用認定証の変更有無 (OQSCD014); in answers to batches alone.
        limit_changed = "LimitApplicationCertificateChanged": Code;
        /// 特定疾病情報提供の同意 (OQSCD016).
        specific_disease_consent = "SpecificDiseasesCertificateRelatedConsFlg": Code;
        /// When that consent was given.
        specific_disease_consent_time = "SpecificDiseasesCertificateRelatedConsTime": Time;
        /// 特定健診情報提供の同意 (OQSCD016).
        checkups_consent = "SpecificHealthCheckupsInfoConsFlg": Code;
        /// When that consent was given.
        checkups_consent_time = "SpecificHealthCheckupsInfoConsTime": Time;
        /// Until when the information may be fetched.
        checkups_available_time = "SpecificHealthCheckupsInfoAvailableTime": Time;
        /// 薬剤情報提供の同意 (OQSCD016).
        pharmacists_consent = "PharmacistsInfoConsFlg": Code;
        /// When that consent was given.
        pharmacists_consent_time = "PharmacistsInfoConsTime": Time;
        /// Until when the information may be fetched.
        pharmacists_available_time = "PharmacistsInfoAvailableTime": Time;
        /// 診療情報提供の同意 (OQSCD016).
        diagnosis_consent = "DiagnosisInfoConsFlg": Code;
        /// When that consent was given.
        diagnosis_consent_time = "DiagnosisInfoConsTime": Time;
        /// Until when the information may be fetched.
        diagnosis_available_time = "DiagnosisInfoAvailableTime": Time;
        /// 手術情報提供の同意 (OQSCD016).
        operation_consent = "OperationInfoConsFlg": Code;
        /// When that consent was given.
        operation_consent_time = "OperationInfoConsTime": Time;
        /// Until when the information may be fetched.
        operation_available_time = "OperationInfoAvailableTime": Time;
        /// 照会番号: the facility's own number of the patient.
        reference_number = "ReferenceNumber": Text;
    }
}

impl<'a> Eligibility<'a> {
    /// The code of `InsuredCardClassification`.
    #[must_use]
    pub fn card_classification(self) -> Option<CardClassification<'a>> {
        self.insured_card_classification()
            .map(CardClassification::of)
    }

    /// The code of `PersonalFamilyClassification`.
    #[must_use]
    pub fn personal_family(self) -> Option<PersonalFamily<'a>> {
        self.personal_family_classification()
            .map(PersonalFamily::of)
    }

    /// The sex on the front of the card.
    #[must_use]
    pub fn sex(self) -> Option<Sex<'a>> {
        self.sex1().map(Sex::of)
    }

    /// The code of `PreschoolClassification`.
    #[must_use]
    pub fn preschool(self) -> Option<PreschoolClassification<'a>> {
        self.preschool_classification()
            .map(PreschoolClassification::of)
    }

    /// The code of `ReasonOfLoss`.
    #[must_use]
    pub fn loss(self) -> Option<ReasonOfLoss<'a>> {
        self.reason_of_loss().map(ReasonOfLoss::of)
    }

    /// The code of `SpecificDiseasesCertificateRelatedConsFlg`.
    #[must_use]
    pub fn disease_consent(self) -> Option<InformationConsent<'a>> {
        self.specific_disease_consent().map(InformationConsent::of)
    }

    /// The code of `LimitApplicationCertificateChanged`.
    #[must_use]
    pub fn limit_change(self) -> Option<LimitCertificateChange<'a>> {
        self.limit_changed().map(LimitCertificateChange::of)
    }

    /// The code of `PharmacistsInfoConsFlg`.
    #[must_use]
    pub fn medication_consent(self) -> Option<InformationConsent<'a>> {
        self.pharmacists_consent().map(InformationConsent::of)
    }

    /// The code of `SpecificHealthCheckupsInfoConsFlg`.
    #[must_use]
    pub fn checkup_consent(self) -> Option<InformationConsent<'a>> {
        self.checkups_consent().map(InformationConsent::of)
    }

    /// 高齢受給者証, for those of 70 to 74.
    #[must_use]
    pub fn elderly_recipient(self) -> Option<ElderlyRecipient<'a>> {
        self.0
            .group("ElderlyRecipientCertificateInfo")
            .map(ElderlyRecipient)
    }

    /// 限度額適用認定証, if consent was given and there is one.
    #[must_use]
    pub fn limit_certificate(self) -> Option<LimitCertificate<'a>> {
        self.0
            .group("LimitApplicationCertificateRelatedInfo")
            .map(LimitCertificate)
    }

    /// 特定疾病療養受療証, none or several.
    pub fn specific_diseases(self) -> impl Iterator<Item = SpecificDisease<'a>> {
        self.0
            .list(
                "SpecificDiseasesCertificateList",
                "SpecificDiseasesCertificateInfo",
            )
            .map(SpecificDisease)
    }

    /// 医療券・調剤券 of medical assistance, none or several.
    pub fn medical_tickets(self) -> impl Iterator<Item = MedicalTicket<'a>> {
        self.0
            .list("PublicExpenseResultList", "MedicalTicketInfo")
            .map(MedicalTicket)
    }
}
