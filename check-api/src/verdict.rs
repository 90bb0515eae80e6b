//! The one word for the desk, derived from the answer.
//!
//! "Could not be confirmed" is never "not valid": only a code of the official
//! table says valid or not valid, and everything doubtful is unconfirmed.

use crate::answer::CheckAnswer;
use crate::code::{
    CardClassification, ProcessingResultStatus, QualificationValidity, SegmentOfResult,
};
use crate::official::XmlMsg;

/// The one word for the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// 有効.
    Valid,
    /// 有効（証明書の更新が必要）: the certificate has expired and is in its months of grace.
    ValidRenew,
    /// 無効.
    Invalid,
    /// 無効（新しい資格があります）.
    InvalidNewEligibility,
    /// 該当する資格がありません.
    NoEligibility,
    /// 複数の資格があります.
    Multiple,
    /// 確認できませんでした.
    Unconfirmed(Unconfirmed),
}

/// Why nothing could be confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unconfirmed {
    /// The service is still working on it (`SegmentOfResult` 2).
    StillProcessing,
    /// The service failed (`SegmentOfResult` 9): header's `ErrorCode` and `ErrorMessage` say why.
    ServiceFailed,
    /// The service failed for this person: body's `ProcessingResultCode` and `…Message` say why.
    PersonFailed,
    /// A code that no table lists.
    UnknownCode,
    /// An element without which nothing can be said is missing.
    MissingElement,
    /// The parts of the answer say different things.
    Contradiction,
}

impl Verdict {
    /// The verdict of an official message alone.
    #[must_use]
    pub fn of(message: &XmlMsg) -> Self {
        match confirmed(message) {
            Ok(verdict) => verdict,
            Err(reason) => Self::Unconfirmed(reason),
        }
    }

    /// The verdict of an answer: also says when the certificate must be renewed.
    #[must_use]
    pub fn of_answer(answer: &CheckAnswer) -> Self {
        match Self::of(&answer.xml_msg) {
            Self::Valid if answer.in_grace() => Self::ValidRenew,
            verdict => verdict,
        }
    }

    /// Stable name, the same in every language: `valid`, `unconfirmed`, …
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::ValidRenew => "valid-renew",
            Self::Invalid => "invalid",
            Self::InvalidNewEligibility => "invalid-new-eligibility",
            Self::NoEligibility => "no-eligibility",
            Self::Multiple => "multiple",
            Self::Unconfirmed(_) => "unconfirmed",
        }
    }
}

impl Unconfirmed {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::StillProcessing => "ANSWER-PROCESSING",
            Self::ServiceFailed => "ANSWER-SERVICE-FAILED",
            Self::PersonFailed => "ANSWER-PERSON-FAILED",
            Self::UnknownCode => "ANSWER-UNKNOWN-CODE",
            Self::MissingElement => "ANSWER-MISSING-ELEMENT",
            Self::Contradiction => "ANSWER-CONTRADICTION",
        }
    }
}

fn confirmed(message: &XmlMsg) -> Result<Verdict, Unconfirmed> {
    let segment = message
        .header()
        .segment_of_result()
        .ok_or(Unconfirmed::MissingElement)?;
    match SegmentOfResult::of(segment) {
        SegmentOfResult::Done => {}
        SegmentOfResult::Processing => return Err(Unconfirmed::StillProcessing),
        SegmentOfResult::Failed => return Err(Unconfirmed::ServiceFailed),
        SegmentOfResult::Unknown(_) => return Err(Unconfirmed::UnknownCode),
    }
    let body = message.body();
    match body.status().ok_or(Unconfirmed::MissingElement)? {
        ProcessingResultStatus::Done => {}
        ProcessingResultStatus::Failed => return Err(Unconfirmed::PersonFailed),
        ProcessingResultStatus::Unknown(_) => return Err(Unconfirmed::UnknownCode),
    }
    match body.validity().ok_or(Unconfirmed::MissingElement)? {
        QualificationValidity::Valid | QualificationValidity::ValidMedicalAssistance => {
            valid_as_listed(message)
        }
        QualificationValidity::Invalid => Ok(Verdict::Invalid),
        QualificationValidity::InvalidNewEligibility => Ok(Verdict::InvalidNewEligibility),
        QualificationValidity::NoEligibility => Ok(Verdict::NoEligibility),
        QualificationValidity::Multiple => Ok(Verdict::Multiple),
        QualificationValidity::Unknown(_) => Err(Unconfirmed::UnknownCode),
    }
}

/// "Valid" needs something that is valid: at least one eligibility, and one
/// insurance at most. Medical assistance may stand beside an insurance.
fn valid_as_listed(message: &XmlMsg) -> Result<Verdict, Unconfirmed> {
    let results = message.body().results();
    let (mut listed, mut insurances) = (0u32, 0u32);
    for result in results {
        listed = listed.saturating_add(1);
        if result.card_classification() != Some(CardClassification::MedicalAssistance) {
            insurances = insurances.saturating_add(1);
        }
    }
    match (listed, insurances) {
        (0, _) => Err(Unconfirmed::MissingElement),
        (_, 0 | 1) => Ok(Verdict::Valid),
        _ => Err(Unconfirmed::Contradiction),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn message(segment: Value, status: Value, validity: Value, results: Value) -> XmlMsg {
        let wire = json!({
            "MessageHeader": { "SegmentOfResult": segment },
            "MessageBody": {
                "ProcessingResultStatus": status,
                "QualificationValidity": validity,
                "ResultList": results,
            },
        });
        serde_json::from_value(wire).expect("a message")
    }

    #[test]
    fn one_word_for_every_combination() {
        let one =
            json!([{ "ResultOfQualificationConfirmation": { "InsuredCardClassification": "01" } }]);
        let ticket = json!([{ "InsuredCardClassification": "A1" }]);
        let both =
            json!([{ "InsuredCardClassification": "01" }, { "InsuredCardClassification": "A1" }]);
        let two =
            json!([{ "InsuredCardClassification": "01" }, { "InsuredCardClassification": "06" }]);
        let none = Value::Null;
        use Verdict::{Invalid, InvalidNewEligibility, Multiple, NoEligibility, Valid};
        let doubt = Verdict::Unconfirmed;
        for (segment, status, validity, results, verdict) in [
            ("1", "1", "1", &one, Valid),
            ("1", "1", "1", &both, Valid),
            ("1", "1", "6", &ticket, Valid),
            ("1", "1", "1", &two, doubt(Unconfirmed::Contradiction)),
            ("1", "1", "1", &none, doubt(Unconfirmed::MissingElement)),
            ("1", "1", "6", &none, doubt(Unconfirmed::MissingElement)),
            ("1", "1", "2", &one, Invalid),
            ("1", "1", "2", &none, Invalid),
            ("1", "1", "3", &one, InvalidNewEligibility),
            ("1", "1", "4", &none, NoEligibility),
            ("1", "1", "5", &two, Multiple),
            ("1", "1", "7", &one, doubt(Unconfirmed::UnknownCode)),
            ("1", "1", "１", &one, doubt(Unconfirmed::UnknownCode)),
            ("1", "1", "", &one, doubt(Unconfirmed::MissingElement)),
            ("1", "2", "1", &one, doubt(Unconfirmed::PersonFailed)),
            ("1", "2", "2", &one, doubt(Unconfirmed::PersonFailed)),
            ("1", "3", "1", &one, doubt(Unconfirmed::UnknownCode)),
            ("1", "", "1", &one, doubt(Unconfirmed::MissingElement)),
            ("2", "1", "1", &one, doubt(Unconfirmed::StillProcessing)),
            ("9", "1", "2", &one, doubt(Unconfirmed::ServiceFailed)),
            ("3", "1", "1", &one, doubt(Unconfirmed::UnknownCode)),
            ("", "1", "1", &one, doubt(Unconfirmed::MissingElement)),
        ] {
            let message = message(
                segment.into(),
                status.into(),
                validity.into(),
                results.clone(),
            );
            assert_eq!(
                Verdict::of(&message),
                verdict,
                "{segment}/{status}/{validity}/{results}"
            );
        }
    }

    #[test]
    fn a_number_is_not_a_code() {
        let message = message("1".into(), "1".into(), 1.into(), json!([{}]));
        assert_eq!(
            Verdict::of(&message),
            Verdict::Unconfirmed(Unconfirmed::MissingElement)
        );
    }

    #[test]
    fn grace_asks_for_renewal_and_changes_no_other_verdict() {
        let valid = message("1".into(), "1".into(), "1".into(), json!([{}]));
        let invalid = message("1".into(), "1".into(), "2".into(), json!([{}]));
        for (message, standing, verdict) in [
            (&valid, "valid", Verdict::Valid),
            (&valid, "grace", Verdict::ValidRenew),
            (&valid, "something new", Verdict::Valid),
            (&invalid, "grace", Verdict::Invalid),
        ] {
            let answer = serde_json::from_value(json!({
                "auditId": "1",
                "certificate": { "standing": standing, "usableUntil": "20270131" },
                "XmlMsg": message,
            }));
            let answer: CheckAnswer = answer.expect("an answer");
            assert_eq!(Verdict::of_answer(&answer), verdict, "{standing}");
        }
    }
}
