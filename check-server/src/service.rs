//! What the gateway does, apart from HTTP.

mod answer;
mod card_check;
mod challenge;
mod refusal;
mod status;

pub(crate) use card_check::Recorded;
pub(crate) use refusal::Refusal;
