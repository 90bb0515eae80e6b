//! Readers that are reached over something else than a USB cable with CCID: Bluetooth Low
//! Energy, HID reports, the system's smart cards as a browser offers them.
//!
//! Each has a seam that the browser's side implements (`route`), and here everything that
//! can be said without a browser. What is opened is a
//! [`CardReader`](crate::link::CardReader). Unknown here: how a device was found.

pub mod acs;
#[cfg(any(test, target_arch = "wasm32"))]
pub(crate) mod arrivals;
pub mod gatt;
pub mod hid;
mod reader;
mod slot;
pub mod smart_card;
pub mod springcard;
mod turn;
pub mod web_fault;

pub use reader::SlotReader;
pub use slot::{CardState, Slot};

#[cfg(test)]
pub(crate) mod script;
