//! Codes inside an eligibility.

codes! {
    /// 被保険者証区分 (OQSCD010).
    CardClassification {
        /// 一般.
        General = "01",
        /// 退職.
        Retired = "02",
        /// 短期（一般）.
        ShortTermGeneral = "03",
        /// 短期（退職）.
        ShortTermRetired = "04",
        /// 特別療養費支給対象者; in older texts 被保険者資格証明書.
        SpecialMedicalExpenses = "05",
        /// 特例退職.
        SpecialRetired = "06",
        /// 自衛官.
        SelfDefenseForces = "07",
        /// 医療扶助.
        MedicalAssistance = "A1",
    }
}

codes! {
    /// 本人・家族の別 (OQSCD009).
    PersonalFamily {
        /// 本人.
        Insured = "1",
        /// 家族.
        Family = "2",
    }
}

codes! {
    /// 性別 (OQSCD007).
    Sex {
        /// 男.
        Male = "1",
        /// 女.
        Female = "2",
        /// 未設定.
        NotSet = "3",
    }
}

codes! {
    /// 未就学区分 (OQSCD015).
    PreschoolClassification {
        /// 未就学該当.
        Preschool = "1",
    }
}

codes! {
    /// 資格喪失事由 (OQSCD008).
    ReasonOfLoss {
        /// 死亡.
        Death = "01",
        /// 生活保護受給開始.
        PublicAssistance = "02",
        /// 医療保険等の資格取得.
        OtherInsurance = "03",
        /// その他.
        Other = "99",
    }
}

codes! {
    /// 限度額適用認定証区分 (OQSCD011).
    LimitCertificateKind {
        /// 限度額適用認定証.
        Limit = "01",
        /// 限度額適用・標準負担額減額認定証.
        LimitAndStandardReduction = "02",
        /// 標準負担額減額認定証.
        StandardReduction = "03",
    }
}

codes! {
    /// 限度額適用認定証の適用区分 (OQSCD012): A below 70, B from 70.
    LimitClass {
        /// ア.
        A01 = "A01",
        /// イ.
        A02 = "A02",
        /// ウ.
        A03 = "A03",
        /// エ.
        A04 = "A04",
        /// オ.
        A05 = "A05",
        /// オ（境）.
        A06 = "A06",
        /// 現役並みⅢ.
        B01 = "B01",
        /// 現役並みⅡ.
        B02 = "B02",
        /// 現役並みⅠ.
        B03 = "B03",
        /// 一般.
        B04 = "B04",
        /// 低所得Ⅱ.
        B05 = "B05",
        /// 低所得Ⅰ.
        B06 = "B06",
        /// 低所得Ⅰ（老福）.
        B07 = "B07",
        /// 低所得Ⅰ（境）.
        B08 = "B08",
        /// 一般Ⅱ.
        B09 = "B09",
        /// 一般Ⅰ.
        B10 = "B10",
    }
}

codes! {
    /// 情報提供の同意 (OQSCD016): to the certificate of a specific disease, and to check-ups,
    /// medication, treatment and operations, which the full type alone answers.
    InformationConsent {
        /// 同意なし.
        NotGiven = "0",
        /// 同意あり.
        Given = "1",
        /// 期限切れ.
        Expired = "2",
        /// 取得困難.
        Unobtainable = "3",
    }
}

codes! {
    /// 認定疾病区分 (OQSCD013).
    SpecificDiseaseCategory {
        /// 人工透析を要する慢性腎不全.
        Dialysis = "1",
        /// 先天性血液凝固因子障害.
        CoagulationFactor = "2",
        /// 血液製剤に起因するHIV感染症.
        BloodProductHiv = "3",
    }
}

codes! {
    /// 限度額適用認定証の変更有無 (OQSCD014): in answers to batches, which hold no certificate.
    LimitCertificateChange {
        /// 変更なし.
        Unchanged = "0",
        /// 変更あり又は判定不能.
        ChangedOrUnknown = "1",
    }
}

codes! {
    /// 資格情報変更確認 (OQSCD032).
    EligibilityChange {
        /// 一致.
        Same = "0",
        /// 不一致.
        Different = "1",
    }
}
