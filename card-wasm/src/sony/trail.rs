//! How a reader came to be used the way it is: the steps that were tried and what came of
//! them, for a person who has to find out why a reader does not work.
//!
//! Holds nothing that a card said.

use core::fmt;
use std::cell::RefCell;

use crate::ccid::SlotError;
use crate::link::LinkError;

/// Most steps that are kept. Each is kept once, so that waiting for a card adds nothing.
const MOST: usize = 64;

/// One step.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TrailStep {
    /// The interface of smart-card class could not be used for this reason.
    SmartCardInterface(LinkError),
    /// The vendor-specific interface was claimed.
    VendorInterface(u8),
    /// A session of this instruction was begun.
    SessionBegun(u8),
    /// The reader refused a session of this instruction, with this status word.
    SessionRefused(u8, u16),
    /// The reader refused an escape.
    EscapeRefused(SlotError),
    /// An escape failed.
    EscapeFailed(LinkError),
    /// The long form of a transparent exchange was refused, and the short one is used.
    ShortForm,
    /// The reader does not switch to this layer of Type B, with this status word.
    LayerRefused(u8, u16),
    /// A card was activated by the host.
    HostActivated,
    /// The host found no card.
    HostFoundNothing,
    /// The host found a card that it could not use.
    HostFailed(LinkError),
    /// A card was activated by the reader.
    ReaderActivated,
    /// The reader found no card.
    ReaderFoundNothing,
    /// The reader activated a card that did not answer through it.
    ReaderFailed(u16),
    /// Plain CCID found no card.
    PlainFoundNothing,
    /// Plain CCID powered a card.
    PlainActivated,
    /// Plain CCID found a card that it could not power, or did not answer.
    PlainFailed(LinkError),
    /// The firmware of an RC-S380, as it says itself.
    Firmware(u16),
}

impl fmt::Display for TrailStep {
    /// A stable code, with numbers in hexadecimal.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SmartCardInterface(error) => write!(formatter, "class-0b:{}", error.code()),
            Self::VendorInterface(number) => write!(formatter, "class-ff:{number}"),
            Self::SessionBegun(instruction) => write!(formatter, "session:{instruction:02X}"),
            Self::SessionRefused(instruction, status) => {
                write!(formatter, "session-refused:{instruction:02X}:{status:04X}")
            }
            Self::EscapeRefused(error) => write!(formatter, "escape-refused:{:02X}", error.code()),
            Self::EscapeFailed(error) => write!(formatter, "escape-failed:{}", error.code()),
            Self::ShortForm => formatter.write_str("short-form"),
            Self::LayerRefused(layer, status) => {
                write!(formatter, "layer-refused:{layer}:{status:04X}")
            }
            Self::HostActivated => formatter.write_str("host-activated"),
            Self::HostFoundNothing => formatter.write_str("host-found-nothing"),
            Self::HostFailed(error) => write!(formatter, "host-failed:{}", error.code()),
            Self::ReaderActivated => formatter.write_str("reader-activated"),
            Self::ReaderFoundNothing => formatter.write_str("reader-found-nothing"),
            Self::ReaderFailed(status) => write!(formatter, "reader-failed:{status:04X}"),
            Self::PlainFoundNothing => formatter.write_str("plain-found-nothing"),
            Self::PlainActivated => formatter.write_str("plain-activated"),
            Self::PlainFailed(error) => write!(formatter, "plain-failed:{}", error.code()),
            Self::Firmware(version) => write!(formatter, "firmware:{version:04X}"),
        }
    }
}

/// The steps, in the order in which each came up first.
#[derive(Debug, Default)]
pub struct Trail(RefCell<Vec<TrailStep>>);

impl Trail {
    /// The steps so far.
    #[must_use]
    pub fn steps(&self) -> Vec<TrailStep> {
        self.0.borrow().clone()
    }

    pub(crate) fn note(&self, step: TrailStep) {
        let mut steps = self.0.borrow_mut();
        if steps.len() < MOST && !steps.contains(&step) {
            steps.push(step);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_kept_once_and_not_without_end() {
        let trail = Trail::default();
        trail.note(TrailStep::SessionBegun(0x50));
        trail.note(TrailStep::HostFoundNothing);
        trail.note(TrailStep::HostFoundNothing);
        let codes: Vec<_> = trail.steps().iter().map(ToString::to_string).collect();
        assert_eq!(codes, ["session:50", "host-found-nothing"]);
        for status in 0..100 {
            trail.note(TrailStep::LayerRefused(3, status));
        }
        assert_eq!(trail.steps().len(), MOST);
    }
}
