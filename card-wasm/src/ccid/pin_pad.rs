//! PC_to_RDR_Secure: the reader asks for a PIN and sends the VERIFY itself (CCID 1.1, 6.1.11).
//!
//! Only pads that are known to do what is described are used, unless the program says that it
//! trusts what readers announce. None was tried on hardware by this project.

use super::quirk::PinPad;
use super::slot::Slot;
use super::transmission::{Transmission, drive};
use super::{CommandStatus, InMessage, PcToRdr, SlotError, timing};
use crate::link::{LinkError, PinEntry};
use crate::tpdu::T1;

/// Which pin pads are used.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum PinPadTrust {
    /// Those that stand in the table of known readers.
    #[default]
    Known,
    /// Also those that only their descriptor speaks for.
    Announced,
}

/// Bit 0 of bPINSupport: verification (CCID 1.1, table 5.1-1).
const VERIFICATION: u8 = 0x01;

impl Slot {
    /// The pad, if there is one that is trusted.
    pub(super) fn pin_pad(&self) -> Option<PinPad> {
        let announced = self.descriptor().pin_support & VERIFICATION != 0;
        let known = self.quirks.pin_pad;
        match self.pin_pad_trust {
            _ if !announced => None,
            PinPadTrust::Known => known,
            PinPadTrust::Announced => Some(known.unwrap_or(PinPad::PLAIN)),
        }
    }

    async fn secure(&mut self, data: &[u8]) -> Result<InMessage, LinkError> {
        let request = PcToRdr::Secure {
            waiting_time: 0,
            level: 0,
            data,
        };
        let wait = timing::PIN_ENTRY.max(self.quirks.slow);
        let message = self.transact(request, wait).await?;
        match message.command {
            CommandStatus::Failed(SlotError::PinCancelled) => Err(LinkError::PinEntryCancelled),
            CommandStatus::Failed(SlotError::PinTimeout) => Err(LinkError::PinEntryTimedOut),
            _ => Ok(message),
        }
    }
}

impl Transmission {
    /// Has a PIN entered and verified, and returns the bytes of the card's answer.
    pub(super) async fn verify_on_pin_pad(
        &mut self,
        slot: &mut Slot,
        entry: &PinEntry,
    ) -> Result<Vec<u8>, LinkError> {
        let pad = slot.pin_pad().ok_or(LinkError::PinPadUnavailable)?;
        match self {
            // bTeoPrologue is for T=1 at TPDU level alone.
            Self::Apdu | Self::T0 { .. } => {
                let message = slot.secure(&structure(entry, pad, [0; 3])).await?;
                slot.whole_answer(message).await
            }
            Self::T1 { protocol, wait } => {
                let prologue = match protocol.begin_elsewhere(entry.command_length()) {
                    Some(prologue) => prologue,
                    None => prepared(slot, protocol, *wait, entry).await?,
                };
                let message = match slot.secure(&structure(entry, pad, prologue)).await {
                    // The card heard nothing of it.
                    Err(
                        error @ (LinkError::PinEntryCancelled
                        | LinkError::PinEntryTimedOut
                        | LinkError::NotAccepted),
                    ) => {
                        protocol.never_sent();
                        return Err(error);
                    }
                    message => message?,
                };
                let received = slot.received(message)?;
                let action = protocol.receive(received.as_answer());
                drive(slot, &mut **protocol, action, *wait).await
            }
        }
    }
}

/// Brings both sides to agreement first. A command that is longer than a block has no place.
async fn prepared(
    slot: &mut Slot,
    protocol: &mut T1,
    wait: core::time::Duration,
    entry: &PinEntry,
) -> Result<[u8; 3], LinkError> {
    let action = protocol.prepare();
    drive(slot, protocol, action, wait).await?;
    protocol
        .begin_elsewhere(entry.command_length())
        .ok_or(LinkError::PinPadUnavailable)
}

/// abData: bPINOperation and the PIN Verification Data Structure (CCID 1.1, 6.1.11.1 to
/// 6.1.11.5).
fn structure(entry: &PinEntry, pad: PinPad, prologue: [u8; 3]) -> Vec<u8> {
    /// bmFormatString: bit 7 offsets in bytes, bits 6 to 3 the PIN at offset 0 of the data,
    /// bit 2 left-justified, bits 1 and 0 ASCII.
    const ASCII_AT_THE_BEGINNING: u8 = 0x82;
    /// bEntryValidationCondition: bit 1, the key for it was pressed. It is the only one that
    /// every pad takes (libccid 1.8.2 `commands.c` on GemPC Pinpad and Cherry xx44).
    const KEY_PRESSED: u8 = 0x02;

    let digits = entry.digits();
    let [language_low, language_high] = entry.language().to_le_bytes();
    let mut bytes = vec![
        0x00,                   // bPINOperation: verification
        PinEntry::SECONDS,      // bTimeOut
        ASCII_AT_THE_BEGINNING, // bmFormatString
        digits & 0x0F,          // bmPINBlockString: no length inserted, size of the PIN
        0x00,                   // bmPINLengthFormat: not used
        digits,                 // wPINMaxExtraDigit: most digits
        digits,                 // wPINMaxExtraDigit: fewest digits
        KEY_PRESSED,            // bEntryValidationCondition
        pad.messages,           // bNumberMessage
        language_low,           // wLangId
        language_high,          // wLangId
        0x00,                   // bMsgIndex
    ];
    bytes.extend(prologue); // bTeoPrologue
    bytes.extend(entry.header());
    bytes.push(digits);
    // The reader writes the digits over these.
    bytes.extend(core::iter::repeat_n(0xFF, digits.into()));
    bytes
}

#[cfg(test)]
#[path = "pin_pad_tests.rs"]
mod tests;
