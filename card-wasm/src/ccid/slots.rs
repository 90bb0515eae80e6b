//! Looking into all slots of a reader, and turning to the one whose card is meant.

use super::IccStatus;
use super::slot::Slot;
use crate::iso7816::{Command, Response, StatusWord};
use crate::link::LinkError;

impl Slot {
    /// Turns to the slot whose card is meant and returns its state. While a card has power,
    /// that is its slot.
    pub(super) async fn survey(&mut self) -> Result<IccStatus, LinkError> {
        if self.believes_powered() || !self.census.has_several() {
            return self.status().await;
        }
        self.look_around().await?;
        self.ask_around().await?;
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

    /// Asks the cards that lie there from the beginning for what is looked for.
    async fn ask_around(&mut self) -> Result<(), LinkError> {
        let Some(application) = self.looked_for else {
            return Ok(());
        };
        let select = select(application)?;
        // Every round settles one of them.
        for _ in self.census.numbers() {
            let Some(number) = self.census.unasked() else {
                break;
            };
            self.turn_to(number);
            let has = match self.has(&select).await {
                Err(error @ (LinkError::Unplugged | LinkError::Cancelled)) => return Err(error),
                has => has.unwrap_or(false),
            };
            self.census.note_wanted(number, has);
        }
        Ok(())
    }

    /// Whether the card in the slot takes this command. It is powered for that alone.
    async fn has(&mut self, select: &Command) -> Result<bool, LinkError> {
        let mut start = self.start().await?;
        let answer = start.transmission.exchange(self, select).await;
        self.power_off().await?;
        let status = Response::try_from(answer?.as_slice()).map(|response| response.status());
        Ok(matches!(
            status,
            Ok(StatusWord::Success | StatusWord::MoreData(_))
        ))
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

/// SELECT by the name of an application, no answer data wanted (ISO/IEC 7816-4, 7.1.1).
fn select(application: &[u8]) -> Result<Command, LinkError> {
    let select = Command::new([0x00, 0xA4, 0x04, 0x0C]).with_data(application);
    select.map_err(|_| LinkError::CommandTooLong)
}
