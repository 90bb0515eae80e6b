//! What the tests across crates share: where the project is, what cargo says of it, and a
//! PC/SC daemon in a sandbox.

pub mod metadata;
pub mod project;
pub mod sandbox;
