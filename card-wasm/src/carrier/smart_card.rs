//! The system's smart cards as a browser offers them: the Web Smart Card API (WICG draft,
//! "Web Smart Card API"), which is PC/SC in the shape of promises.
//!
//! The seam is what that API can do; here is what of it is done, and in which order. Cards are
//! connected to exclusively, begin without power, and are left without.

mod fault;
mod slot;

use std::rc::Rc;

use async_trait::async_trait;

use super::reader::SlotReader;
use crate::link::{LinkError, Timer};

pub use fault::link_error;

/// What is known of one reader (`SmartCardReaderStateOut`).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ReaderState {
    /// `readerName`.
    pub name: String,
    /// `eventState.present`: a card is there.
    pub present: bool,
    /// `eventState.mute`: it does not answer to power.
    pub mute: bool,
    /// `eventCount`: how often a card came or went.
    pub count: u32,
    /// `answerToReset`, as far as it is known.
    pub atr: Vec<u8>,
}

/// A context of the service (`SmartCardContext`).
#[async_trait(?Send)]
pub trait SmartCardContext {
    /// What is known of every reader now, without waiting: `listReaders` and
    /// `getStatusChange` with states that nobody is aware of.
    ///
    /// # Errors
    /// [`LinkError::ServiceMissing`] above all.
    async fn states(&self) -> Result<Vec<ReaderState>, LinkError>;

    /// `connect` to the card in this reader, exclusively, with T=1 or T=0.
    ///
    /// # Errors
    /// [`LinkError::ReaderInUse`], [`LinkError::CardAbsent`] above all.
    async fn connect(&self, reader: &str) -> Result<Rc<dyn SmartCardConnection>, LinkError>;
}

/// A connection to one card (`SmartCardConnection`).
#[async_trait(?Send)]
pub trait SmartCardConnection {
    /// `transmit`.
    ///
    /// # Errors
    /// [`LinkError::CardRemoved`], [`LinkError::CardReplaced`] above all.
    async fn transmit(&self, apdu: &[u8]) -> Result<Vec<u8>, LinkError>;

    /// `disconnect("unpower")`. The connection is of no use afterwards.
    ///
    /// # Errors
    /// When it is not certain that the card has no power.
    async fn unpower(&self) -> Result<(), LinkError>;
}

/// All readers of the service as one: the card is where it lies.
#[must_use]
pub fn open(context: Rc<dyn SmartCardContext>, timer: Rc<dyn Timer>) -> SlotReader {
    let slot = slot::SmartCardSlot::new(context, Rc::clone(&timer));
    SlotReader::new(Box::new(slot), timer)
}

#[cfg(test)]
#[path = "smart_card/tests.rs"]
mod tests;
