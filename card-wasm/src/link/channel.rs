//! A powered card that answers whole APDUs, whatever lies between it and the program.
//!
//! Where a process boundary lies between, each crossing costs milliseconds, and the other side
//! guards the card, too: commands can go over together ([`CardChannel::exchange_all`]), and
//! what makes a guarded command right goes with it ([`Warrant`]).

use async_trait::async_trait;

use super::{Limits, LinkError, PinEntry};
use crate::iso7816::{Command, Response};

/// What makes the next command right. A channel whose other end guards the card passes it on.
#[derive(Clone, Copy, Debug)]
pub enum Warrant<'a> {
    /// A person has typed the PIN that the next command carries.
    PinTyped {
        /// The person knows that it is the last try and wants it.
        last_try_confirmed: bool,
    },
    /// The next command has the card sign the hash of this message.
    Message(&'a [u8]),
}

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

    /// Sends commands in order, each only if the one before was carried out (9000 or 6282).
    /// Returns the answers that came, which are all or end with one that is neither.
    ///
    /// # Errors
    /// As [`Self::exchange`]; which of the commands were carried out is then unknown.
    async fn exchange_all(&mut self, commands: &[Command]) -> Result<Vec<Response>, LinkError> {
        let mut responses = Vec::with_capacity(commands.len());
        for command in commands {
            let response = self.exchange(command).await?;
            let carried_out = response.status().is_carried_out();
            responses.push(response);
            if !carried_out {
                break;
            }
        }
        Ok(responses)
    }

    /// Says what makes the next command right. Costs nothing where nobody asks.
    fn warrant(&mut self, _warrant: Warrant<'_>) {}

    /// Whether a person can enter a PIN at the reader itself.
    fn has_pin_pad(&self) -> bool {
        false
    }

    /// Has the reader ask a person for a PIN and send the command with it, once.
    ///
    /// # Errors
    /// [`LinkError::PinPadUnavailable`] if there is no pad; [`LinkError::PinEntryCancelled`]
    /// and [`LinkError::PinEntryTimedOut`] if nothing was sent to the card; else as
    /// [`Self::exchange`].
    async fn verify_on_pin_pad(&mut self, _entry: &PinEntry) -> Result<Response, LinkError> {
        Err(LinkError::PinPadUnavailable)
    }

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

    async fn exchange_all(&mut self, commands: &[Command]) -> Result<Vec<Response>, LinkError> {
        (**self).exchange_all(commands).await
    }

    fn warrant(&mut self, warrant: Warrant<'_>) {
        (**self).warrant(warrant);
    }

    fn has_pin_pad(&self) -> bool {
        (**self).has_pin_pad()
    }

    async fn verify_on_pin_pad(&mut self, entry: &PinEntry) -> Result<Response, LinkError> {
        (**self).verify_on_pin_pad(entry).await
    }

    async fn power_off(&mut self) -> Result<(), LinkError> {
        (**self).power_off().await
    }
}
