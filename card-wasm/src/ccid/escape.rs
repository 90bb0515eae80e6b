//! The messages of CCID as a carrier for commands to the reader itself: `PC_to_RDR_Escape`
//! (CCID 1.1, 6.1.8 and 6.2.4), numbered and waited for like all others.
//!
//! What an escape means is the vendor's affair and unknown here.

use core::time::Duration;
use std::rc::Rc;

use super::quirk::Quirks;
use super::slot::Slot;
use super::{CommandStatus, IccStatus, PcToRdr, RdrToPc, ReaderInterface, SlotError};
use crate::link::{LinkError, Timer, UsbPipe};

/// The reader behind one interface, spoken to by escapes.
pub(crate) struct EscapeLine(Slot);

impl EscapeLine {
    /// Speaks through the bulk endpoints of an interface that was claimed.
    pub(crate) fn new(
        pipe: Rc<dyn UsbPipe>,
        timer: Rc<dyn Timer>,
        interface: ReaderInterface,
    ) -> Self {
        Self(Slot::new(pipe, timer, interface, Quirks::default()))
    }

    /// Sends one escape, once. What the reader answers, or why it refuses.
    ///
    /// # Errors
    /// When there is no answer. The escape may have been carried out then.
    pub(crate) async fn escape(
        &mut self,
        data: &[u8],
        wait: Duration,
    ) -> Result<Result<Vec<u8>, SlotError>, LinkError> {
        let message = self.0.transact(PcToRdr::Escape { data }, wait).await?;
        match (message.command, message.reply) {
            (CommandStatus::Failed(error), _) => Ok(Err(error)),
            (CommandStatus::Processed, RdrToPc::Escape { data }) => Ok(Ok(data)),
            _ => Err(LinkError::UnexpectedMessage),
        }
    }

    /// Whether plain CCID works here: the slot is asked for a card, and one that is there
    /// is powered on and off again.
    ///
    /// # Errors
    /// [`LinkError::CardAbsent`], [`LinkError::CardMute`] above all.
    pub(crate) async fn try_plain(&mut self) -> Result<(), LinkError> {
        if self.0.status().await? == IccStatus::Absent {
            return Err(LinkError::CardAbsent);
        }
        self.0.power_on().await?;
        self.0.power_off().await
    }
}
