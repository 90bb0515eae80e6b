//! Smart-card readers on USB: "Device Class Specification for USB Chip/Smart Card Interface
//! Devices", revision 1.1, called CCID 1.1 below.
//!
//! A [`Reader`] is opened over a [`UsbPipe`](crate::link::UsbPipe) and yields a
//! [`CardChannel`](crate::link::CardChannel) for each card. Unknown here: what a card is
//! asked, and how the USB device was found.

mod error;

pub use error::SlotError;
