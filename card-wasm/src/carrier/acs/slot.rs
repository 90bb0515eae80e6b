//! The slot of an ACR1255U-J1 (manual, 5.6).

use core::time::Duration;
use std::rc::Rc;

use async_trait::async_trait;

use super::conversation::Conversation;
use super::handshake::{Begin, RANDOM_LENGTH};
use super::message::{AcsMessage, MessageKind};
use crate::carrier::gatt::GattLink;
use crate::carrier::slot::{CardState, Slot};
use crate::link::{Limits, LinkError, Timer};

/// For what does not involve the card. A radio link that is busy needs seconds.
const STATUS: Duration = Duration::from_secs(6);
/// For the card: a signature takes a second, and its answer comes in pieces of 20 bytes.
const CARD: Duration = Duration::from_secs(12);

/// "Open automatic polling" (manual, 5.6.7.2). Without it the reader looks for no card.
const LOOK_FOR_CARDS: [u8; 5] = [0xE0, 0x00, 0x00, 0x40, 0x01];
/// "Close automatic polling".
const LOOK_NO_MORE: [u8; 5] = [0xE0, 0x00, 0x00, 0x40, 0x00];

/// Longest APDU in one message; FIDOk divides longer ones in a way of its own.
const LONGEST_COMMAND: usize = 256;

/// The only slot.
pub(super) struct AcsSlot {
    conversation: Conversation,
}

/// Proves that both sides know the key, and has the reader look for cards.
pub(super) async fn open(
    link: Rc<dyn GattLink>,
    timer: Rc<dyn Timer>,
    random: [u8; RANDOM_LENGTH],
) -> Result<AcsSlot, LinkError> {
    let mut conversation = Conversation::new(link, timer);
    let begin = Begin::new(random);
    let request = AcsMessage::question(MessageKind::Escape, begin.request());
    let answer = conversation.ask(request, STATUS).await?;
    let challenged = begin.challenged(&answer.data)?;
    let proof = AcsMessage::question(MessageKind::Escape, &challenged.proof());
    let answer = match conversation.ask(proof, STATUS).await {
        // Whatever it calls it: it did not accept what we know.
        Err(LinkError::TransferFailed) => return Err(LinkError::ReaderLocked),
        answered => answered?,
    };
    conversation.agree(challenged.proved(&answer.data)?);
    let mut slot = AcsSlot { conversation };
    // Some firmware answers with other bytes than the manual of another; that it answers is
    // enough.
    slot.ask(MessageKind::Escape, &LOOK_FOR_CARDS, STATUS)
        .await?;
    Ok(slot)
}

impl AcsSlot {
    async fn ask(
        &mut self,
        kind: MessageKind,
        data: &[u8],
        wait: Duration,
    ) -> Result<AcsMessage, LinkError> {
        let question = AcsMessage::question(kind, data);
        self.conversation.ask(question, wait).await
    }

    /// Data from the card. None at all means that it did not answer.
    async fn data(&mut self, kind: MessageKind, apdu: &[u8]) -> Result<Vec<u8>, LinkError> {
        let answer = self.ask(kind, apdu, CARD).await?;
        if answer.data.is_empty() {
            return Err(match self.card().await? {
                CardState::Absent => LinkError::CardRemoved,
                _ => LinkError::CardMute,
            });
        }
        if answer.parameter != 0 {
            // A part of an answer, perhaps. No source says so.
            return Err(LinkError::UnexpectedMessage);
        }
        Ok(answer.data.to_vec())
    }
}

#[async_trait(?Send)]
impl Slot for AcsSlot {
    fn limits(&self) -> Limits {
        Limits::SHORT.narrowed(LONGEST_COMMAND, usize::MAX)
    }

    async fn card(&mut self) -> Result<CardState, LinkError> {
        let answer = self.ask(MessageKind::SlotStatus, &[], STATUS).await?;
        // Manual, 5.6.3.
        match answer.parameter {
            0 => Ok(CardState::Active),
            1 => Ok(CardState::Inactive),
            2 => Ok(CardState::Absent),
            _ => Err(LinkError::MalformedMessage),
        }
    }

    async fn power_on(&mut self) -> Result<Vec<u8>, LinkError> {
        match self.data(MessageKind::PowerOn, &[]).await {
            Err(LinkError::CardRemoved) => Err(LinkError::CardAbsent),
            answered => answered,
        }
    }

    async fn transmit(&mut self, apdu: &[u8]) -> Result<Vec<u8>, LinkError> {
        self.data(MessageKind::Apdu, apdu).await
    }

    async fn power_off(&mut self) -> Result<(), LinkError> {
        let answer = self.ask(MessageKind::PowerOff, &[], STATUS).await?;
        match answer.parameter {
            // The manual gives the answer no state at all; the slot says which it is.
            0 if self.card().await? == CardState::Active => Err(LinkError::UnexpectedMessage),
            _ => Ok(()),
        }
    }

    async fn close(&mut self) -> Result<(), LinkError> {
        // Looking for cards costs the battery, but the reader sleeps by itself.
        let _ = self.ask(MessageKind::Escape, &LOOK_NO_MORE, STATUS).await;
        self.conversation.disconnect();
        Ok(())
    }
}
