//! How a page reaches a reader. Compiled for the browser alone; everything above the
//! [`UsbPipe`](crate::link::UsbPipe) is the same natively.

mod timer;
pub mod webusb;

pub use timer::BrowserTimer;
