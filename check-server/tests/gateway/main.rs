//! The gateway as a service: real database, real signatures, clock set by hand.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a helper that panics fails its test"
)]

/// Which kind of database the tests use; `gateway_postgres` runs them on the other.
const ON_POSTGRES: bool = false;

mod audit;
mod batch;
mod contract;
mod database;
mod files;
mod hostile;
mod http;
mod insurance;
mod killed;
mod medical;
mod outcomes;
mod place;
mod practice;
mod process;
mod race;
mod refusals;
mod revocation_list;
mod silence;
mod sources;
mod support;
mod terminal;
mod visual;
