//! Protocol parameters for readers that do not take them from the ATR by themselves
//! (CCID 1.1, 6.1.7; the order of steps as in libccid `IFDHSetProtocolParameters`).
//!
//! The host negotiates no higher speed of its own: it tells a reader that can do so what
//! the card offers, and otherwise leaves everything at the values after reset.

use super::slot::Slot;
use super::{ClassDescriptor, CommandStatus, Features, PcToRdr, SlotError, timing};
use crate::iso7816::{Atr, Protocol};
use crate::link::LinkError;

/// Clock rate and baud rate after reset: Fi 372, Di 1 (ISO/IEC 7816-3, 8.1).
const DEFAULT_RATES: u8 = 0x11;

impl Slot {
    /// Tells the reader about the card, if it wants to be told.
    pub(super) async fn set_parameters(&mut self, atr: &Atr) -> Result<(), LinkError> {
        let Some((protocol, data)) = parameters(&self.interface.descriptor, atr) else {
            return Ok(());
        };
        let request = PcToRdr::SetParameters {
            protocol,
            data: &data,
        };
        match self.ask(request, timing::STATUS).await?.command {
            // A parameter that cannot be changed, or a reader that knows better.
            CommandStatus::Failed(
                SlotError::CommandNotSupported
                | SlotError::WrongLength
                | SlotError::NoSuchSlot
                | SlotError::Parameter(_),
            )
            | CommandStatus::Processed => Ok(()),
            CommandStatus::Failed(error) => Err(LinkError::ReaderRefused(error)),
            CommandStatus::TimeExtension(_) => Err(LinkError::UnexpectedMessage),
        }
    }
}

/// bProtocolNum and abProtocolDataStructure, or `None` if the reader finds out by itself.
fn parameters(descriptor: &ClassDescriptor, atr: &Atr) -> Option<(u8, Vec<u8>)> {
    if descriptor.features.has(Features::AUTOMATIC_NEGOTIATION) {
        return None;
    }
    let rates = rates(descriptor, atr);
    let inverse = if atr.is_inverse() { 0x02 } else { 0x00 };
    match atr.default_protocol() {
        Protocol::T0 => Some((
            0,
            vec![
                rates,              // bmFindexDindex
                inverse,            // bmTCCKST0
                atr.guard_time(),   // bGuardTimeT0
                atr.waiting_time(), // bWaitingIntegerT0
                0x00,               // bClockStop: not allowed
            ],
        )),
        Protocol::T1 => Some((
            1,
            vec![
                rates,                                     // bmFindexDindex
                0x10 | inverse | u8::from(atr.uses_crc()), // bmTCCKST1
                atr.guard_time(),                          // bGuardTimeT1
                atr.block_and_character_waiting_time(),    // bmWaitingIntegersT1
                0x00,                                      // bClockStop: not allowed
                atr.information_field_size(),              // bIFSC
                0x00,                                      // bNadValue
            ],
        )),
        Protocol::Other(_) => None,
    }
}

/// TA1 if it holds already, or if the reader negotiates it and can go as fast.
fn rates(descriptor: &ClassDescriptor, atr: &Atr) -> u8 {
    let Some(ta1) = atr.clock_and_baud_rate() else {
        return DEFAULT_RATES;
    };
    let negotiates = descriptor
        .features
        .has(Features::NEGOTIATION_FROM_PARAMETERS);
    let reachable = data_rate(descriptor.default_clock, ta1)
        .is_some_and(|rate| rate <= descriptor.max_data_rate);
    if atr.is_specific_mode() || negotiates && reachable {
        ta1
    } else {
        DEFAULT_RATES
    }
}

/// Bits per second at this clock (ISO/IEC 7816-3, 7.1 and tables 7 and 8).
fn data_rate(clock_khz: u32, ta1: u8) -> Option<u32> {
    let f = match ta1 >> 4 {
        0 | 1 => 372,
        2 => 558,
        3 => 744,
        4 => 1116,
        5 => 1488,
        6 => 1860,
        9 => 512,
        10 => 768,
        11 => 1024,
        12 => 1536,
        13 => 2048,
        _ => return None,
    };
    let d = match ta1 & 0x0F {
        1 => 1,
        2 => 2,
        3 => 4,
        4 => 8,
        5 => 16,
        6 => 32,
        7 => 64,
        8 => 12,
        9 => 20,
        _ => return None,
    };
    clock_khz
        .checked_mul(1000)?
        .checked_mul(d)
        .map(|product| product / f)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::script::hex;

    const T1: &str = "3BDA13FF8131FB468012392F31C173C601C03B";
    const SPECIFIC: &str = "3BF59100FF918171FE400042000100D1D6";
    const T0: &str = "3F652500112233AABB";

    fn reader(features: u32, max_data_rate: u32) -> ClassDescriptor {
        let bytes = hex(&format!("3621{}", "00".repeat(52)));
        ClassDescriptor {
            features: Features(features),
            default_clock: 4_000,
            max_data_rate,
            ..ClassDescriptor::try_from(bytes.as_slice()).unwrap()
        }
    }

    #[test]
    fn parameters_follow_reader_and_card() {
        let table = [
            // Negotiates by itself.
            (0x0004_0040, 500_000, T1, None),
            // Negotiates what it is told: 4 MHz * 4 / 372 = 43 010 bit/s.
            (0x0004_0080, 50_000, T1, Some((1, "1310FF4600FB00"))),
            (0x0004_0080, 43_000, T1, Some((1, "1110FF4600FB00"))),
            // Does not negotiate: the values after reset, or those the card insists on.
            (0x0002_0000, 500_000, T1, Some((1, "1110FF4600FB00"))),
            (0x0002_0000, 500_000, SPECIFIC, Some((1, "9110FF4000FE00"))),
            (0x0002_0000, 500_000, T0, Some((0, "1102000A00"))),
        ];
        for (features, max_data_rate, atr, expected) in table {
            let atr = Atr::try_from(hex(atr).as_slice()).unwrap();
            let found = parameters(&reader(features, max_data_rate), &atr);
            assert_eq!(
                found,
                expected.map(|(number, data)| (number, hex(data))),
                "{features:08X}"
            );
        }
    }
}
