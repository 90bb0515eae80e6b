//! The powered card in a slot as a [`CardChannel`].

use core::cell::Cell;
use std::rc::Rc;

use async_trait::async_trait;
use futures_util::lock::{Mutex, MutexGuard};

use super::slot::Slot;
use super::transmission::Transmission;
use crate::iso7816::{Command, Response};
use crate::link::{CardChannel, Limits, LinkError, PinEntry};

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

    /// The slot if nobody uses it, as it is.
    pub(super) fn try_lock(&self) -> Option<MutexGuard<'_, Slot>> {
        self.slot.try_lock()
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
        // Whoever powered it stopped waiting for it.
        if slot.is_orphan && slot.believes_powered() {
            // If this fails, it is tried again.
            let _ = slot.power_off().await;
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
            match slot.start().await {
                Ok(start) => {
                    slot.is_orphan = false;
                    return Ok(Box::new(SlotChannel {
                        shared: Rc::clone(&self),
                        generation: slot.generation(),
                        limits: start.limits,
                        has_pin_pad: slot.pin_pad().is_some(),
                        transmission: start.transmission,
                    }));
                }
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
}

/// One card from its power-on to its power-off.
struct SlotChannel {
    shared: Rc<Shared>,
    generation: u64,
    limits: Limits,
    has_pin_pad: bool,
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

    fn has_pin_pad(&self) -> bool {
        self.has_pin_pad
    }

    async fn verify_on_pin_pad(&mut self, entry: &PinEntry) -> Result<Response, LinkError> {
        let mut slot = self.shared.lock().await;
        slot.powered(self.generation)?;
        let answer = self
            .transmission
            .verify_on_pin_pad(&mut slot, entry)
            .await?;
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
