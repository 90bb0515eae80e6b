//! Power for the card: which voltage, in which order, and off again.

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
        let mut reason = LinkError::CardMute;
        for &power_select in voltages(&self.interface.descriptor) {
            let request = PcToRdr::IccPowerOn { power_select };
            let message = self.ask(request, timing::POWER_ON).await?;
            match (message.command, message.icc, message.reply) {
                (CommandStatus::Processed, _, RdrToPc::DataBlock { data, .. }) => {
                    return Ok((data, self.note_power_on()));
                }
                (_, IccStatus::Absent, _) => return Err(LinkError::CardAbsent),
                (CommandStatus::Failed(SlotError::Mute), _, _) => {}
                (CommandStatus::Failed(error), _, _) => reason = LinkError::ReaderRefused(error),
                _ => reason = LinkError::UnexpectedMessage,
            }
        }
        Err(reason)
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

/// Values of bPowerSelect to try (CCID 1.1, 6.1.1).
fn voltages(descriptor: &ClassDescriptor) -> &'static [u8] {
    /// Once more, because some readers fail the first time (uTrust 3700F, reported to
    /// pcsc-lite).
    const AUTOMATIC: &[u8] = &[0, 0];

    let features = descriptor.features;
    if features.has(Features::AUTOMATIC_VOLTAGE) || features.has(Features::AUTOMATIC_ACTIVATION) {
        return AUTOMATIC;
    }
    // bVoltageSupport: bit 0 5 V, bit 1 3 V, bit 2 1.8 V; bPowerSelect 1, 2, 3. Every card
    // of class A takes 5 V, so that comes first, as in libccid.
    match descriptor.voltages.0 & 0x07 {
        0b001 => &[1],
        0b010 => &[2],
        0b011 => &[1, 2],
        0b100 => &[3],
        0b101 => &[1, 3],
        0b110 => &[2, 3],
        0b111 => &[1, 2, 3],
        _ => AUTOMATIC,
    }
}
