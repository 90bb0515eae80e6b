//! Looking into all slots of a reader, and turning to the one whose card is meant.

use super::IccStatus;
use super::slot::Slot;
use crate::link::LinkError;

impl Slot {
    /// Turns to the slot whose card is meant and returns its state. While a card has power,
    /// that is its slot.
    pub(super) async fn survey(&mut self) -> Result<IccStatus, LinkError> {
        if self.believes_powered() || !self.census.has_several() {
            return self.status().await;
        }
        self.look_around().await?;
        match self.census.choice() {
            Some(number) => {
                self.turn_to(number);
                Ok(IccStatus::Inactive)
            }
            None => Ok(IccStatus::Absent),
        }
    }

    /// Asks every slot, and is where it was afterwards.
    pub(super) async fn look_around(&mut self) -> Result<(), LinkError> {
        let here = self.number();
        for number in self.census.numbers() {
            self.turn_to(number);
            let status = self.status_of_any().await;
            self.turn_to(here);
            status?;
        }
        Ok(())
    }

    /// Powers off whatever has power, in any slot.
    pub(super) async fn calm(&mut self) -> Result<(), LinkError> {
        for number in self.census.numbers() {
            self.turn_to(number);
            if self.status_of_any().await? == IccStatus::Active {
                self.power_off().await?;
            }
        }
        self.turn_to(0);
        Ok(())
    }

    /// A further slot that cannot be asked is empty: some readers announce more than they
    /// have.
    async fn status_of_any(&mut self) -> Result<IccStatus, LinkError> {
        match self.status().await {
            Err(LinkError::ReaderRefused(_)) if self.number() > 0 => {
                self.census.note(self.number(), false);
                Ok(IccStatus::Absent)
            }
            answered => answered,
        }
    }
}
