//! The header of an answer.

use super::elements::view;
use crate::code::{CharacterCode, ReferenceClassification, SegmentOfResult};

view! {
    /// `MessageHeader` of an answer.
    MessageHeader {
        /// When the service worked the question out.
        process_execution_time = "ProcessExecutionTime": Time;
        /// The day for which eligibility was asked.
        qualification_confirmation_date = "QualificationConfirmationDate": Date;
        /// 医療機関コード, ten digits.
        medical_institution_code = "MedicalInstitutionCode": Text;
        /// Identifier of the asker's own, echoed.
        arbitrary_file_identifier = "ArbitraryFileIdentifier": Text;
        /// How it was asked: with a card or with symbol and number.
        reference_classification = "ReferenceClassification": Code;
        /// Result of the whole message.
        segment_of_result = "SegmentOfResult": Code;
        /// Why the whole message failed.
        error_code = "ErrorCode": Text;
        /// The same in words, to be shown as they came.
        error_message = "ErrorMessage": Text;
        /// 受付番号 of a batch.
        reception_number = "ReceptionNumber": Text;
        /// 受付日時 of a batch.
        reception_date_time = "ReceptionDateTime": Time;
        /// 処理件数 of a batch.
        number_of_processing_result = "NumberOfProcessingResult": Count;
        /// 正常件数 of a batch.
        number_of_normal_processing = "NumberOfNormalProcessing": Count;
        /// エラー件数 of a batch.
        number_of_error = "NumberOfError": Count;
        /// Character set of the message in its file form.
        character_code_identifier = "CharacterCodeIdentifier": Code;
    }
}

impl<'a> MessageHeader<'a> {
    /// The code of `SegmentOfResult`.
    #[must_use]
    pub fn segment(self) -> Option<SegmentOfResult<'a>> {
        self.segment_of_result().map(SegmentOfResult::of)
    }

    /// The code of `ReferenceClassification`.
    #[must_use]
    pub fn reference(self) -> Option<ReferenceClassification<'a>> {
        self.reference_classification()
            .map(ReferenceClassification::of)
    }

    /// The code of `CharacterCodeIdentifier`.
    #[must_use]
    pub fn character_code(self) -> Option<CharacterCode<'a>> {
        self.character_code_identifier().map(CharacterCode::of)
    }
}
