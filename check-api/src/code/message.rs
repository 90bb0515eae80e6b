//! Codes of the message header and of the result for a person.

codes! {
    /// 照会区分 (OQSCD002): how it was asked.
    ReferenceClassification {
        /// マイナンバーカード.
        Card = "1",
        /// 被保険者証情報.
        SymbolAndNumber = "2",
    }
}

codes! {
    /// 処理結果区分 (OQSCD003): result of the whole message.
    SegmentOfResult {
        /// 正常終了.
        Done = "1",
        /// 処理中.
        Processing = "2",
        /// 異常終了.
        Failed = "9",
    }
}

codes! {
    /// 処理結果状況 (OQSCD004): result for the person.
    ProcessingResultStatus {
        /// 正常終了.
        Done = "1",
        /// エラー.
        Failed = "2",
    }
}

codes! {
    /// 資格有効性 (OQSCD006).
    QualificationValidity {
        /// 有効.
        Valid = "1",
        /// 無効.
        Invalid = "2",
        /// 無効（新しい資格あり）.
        InvalidNewEligibility = "3",
        /// 該当資格なし.
        NoEligibility = "4",
        /// 複数該当.
        Multiple = "5",
        /// 有効（未登録）: medical assistance alone.
        ValidMedicalAssistance = "6",
    }
}

codes! {
    /// 提供同意 (OQSCD001): consent to hand over a certificate.
    ConsentFlag {
        /// 未同意.
        NotGiven = "0",
        /// 同意.
        Given = "1",
    }
}

codes! {
    /// 処方箋発行形態.
    PrescriptionIssue {
        /// 電子処方箋.
        Electronic = "1",
        /// 紙の処方箋.
        Paper = "2",
    }
}

codes! {
    /// 文字コード識別 (OQSCD005): character set of the message in its file form.
    CharacterCode {
        /// UTF-8.
        Utf8 = "0",
        /// Shift_JIS, as Windows has it (CP932).
        ShiftJis = "1",
    }
}

codes! {
    /// How far a batch is, as one public client keeps it.
    BulkState {
        /// 未処理.
        NotProcessed = "0",
        /// 処理済み.
        Done = "1",
        /// 処理中.
        Processing = "2",
        /// 異常終了.
        Failed = "9",
    }
}
