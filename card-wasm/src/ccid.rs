//! Smart-card readers on USB: "Device Class Specification for USB Chip/Smart Card Interface
//! Devices", revision 1.1, called CCID 1.1 below.
//!
//! A [`Reader`] is opened over a [`UsbPipe`](crate::link::UsbPipe) and yields a
//! [`CardChannel`](crate::link::CardChannel) for each card. Unknown here: what a card is
//! asked, and how the USB device was found.

mod activation;
mod assembler;
mod census;
mod channel;
mod configuration;
mod description;
mod descriptor;
mod error;
mod escape;
#[cfg(test)]
mod exchange_tests;
mod message;
mod parameters;
mod pin_pad;
mod power;
mod presence;
mod pump;
mod quirk;
#[cfg(test)]
mod quirk_effect_tests;
mod reader;
#[cfg(test)]
mod reader_tests;
#[cfg(test)]
pub(crate) mod script;
mod slot;
mod slots;
#[cfg(test)]
mod slots_tests;
mod timing;
mod traffic;
mod transfer_block;
mod transmission;
#[cfg(test)]
mod transmission_tests;

pub use configuration::{Endpoint, ReaderInterface, readers};
pub use description::Description;
pub use descriptor::{ClassDescriptor, ExchangeLevel, Features, Voltages};
pub use error::SlotError;
pub(crate) use escape::EscapeLine;
pub use message::{
    CommandStatus, HEADER_LENGTH, IccStatus, InMessage, Interrupt, OutMessage, PcToRdr, RdrToPc,
    SlotChange,
};
pub use pin_pad::PinPadTrust;
pub(crate) use pump::{Pump, Transfer};
pub(crate) use quirk::DeviceId;
pub use reader::Reader;
pub(crate) use reader::{configuration as configuration_descriptor, device_id};
pub use traffic::BlockTraffic;
