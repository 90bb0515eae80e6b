//! A place where cards come and go, whatever lies between it and the program.

use async_trait::async_trait;

use super::{CardChannel, LinkError};

/// Tells when a card comes or goes, and opens it. Implemented by every reader on
/// USB and by the bridge.
#[async_trait(?Send)]
pub trait CardReader {
    /// Returns when a card is there. May be dropped at any time.
    ///
    /// # Errors
    /// [`LinkError::Unplugged`] above all.
    async fn wait_for_card(&self) -> Result<(), LinkError>;

    /// Returns when the card that is there now is gone. May be dropped at any time, and may
    /// run beside a session.
    ///
    /// # Errors
    /// As [`Self::wait_for_card`].
    async fn wait_for_removal(&self) -> Result<(), LinkError>;

    /// Opens the card for the exclusive use of this program.
    ///
    /// # Errors
    /// [`LinkError::CardAbsent`], [`LinkError::CardMute`] above all.
    async fn power_on(&self) -> Result<Box<dyn CardChannel>, LinkError>;

    /// Takes the power from a card that still has it, and gives the reader back to the
    /// system. Nothing more can be asked of it then.
    ///
    /// # Errors
    /// What the device or the system answers.
    async fn close(&self) -> Result<(), LinkError>;
}
