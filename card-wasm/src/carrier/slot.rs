//! A place for one card behind a protocol that passes whole APDUs.
//!
//! Knows no protocol. What the driver of one has to say, and no more; what all have in
//! common is in [`SlotReader`](super::SlotReader).

use async_trait::async_trait;

use crate::link::{Limits, LinkError};

/// Whether a card is there, and whether it has power.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CardState {
    /// There is none.
    Absent,
    /// One is there and has no power.
    Inactive,
    /// One is there and has power.
    Active,
}

/// One place for a card. Any method may be dropped at any time; the next one still works.
#[async_trait(?Send)]
pub trait Slot {
    /// How long APDUs may be.
    fn limits(&self) -> Limits;

    /// Asks whether a card is there, without doing anything to it.
    ///
    /// # Errors
    /// [`LinkError::Unplugged`] above all.
    async fn card(&mut self) -> Result<CardState, LinkError>;

    /// Gives power to the card that is there, from cold, and returns its ATR; nothing where
    /// there is no ATR to be had.
    ///
    /// # Errors
    /// [`LinkError::CardAbsent`], [`LinkError::CardMute`] above all.
    async fn power_on(&mut self) -> Result<Vec<u8>, LinkError>;

    /// Passes an APDU to the card, once or not at all, and returns the answer with its
    /// status word.
    ///
    /// # Errors
    /// After any of them the card may have carried it out.
    async fn transmit(&mut self, apdu: &[u8]) -> Result<Vec<u8>, LinkError>;

    /// Takes the power from the card, and with it every right that was acquired.
    ///
    /// # Errors
    /// When that is not certain.
    async fn power_off(&mut self) -> Result<(), LinkError>;

    /// Lets the reader go.
    ///
    /// # Errors
    /// What the device or the system answers.
    async fn close(&mut self) -> Result<(), LinkError>;
}
