//! What the gateway does, apart from HTTP.

mod answer;
mod batch;
mod batch_submit;
mod batch_whole;
mod batch_worker;
mod card_check;
mod challenge;
mod insurance_check;
mod medical;
mod refusal;
mod relay;
mod status;
mod terminal;
mod unit;
mod upkeep;
mod work;

pub(crate) use batch::{Look, Window};
pub(crate) use batch_submit::BatchSubmitted;
pub use batch_worker::Workers;
pub(crate) use card_check::{CardCheck, Recorded};
pub(crate) use insurance_check::InsuranceCheck;
pub(crate) use medical::{Looked, Medical};
pub(crate) use refusal::Refusal;
pub(crate) use relay::RelayRound;
pub(crate) use terminal::Sealed;
pub use terminal::{ActivationError, activation_code};
pub(crate) use work::{Kept, Worked};
