//! The official XML of the file exchange: answers about one person, requests, and both halves
//! of a bulk inquiry.
//!
//! Third parties disagree about nesting, padding and some names; all of it is read, and one
//! form is written. What no table knows stays, behind what the tables know. There are no
//! entities but XML's own, no document type, and no bytes, depth or count without an end.

mod declaration;
mod read;
mod write;

pub use read::read;
pub use write::write;

use super::CharacterSet;

/// The character set of a file.
#[derive(Clone, Copy)]
pub enum Encoding<'a> {
    /// UTF-8, without a byte order mark.
    Utf8,
    /// Shift_JIS, that is CP932.
    ShiftJis(&'a dyn CharacterSet),
}

impl Encoding<'_> {
    /// The name in the declaration.
    const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::ShiftJis(_) => "Shift_JIS",
        }
    }

    /// `CharacterCodeIdentifier` (OQSCD005).
    const fn identifier(self) -> &'static str {
        match self {
            Self::Utf8 => "0",
            Self::ShiftJis(_) => "1",
        }
    }
}

/// A bulk answer of ten thousand persons has some 20 MB.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// Ten thousand persons with a hundred elements each.
const MOST_ELEMENTS: usize = 1_000_000;
/// Open elements: a list is two, in the canonical form it is one.
const MOST_OPEN: usize = 2 * super::canonical::MOST_DEPTH + 2;

#[cfg(test)]
#[path = "xml/xml_tests.rs"]
mod tests;
