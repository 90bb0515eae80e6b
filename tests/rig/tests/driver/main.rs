//! The driver against the virtual reader: every model, every card, every fault, and what
//! the PIN counter says afterwards.

mod cards;
mod desk;
mod faults;
mod meddling;
mod presence;
