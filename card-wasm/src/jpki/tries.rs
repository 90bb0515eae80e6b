//! Witnesses that the tries left were read, without which no PIN can be sent.

/// How often a wrong PIN may still be entered, as the card just said.
///
/// It cannot be made up, copied or kept: it is used up by one VERIFY.
#[derive(Debug, Eq, PartialEq)]
pub enum TriesLeft {
    /// More than one.
    Several(SeveralTries),
    /// One. A wrong PIN locks the certificate until a visit to the municipality.
    Last(LastTry),
}

/// More than one try is left.
#[derive(Debug, Eq, PartialEq)]
pub struct SeveralTries(u8);

/// One try is left. It permits nothing until a person has confirmed it.
#[derive(Debug, Eq, PartialEq)]
pub struct LastTry(());

/// A person was told that one try is left and wants it.
#[derive(Debug, Eq, PartialEq)]
pub struct LastTryConfirmed(());

/// The permission to send one VERIFY.
#[derive(Debug, Eq, PartialEq)]
pub struct VerifyPermit(u8);

impl TriesLeft {
    /// The count of the card; `None` if no try is left.
    pub(super) const fn from_count(count: u8) -> Option<Self> {
        match count {
            0 => None,
            1 => Some(Self::Last(LastTry(()))),
            _ => Some(Self::Several(SeveralTries(count))),
        }
    }

    /// The number, to be shown before the PIN is asked for.
    #[must_use]
    pub const fn count(&self) -> u8 {
        match self {
            Self::Several(several) => several.0,
            Self::Last(_) => 1,
        }
    }
}

impl LastTry {
    /// To be called only when a person confirmed that the last try shall be used.
    #[must_use]
    pub const fn confirmed(self) -> LastTryConfirmed {
        LastTryConfirmed(())
    }
}

impl VerifyPermit {
    /// The count that was read.
    pub(super) const fn count(&self) -> u8 {
        self.0
    }
}

impl From<SeveralTries> for VerifyPermit {
    fn from(tries: SeveralTries) -> Self {
        Self(tries.0)
    }
}

impl From<LastTryConfirmed> for VerifyPermit {
    fn from(LastTryConfirmed(()): LastTryConfirmed) -> Self {
        Self(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_try_is_told_apart_and_none_is_no_witness() {
        assert_eq!(TriesLeft::from_count(0), None);
        assert!(matches!(TriesLeft::from_count(1), Some(TriesLeft::Last(_))));
        for count in 2..=15 {
            let tries = TriesLeft::from_count(count).unwrap();
            assert!(matches!(tries, TriesLeft::Several(_)));
            assert_eq!(tries.count(), count);
        }
    }
}
