//! What the tests across crates share: the product in one process, a PC/SC daemon in a
//! sandbox, the native host in it, load on running gateways, where the project is and what
//! cargo says of it.

pub mod clinic;
pub mod host;
pub mod load;
pub mod metadata;
pub mod process_cost;
pub mod project;
pub mod sandbox;
