//! How a page reaches a reader. What knows the browser is compiled for it alone; everything
//! above a [`UsbPipe`](crate::link::UsbPipe) or a [`bridge::Port`] is the same natively.

#[cfg(target_arch = "wasm32")]
pub mod bluetooth;
pub mod bridge;
#[cfg(target_arch = "wasm32")]
pub mod hid;
#[cfg(target_arch = "wasm32")]
mod script_object;
#[cfg(target_arch = "wasm32")]
pub mod smart_card;
#[cfg(target_arch = "wasm32")]
mod timer;
#[cfg(target_arch = "wasm32")]
pub mod webusb;

#[cfg(target_arch = "wasm32")]
pub use timer::BrowserTimer;
