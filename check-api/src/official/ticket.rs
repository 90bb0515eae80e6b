//! The medical ticket of medical assistance (医療扶助の医療券・調剤券).

use super::elements::view;
use crate::code::{
    Agreement, Consistency, MedicalTreatmentType, Presence, SingleOrCombined, TicketType,
};

view! {
    /// `MedicalTicketInfo`: one 医療券 or 調剤券.
    MedicalTicket {
        /// 医療券・調剤券の別.
        ticket_type = "TicketType": Code;
        /// 有効開始年月日.
        valid_date = "MedicalTicketValidDate": Date;
        /// 有効終了年月日.
        expiration_date = "MedicalTicketExpirationDate": Date;
        /// 交付番号.
        issue_number = "IssueNumber": Text;
        /// 診療年月.
        treatment_month = "MedicalTreatmentMonth": Month;
        /// 指定医療機関コード.
        designated_code = "DesignatedMedicalInstitutionCode": Text;
        /// Whether the facility that asks is the designated one.
        designated_flag = "DesignatedMedicalInstitutionFlag": Code;
        /// 指定医療機関名.
        designated_name = "DesignatedMedicalInstitutionName": Text;
        /// 処方箋発行元医療機関コード.
        prescription_issuer_code = "PrescriptionIssuerMedicalInstitutionCode": Text;
        /// 処方箋発行元医療機関名.
        prescription_issuer_name = "PrescriptionIssuerMedicalInstitutionName": Text;
        /// 傷病名1.
        injury_name1 = "InjuryName1": Text;
        /// 傷病名2.
        injury_name2 = "InjuryName2": Text;
        /// 傷病名3.
        injury_name3 = "InjuryName3": Text;
        /// 診療別.
        treatment_type = "MedicalTreatmentType": Code;
        /// 本人支払額.
        self_pay_amount = "SelfPayAmount": Yen;
        /// 地区担当員名.
        district_contact_name = "DistrictContactName": Text;
        /// 取扱担当者名.
        handling_contact_name = "HandlingContactName": Text;
        /// 単独・併用の別.
        single_or_combined_use = "SingleOrCombinedUse": Code;
        /// 社会保険の状況.
        social_insurance = "StatusOfSocialInsurance": Code;
        /// 整合性フラグ.
        consistency_flag = "ConsistencyFlag": Code;
        /// 感染症の状況. The missing letter is official.
        infection = "StatusOfInfecton": Code;
        /// 後期高齢者医療の状況.
        elderly_medical_care = "StatusOfElderlyMedicalCare": Code;
        /// 都道府県費の状況.
        prefectural_expenses = "StatusOfPrefecturalExpenses": Code;
        /// 備考1.
        remarks1 = "Remarks1": Text;
        /// 備考2.
        remarks2 = "Remarks2": Text;
        /// 備考3.
        remarks3 = "Remarks3": Text;
    }
}

impl<'a> MedicalTicket<'a> {
    /// The code of `TicketType`.
    #[must_use]
    pub fn kind(self) -> Option<TicketType<'a>> {
        self.ticket_type().map(TicketType::of)
    }

    /// The code of `DesignatedMedicalInstitutionFlag`.
    #[must_use]
    pub fn designated(self) -> Option<Agreement<'a>> {
        self.designated_flag().map(Agreement::of)
    }

    /// The code of `MedicalTreatmentType`.
    #[must_use]
    pub fn treatment(self) -> Option<MedicalTreatmentType<'a>> {
        self.treatment_type().map(MedicalTreatmentType::of)
    }

    /// The code of `SingleOrCombinedUse`.
    #[must_use]
    pub fn combination(self) -> Option<SingleOrCombined<'a>> {
        self.single_or_combined_use().map(SingleOrCombined::of)
    }

    /// The code of `ConsistencyFlag`.
    #[must_use]
    pub fn consistency(self) -> Option<Consistency<'a>> {
        self.consistency_flag().map(Consistency::of)
    }

    /// The code of `StatusOfSocialInsurance`; the other three "status" elements use the same table.
    #[must_use]
    pub fn has_social_insurance(self) -> Option<Presence<'a>> {
        self.social_insurance().map(Presence::of)
    }
}
