//! What the gateway does, apart from HTTP.

mod answer;
mod card_check;
mod challenge;
mod medical;
mod refusal;
mod status;
mod terminal;

pub(crate) use card_check::{CardCheck, Recorded};
pub(crate) use medical::{Looked, Medical};
pub(crate) use refusal::Refusal;
pub(crate) use terminal::Sealed;
pub use terminal::{ActivationError, activation_code};
