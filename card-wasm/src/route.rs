//! How a browser reaches a reader: one module per route, each with its own devices.
//!
//! The only part of the engine that knows a browser. It knows no reader protocol: what it
//! opens is a [`crate::link::UsbPipe`] like any other.

mod timer;
pub mod webusb;

pub use timer::BrowserTimer;
