//! Whether a card is there, and waiting until that changes.

use super::pump::Pump;
use super::reader::Reader;
use super::{IccStatus, Interrupt, timing};
use crate::link::LinkError;

impl Reader {
    /// Whether a card is in a slot or in the field.
    ///
    /// # Errors
    /// [`LinkError::Unplugged`] above all.
    pub async fn card_present(&self) -> Result<bool, LinkError> {
        Ok(self.shared.lock().await.survey().await? != IccStatus::Absent)
    }

    /// Returns when a card is there. May be dropped at any time.
    ///
    /// # Errors
    /// As [`Self::card_present`].
    pub async fn wait_for_card(&self) -> Result<(), LinkError> {
        while !self.card_present().await? {
            self.wait_for_change().await?;
        }
        Ok(())
    }

    /// Returns when the card that is there now is gone, also when another one has taken its
    /// place in the meantime: then it lost the power that the session gave it. Where there
    /// are several slots, a card that came to another one after the session takes its place,
    /// too. May be dropped at any time, and may run beside a session.
    ///
    /// # Errors
    /// As [`Self::card_present`].
    pub async fn wait_for_removal(&self) -> Result<(), LinkError> {
        let mut generation = None;
        loop {
            let mut slot = self.shared.lock().await;
            if let Some(generation) = generation
                && slot.powered(generation) == Err(LinkError::CardRemoved)
            {
                return Ok(());
            }
            if slot.believes_powered() {
                generation = Some(slot.generation());
            }
            if slot.status().await? == IccStatus::Absent {
                return Ok(());
            }
            if generation.is_some_and(|it| slot.powered(it) == Err(LinkError::CardReplaced)) {
                return Ok(());
            }
            if slot.census.has_several() && !slot.believes_powered() {
                slot.look_around().await?;
                if slot.census.has_newer(slot.number()) {
                    return Ok(());
                }
            }
            drop(slot);
            self.wait_for_change().await?;
        }
    }

    /// Waits for the interrupt endpoint, or for the time of the next question. What the
    /// message says is not relied upon: it may be older than what is known.
    async fn wait_for_change(&self) -> Result<(), LinkError> {
        let mut changes = self.changes.lock().await;
        let Some(pump) = &mut *changes else {
            drop(changes);
            self.timer.sleep(timing::POLL).await;
            return Ok(());
        };
        match read(pump, self.interface().descriptor.max_slot_index).await {
            Err(error) if error.is_card_lost() => Err(error),
            // The endpoint does not work: the slot is polled from now on.
            Err(_) => {
                *changes = None;
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }
}

/// Returns when there is reason to ask the reader.
async fn read(pump: &mut Pump, max_slot_index: u8) -> Result<(), LinkError> {
    let is_of_other_slot =
        |message: Interrupt| !(0..=max_slot_index).any(|slot| message.concerns(slot));
    loop {
        match pump.read(timing::POLL_BESIDES_INTERRUPT).await {
            Ok(bytes) if Interrupt::try_from(bytes.as_slice()).is_ok_and(is_of_other_slot) => {}
            Ok(_) | Err(LinkError::Timeout) => return Ok(()),
            Err(error) => return Err(error),
        }
    }
}
