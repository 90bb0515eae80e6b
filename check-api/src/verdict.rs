//! The one word for the desk, derived from the answer.
//!
//! "Could not be confirmed" is never "not valid": only a code of the official
//! table says valid or not valid, and everything doubtful is unconfirmed.

use crate::answer::CheckAnswer;
use crate::code::{
    CardClassification, ProcessingResultStatus, QualificationValidity, SegmentOfResult,
};
use crate::official::{BulkConfirmUnit, Eligibility, XmlMsg};

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

/// The three words in which the leaflet of the batch inquiry sums a row up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BatchWord {
    /// 有効: `QualificationValidity` 1 and 6.
    Valid,
    /// 無効: 2 and 3, and nothing else.
    Invalid,
    /// エラー: everything that says neither. Never to be taken for 無効.
    Error,
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

    /// The verdict of one row of the answer to a batch. The header of the message is
    /// about all rows, and is judged before any of them is read.
    #[must_use]
    pub fn of_unit(unit: BulkConfirmUnit<'_>) -> Self {
        match confirmed_person(unit.status(), unit.validity(), unit.results()) {
            Ok(verdict) => verdict,
            Err(reason) => Self::Unconfirmed(reason),
        }
    }

    /// The verdict in the three words of the batch inquiry.
    #[must_use]
    pub const fn batch_word(self) -> BatchWord {
        match self {
            Self::Valid | Self::ValidRenew => BatchWord::Valid,
            Self::Invalid | Self::InvalidNewEligibility => BatchWord::Invalid,
            Self::NoEligibility | Self::Multiple | Self::Unconfirmed(_) => BatchWord::Error,
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
    confirmed_person(body.status(), body.validity(), body.results())
}

/// The judgement of one person, the same alone and in a batch.
fn confirmed_person<'a>(
    status: Option<ProcessingResultStatus<'a>>,
    validity: Option<QualificationValidity<'a>>,
    results: impl Iterator<Item = Eligibility<'a>>,
) -> Result<Verdict, Unconfirmed> {
    match status.ok_or(Unconfirmed::MissingElement)? {
        ProcessingResultStatus::Done => {}
        ProcessingResultStatus::Failed => return Err(Unconfirmed::PersonFailed),
        ProcessingResultStatus::Unknown(_) => return Err(Unconfirmed::UnknownCode),
    }
    match validity.ok_or(Unconfirmed::MissingElement)? {
        QualificationValidity::Valid | QualificationValidity::ValidMedicalAssistance => {
            valid_as_listed(results)
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
fn valid_as_listed<'a>(
    results: impl Iterator<Item = Eligibility<'a>>,
) -> Result<Verdict, Unconfirmed> {
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
#[path = "verdict_tests.rs"]
mod tests;
