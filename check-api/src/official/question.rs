//! What was asked, in the official words.

use super::elements::view;
use crate::code::{CareSetting, ConsentFlag};

view! {
    /// `QualificationConfirmSearchInfo`: the question, echoed in the answer.
    QualificationConfirmSearchInfo {
        /// 保険者番号, eight wide, padded on the left.
        insurer_number = "InsurerNumber": Text;
        /// 記号.
        insured_card_symbol = "InsuredCardSymbol": Text;
        /// 番号.
        insured_identification_number = "InsuredIdentificationNumber": Text;
        /// 枝番, two digits.
        insured_branch_number = "InsuredBranchNumber": Text;
        /// 生年月日.
        birthdate = "Birthdate": Date;
        /// Consent to the limit certificate.
        limit_consent = "LimitApplicationCertificateRelatedConsFlg": Code;
        /// Key of the asker's own, echoed.
        arbitrary_identifier = "ArbitraryIdentifier": Text;
        /// 診療年月: batches about medical assistance.
        treatment_month = "MedicalTreatmentMonth": Month;
        /// 同意日, first day: batches about home visits and online care.
        consent_date_from = "ConsentDateFrom": Date;
        /// 同意日, last day.
        consent_date_to = "ConsentDateTo": Date;
        /// 診察日, first day: batches about online care.
        examination_date_from = "ExaminationDateFrom": Date;
        /// 診察日, last day.
        examination_date_to = "ExaminationDateTo": Date;
        /// 診療区分 (OQSCD028) of such a batch: 2 or 3.
        treatment_flag = "MedicalTreatmentFlag": Code;
    }
}

impl<'a> QualificationConfirmSearchInfo<'a> {
    /// The code of `LimitApplicationCertificateRelatedConsFlg`.
    #[must_use]
    pub fn consent(self) -> Option<ConsentFlag<'a>> {
        self.limit_consent().map(ConsentFlag::of)
    }

    /// The code of `MedicalTreatmentFlag`.
    #[must_use]
    pub fn care_setting(self) -> Option<CareSetting<'a>> {
        self.treatment_flag().map(CareSetting::of)
    }
}
