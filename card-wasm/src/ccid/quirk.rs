//! Readers whose descriptor says something else than their firmware does. One row for each,
//! by vendor and product; the source of every row is libccid 1.8.2, `ccid_usb.c`,
//! `ifdhandler.c` and `ccid.c`.

use super::ExchangeLevel;

/// idVendor and idProduct of a device (USB 2.0, table 9-8).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct DeviceId {
    /// idVendor.
    pub(crate) vendor: u16,
    /// idProduct.
    pub(crate) product: u16,
}

impl DeviceId {
    /// Reads the device descriptor; `None` if it is none.
    pub(super) fn from_descriptor(descriptor: &[u8]) -> Option<Self> {
        match *descriptor {
            // bLength 18, bDescriptorType 1; idVendor and idProduct at offsets 8 and 10.
            [18, 0x01, _, _, _, _, _, _, v0, v1, p0, p1, ..] => Some(Self {
                vendor: u16::from_le_bytes([v0, v1]),
                product: u16::from_le_bytes([p0, p1]),
            }),
            _ => None,
        }
    }

    /// The level at which this reader really works, if it announces another.
    pub(super) fn exchange_level(self) -> Option<ExchangeLevel> {
        let id = (self.vendor, self.product);
        LEVELS.iter().find(|row| row.0 == id).map(|row| row.1)
    }
}

/// What the firmware does, whatever dwFeatures says.
const LEVELS: [((u16, u16), ExchangeLevel); 7] = [
    ((0x046A, 0x00A7), ExchangeLevel::ExtendedApdu), // Cherry xx44
    ((0x076B, 0x3031), ExchangeLevel::ExtendedApdu), // Omnikey 3x21
    ((0x076B, 0x3A21), ExchangeLevel::ExtendedApdu), // HID Aviator
    ((0x076B, 0x6632), ExchangeLevel::ExtendedApdu), // Omnikey 6121
    ((0x0BF8, 0x1024), ExchangeLevel::ExtendedApdu), // Fujitsu D323
    ((0x0D46, 0x3010), ExchangeLevel::ShortApdu),    // Kobil TriBank
    ((0x2F7C, 0x6007), ExchangeLevel::ExtendedApdu), // Diebold PN7362AU
];
