//! The certificates that come inside an eligibility.

use super::elements::view;
use crate::code::{LimitCertificateKind, LimitClass, SpecificDiseaseCategory};

view! {
    /// `ElderlyRecipientCertificateInfo`: 高齢受給者証.
    ElderlyRecipient {
        /// 交付年月日.
        date = "ElderlyRecipientCertificateDate": Date;
        /// 有効開始年月日.
        valid_start_date = "ElderlyRecipientValidStartDate": Date;
        /// 有効終了年月日.
        valid_end_date = "ElderlyRecipientValidEndDate": Date;
        /// 一部負担金割合.
        contribution_ratio = "ElderlyRecipientContributionRatio": Percent;
    }
}

view! {
    /// `LimitApplicationCertificateRelatedInfo`: 限度額適用認定証.
    LimitCertificate {
        /// 認定証区分 (OQSCD011).
        classification = "LimitApplicationCertificateClassification": Code;
        /// 適用区分 (OQSCD012).
        classification_flag = "LimitApplicationCertificateClassificationFlag": Code;
        /// 交付年月日.
        date = "LimitApplicationCertificateDate": Date;
        /// 有効開始年月日.
        valid_start_date = "LimitApplicationCertificateValidStartDate": Date;
        /// 有効終了年月日.
        valid_end_date = "LimitApplicationCertificateValidEndDate": Date;
        /// 長期入院該当年月日.
        long_term_date = "LimitApplicationCertificateLongTermDate": Date;
    }
}

view! {
    /// `SpecificDiseasesCertificateInfo`: 特定疾病療養受療証.
    SpecificDisease {
        /// 認定疾病区分 (OQSCD013).
        category = "SpecificDiseasesDiseaseCategory": Code;
        /// 交付年月日.
        date = "SpecificDiseasesCertificateDate": Date;
        /// 有効開始年月日.
        valid_start_date = "SpecificDiseasesValidStartDate": Date;
        /// 有効終了年月日.
        valid_end_date = "SpecificDiseasesValidEndDate": Date;
        /// 自己負担限度額, a month.
        self_pay = "SpecificDiseasesSelfPay": Yen;
    }
}

impl<'a> LimitCertificate<'a> {
    /// The code of `LimitApplicationCertificateClassification`.
    #[must_use]
    pub fn kind(self) -> Option<LimitCertificateKind<'a>> {
        self.classification().map(LimitCertificateKind::of)
    }

    /// The code of `LimitApplicationCertificateClassificationFlag`.
    #[must_use]
    pub fn class(self) -> Option<LimitClass<'a>> {
        self.classification_flag().map(LimitClass::of)
    }
}

impl<'a> SpecificDisease<'a> {
    /// The code of `SpecificDiseasesDiseaseCategory`.
    #[must_use]
    pub fn disease(self) -> Option<SpecificDiseaseCategory<'a>> {
        self.category().map(SpecificDiseaseCategory::of)
    }
}
