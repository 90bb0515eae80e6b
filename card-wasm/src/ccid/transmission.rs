//! How an APDU travels once a card is activated: as it is, or by a transmission protocol of the
//! host in blocks of XfrBlock (CCID 1.1, 6.1.4, TPDU level).

use core::time::Duration;

use super::slot::Slot;
use super::timing;
use super::transfer_block::Tpdu;
use crate::iso7816::Command;
use crate::link::LinkError;
use crate::tpdu::{Action, Answer, Failure, T0Exchange, T1};

/// The way of APDUs to one card, from its activation on.
pub(super) enum Transmission {
    /// The reader takes APDUs.
    Apdu,
    /// The reader takes commands of T=0 and deals with procedure bytes.
    T0 {
        /// For one answer of the card.
        wait: Duration,
    },
    /// The reader takes blocks of T=1.
    T1 {
        /// The state of both sides.
        protocol: Box<T1>,
        /// For one block of the card.
        wait: Duration,
    },
}

impl Transmission {
    /// Sends a command and returns the bytes of the answer.
    pub(super) async fn exchange(
        &mut self,
        slot: &mut Slot,
        command: &Command,
    ) -> Result<Vec<u8>, LinkError> {
        match self {
            Self::Apdu => slot.exchange(&command.encode()).await,
            Self::T0 { wait } => {
                let (mut exchange, action) =
                    T0Exchange::begin(command).ok_or(LinkError::CommandTooLong)?;
                drive(slot, &mut exchange, action, *wait).await
            }
            Self::T1 { protocol, wait } => {
                let action = protocol.begin(&command.encode());
                drive(slot, &mut **protocol, action, *wait).await
            }
        }
    }

    /// Does before the first command what the protocol wants.
    pub(super) async fn prepare(&mut self, slot: &mut Slot) -> Result<(), LinkError> {
        if let Self::T1 { protocol, wait } = self {
            let action = protocol.prepare();
            drive(slot, &mut **protocol, action, *wait).await?;
        }
        Ok(())
    }
}

/// A protocol in the middle of an exchange.
pub(super) trait Protocol {
    /// What to do after this answer.
    fn receive(&mut self, answer: Answer<'_>) -> Action;

    /// What was to be sent last never left.
    fn never_sent(&mut self) {}
}

impl Protocol for T0Exchange {
    fn receive(&mut self, answer: Answer<'_>) -> Action {
        Self::receive(self, answer)
    }
}

impl Protocol for T1 {
    fn receive(&mut self, answer: Answer<'_>) -> Action {
        Self::receive(self, answer)
    }

    fn never_sent(&mut self) {
        Self::never_sent(self);
    }
}

/// Does what the protocol wants until it is content. Ends by itself, because the protocol does.
pub(super) async fn drive(
    slot: &mut Slot,
    protocol: &mut impl Protocol,
    mut action: Action,
    wait: Duration,
) -> Result<Vec<u8>, LinkError> {
    let mut is_first = true;
    loop {
        let (block, waiting_time) = match action {
            Action::Send {
                block,
                waiting_time,
            } => (block, waiting_time),
            Action::Done(answer) => return Ok(answer),
            Action::Failed(failure) => return Err(failed(slot, failure).await),
        };
        let wait = wait
            .saturating_mul(waiting_time.max(1).into())
            .min(timing::LONGEST_EXTENSION.max(wait));
        let received = match slot.transfer_tpdu(&block, waiting_time, wait).await {
            Err(LinkError::NotAccepted) => {
                protocol.never_sent();
                // Of a command that has begun nobody can say that it was not accepted.
                return Err(if is_first {
                    LinkError::NotAccepted
                } else {
                    LinkError::Stalled
                });
            }
            received => received?,
        };
        action = protocol.receive(received.as_answer());
        is_first = false;
    }
}

async fn failed(slot: &mut Slot, failure: Failure) -> LinkError {
    match failure {
        Failure::Lost => LinkError::BlocksLost,
        Failure::Aborted => LinkError::TransmissionAborted,
        Failure::TooSlow => LinkError::CardTooSlow,
        Failure::TooLong => LinkError::ResponseTooLong,
        Failure::Malformed => LinkError::MalformedResponse,
        // Only a reset can bring it back (ISO/IEC 7816-3, 11.6.3.2, rule 7.4.3).
        Failure::Dead => slot.give_up().await,
    }
}

impl Tpdu {
    pub(super) fn as_answer(&self) -> Answer<'_> {
        match self {
            Self::Bytes(bytes) => Answer::Bytes(bytes),
            Self::Silence => Answer::Silence,
            Self::Garbled => Answer::Garbled,
        }
    }
}
