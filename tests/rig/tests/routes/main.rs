//! The drivers for what is no USB cable against the virtual readers: the whole visit, what
//! goes wrong on the way, and what the PIN counter says afterwards.

// Tests as a whole: the lints permit `unwrap` only where that is said.
#![cfg(test)]

mod desk;
mod faults;
mod presence;
mod refusals;
#[path = "../support/mod.rs"]
mod support;
mod visits;
