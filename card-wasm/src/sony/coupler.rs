//! The seam between a coupling device for contactless cards and what all of them share.

use async_trait::async_trait;

use crate::link::{Limits, LinkError};

/// What a look at the field brought.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Sight {
    /// No card.
    Nothing,
    /// A card.
    Card,
    /// A card, and the finding that this coupler is not the way to it.
    CardElsewhere,
}

/// A device that powers one card through its field and speaks to it.
///
/// Any of its futures may be dropped half-way. [`Self::look`] and [`Self::activate`]
/// therefore begin with the field switched off, whatever was before.
#[async_trait(?Send)]
pub(super) trait Coupler {
    /// Looks for a card. The field is off before and after.
    async fn look(&mut self) -> Result<Sight, LinkError>;

    /// Activates a card from cold and keeps it powered. How long its APDUs may be.
    async fn activate(&mut self) -> Result<Limits, LinkError>;

    /// Sends a command to the activated card, once, and returns the bytes of its answer.
    async fn exchange(&mut self, command: &[u8]) -> Result<Vec<u8>, LinkError>;

    /// Whether the activated card is still there, as far as that can be told.
    async fn is_present(&mut self) -> Result<bool, LinkError>;

    /// Takes the power from whatever card is in the field.
    async fn deactivate(&mut self) -> Result<(), LinkError>;

    /// Leaves the device as other programs expect it.
    async fn end(&mut self) -> Result<(), LinkError>;
}
