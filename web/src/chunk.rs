//! The program is one, but the browser gets it in files. The first holds what the first
//! view needs. What hangs on a function marked with `wasm_split`, and on nothing else, lies
//! in a chunk of its own, which is fetched when the function is first called.
//!
//! `card` holds all that a card on the reader needs up to the answer on the screen, `sheets`
//! the screens beside the reception, `inquiries` those that ask without a card, `formats` what
//! hands a result on, `carriers` the ways to a reader besides USB and the bridge. Natively, all
//! is one.

use thiserror::Error;
use wasm_split_helpers::SplitLoaderError;

/// A chunk could not be fetched: the network is down, or the site was replaced by a newer
/// one. The next call tries again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a part of the program could not be fetched")]
pub struct NotFetched;

impl NotFetched {
    /// The stable code.
    pub const CODE: &'static str = "DESK-PROGRAM-INCOMPLETE";
}

impl From<SplitLoaderError> for NotFetched {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}
