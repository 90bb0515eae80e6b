//! The seams of the engine: what a USB device, a timer and a card channel must offer.
//!
//! Each has a real, a virtual and a faulty implementation. Nothing here knows CCID, JPKI
//! or a browser.

mod channel;
mod error;
mod limits;
mod meter;
mod pin_entry;
mod reader;
#[cfg(test)]
pub(crate) mod script;
mod usb;

use core::time::Duration;

use async_trait::async_trait;

pub use channel::{CardChannel, Warrant};
pub use error::LinkError;
pub use limits::Limits;
pub use meter::{Meter, Metered, Traffic};
pub use pin_entry::PinEntry;
pub use reader::CardReader;
pub use usb::{ControlSetup, EndpointAddress, UsbPipe};

/// Lets time pass. The engine never reads a clock; it only waits.
#[async_trait(?Send)]
pub trait Timer {
    /// Returns after `duration`.
    async fn sleep(&self, duration: Duration);
}
