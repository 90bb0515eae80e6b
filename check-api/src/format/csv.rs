//! CSV (RFC 4180) with one row for every eligibility, for tables and for software that takes
//! nothing else. Knows no file and no separator but the comma.
//!
//! UTF-8 with a byte order mark, CRLF. The head of a column is the official name of its
//! element, a blank, and its Japanese name. What has no column of its own is in the last one,
//! as JSON. All cells are text: leading zeros are part of insurance numbers, and a spreadsheet
//! keeps them if the columns are imported as text.
//!
//! A spreadsheet takes some texts for formulas. Such a cell begins with an apostrophe here,
//! and so does one that begins with an apostrophe itself; [`read`] takes one off again.

mod cell;
mod column;
mod head;
mod read;
mod row;
mod write;

pub use read::read;
pub use write::{Writer, write};

#[cfg(test)]
#[path = "csv/csv_tests.rs"]
mod tests;
