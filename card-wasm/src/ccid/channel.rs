//! The powered card in a slot as a [`CardChannel`].

use core::cell::Cell;
use std::rc::Rc;

use async_trait::async_trait;
use futures_util::lock::{Mutex, MutexGuard};

use super::activation::Refusal;
use super::slot::Slot;
use super::transmission::Transmission;
use super::{ExchangeLevel, HEADER_LENGTH};
use crate::iso7816::{Atr, Command, Response};
use crate::link::{CardChannel, Limits, LinkError};

/// The slot, as it is shared between a reader and the channel that it handed out.
pub(super) struct Shared {
    slot: Mutex<Slot>,
    /// The power-on whose channel was dropped without a power-off.
    owed_power_off: Cell<Option<u64>>,
}

impl Shared {
    pub(super) fn new(slot: Slot) -> Self {
        Self {
            slot: Mutex::new(slot),
            owed_power_off: Cell::new(None),
        }
    }

    /// The slot for this caller alone. If a card was left powered by a channel that was
    /// dropped, its power is taken before anything else.
    pub(super) async fn lock(&self) -> MutexGuard<'_, Slot> {
        let mut slot = self.slot.lock().await;
        if let Some(generation) = self.owed_power_off.take()
            && slot.powered(generation).is_ok()
            && slot.power_off().await.is_err()
        {
            self.owed_power_off.set(Some(generation));
        }
        slot
    }

    /// Powers the card that is meant and hands it out. If it cannot be used, another one that
    /// was not used yet is tried.
    pub(super) async fn power_on(self: Rc<Self>) -> Result<Box<dyn CardChannel>, LinkError> {
        let mut slot = self.lock().await;
        if slot.census.has_several() {
            slot.survey().await?;
        }
        let mut reason: Option<LinkError> = None;
        for _ in slot.census.numbers() {
            match Rc::clone(&self).activate(&mut slot).await {
                Ok(channel) => return Ok(Box::new(channel)),
                Err(error) => {
                    reason = Some(reason.map_or(error, |before| before.or_more_useful(error)));
                }
            }
            let number = slot.number();
            slot.census.note_use(number);
            if !slot.census.has_unused() {
                break;
            }
            if let Some(next) = slot.census.choice() {
                slot.turn_to(next);
            }
        }
        Err(reason.unwrap_or(LinkError::CardAbsent))
    }

    /// Powers the card in the slot and agrees on how to speak with it.
    async fn activate(self: Rc<Self>, slot: &mut Slot) -> Result<SlotChannel, LinkError> {
        let (mut atr, generation) = slot.power_on().await?;
        // From here on the card has power, and the channel takes it away if need be.
        let mut channel = SlotChannel {
            shared: self,
            generation,
            limits: Limits::SHORT,
            transmission: Transmission::Apdu,
        };
        let transmission = match slot.activate(&atr, true).await {
            Err(Refusal::Proposal) => {
                for _ in 0..slot.quirks.resets_after_refusal.max(1) {
                    slot.power_off().await?;
                    (atr, channel.generation) = slot.power_on().await?;
                }
                slot.activate(&atr, false).await
            }
            activated => activated,
        };
        channel.transmission = match transmission {
            Ok(transmission) => transmission,
            Err(refusal) => {
                let error = refusal.into_error();
                // What went wrong before is worth more than what goes wrong now; and if the
                // power stays, the next use of the slot takes it.
                let _ = slot.power_off().await;
                return Err(error);
            }
        };
        channel.limits = limits(slot, &channel.transmission);
        let takes_extended = Atr::try_from(atr.as_slice()).map(|atr| atr.extended_length());
        if takes_extended == Ok(Some(false)) {
            channel.limits = channel.limits.and(Limits::SHORT);
        }
        Ok(channel)
    }
}

/// One card from its power-on to its power-off.
struct SlotChannel {
    shared: Rc<Shared>,
    generation: u64,
    limits: Limits,
    transmission: Transmission,
}

#[async_trait(?Send)]
impl CardChannel for SlotChannel {
    fn limits(&self) -> Limits {
        self.limits
    }

    async fn exchange(&mut self, command: &Command) -> Result<Response, LinkError> {
        if !self.limits.permit_command(command.encoded_length()) {
            return Err(LinkError::CommandTooLong);
        }
        let mut slot = self.shared.lock().await;
        slot.powered(self.generation)?;
        let answer = self.transmission.exchange(&mut slot, command).await?;
        Response::try_from(answer.as_slice()).map_err(|_| LinkError::MalformedResponse)
    }

    async fn power_off(&mut self) -> Result<(), LinkError> {
        let mut slot = self.shared.lock().await;
        if slot.powered(self.generation).is_err() {
            return Ok(());
        }
        match slot.power_off().await {
            // A reader without a cable gives no power.
            Err(LinkError::Unplugged) => Ok(()),
            answered => answered,
        }
    }
}

impl Drop for SlotChannel {
    /// A drop cannot wait for a reader. It leaves the power-off to the next use of the
    /// slot, of which waiting for another card is one.
    fn drop(&mut self) {
        self.shared.owed_power_off.set(Some(self.generation));
    }
}

fn limits(slot: &Slot, transmission: &Transmission) -> Limits {
    match (transmission, slot.level()) {
        // Longer ones travel in several messages or blocks.
        (Transmission::T1 { .. }, _) | (_, ExchangeLevel::ExtendedApdu) => Limits::EXTENDED,
        (Transmission::T0 { .. }, _) => Limits::SHORT,
        (Transmission::Apdu, _) => {
            let longest = usize::try_from(slot.descriptor().max_message_length);
            let block = longest.unwrap_or(usize::MAX).saturating_sub(HEADER_LENGTH);
            Limits::SHORT.narrowed(block, block)
        }
    }
}
