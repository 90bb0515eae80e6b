//! Power for the card: which voltage, in which order, and off again.

use core::time::Duration;
use std::collections::VecDeque;

use super::slot::Slot;
use super::{
    ClassDescriptor, CommandStatus, Features, IccStatus, PcToRdr, RdrToPc, SlotError, timing,
};
use crate::link::LinkError;

impl Slot {
    /// Powers the card, always from cold, and returns its ATR and the number of this
    /// power-on.
    pub(super) async fn power_on(&mut self) -> Result<(Vec<u8>, u64), LinkError> {
        match self.status().await? {
            IccStatus::Absent => return Err(LinkError::CardAbsent),
            // Powered by somebody else, or before this program started: rights that were
            // acquired then must not live on.
            IccStatus::Active => self.power_off().await?,
            IccStatus::Inactive => {}
        }
        if self.quirks.power_off_first {
            self.power_off().await?;
        }
        let mut reason = LinkError::CardMute;
        let explicit = voltages(self.descriptor());
        let mut choices = if chooses_voltage(self.descriptor()) || explicit.is_empty() {
            // Once more, because some readers fail the first time (uTrust 3700F, reported to
            // pcsc-lite).
            VecDeque::from([AUTOMATIC, AUTOMATIC])
        } else {
            explicit.clone()
        };
        while let Some(power_select) = choices.pop_front() {
            let request = PcToRdr::IccPowerOn { power_select };
            let message = self.ask(request, self.patience_for_power()).await?;
            match (message.command, message.icc, message.reply) {
                (CommandStatus::Processed, _, RdrToPc::DataBlock { data, .. }) => {
                    return Ok((data, self.note_power_on()));
                }
                (_, IccStatus::Absent, _) => return Err(LinkError::CardAbsent),
                (CommandStatus::Failed(SlotError::Mute), _, _) => {}
                (CommandStatus::Failed(error), _, _) => {
                    reason = LinkError::ReaderRefused(error);
                    // It does not choose by itself after all.
                    if error == POWER_SELECT && power_select == AUTOMATIC {
                        choices.clone_from(&explicit);
                    }
                }
                _ => reason = LinkError::UnexpectedMessage,
            }
        }
        Err(reason)
    }

    fn patience_for_power(&self) -> Duration {
        timing::POWER_ON.max(self.quirks.slow)
    }

    /// Takes the power from a card that says nothing any more. Only a reset can bring it back.
    pub(super) async fn give_up(&mut self) -> LinkError {
        match self.power_off().await {
            Ok(()) => self.note_mute(),
            // It counts as powered, so that this is tried again at the end.
            Err(_) => LinkError::CardMute,
        }
    }

    /// Takes the power from the card. A card that is gone has none.
    pub(super) async fn power_off(&mut self) -> Result<(), LinkError> {
        let message = self.ask(PcToRdr::IccPowerOff, timing::STATUS).await?;
        match (message.command, message.icc) {
            (CommandStatus::Processed, _) | (_, IccStatus::Inactive | IccStatus::Absent) => {
                self.note_power_off();
                Ok(())
            }
            (CommandStatus::Failed(error), _) => Err(LinkError::ReaderRefused(error)),
            _ => Err(LinkError::UnexpectedMessage),
        }
    }
}

/// bPowerSelect (CCID 1.1, 6.1.1).
const AUTOMATIC: u8 = 0;

/// bPowerSelect is at offset 7, which the reader names when it does not take the value.
const POWER_SELECT: SlotError = SlotError::Parameter(7);

fn chooses_voltage(descriptor: &ClassDescriptor) -> bool {
    let features = descriptor.features;
    features.has(Features::AUTOMATIC_VOLTAGE) || features.has(Features::AUTOMATIC_ACTIVATION)
}

/// bVoltageSupport: bit 0 5 V, bit 1 3 V, bit 2 1.8 V; bPowerSelect 1, 2, 3. Every card of
/// class A takes 5 V, so that comes first, as in libccid.
fn voltages(descriptor: &ClassDescriptor) -> VecDeque<u8> {
    let supported = |select: &u8| descriptor.voltages.0 & (1 << (select - 1)) != 0;
    (1..=3).filter(supported).collect()
}
