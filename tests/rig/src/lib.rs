//! Joins what is built apart: the virtual reader on one side, the driver's `UsbPipe` on the
//! other. Tests and measurements use it, natively and in the browser; it knows no runtime.

mod bell;
#[cfg(target_arch = "wasm32")]
pub mod browser;
mod measure;
mod pipe;

pub use measure::{Durations, measure};
pub use pipe::VirtualPipe;
