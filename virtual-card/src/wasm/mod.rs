//! The face for web pages: a [`Bench`] with a reader and cards on it, and
//! [`VirtualUsbDevice`], an object in the shape of WebUSB's `USBDevice`, so that
//! the page's own driver runs against the virtual reader as against a real one.
//!
//! Behaves and fails as Chrome does, down to the names and texts of its
//! exceptions (Blink, `usb_device.cc`). Knows nothing of the page.

mod bench;
mod configuration;
mod connection;
mod device;
mod exception;
mod pad;
mod route;
mod value;
mod workbench;

pub use bench::Bench;
pub use device::VirtualUsbDevice;
pub use route::{VirtualGatt, VirtualHid, VirtualSmartCards};
