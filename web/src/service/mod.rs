//! The edges of the page: gateway, reader, training module, storage, sound, keyboard,
//! clock. Each is thin; what can be decided without a browser is decided in `domain`
//! and `state`, and the sequence of a visit is in `visit`, which is tested natively.

pub mod attend;
pub mod batch;
pub mod examination;
pub mod export;
pub mod gateway;
pub mod insurance;
pub mod log;
pub mod medical;
pub mod pin_desk;
pub mod signal;
pub mod status;
pub mod store;
#[cfg(test)]
mod testing;
pub mod visit;
pub mod visual;

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(target_arch = "wasm32")]
pub use browser::start;
