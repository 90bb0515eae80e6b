//! 一括照会, as far as it needs no browser: from the bytes of a table to questions, and
//! from answers to the rows of the result. Knows neither how a question travels nor how
//! a row looks.
//!
//! A table goes one way: bytes ([`encoding`]) → cells ([`table`]) → columns with a
//! meaning ([`matching`]) → rows that were judged ([`sheet`]) → questions → answers
//! ([`run`]). Whatever no question needs is dropped between cells and rows.

pub mod cell;
pub mod column;
pub mod encoding;
pub mod export;
pub mod filter;
pub mod matching;
pub mod problem;
pub mod receipt;
pub mod row;
pub mod run;
pub mod sheet;
pub mod table;

pub use column::Column;
pub use filter::Filter;
pub use matching::Matching;
pub use problem::BatchProblem;
pub use receipt::{Receipt, Receipts};
pub use row::{Draft, Flaw};
pub use run::{Counts, Outcome, Run, RunRow};
pub use sheet::Sheet;
pub use table::{Cell, Table};

/// More bytes than 20,000 long rows have; a larger file is not a list of bookings.
pub const MOST_BYTES: usize = 16 * 1024 * 1024;
/// Two days' bookings of a very large hospital. More would not be looked through.
pub const MOST_ROWS: usize = 20_000;
/// More columns than any export of a booking system has.
pub const MOST_COLUMNS: usize = 200;
/// Bytes of one cell. A longer one is a quotation mark that was never closed.
pub const MOST_CELL_BYTES: usize = 2000;
/// Rows that are shown while the columns are matched.
pub const PREVIEW_ROWS: usize = 5;
