//! Joins what is built apart: the virtual reader on one side, the driver's `UsbPipe` on the
//! other. Tests and measurements use it, natively and in the browser; it knows no runtime.

mod bell;
mod pipe;

pub use pipe::VirtualPipe;
