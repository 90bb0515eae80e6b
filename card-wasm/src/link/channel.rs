//! A powered card that answers whole APDUs, whatever lies between it and the program.

use async_trait::async_trait;

use super::{Limits, LinkError};
use crate::iso7816::{Command, Response};

/// Exchanges APDUs with one card. Implemented by the CCID slot, by wrappers such as the
/// guard, and by whatever else reaches a card. Knows nothing of JPKI.
///
/// A channel sends what it is given once, or not at all: repeating is for the caller, who
/// knows which command is harmless.
#[async_trait(?Send)]
pub trait CardChannel {
    /// How long commands and answers may be. A wrapper may narrow what is below it.
    fn limits(&self) -> Limits;

    /// Sends one command and returns the card's answer.
    ///
    /// # Errors
    /// When there is no answer, or none that is one. Whether the card carried the command
    /// out is then unknown.
    async fn exchange(&mut self, command: &Command) -> Result<Response, LinkError>;

    /// Takes the power from the card, and with it every right that was acquired.
    ///
    /// # Errors
    /// When the reader does not confirm it. A card that is gone has no power, and neither
    /// has one in a reader that was unplugged: that is success.
    async fn power_off(&mut self) -> Result<(), LinkError>;
}

#[async_trait(?Send)]
impl<C: CardChannel + ?Sized> CardChannel for Box<C> {
    fn limits(&self) -> Limits {
        (**self).limits()
    }

    async fn exchange(&mut self, command: &Command) -> Result<Response, LinkError> {
        (**self).exchange(command).await
    }

    async fn power_off(&mut self) -> Result<(), LinkError> {
        (**self).power_off().await
    }
}
