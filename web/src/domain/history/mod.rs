//! 履歴: what was asked at this desk today. An entry names nobody: of the insurance number
//! it has the last two digits, and beside them the number under which the gateway has
//! recorded the check. Knows no clock, no storage and no language.

mod export;
mod kept;

use super::advice::ErrorCode;
use super::answer::{Answer, Value, Verdict};
use super::element::Element;

pub use export::table;
pub use kept::{KEPT_VERSION, keep, merge, read_kept};

/// Most entries; the oldest go first. More people than this come to no desk in a day.
pub const MOST_ENTRIES: usize = 2_000;

/// A shorter insurance number would be half told by its last two digits.
const SHORTEST_NUMBER: usize = 4;

/// How something was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// With the card on the reader.
    Card,
    /// 記号・番号.
    SymbolNumber,
    /// 一括照会.
    Batch,
    /// Medical information about somebody, with consent or in a disaster.
    MedicalInformation,
    /// This list itself was given out.
    HistoryExport,
    /// A result was handed over whose own entry is not here any more.
    HandOver,
}

/// How many rows of a batch had which of the leaflet's three words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// 有効.
    pub valid: u32,
    /// 無効.
    pub not_valid: u32,
    /// Everything that confirms neither.
    pub other: u32,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// An answer.
    Answered(Verdict),
    /// No answer.
    Failed(ErrorCode),
    /// The answers of a batch.
    Batch(Counts),
    /// Something was shown or given out, so many rows of it.
    Given(u32),
}

/// What was done with a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandOver {
    /// Copied to the clipboard.
    Copy,
    /// Saved into the folder of the other program.
    Save,
    /// Given out as CSV.
    Csv,
    /// Given out as FHIR.
    Fhir,
    /// Printed.
    Print,
    /// 薬剤情報 were looked at.
    Medication,
    /// 特定健診情報 were looked at.
    Checkup,
}

impl HandOver {
    /// Every one.
    pub const ALL: [Self; 7] = [
        Self::Copy,
        Self::Save,
        Self::Csv,
        Self::Fhir,
        Self::Print,
        Self::Medication,
        Self::Checkup,
    ];
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When, in seconds since 1970 by the gateway's clock, if it was known.
    pub at: Option<u64>,
    /// How it was asked.
    pub method: Method,
    /// What came of it.
    pub outcome: Outcome,
    /// The last two digits of the insurance number.
    pub number_end: Option<String>,
    /// The gateway's number of the check; empty where it gave none.
    pub audit_id: String,
    /// What was done with the result, each once.
    pub hand_overs: Vec<HandOver>,
}

/// A verdict by which the list can be narrowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 有効.
    Valid,
    /// 無効.
    NotValid,
    /// 該当なし, 複数.
    Ask,
    /// 確認できませんでした, カードを読み取れませんでした.
    NotConfirmed,
    /// Batches, and what was given out.
    Other,
}

impl Kind {
    /// Every kind, in the order of the choices.
    pub const ALL: [Self; 5] = [
        Self::Valid,
        Self::NotValid,
        Self::Ask,
        Self::NotConfirmed,
        Self::Other,
    ];

    /// The key of the choice.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::NotValid => "not-valid",
            Self::Ask => "ask",
            Self::NotConfirmed => "not-confirmed",
            Self::Other => "other",
        }
    }
}

impl Outcome {
    /// The kind that it belongs to. What could not be confirmed is never 無効.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Answered(Verdict::Valid | Verdict::ValidRenew) => Kind::Valid,
            Self::Answered(Verdict::Invalid | Verdict::InvalidNewEligibility) => Kind::NotValid,
            Self::Answered(Verdict::NoEligibility | Verdict::Multiple) => Kind::Ask,
            Self::Answered(Verdict::Unconfirmed(_)) | Self::Failed(_) => Kind::NotConfirmed,
            Self::Batch(_) | Self::Given(_) => Kind::Other,
        }
    }
}

impl Entry {
    /// An answer to a question about one person.
    pub fn answered(method: Method, answer: &Answer, at: Option<u64>) -> Self {
        Self {
            at,
            method,
            outcome: Outcome::Answered(answer.verdict),
            number_end: number_end(answer),
            audit_id: answer.audit_id.clone(),
            hand_overs: Vec::new(),
        }
    }

    /// A question that ended without an answer.
    pub fn failed(
        method: Method,
        code: ErrorCode,
        audit_id: Option<&str>,
        at: Option<u64>,
    ) -> Self {
        Self {
            audit_id: audit_id.unwrap_or_default().to_owned(),
            ..Self::of(method, Outcome::Failed(code), at)
        }
    }

    /// The answers of a batch, under its reception number.
    pub fn batch(counts: Counts, reception_number: &str, at: Option<u64>) -> Self {
        Self {
            audit_id: reception_number.to_owned(),
            ..Self::of(Method::Batch, Outcome::Batch(counts), at)
        }
    }

    /// Something that is about no single person.
    pub const fn of(method: Method, outcome: Outcome, at: Option<u64>) -> Self {
        Self {
            at,
            method,
            outcome,
            number_end: None,
            audit_id: String::new(),
            hand_overs: Vec::new(),
        }
    }
}

/// The last two digits of the insurance number, if it is long enough to stay unknown.
fn number_end(answer: &Answer) -> Option<String> {
    let value = answer
        .eligibilities
        .first()?
        .value(Element::InsuredIdentificationNumber)?;
    let (Value::Number(number) | Value::AsCame(number)) = value else {
        return None;
    };
    let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
    match digits.as_slice() {
        [.., tens, ones] if digits.len() >= SHORTEST_NUMBER => {
            Some([*tens, *ones].iter().collect())
        }
        _ => None,
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
