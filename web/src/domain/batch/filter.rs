//! Which rows of a run are looked at: by the leaflet's words, by the finer reason, and
//! by what a person types.

use check_api::BatchWord;
use check_api::field::{full_width_kana, half_width};

use super::{Column, Outcome, Run, RunRow};
use crate::domain::answer::Value;
use crate::domain::element::Element;

/// A row's finer reason. The keys are stable names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reason(pub &'static str);

/// Which rows are looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// One word alone, or those that wait.
    pub word: Option<Choice>,
    /// One finer reason alone.
    pub reason: Option<Reason>,
    /// What was typed; in a name, a kana or a number.
    pub search: String,
}

/// What one button of the filter shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Rows of a word.
    Word(BatchWord),
    /// Rows that wait.
    Waiting,
}

impl Reason {
    /// The reason of a row.
    pub fn of(row: &RunRow) -> Self {
        Self(match &row.outcome {
            Outcome::Waiting => "waiting",
            Outcome::Answered(answer) => answer.verdict.name(),
            Outcome::Rejected { .. } => "rejected",
            Outcome::Failed(_) => "failed",
        })
    }
}

impl Filter {
    /// The places of the rows that are looked at, in the order of the table.
    pub fn places(&self, run: &Run) -> Vec<usize> {
        let search = folded(&self.search);
        let rows = run.rows().iter().enumerate();
        rows.filter(|(_, row)| self.takes(row, &search))
            .map(|(place, _)| place)
            .collect()
    }

    fn takes(&self, row: &RunRow, search: &str) -> bool {
        let word = match self.word {
            None => true,
            Some(Choice::Waiting) => row.word().is_none(),
            Some(Choice::Word(word)) => row.word() == Some(word),
        };
        word && self.reason.is_none_or(|reason| Reason::of(row) == reason)
            && (search.is_empty() || holds(row, search))
    }

    /// The finer reasons that rows of a run have, in a steady order.
    pub fn reasons(run: &Run) -> Vec<Reason> {
        let mut reasons: Vec<Reason> = run.rows().iter().map(Reason::of).collect();
        reasons.sort_unstable();
        reasons.dedup();
        reasons
    }
}

fn holds(row: &RunRow, search: &str) -> bool {
    let asked = Column::ALL.iter().map(|column| row.asked(*column));
    asked.into_iter().any(|text| folded(text).contains(search)) || kana_holds(row, search)
}

fn kana_holds(row: &RunRow, search: &str) -> bool {
    let Outcome::Answered(answer) = &row.outcome else {
        return false;
    };
    answer.eligibilities.iter().any(|one| {
        matches!(one.value(Element::NameKana), Some(Value::Kana(kana)) if folded(kana).contains(search))
    })
}

/// Without blanks, in one width and case.
fn folded(text: &str) -> String {
    half_width(&full_width_kana(text))
        .chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
#[path = "filter_tests.rs"]
mod tests;
