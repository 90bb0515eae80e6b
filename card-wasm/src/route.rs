//! How a page reaches a reader. What knows the browser is compiled for it alone; everything
//! above a [`UsbPipe`](crate::link::UsbPipe) or a [`bridge::Port`] is the same natively.

pub mod bridge;
#[cfg(target_arch = "wasm32")]
mod timer;
#[cfg(target_arch = "wasm32")]
pub mod webusb;

#[cfg(target_arch = "wasm32")]
pub use timer::BrowserTimer;
