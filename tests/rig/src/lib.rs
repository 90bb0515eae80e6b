//! Joins what is built apart: the virtual readers on one side, the seams of the drivers on the
//! other. Tests and measurements use it, natively and in the browser; it knows no runtime.

mod bell;
#[cfg(target_arch = "wasm32")]
pub mod browser;
#[cfg(target_arch = "wasm32")]
pub mod browser_ways;
mod gatt;
mod hid;
pub mod job;
mod measure;
mod pipe;
mod service;
mod virtual_time;
mod visit;

pub use gatt::VirtualGatt;
pub use hid::VirtualHidPipe;
pub use measure::{Durations, measure};
pub use pipe::VirtualPipe;
pub use service::VirtualContext;
pub use virtual_time::VirtualTime;
pub use visit::{Outcome, visit, visit_card};
