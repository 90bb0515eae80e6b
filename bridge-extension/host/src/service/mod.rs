//! The seam to the system's smart-card service: the real one is [`PcscService`], the scripted
//! one is in the tests.

mod failure;
mod features;
mod pcsc_service;

use bridge_protocol::{Failure, ReaderName};

pub use failure::failure;
pub use pcsc_service::{PcscService, lock_card};

/// Opens cards.
pub trait CardService {
    /// An open card.
    type Connection: Connection;

    /// Opens the card on this reader for this process alone.
    ///
    /// # Errors
    /// [`Failure`], as the page will hear it.
    fn connect(&mut self, reader: &ReaderName) -> Result<Self::Connection, Failure>;
}

/// A card that no other program can use. Dropping it powers the card off.
pub trait Connection {
    /// The answer to reset.
    fn atr(&self) -> &[u8];

    /// Whether the reader takes short commands only; nothing if it does not say.
    fn short_only(&self) -> Option<bool>;

    /// Sends one command. Whatever goes wrong, the card may have carried it out.
    ///
    /// # Errors
    /// [`Failure`], as the page will hear it.
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Failure>;
}
