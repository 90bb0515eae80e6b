//! The message itself: header, body, and the results in the body.

use super::elements::view;
use super::{
    BulkConfirmUnit, Elements, Eligibility, MessageHeader, QualificationConfirmSearchInfo,
};
use crate::code::{ProcessingResultStatus, QualificationValidity};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;

/// The official message, kept as it came.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct XmlMsg(Value);

view! {
    /// `MessageBody` of an answer about one person.
    MessageBody {
        /// 処方箋発行形態: the patient's choice.
        prescription_issue_select = "PrescriptionIssueSelect": Code;
        /// Result for the person (OQSCD004).
        processing_result_status = "ProcessingResultStatus": Code;
        /// Code of an error, or of a notice beside a success.
        processing_result_code = "ProcessingResultCode": Text;
        /// The same in words, to be shown as they came.
        processing_result_message = "ProcessingResultMessage": Text;
        /// 資格有効性 (OQSCD006).
        qualification_validity = "QualificationValidity": Code;
        /// Present in newer messages; its meaning is not public.
        qualification_confirmation_key = "QualificationConfirmationKey": Text;
    }
}

impl XmlMsg {
    /// A message of the two groups.
    #[must_use]
    pub fn new(
        header: serde_json::Map<String, Value>,
        body: serde_json::Map<String, Value>,
    ) -> Self {
        let mut message = serde_json::Map::new();
        message.insert("MessageHeader".to_owned(), Value::Object(header));
        message.insert("MessageBody".to_owned(), Value::Object(body));
        Self(Value::Object(message))
    }

    /// A message of a value, whatever it is: [`XmlMsg::is_message`] tells.
    pub(crate) const fn of(value: Value) -> Self {
        Self(value)
    }

    /// The whole message as it came.
    pub(crate) const fn value(&self) -> &Value {
        &self.0
    }

    /// The same, taken out.
    #[must_use]
    pub fn into_value(self) -> Value {
        self.0
    }

    /// `MessageHeader`; without elements if there is none.
    #[must_use]
    pub fn header(&self) -> MessageHeader<'_> {
        MessageHeader(Elements::of(self.0.get("MessageHeader")))
    }

    /// `MessageBody`; without elements if there is none.
    #[must_use]
    pub fn body(&self) -> MessageBody<'_> {
        MessageBody(Elements::of(self.0.get("MessageBody")))
    }

    /// Whether the message has the shape of one: an object with a header that is an object.
    #[must_use]
    pub fn is_message(&self) -> bool {
        self.0.get("MessageHeader").is_some_and(Value::is_object)
    }
}

impl<'a> MessageBody<'a> {
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

    /// What was asked.
    #[must_use]
    pub fn question(self) -> Option<QualificationConfirmSearchInfo<'a>> {
        self.0
            .group("QualificationConfirmSearchInfo")
            .map(QualificationConfirmSearchInfo)
    }

    /// The eligibilities, none or several. Writers disagree about the nesting: a
    /// list of wrapped groups, a flat list, or groups without the list are all read.
    pub fn results(self) -> impl Iterator<Item = Eligibility<'a>> {
        self.0
            .list("ResultList", "ResultOfQualificationConfirmation")
            .map(Eligibility)
    }

    /// The rows of the answer to a batch.
    pub fn bulk_units(self) -> impl Iterator<Item = BulkConfirmUnit<'a>> {
        self.0
            .list("BulkConfirmUnitList", "BulkConfirmUnit")
            .map(BulkConfirmUnit)
    }
}

/// No content: a message names a person.
impl fmt::Debug for XmlMsg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("XmlMsg")
    }
}
