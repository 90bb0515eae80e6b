//! What the tests across crates share: the product in one process, a PC/SC daemon in a
//! sandbox, where the project is and what cargo says of it.

pub mod clinic;
pub mod metadata;
pub mod project;
pub mod sandbox;
