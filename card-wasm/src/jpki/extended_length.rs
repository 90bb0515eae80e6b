//! Whether commands of extended length (拡張Lc/Le) pass between this reader and this card,
//! found out by reading the certificate with one.

use crate::iso7816::{ExpectedLength, StatusWord};
use crate::link::LinkError;

/// What became of the first command of extended length.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ExtendedLength {
    /// The reader, or the ATR of the card, permits short commands only.
    NotOffered,
    /// None was sent yet.
    Untried,
    /// The answer brought so many bytes at once.
    Works(usize),
    /// The card answered with this status.
    Refused(StatusWord),
    /// No answer came. Short commands are used since.
    Failed(LinkError),
}

impl ExtendedLength {
    /// Whether the next command may be of extended length.
    pub(super) const fn may_be_tried(self) -> bool {
        matches!(self, Self::Untried | Self::Works(_))
    }

    /// Whether more came at once than any short command can bring.
    #[must_use]
    pub fn is_proven(self) -> bool {
        matches!(self, Self::Works(bytes) if bytes > ExpectedLength::SHORT_MAXIMUM.bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_more_than_a_short_command_brings_is_a_proof() {
        for (extended, proven, tried_again) in [
            (ExtendedLength::Works(257), true, true),
            (ExtendedLength::Works(256), false, true),
            (ExtendedLength::Untried, false, true),
            (ExtendedLength::NotOffered, false, false),
            (ExtendedLength::Refused(StatusWord::Success), false, false),
            (ExtendedLength::Failed(LinkError::Timeout), false, false),
        ] {
            assert_eq!(extended.is_proven(), proven, "{extended:?}");
            assert_eq!(extended.may_be_tried(), tried_again, "{extended:?}");
        }
    }
}
