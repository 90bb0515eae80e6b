//! What the tests across crates share: where the project is and what cargo says of it.

pub mod metadata;
pub mod project;
