//! The page: reception, training and diagnosis of a My Number Card eligibility check.
//! `domain` and `state` are pure, `service` is the thin edge to browser, card and
//! gateway, `screen` and `part` draw, `i18n` has every visible word.

#[cfg(target_arch = "wasm32")]
pub mod app;
pub mod chunk;
pub mod desk;
pub mod domain;
mod i18n;
mod part;
pub mod screen;
pub mod service;
pub mod state;
