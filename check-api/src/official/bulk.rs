//! One row of the answer to a batch.

use super::elements::view;
use super::{Eligibility, MessageHeader, QualificationConfirmSearchInfo, XmlMsg};
use crate::code::{ProcessingResultStatus, QualificationValidity};

view! {
    /// `BulkConfirmUnit`: the answer for one row of a batch.
    BulkConfirmUnit {
        /// Result for the row (OQSCD004).
        processing_result_status = "ProcessingResultStatus": Code;
        /// Code of an error, or of a notice beside a success.
        processing_result_code = "ProcessingResultCode": Text;
        /// The same in words, to be shown as they came.
        processing_result_message = "ProcessingResultMessage": Text;
        /// 資格有効性 (OQSCD006).
        qualification_validity = "QualificationValidity": Code;
        /// 照会番号: the facility's own number of the patient.
        reference_number = "ReferenceNumber": Text;
    }
}

impl<'a> BulkConfirmUnit<'a> {
    /// The code of `ProcessingResultStatus`.
    #[must_use]
    pub fn status(self) -> Option<ProcessingResultStatus<'a>> {
        self.processing_result_status()
            .map(ProcessingResultStatus::of)
    }

    /// The code of `QualificationValidity`.
    #[must_use]
    pub fn validity(self) -> Option<QualificationValidity<'a>> {
        self.qualification_validity().map(QualificationValidity::of)
    }

    /// The row as a message about one person, under the header of the batch, so that it
    /// can be read and shown as any other answer.
    #[must_use]
    pub fn message(self, header: MessageHeader<'_>) -> XmlMsg {
        XmlMsg::new(header.0.object(), self.0.object())
    }

    /// What was asked.
    #[must_use]
    pub fn question(self) -> Option<QualificationConfirmSearchInfo<'a>> {
        self.0
            .group("QualificationConfirmSearchInfo")
            .map(QualificationConfirmSearchInfo)
    }

    /// The eligibilities; one at most in the official service, in whichever way it is nested.
    pub fn results(self) -> impl Iterator<Item = Eligibility<'a>> {
        self.0
            .list("ResultList", "ResultOfQualificationConfirmation")
            .map(Eligibility)
    }
}
