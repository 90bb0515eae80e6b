//! One row for each peculiarity of each device. The source of every row is libccid 1.8.2:
//! `ccid.c`, `ccid_usb.c`, `commands.c`, `ifdhandler.c` and `ccid.h`. None was tried on
//! hardware by this project.

use core::time::Duration;

use super::{Peculiarity, PinPad};
use crate::ccid::ExchangeLevel;

/// A device and something peculiar of it.
pub(super) struct Row {
    pub(super) vendor: u16,
    pub(super) product: u16,
    pub(super) peculiarity: Peculiarity,
}

const fn row(vendor: u16, product: u16, peculiarity: Peculiarity) -> Row {
    Row {
        vendor,
        product,
        peculiarity,
    }
}

const EXTENDED: Peculiarity = Peculiarity::Level(ExchangeLevel::ExtendedApdu);
const SHORT: Peculiarity = Peculiarity::Level(ExchangeLevel::ShortApdu);
const SHORT_BEHIND: Peculiarity = Peculiarity::OtherSlots(ExchangeLevel::ShortApdu);
const NO_PIN_PAD: Peculiarity = Peculiarity::NoPinPad;
const PIN_PAD: Peculiarity = Peculiarity::PinPad(PinPad::PLAIN);
/// Takes nothing but one message (`commands.c`, `SecurePINVerify`).
const PIN_PAD_WITH_ONE_MESSAGE: Peculiarity = Peculiarity::PinPad(PinPad { messages: 0x01 });

pub(super) static ROWS: &[Row] = &[
    // The level of exchange.
    row(0x046A, 0x00A7, EXTENDED), // Cherry Smart Terminal xx44
    row(0x076B, 0x3031, EXTENDED), // HID Omnikey 3x21
    row(0x076B, 0x3A21, EXTENDED), // HID Aviator
    row(0x076B, 0x6632, EXTENDED), // HID Omnikey 6121
    row(0x0BF8, 0x1024, EXTENDED), // Fujitsu D323
    row(0x0D46, 0x3010, SHORT),    // Kobil TriBank
    row(0x2F7C, 0x6007, EXTENDED), // Diebold PN7362AU
    // Contactless slots behind a slot with contacts.
    row(0x04E6, 0x5111, SHORT_BEHIND), // SCM SCR331-DI
    row(0x04E6, 0x5120, SHORT_BEHIND), // SCM SCR331-DI for NTT Com
    row(0x04E6, 0x5121, SHORT_BEHIND), // SCM SDI010
    // Firmware that does not work (`ccid_usb.c`, `Bogus_firmwares`).
    row(0x03F0, 0x0036, Peculiarity::WorksFrom(0x0124)), // HP keyboard
    row(0x04E6, 0x5111, Peculiarity::WorksFrom(0x0620)), // SCM SCR331-DI
    row(0x04E6, 0x5291, Peculiarity::WorksFrom(0x0112)), // SCM SCL010
    row(0x04E6, 0xE001, Peculiarity::WorksFrom(0x0516)), // SCM SCR331
    row(0x04E6, 0xE003, Peculiarity::WorksFrom(0x0510)), // SCM SPR532
    row(0x058F, 0x9520, Peculiarity::WorksFrom(0x0102)), // Alcor AU9520-G
    row(0x062D, 0x0001, Peculiarity::WorksFrom(0x0102)), // THRC
    row(0x072F, 0x2200, Peculiarity::WorksFrom(0x0206)), // ACS ACR122U
    row(0x08C3, 0x0401, Peculiarity::WorksFrom(0x5000)), // Precise Biometrics
    row(0x08C3, 0x0402, Peculiarity::WorksFrom(0x5000)), // Precise Biometrics
    row(0x09C3, 0x0008, Peculiarity::WorksFrom(0x0203)), // ActivCard V2
    row(0x0B0C, 0x0050, Peculiarity::WorksFrom(0x0101)), // Todos Argos Mini II
    row(0x0D46, 0x3001, Peculiarity::WorksFrom(0x0037)), // Kobil KAAN Base
    row(0x0D46, 0x3002, Peculiarity::WorksFrom(0x0037)), // Kobil KAAN Advanced
    row(0x0DC3, 0x0900, Peculiarity::WorksFrom(0x0200)), // Athena IDProtect Key
    row(0x0DC3, 0x1004, Peculiarity::WorksFrom(0x0502)), // Athena ASE IIIe
    row(0x0DC3, 0x1102, Peculiarity::WorksFrom(0x0607)), // Athena ASE IIIe KB
    // Pin pads that are none, or not safe: HP and Fujitsu keyboards show the PIN to the computer as
    // keystrokes.
    row(0x03F0, 0x0036, NO_PIN_PAD), // HP keyboard
    row(0x03F0, 0x1024, NO_PIN_PAD), // HP keyboard
    row(0x046A, 0x00A7, NO_PIN_PAD), // Cherry Smart Terminal xx44
    row(0x04F2, 0x1469, NO_PIN_PAD), // Chicony HP Skylab keyboard
    row(0x076B, 0x3031, NO_PIN_PAD), // HID Omnikey 3x21
    row(0x076B, 0x3A21, NO_PIN_PAD), // HID Aviator
    row(0x076B, 0x6632, NO_PIN_PAD), // HID Omnikey 6121
    row(0x0783, 0x0006, NO_PIN_PAD), // C3PO LTC31 v2
    row(0x0BF8, 0x1017, NO_PIN_PAD), // Fujitsu keyboard
    row(0x0BF8, 0x1024, NO_PIN_PAD), // Fujitsu D323
    row(0x25DD, 0x3111, NO_PIN_PAD), // Bit4id miniLector
    // Pin pads that libccid drives (`commands.c`, `supported_readers.txt`).
    row(0x046A, 0x003E, PIN_PAD), // Cherry SmartTerminal ST-2xxx
    row(0x04E6, 0xE003, PIN_PAD), // SCM SPR532
    row(0x0C4B, 0x0300, PIN_PAD), // Reiner SCT cyberJack pinpad
    row(0x08E6, 0x3478, PIN_PAD_WITH_ONE_MESSAGE), // Gemalto PC Pinpad
    row(0x0982, 0x0008, PIN_PAD_WITH_ONE_MESSAGE), // Covadis Vega Alpha
    // The information field.
    row(0x09BE, 0x0002, Peculiarity::Ifsd(254)), // MySmartPad
    row(0x0529, 0x0620, Peculiarity::SilentUpTo(0x0013)), // SafeNet eToken 5100
    // Speed.
    row(0x058F, 0x9540, Peculiarity::DataRate(200_000)), // Alcor AU9540
    row(0x058F, 0x9540, Peculiarity::ResetsAfterRefusal(2)),
    row(0x0B97, 0x7762, Peculiarity::DataRate(9_600)), // O2Micro OZ776
    row(0x0B97, 0x7762, Peculiarity::NoNegotiation),
    row(0x0B97, 0x7762, Peculiarity::PacketByPacket),
    row(0x0B97, 0x7772, Peculiarity::DataRate(9_600)), // O2Micro OZ776
    row(0x0B97, 0x7772, Peculiarity::NoNegotiation),
    row(0x0B97, 0x7772, Peculiarity::PacketByPacket),
    // Time.
    row(
        0x0B81,
        0x0200,
        Peculiarity::RestAfterOpen(Duration::from_secs(1)),
    ), // id3 CL1356D
    row(0x0B81, 0x0200, Peculiarity::Slow(Duration::from_secs(60))),
    row(0x08E6, 0x34D2, Peculiarity::Slow(Duration::from_secs(300))), // Thales Fusion NFC
    // Power.
    row(0x0D46, 0x301D, Peculiarity::PowerOffFirst), // Kobil IDToken
];
