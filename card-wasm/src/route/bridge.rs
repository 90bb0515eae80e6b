//! The bridge: readers of the system's smart-card service, reached through the browser
//! extension and the native host behind it (`docs/protocol-bridge.md`).
//!
//! A [`Client`] talks over a [`Port`], [`BridgeReaders`] tells where a card is, and yields a
//! [`CardChannel`](crate::link::CardChannel) for it. Only [`chrome`] knows the browser.

mod channel;
#[cfg(target_arch = "wasm32")]
pub mod chrome;
mod client;
mod fault;
mod readers;
#[cfg(test)]
mod tests;

pub use bridge_protocol::{EXTENSION_ID, Version};
pub use client::{Client, Greeting, Port};
pub use fault::Fault;
pub use readers::BridgeReaders;
