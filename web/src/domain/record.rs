//! A patient record as the desk pastes it, beside a result: the text of the official app, a
//! row of our own CSV, or one patient of a table of another program. The text is read once
//! and not kept. Knows labels in Japanese, because records are.

mod label;
mod table;
mod value;

use check_api::field::holds_my_number;
use check_api::format::{clipboard, csv};

use super::answer::{Answer, Eligibility};
use super::difference::{Difference, SamePerson};

/// One patient has a few lines; more is not read.
const MOST_BYTES: usize = 64 * 1024;

/// A record beside a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Whether both are about one person.
    pub person: SamePerson,
    /// What differs.
    pub difference: Difference,
    /// Items of the record that nobody here knows.
    pub unread: usize,
}

/// A patient record, as far as it was understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// What it says.
    pub eligibility: Eligibility,
    /// Items that nobody here knows.
    pub unread: usize,
}

/// Why a record cannot be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordProblem {
    /// Nothing was pasted.
    Empty,
    /// More than the record of one patient.
    TooLarge,
    /// A 個人番号 stands in it, which is taken nowhere.
    MyNumber,
    /// More than one patient, or an item twice.
    Several,
    /// No item in it is known.
    NothingKnown,
    /// The result has no eligibility to compare with.
    NothingToCompare,
    /// The part of the program that reads it could not be fetched.
    NotFetched,
}

impl RecordProblem {
    /// Every one.
    pub const ALL: [Self; 7] = [
        Self::Empty,
        Self::TooLarge,
        Self::MyNumber,
        Self::Several,
        Self::NothingKnown,
        Self::NothingToCompare,
        Self::NotFetched,
    ];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "DESK-RECORD-EMPTY",
            Self::TooLarge => "DESK-RECORD-TOO-LARGE",
            Self::MyNumber => "DESK-RECORD-MY-NUMBER",
            Self::Several => "DESK-RECORD-SEVERAL",
            Self::NothingKnown => "DESK-RECORD-UNKNOWN",
            Self::NothingToCompare => "DESK-RECORD-NOTHING",
            Self::NotFetched => crate::chunk::NotFetched::CODE,
        }
    }
}

impl Record {
    /// Reads a record.
    ///
    /// # Errors
    /// [`RecordProblem`] if it is not the record of one patient.
    pub fn read(text: &str) -> Result<Self, RecordProblem> {
        if text.len() > MOST_BYTES {
            return Err(RecordProblem::TooLarge);
        }
        // Cells side by side are no number together.
        if holds_my_number(&text.replace('\t', "\n")) {
            return Err(RecordProblem::MyNumber);
        }
        let text = text
            .trim_start_matches('\u{FEFF}')
            .trim_matches(['\r', '\n', ' ']);
        if text.is_empty() {
            return Err(RecordProblem::Empty);
        }
        let record = match Self::of_official_app(text) {
            Some(record) => record?,
            None => match Self::of_our_rows(text) {
                Some(record) => record?,
                None => table::read(text)?,
            },
        };
        if record.eligibility.items().next().is_none() {
            return Err(RecordProblem::NothingKnown);
        }
        Ok(record)
    }

    /// The text that マイナ資格確認アプリ copies, if it is one.
    fn of_official_app(text: &str) -> Option<Result<Self, RecordProblem>> {
        let first = text.lines().next()?;
        if !first.trim().starts_with("資格情報") {
            return None;
        }
        Some(match clipboard::read(text) {
            Ok(pasted) => Ok(Self {
                eligibility: Eligibility::read(pasted.eligibility()),
                unread: pasted.unread().len(),
            }),
            Err(_) => Err(RecordProblem::Several),
        })
    }

    /// Our own CSV, if it is that.
    fn of_our_rows(text: &str) -> Option<Result<Self, RecordProblem>> {
        let messages = csv::read(text.as_bytes()).ok()?;
        let mut results = messages.iter().flat_map(|message| message.body().results());
        Some(match (results.next(), results.next()) {
            (Some(one), None) => Ok(Self {
                eligibility: Eligibility::read(one),
                unread: 0,
            }),
            (None, _) => Err(RecordProblem::NothingKnown),
            _ => Err(RecordProblem::Several),
        })
    }

    /// The record beside the eligibility that is meant; beside the first where none is.
    ///
    /// # Errors
    /// [`RecordProblem::NothingToCompare`] if the answer has no eligibility.
    pub fn beside(
        &self,
        answer: &Answer,
        meant: Option<usize>,
    ) -> Result<Comparison, RecordProblem> {
        let eligibility = answer
            .eligibilities
            .get(meant.unwrap_or_default())
            .ok_or(RecordProblem::NothingToCompare)?;
        Ok(Comparison {
            person: SamePerson::of(&self.eligibility, eligibility),
            difference: Difference::from_record(&self.eligibility, eligibility),
            unread: self.unread,
        })
    }
}

#[cfg(test)]
#[path = "record/record_tests.rs"]
mod tests;
