//! The seam to whoever knows about eligibility: the embedded registry, or a
//! terminal of the official service.
//!
//! A source is asked in the official elements and answers in them. It knows no
//! HTTP, no challenge, no terminal key and no batch table. What it may not do is
//! guess: a question whose fate is unknown is [`SourceFailure::Unknown`], and
//! whoever asked never asks it again by itself.

use async_trait::async_trait;
use check_api::ProblemCode;
use check_api::field::{Date, FacilityCode, InsurerNumber, folded};
use serde_json::{Map, Value};

/// Official elements of one group, by name.
pub type OfficialElements = Map<String, Value>;

/// Answers questions about eligibility.
#[async_trait]
pub trait EligibilitySource: Send + Sync {
    /// How batches reach this source.
    fn batches(&self) -> BatchWay;

    /// What is done about a question of [`Self::check`] that was under way when a gateway
    /// died, so that nobody knows whether it was answered.
    fn after_loss(&self) -> AfterLoss {
        AfterLoss::TellUnknown
    }

    /// Asks about one person by the number of the insurance.
    ///
    /// # Errors
    /// [`SourceFailure`]; "not valid" and "nobody found" are answers, not failures.
    async fn check(&self, question: &Question) -> Result<SourceAnswer, SourceFailure>;

    /// Hands over a batch, for sources that take it as a whole. `rows` is read page by
    /// page. What comes back is stored and given to [`Self::poll`], also after a restart.
    ///
    /// `batch.name` is unique: a source that was interrupted can look whether it has
    /// already handed over a batch of that name, instead of doing it again.
    ///
    /// # Errors
    /// [`SourceFailure`]. After [`SourceFailure::Unknown`] nobody calls it again; the
    /// batch is polled with an empty receipt instead.
    async fn submit(
        &self,
        batch: &BatchHead,
        rows: &dyn BatchRows,
    ) -> Result<Receipt, SourceFailure>;

    /// Asks for the answers of a batch that was handed over. They are put into `answers`
    /// page by page; a row that was put twice keeps its first answer.
    ///
    /// # Errors
    /// [`SourceFailure`]; it is called again after `NotAsked` and `Unknown`, because
    /// asking for answers changes nothing.
    async fn poll(
        &self,
        batch: &BatchHead,
        receipt: &Receipt,
        answers: &dyn BatchAnswers,
    ) -> Result<Progress, SourceFailure>;
}

/// What is done about a question whose fate is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterLoss {
    /// It is asked again: asking changes nothing and costs nothing.
    AskAgain,
    /// It is told as unknown; a person decides whether to ask anew.
    TellUnknown,
}

/// How batches reach a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchWay {
    /// Row by row, with [`EligibilitySource::check`].
    RowByRow,
    /// As a whole, with [`EligibilitySource::submit`] and [`EligibilitySource::poll`].
    Whole,
}

/// One question.
#[derive(Clone)]
pub struct Question {
    /// Who asks.
    pub facility: FacilityCode,
    /// The day for which eligibility is asked.
    pub confirmation_date: Date,
    /// `QualificationConfirmSearchInfo`: the elements of a [`check_api::inquiry::SearchInfo`].
    pub search: OfficialElements,
}

/// What a source says: elements of `MessageHeader` that it knows better than the
/// gateway, and the whole `MessageBody`.
#[derive(Clone, Default)]
pub struct SourceAnswer {
    /// Put over the header that the gateway writes.
    pub header: OfficialElements,
    /// The body.
    pub body: OfficialElements,
}

/// A batch apart from its rows.
#[derive(Clone)]
pub struct BatchHead {
    /// Who asks.
    pub facility: FacilityCode,
    /// The day for which eligibility is asked.
    pub confirmation_date: Date,
    /// Unique, 22 letters of base64url: fits `ArbitraryFileIdentifier`.
    pub name: String,
}

/// One row of a batch.
#[derive(Clone)]
pub struct BatchRow {
    /// Place in the batch, from 0; the rows that were rejected leave gaps.
    pub place: u32,
    /// `QualificationConfirmSearchInfo`.
    pub search: OfficialElements,
}

/// The answer to one row: the elements of a `BulkConfirmUnit`.
#[derive(Clone)]
pub struct RowAnswer {
    /// Place in the batch.
    pub place: u32,
    /// `BulkConfirmUnit`.
    pub unit: OfficialElements,
}

/// What a source wants to remember of a batch that it has handed over. Not personal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipt(pub String);

/// Where a batch stands at its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Still being worked on: ask again after so many seconds.
    Working {
        /// Seconds.
        ask_again_after: u32,
    },
    /// All answers that will come have been put. Rows without one were not answered.
    Done,
}

/// Rows of a batch, page by page, so that no large batch sits in memory.
#[async_trait]
pub trait BatchRows: Send + Sync {
    /// The next rows after a place, in order; none when there are no more.
    ///
    /// # Errors
    /// [`SourceFailure::NotAsked`] if the store does not answer.
    async fn page(&self, after: Option<u32>) -> Result<Vec<BatchRow>, SourceFailure>;
}

/// Takes the answers of a batch, page by page.
#[async_trait]
pub trait BatchAnswers: Send + Sync {
    /// Stores answers. Places that the batch does not have are left out.
    ///
    /// # Errors
    /// [`SourceFailure::NotAsked`] if the store does not answer.
    async fn put(&self, answers: Vec<RowAnswer>) -> Result<(), SourceFailure>;
}

/// Why a source gives no answer. Each has the code of a problem that the page knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceFailure {
    /// The question did not leave: it may be asked again.
    NotAsked(ProblemCode),
    /// The question may have left, and nobody knows what became of it.
    Unknown(ProblemCode),
    /// The official service ended the request as a whole (`SegmentOfResult` 9). Code and
    /// message are shown as they came.
    Official {
        /// The gateway's own code for it.
        code: ProblemCode,
        /// `ErrorCode`.
        error_code: Option<String>,
        /// `ErrorMessage`.
        error_message: Option<String>,
    },
}

impl SourceFailure {
    /// The code under which it is told and recorded.
    #[must_use]
    pub const fn code(&self) -> ProblemCode {
        match self {
            Self::NotAsked(code) | Self::Unknown(code) | Self::Official { code, .. } => *code,
        }
    }
}

/// Whether the question that an answer repeats is the one that was asked, whatever the
/// form of its numbers; as far as it repeats it.
pub(crate) fn is_about(echo: &OfficialElements, asked: &OfficialElements) -> bool {
    let same = |name: &str, form: fn(&str) -> String| {
        let text = |elements: &OfficialElements| elements.get(name)?.as_str().map(form);
        match (text(echo), text(asked)) {
            (Some(echo), Some(asked)) => echo == asked,
            _ => true,
        }
    };
    // Padded with blanks by some, with zeros by others.
    let insurer = |number: &str| {
        let parsed = InsurerNumber::try_from(number);
        parsed.map_or_else(|_| number.to_owned(), |parsed| parsed.as_str().to_owned())
    };
    same("InsurerNumber", insurer)
        && same("InsuredIdentificationNumber", folded)
        && same("Birthdate", str::to_owned)
}
