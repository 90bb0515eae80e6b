//! The host's side of contactless cards of Type B: ISO/IEC 14443-3 up to the activation and
//! the block protocol of ISO/IEC 14443-4, for readers that only carry frames.
//!
//! A [`Transceiver`] is such a reader; an [`ActiveCard`] is a card that was found and
//! activated through one. The My Number Card is of Type B, so Type A (RATS, PPS) is not
//! spoken here, and neither are CID and NAD, which only several cards at once would need.
//! The checksum CRC_B is the reader's job. Unknown here: USB, APDUs beyond their bytes, time
//! other than as a limit that is passed on.

mod active_card;
mod atqb;
mod attrib;
mod block;
mod protocol;
#[cfg(test)]
mod script;
mod timing;

use core::time::Duration;

use async_trait::async_trait;

pub use active_card::ActiveCard;
pub use atqb::{Atqb, FrameSize};
pub use attrib::{Attrib, AttribAnswer};
pub use block::Block;

use crate::link::LinkError;

/// Carries one frame to whatever is in the field and brings its answer.
#[async_trait(?Send)]
pub trait Transceiver {
    /// Most bytes of a frame that it carries either way, checksum excluded.
    fn longest_frame(&self) -> usize {
        usize::from(FrameSize::LARGEST).saturating_sub(CHECKSUM)
    }

    /// Sends a frame, to which the reader appends CRC_B, and returns the answer without its
    /// CRC_B, or what became of it after `wait` at the latest. Sends it once or not at all.
    ///
    /// # Errors
    /// [`FrameError::NoAnswer`] and [`FrameError::Garbled`] are part of the protocol;
    /// [`FrameError::Link`] ends it.
    async fn transceive(&mut self, frame: &[u8], wait: Duration) -> Result<Vec<u8>, FrameError>;
}

/// Bytes of CRC_B (ISO/IEC 14443-3, 7.2).
const CHECKSUM: usize = 2;

/// Why there is no frame.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum FrameError {
    /// Nothing came within the time.
    NoAnswer,
    /// Something came that is no frame: a wrong CRC_B, wrong parity, two cards at once.
    Garbled,
    /// The reader itself is in trouble.
    Link(LinkError),
}

impl From<LinkError> for FrameError {
    fn from(error: LinkError) -> Self {
        Self::Link(error)
    }
}
