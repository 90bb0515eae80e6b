//! Codes of how staff authenticated, which the official system records, and of the
//! systems and kinds of care that stand around a check. One public source names these
//! tables; no message of this version carries them.

codes! {
    /// 診療区分 (OQSCD028); a batch asks for 2 and 3 with `MedicalTreatmentFlag`.
    CareSetting {
        /// 外来.
        Outpatient = "1",
        /// 訪問診療等.
        HomeVisit = "2",
        /// オンライン診療等.
        Online = "3",
        /// 救急時.
        Emergency = "4",
    }
}

codes! {
    /// 二要素認証の要素 (OQSCD041).
    AuthenticationFactor {
        /// 記憶.
        Knowledge = "1",
        /// 生体.
        Biometric = "2",
        /// 物理媒体.
        Possession = "3",
    }
}

codes! {
    /// 二要素認証の方式, 記憶 (OQSCD042-1).
    KnowledgeMethod {
        /// ID・パスワード.
        Password = "01",
        /// PIN.
        Pin = "02",
        /// 秘密の質問.
        SecretQuestion = "03",
    }
}

codes! {
    /// 二要素認証の方式, 生体 (OQSCD042-2).
    BiometricMethod {
        /// 指紋.
        Fingerprint = "01",
        /// 顔.
        Face = "02",
        /// 音声.
        Voice = "03",
        /// 静脈.
        Vein = "04",
        /// 虹彩.
        Iris = "05",
    }
}

codes! {
    /// 二要素認証の方式, 物理媒体 (OQSCD042-3).
    PossessionMethod {
        /// ICカード.
        Card = "01",
        /// ワンタイムパスワード.
        OneTimePassword = "02",
        /// その他.
        Other = "03",
    }
}

codes! {
    /// 連携システム (OQSCD044). The source gives two digits for the first alone; the
    /// others are taken to have two as well.
    LinkedSystem {
        /// 医療費助成.
        MedicalSubsidy = "01",
        /// 母子保健.
        MaternalHealth = "02",
        /// 予防接種.
        Vaccination = "04",
        /// 介護保険.
        LongTermCare = "08",
    }
}
