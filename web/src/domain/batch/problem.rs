//! Why a table cannot be taken, or a batch not be sent. Each has a stable code; the
//! sentences with the next step stand in the catalogue.

use thiserror::Error;

use crate::domain::advice::ErrorCode;

macro_rules! problems {
    ($($(#[doc = $meaning:literal])+ $problem:ident = $code:literal;)*) => {
        /// Why a table cannot be taken, or a batch not be sent.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
        pub enum BatchProblem {
            $($(#[doc = $meaning])+ #[error($code)] $problem,)*
        }

        impl BatchProblem {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$problem),*];

            /// The stable code.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$problem => $code,)* }
            }
        }
    };
}

problems! {
    /// Nothing is in the file, or nothing was pasted.
    Empty = "DESK-BATCH-EMPTY";
    /// An Excel workbook and not a text: to be saved as CSV.
    Workbook = "DESK-BATCH-WORKBOOK";
    /// Neither UTF-8 nor UTF-16 nor Shift_JIS.
    Encoding = "DESK-BATCH-ENCODING";
    /// The file cannot be read: it was moved, or is in use.
    Unreadable = "DESK-BATCH-UNREADABLE";
    /// The file is too large to be a list of patients.
    TooLarge = "DESK-BATCH-TOO-LARGE";
    /// More rows than one run takes.
    TooManyRows = "DESK-BATCH-TOO-MANY-ROWS";
    /// More columns than a table has.
    TooManyColumns = "DESK-BATCH-TOO-MANY-COLUMNS";
    /// A cell without an end: a quotation mark was not closed.
    CellTooLong = "DESK-BATCH-CELL-TOO-LONG";
    /// No column was chosen for something that every question needs.
    ColumnMissing = "DESK-BATCH-COLUMN-MISSING";
    /// No row can be asked.
    NothingToAsk = "DESK-BATCH-NOTHING-TO-ASK";
    /// The gateway takes no batches.
    NotOffered = "DESK-BATCH-NOT-OFFERED";
    /// The browser keeps nothing, so a crash would lose what was sent.
    NotKept = "DESK-BATCH-NOT-KEPT";
    /// A batch never reached the gateway, and its rows are gone with the page that had them.
    NotReceived = "DESK-BATCH-NOT-RECEIVED";
    /// It cannot be found out whether a batch reached the gateway.
    OutcomeUnknown = "DESK-BATCH-OUTCOME-UNKNOWN";
    /// A row has no answer in the finished batch.
    RowUnanswered = "DESK-BATCH-ROW-UNANSWERED";
    /// Another tab works on the batch.
    OtherTab = "DESK-BATCH-OTHER-TAB";
}

impl From<BatchProblem> for ErrorCode {
    fn from(problem: BatchProblem) -> Self {
        Self::new(problem.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_problem_has_a_code_of_its_own() {
        let codes: BTreeSet<&str> = BatchProblem::ALL.iter().map(|it| it.code()).collect();
        assert_eq!(codes.len(), BatchProblem::ALL.len());
        for code in codes {
            assert!(code.starts_with("DESK-BATCH-"), "{code}");
            assert!(ErrorCode::received(code).is_some(), "{code}");
        }
    }
}
