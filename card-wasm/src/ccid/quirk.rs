//! Readers whose firmware does something else than their descriptor says.
//!
//! What every reader is forgiven needs no row: stray empty packets (GemPC Twin 2.00), answers
//! to the status that take a second (ACR122U, TWN4, uTrust 37xxF), limits that are too small.

mod table;

use core::time::Duration;

use super::{ExchangeLevel, ReaderInterface};
use crate::link::LinkError;

/// idVendor, idProduct and bcdDevice of a device (USB 2.0, table 9-8).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct DeviceId {
    /// idVendor.
    pub(crate) vendor: u16,
    /// idProduct.
    pub(crate) product: u16,
    /// bcdDevice, which makers use for the version of the firmware.
    pub(super) release: u16,
}

/// One way in which a reader is peculiar.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Peculiarity {
    /// It works at this level, whatever dwFeatures says.
    Level(ExchangeLevel),
    /// Its other slots work at this level, and tell cards by themselves what they can receive.
    OtherSlots(ExchangeLevel),
    /// Firmware before this release does not work.
    WorksFrom(u16),
    /// bPINSupport is wrong, or the keys are not safe.
    NoPinPad,
    /// A pin pad that is known to do what is described.
    PinPad(PinPad),
    /// dwMaxIFSD is wrong; this is right.
    Ifsd(u32),
    /// Cards must not be told what it can receive, up to this release.
    SilentUpTo(u16),
    /// It is slower than it says, in bit/s.
    DataRate(u32),
    /// Cards are left at the speed after reset.
    NoNegotiation,
    /// A reader that refuses parameters works again after this many resets.
    ResetsAfterRefusal(u8),
    /// It cannot send more than one packet for one read.
    PacketByPacket,
    /// It needs time after it was opened.
    RestAfterOpen(Duration),
    /// It may take this long where others take seconds.
    Slow(Duration),
    /// A card has to be powered off before it can be powered.
    PowerOffFirst,
}

/// What a pin pad accepts in PC_to_RDR_Secure (CCID 1.1, 6.1.11).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct PinPad {
    /// bNumberMessage: what to show.
    pub(super) messages: u8,
}

impl PinPad {
    /// One that does what the specification says: FF, its own message.
    pub(super) const PLAIN: Self = Self { messages: 0xFF };
}

/// All that is peculiar of one reader.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Quirks {
    level: Option<ExchangeLevel>,
    other_slots: Option<ExchangeLevel>,
    outdated: bool,
    no_pin_pad: bool,
    ifsd: Option<u32>,
    data_rate: Option<u32>,
    /// Known to work.
    pub(super) pin_pad: Option<PinPad>,
    pub(super) no_negotiation: bool,
    pub(super) resets_after_refusal: u8,
    pub(super) packet_by_packet: bool,
    pub(super) rest_after_open: Duration,
    pub(super) slow: Duration,
    pub(super) power_off_first: bool,
}

impl DeviceId {
    /// Reads the device descriptor; `None` if it is none.
    pub(super) fn from_descriptor(descriptor: &[u8]) -> Option<Self> {
        match *descriptor {
            // bLength 18, bDescriptorType 1; the three numbers from offset 8 on.
            [18, 0x01, _, _, _, _, _, _, v0, v1, p0, p1, r0, r1, ..] => Some(Self {
                vendor: u16::from_le_bytes([v0, v1]),
                product: u16::from_le_bytes([p0, p1]),
                release: u16::from_le_bytes([r0, r1]),
            }),
            _ => None,
        }
    }
}

impl Quirks {
    /// What is known of this reader.
    pub(super) fn of(device: DeviceId) -> Self {
        let mut quirks = Self::default();
        for row in table::ROWS {
            if (row.vendor, row.product) == (device.vendor, device.product) {
                quirks.add(row.peculiarity, device.release);
            }
        }
        quirks
    }

    fn add(&mut self, peculiarity: Peculiarity, release: u16) {
        match peculiarity {
            Peculiarity::Level(level) => self.level = Some(level),
            Peculiarity::OtherSlots(level) => self.other_slots = Some(level),
            Peculiarity::WorksFrom(first) => self.outdated |= release < first,
            Peculiarity::NoPinPad => self.no_pin_pad = true,
            Peculiarity::PinPad(pin_pad) => self.pin_pad = Some(pin_pad),
            Peculiarity::Ifsd(size) => self.ifsd = Some(size),
            Peculiarity::SilentUpTo(last) if release <= last => self.ifsd = Some(0),
            Peculiarity::SilentUpTo(_) => {}
            Peculiarity::DataRate(rate) => self.data_rate = Some(rate),
            Peculiarity::NoNegotiation => self.no_negotiation = true,
            Peculiarity::ResetsAfterRefusal(count) => self.resets_after_refusal = count,
            Peculiarity::PacketByPacket => self.packet_by_packet = true,
            Peculiarity::RestAfterOpen(rest) => self.rest_after_open = rest,
            Peculiarity::Slow(wait) => self.slow = wait,
            Peculiarity::PowerOffFirst => self.power_off_first = true,
        }
    }

    /// Whether the reader can be used at all.
    pub(super) const fn check(&self) -> Result<(), LinkError> {
        if self.outdated {
            Err(LinkError::FirmwareOld)
        } else {
            Ok(())
        }
    }

    /// What the descriptor should have said.
    pub(super) fn correct(&self, mut interface: ReaderInterface) -> ReaderInterface {
        interface.level = self.level.unwrap_or(interface.level);
        let descriptor = &mut interface.descriptor;
        descriptor.max_ifsd = self.ifsd.unwrap_or(descriptor.max_ifsd);
        if let Some(rate) = self.data_rate {
            descriptor.max_data_rate = descriptor.max_data_rate.min(rate);
        }
        if self.no_pin_pad {
            descriptor.pin_support = 0;
        }
        interface
    }

    /// The level of a slot.
    pub(super) fn level_of_slot(&self, slot: u8, first: ExchangeLevel) -> ExchangeLevel {
        match self.other_slots {
            Some(level) if slot > 0 => level,
            _ => first,
        }
    }
}

#[cfg(test)]
#[path = "quirk_tests.rs"]
mod tests;
