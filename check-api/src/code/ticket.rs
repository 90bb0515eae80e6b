//! Codes of the medical ticket.

codes! {
    /// 医療券・調剤券の別.
    TicketType {
        /// 医療券.
        Medical = "01",
        /// 調剤券.
        Dispensing = "02",
    }
}

codes! {
    /// Whether the facility that asks is the designated one.
    Agreement {
        /// 一致.
        Same = "0",
        /// 不一致.
        Different = "1",
    }
}

codes! {
    /// 診療別.
    MedicalTreatmentType {
        /// 入院.
        Inpatient = "01",
        /// 入院外.
        Outpatient = "02",
        /// 歯科.
        Dental = "03",
        /// 調剤.
        Dispensing = "04",
        /// 訪問看護.
        HomeNursing = "05",
    }
}

codes! {
    /// 単独・併用の別.
    SingleOrCombined {
        /// 単独.
        Single = "01",
        /// 併用.
        Combined = "02",
    }
}

codes! {
    /// あり・なし, as four elements of the ticket use it.
    Presence {
        /// あり.
        Present = "01",
        /// なし.
        Absent = "02",
    }
}

codes! {
    /// 整合性フラグ.
    Consistency {
        /// 不整合.
        Inconsistent = "1",
    }
}
