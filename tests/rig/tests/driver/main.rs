//! The driver against the virtual reader: every model, every card, every fault, and what
//! the PIN counter says afterwards.

// Tests as a whole: the lints permit `unwrap` only where that is said.
#![cfg(test)]

mod cards;
mod desk;
mod faults;
mod iso_dep;
mod meddling;
mod pin_pad;
mod presence;
mod sony;
mod sony_faults;
#[path = "../support/mod.rs"]
mod support;
mod t1;
mod visits;
mod ways;
