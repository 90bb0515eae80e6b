//! The official message for a person, made from what is stored.

use super::Refusal;
use super::status::timestamp;
use crate::registry::without_result;
use crate::source::{OfficialElements, SourceAnswer};
use crate::store::StoredAnswer;
use check_api::XmlMsg;
use check_api::challenge::Consent;
use check_api::code::{QualificationValidity, ReferenceClassification, SegmentOfResult};
use check_api::field::{ArbitraryIdentifier, Date, FacilityCode};

/// UTF-8 (CharacterCodeIdentifier: 0 UTF-8, 1 Shift_JIS).
const UTF_8: &str = "0";
const CONSENT: &str = "LimitApplicationCertificateRelatedConsFlg";
const CONSENT_TIME: &str = "LimitApplicationCertificateRelatedConsTime";
const LIMIT: &str = "LimitApplicationCertificateRelatedInfo";

/// What was asked and when.
pub(super) struct Answered<'a> {
    pub(super) facility: &'a FacilityCode,
    pub(super) confirmation_date: &'a Date,
    pub(super) reference: ReferenceClassification<'a>,
    pub(super) identifier: Option<&'a ArbitraryIdentifier>,
    pub(super) consent: Consent,
    /// When the question was put: consent is older than that.
    pub(super) asked_at: i64,
    pub(super) now: i64,
}

impl Answered<'_> {
    /// The message: what the source knows, and what belongs to this question.
    pub(super) fn message(&self, answer: SourceAnswer) -> Result<XmlMsg, Refusal> {
        let mut header = self.header()?;
        header.extend(answer.header);
        let mut body = answer.body;
        self.apply_consent(&mut body)?;
        Ok(XmlMsg::new(header, body))
    }

    fn header(&self) -> Result<OfficialElements, Refusal> {
        let mut header = elements([
            ("ProcessExecutionTime", &timestamp(self.now)?.official()),
            (
                "QualificationConfirmationDate",
                self.confirmation_date.as_str(),
            ),
            ("MedicalInstitutionCode", self.facility.as_str()),
            ("ReferenceClassification", self.reference.code()),
            ("SegmentOfResult", SegmentOfResult::Done.code()),
            ("CharacterCodeIdentifier", UTF_8),
        ]);
        if let Some(identifier) = self.identifier {
            header.insert(
                "ArbitraryFileIdentifier".to_owned(),
                identifier.as_str().into(),
            );
        }
        Ok(header)
    }

    /// Without consent the limit certificate stays here.
    fn apply_consent(&self, body: &mut OfficialElements) -> Result<(), Refusal> {
        let given = self.consent == Consent::Given;
        let time = timestamp(self.asked_at)?.official();
        let results = body
            .get_mut("ResultList")
            .and_then(serde_json::Value::as_array_mut);
        let wrapped = results.into_iter().flatten();
        let results = wrapped.filter_map(|item| {
            item.get_mut("ResultOfQualificationConfirmation")
                .and_then(serde_json::Value::as_object_mut)
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

/// What a stored answer is to whoever asked; without one, nobody was found.
pub(super) fn of_stored(stored: Option<StoredAnswer>) -> SourceAnswer {
    match stored {
        Some((header, body)) => SourceAnswer { header, body },
        None => without_result(QualificationValidity::NoEligibility),
    }
}

/// A group of text elements.
pub(super) fn elements<const N: usize>(pairs: [(&str, &str); N]) -> OfficialElements {
    pairs
        .into_iter()
        .map(|(name, text)| (name.to_owned(), text.into()))
        .collect()
}
