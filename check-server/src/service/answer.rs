//! The official message for a person, made from what is stored.

use super::Refusal;
use super::status::timestamp;
use crate::store::StoredAnswer;
use check_api::challenge::Consent;
use check_api::code::{
    ProcessingResultStatus, QualificationValidity, ReferenceClassification, SegmentOfResult,
};
use check_api::{ChallengeContext, XmlMsg};
use serde_json::{Map, Value};

/// UTF-8 (CharacterCodeIdentifier: 0 UTF-8, 1 Shift_JIS).
const UTF_8: &str = "0";
const CONSENT: &str = "LimitApplicationCertificateRelatedConsFlg";
const CONSENT_TIME: &str = "LimitApplicationCertificateRelatedConsTime";
const LIMIT: &str = "LimitApplicationCertificateRelatedInfo";

/// What was asked and when.
pub(super) struct Answered<'a> {
    pub(super) context: &'a ChallengeContext,
    /// When the challenge was given: consent is older than that.
    pub(super) asked_at: i64,
    pub(super) now: i64,
}

impl Answered<'_> {
    /// The message: the stored elements, and those that belong to this question.
    pub(super) fn message(&self, stored: Option<StoredAnswer>) -> Result<XmlMsg, Refusal> {
        let (stored_header, mut body) = stored.unwrap_or_else(nobody);
        let mut header = self.header()?;
        header.extend(stored_header);
        self.apply_consent(&mut body)?;
        Ok(XmlMsg::new(header, body))
    }

    fn header(&self) -> Result<Map<String, Value>, Refusal> {
        Ok(elements([
            ("ProcessExecutionTime", &timestamp(self.now)?.official()),
            (
                "QualificationConfirmationDate",
                self.context.confirmation_date.as_str(),
            ),
            (
                "MedicalInstitutionCode",
                self.context.facility_code.as_str(),
            ),
            (
                "ReferenceClassification",
                ReferenceClassification::Card.code(),
            ),
            ("SegmentOfResult", SegmentOfResult::Done.code()),
            ("CharacterCodeIdentifier", UTF_8),
        ]))
    }

    /// Without consent the limit certificate stays here.
    fn apply_consent(&self, body: &mut Map<String, Value>) -> Result<(), Refusal> {
        let given = self.context.consents.limit_application_certificate == Consent::Given;
        let time = timestamp(self.asked_at)?.official();
        let results = body.get_mut("ResultList").and_then(Value::as_array_mut);
        let wrapped = results.into_iter().flatten();
        let results = wrapped.filter_map(|item| {
            item.get_mut("ResultOfQualificationConfirmation")
                .and_then(Value::as_object_mut)
        });
        for result in results {
            if given {
                result.insert(CONSENT.to_owned(), "1".into());
                result.insert(CONSENT_TIME.to_owned(), time.as_str().into());
            } else {
                result.insert(CONSENT.to_owned(), "0".into());
                result.remove(CONSENT_TIME);
                result.remove(LIMIT);
            }
        }
        Ok(())
    }
}

/// The certificate is good, but nobody is filed under it.
fn nobody() -> StoredAnswer {
    let body = elements([
        (
            "ProcessingResultStatus",
            ProcessingResultStatus::Done.code(),
        ),
        (
            "QualificationValidity",
            QualificationValidity::NoEligibility.code(),
        ),
    ]);
    (Map::new(), body)
}

fn elements<const N: usize>(pairs: [(&str, &str); N]) -> Map<String, Value> {
    pairs
        .into_iter()
        .map(|(name, text)| (name.to_owned(), text.into()))
        .collect()
}
