//! Readers through WebUSB (<https://wicg.github.io/webusb/>).
//!
//! Everything takes objects by their shape and never asks of what class they are, so that
//! a virtual device can stand where the browser's own would.

mod device;
mod exception;
mod host;

pub use device::UsbDevicePipe;
pub use host::{Listener, UsbHost};
