//! The same tests of the gateway, on PostgreSQL, and what several gateways share on it.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a helper that panics fails its test"
)]

/// Which kind of database the tests use.
const ON_POSTGRES: bool = true;

#[path = "../gateway/audit.rs"]
mod audit;
#[path = "../gateway/batch.rs"]
mod batch;
#[path = "../gateway/database.rs"]
mod database;
#[path = "../gateway/hostile.rs"]
mod hostile;
#[path = "../gateway/http.rs"]
mod http;
mod instances;
#[path = "../gateway/insurance.rs"]
mod insurance;
#[path = "../gateway/killed.rs"]
mod killed;
#[path = "../gateway/medical.rs"]
mod medical;
#[path = "../gateway/outcomes.rs"]
mod outcomes;
#[path = "../gateway/place.rs"]
mod place;
#[path = "../gateway/process.rs"]
mod process;
#[path = "../gateway/race.rs"]
mod race;
#[path = "../gateway/refusals.rs"]
mod refusals;
#[path = "../gateway/revocation_list.rs"]
mod revocation_list;
#[path = "../gateway/silence.rs"]
mod silence;
#[path = "../gateway/sources.rs"]
mod sources;
#[path = "../gateway/support.rs"]
mod support;
#[path = "../gateway/terminal.rs"]
mod terminal;
#[path = "../gateway/visual.rs"]
mod visual;
