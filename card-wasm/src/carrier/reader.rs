//! Any [`Slot`] as a [`CardReader`]: taking turns, noticing cards that come, go and are
//! replaced, and taking the power from a card that was left with it.
//!
//! Knows no protocol and no browser. The slot is asked again and again; a protocol that says
//! by itself when a card comes is not listened to, because what it says may be old.

use core::cell::Cell;
use core::time::Duration;
use std::rc::Rc;

use async_trait::async_trait;
use futures_util::lock::{Mutex, MutexGuard};

use super::slot::{CardState, Slot};
use crate::iso7816::{Atr, Command, Response};
use crate::link::{CardChannel, CardReader, Limits, LinkError, Timer};

/// Between two questions whether a card is there. Below a third of a second it feels
/// immediate.
const POLL: Duration = Duration::from_millis(300);

/// A reader with one place for a card.
pub struct SlotReader {
    shared: Rc<Shared>,
    timer: Rc<dyn Timer>,
}

impl SlotReader {
    /// The reader with this slot, which is open already.
    #[must_use]
    pub fn new(slot: Box<dyn Slot>, timer: Rc<dyn Timer>) -> Self {
        let place = Place {
            slot,
            generation: 0,
            power: Err(LinkError::PoweredOff),
        };
        let shared = Shared {
            place: Mutex::new(place),
            owed_power_off: Cell::new(None),
        };
        Self {
            shared: Rc::new(shared),
            timer,
        }
    }
}

#[async_trait(?Send)]
impl CardReader for SlotReader {
    async fn wait_for_card(&self) -> Result<(), LinkError> {
        while self.shared.lock().await.status().await? == CardState::Absent {
            self.timer.sleep(POLL).await;
        }
        Ok(())
    }

    async fn wait_for_removal(&self) -> Result<(), LinkError> {
        let mut generation = None;
        loop {
            let mut place = self.shared.lock().await;
            // Something else may have noticed it first.
            if generation.is_some_and(|it| place.is_lost(it)) {
                return Ok(());
            }
            if place.power.is_ok() {
                generation = Some(place.generation);
            }
            if place.status().await? == CardState::Absent {
                return Ok(());
            }
            if generation.is_some_and(|it| place.is_lost(it)) {
                return Ok(());
            }
            drop(place);
            self.timer.sleep(POLL).await;
        }
    }

    async fn power_on(&self) -> Result<Box<dyn CardChannel>, LinkError> {
        let mut place = self.shared.lock().await;
        let atr = place.power_on().await?;
        let mut limits = place.slot.limits();
        if let Ok(atr) = Atr::try_from(atr.as_slice())
            && atr.extended_length() == Some(false)
        {
            limits = limits.and(Limits::SHORT);
        }
        Ok(Box::new(SlotChannel {
            shared: Rc::clone(&self.shared),
            generation: place.generation,
            limits,
        }))
    }

    async fn close(&self) -> Result<(), LinkError> {
        let mut place = self.shared.lock().await;
        let active = Ok(CardState::Active);
        if place.power.is_ok() || place.slot.card().await == active {
            // If this fails, letting go still has to be tried.
            let _ = place.power_off().await;
        }
        place.slot.close().await
    }
}

/// The slot, as it is shared between a reader and the channel that it handed out.
struct Shared {
    place: Mutex<Place>,
    /// The power-on whose channel was dropped without a power-off.
    owed_power_off: Cell<Option<u64>>,
}

impl Shared {
    /// The slot for this caller alone. A card that was left powered loses its power first.
    async fn lock(&self) -> MutexGuard<'_, Place> {
        let mut place = self.place.lock().await;
        if let Some(generation) = self.owed_power_off.take()
            && place.powered(generation).is_ok()
            && place.power_off().await.is_err()
        {
            self.owed_power_off.set(Some(generation));
        }
        place
    }
}

/// A slot and what is believed of the card in it.
struct Place {
    slot: Box<dyn Slot>,
    /// Counts power-ons, so that a channel knows whether its card is still powered.
    generation: u64,
    /// Whether that card is powered, or how its power was lost.
    power: Result<(), LinkError>,
}

impl Place {
    async fn status(&mut self) -> Result<CardState, LinkError> {
        let state = self.slot.card().await?;
        match state {
            CardState::Active => {}
            CardState::Absent => self.note_loss(LinkError::CardRemoved),
            // Without power though nobody took it.
            CardState::Inactive => self.note_loss(LinkError::CardReplaced),
        }
        Ok(state)
    }

    async fn power_on(&mut self) -> Result<Vec<u8>, LinkError> {
        match self.status().await? {
            CardState::Absent => return Err(LinkError::CardAbsent),
            // Rights that were acquired by somebody else must not live on.
            CardState::Active => self.power_off().await?,
            CardState::Inactive => {}
        }
        let atr = self.slot.power_on().await?;
        self.generation += 1;
        self.power = Ok(());
        Ok(atr)
    }

    async fn power_off(&mut self) -> Result<(), LinkError> {
        match self.slot.power_off().await {
            // A card that is gone has no power, and neither has one in a reader that is.
            Ok(())
            | Err(
                LinkError::CardAbsent
                | LinkError::CardRemoved
                | LinkError::CardReplaced
                | LinkError::Unplugged,
            ) => {
                self.power = Err(LinkError::PoweredOff);
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    fn powered(&self, generation: u64) -> Result<(), LinkError> {
        if self.generation == generation {
            self.power
        } else {
            Err(LinkError::PoweredOff)
        }
    }

    /// Whether the card of that power-on lost its power by being taken away.
    fn is_lost(&self, generation: u64) -> bool {
        matches!(
            self.powered(generation),
            Err(LinkError::CardRemoved | LinkError::CardReplaced)
        )
    }

    fn note_loss(&mut self, reason: LinkError) {
        if self.power.is_ok() {
            self.power = Err(reason);
        }
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
        let mut place = self.shared.lock().await;
        place.powered(self.generation)?;
        let answer = match place.slot.transmit(&command.encode()).await {
            Ok(answer) => answer,
            Err(error) => {
                if error.is_card_lost() {
                    place.note_loss(error);
                }
                return Err(error);
            }
        };
        Response::try_from(answer.as_slice()).map_err(|_| LinkError::MalformedResponse)
    }

    async fn power_off(&mut self) -> Result<(), LinkError> {
        let mut place = self.shared.lock().await;
        if place.powered(self.generation).is_err() {
            return Ok(());
        }
        place.power_off().await
    }
}

impl Drop for SlotChannel {
    /// A drop cannot wait for a reader. It leaves the power-off to the next use of the slot.
    fn drop(&mut self) {
        self.shared.owed_power_off.set(Some(self.generation));
    }
}
