//! The powered card in a slot as a [`CardChannel`].

use core::cell::Cell;
use std::rc::Rc;

use async_trait::async_trait;
use futures_util::lock::{Mutex, MutexGuard};

use super::slot::Slot;
use super::{ExchangeLevel, HEADER_LENGTH, ReaderInterface};
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

    /// Powers the card and hands it out.
    pub(super) async fn power_on(self: Rc<Self>) -> Result<Box<dyn CardChannel>, LinkError> {
        let mut slot = self.lock().await;
        let (atr, generation) = slot.power_on().await?;
        // From here on the card has power, and the channel takes it away if need be.
        let mut channel = SlotChannel {
            shared: Rc::clone(&self),
            generation,
            limits: limits(&slot.interface),
        };
        // A card is not refused for an ATR that cannot be read: the reader understood it.
        if let Ok(atr) = Atr::try_from(atr.as_slice()) {
            if atr.extended_length() == Some(false) {
                channel.limits = channel.limits.and(Limits::SHORT);
            }
            slot.set_parameters(&atr).await?;
        }
        Ok(Box::new(channel))
    }
}

/// One card from its power-on to its power-off.
struct SlotChannel {
    shared: Rc<Shared>,
    generation: u64,
    limits: Limits,
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
        let answer = slot.exchange(&command.encode()).await?;
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

fn limits(interface: &ReaderInterface) -> Limits {
    match interface.level {
        // Longer ones travel in several messages.
        ExchangeLevel::ExtendedApdu => Limits::EXTENDED,
        _ => {
            let longest =
                usize::try_from(interface.descriptor.max_message_length).unwrap_or(usize::MAX);
            let block = longest.saturating_sub(HEADER_LENGTH);
            Limits::SHORT.narrowed(block, block)
        }
    }
}
