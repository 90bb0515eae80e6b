//! Why the bridge does not do what it was asked, and what that means for the link.

use core::fmt;

use bridge_protocol::{Code, ErrorMessage, Failure, Part};

use crate::link::LinkError;

/// A code of the bridge, with the part that is too old where one is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Fault {
    code: Code,
    update: Option<Part>,
}

impl Fault {
    /// The stable name. Which part is too old decides what a person does, so it is in it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match (self.code, self.update) {
            (Code::Version, Some(Part::Page)) => "BRIDGE-UPDATE-PAGE",
            (Code::Version, Some(Part::Extension)) => "BRIDGE-UPDATE-EXTENSION",
            (Code::Version, Some(Part::Host)) => "BRIDGE-UPDATE-HOST",
            (code, _) => code.as_str(),
        }
    }

    /// Whether a person is being asked, so that there is nothing to do but wait.
    #[must_use]
    pub const fn is_pending(self) -> bool {
        matches!(self.code, Code::OriginPending)
    }

    /// Whether it may pass without a person at this page: the host is installed or starts
    /// again, the service comes back. The others were somebody's decision.
    #[must_use]
    pub const fn may_pass(self) -> bool {
        !matches!(
            self.code,
            Code::Version
                | Code::OriginRefused
                | Code::OriginInsecure
                | Code::HostForbidden
                | Code::MessageMalformed
                | Code::MessageTooLarge
                | Code::HelloFirst
        )
    }

    /// Whether a card that was open is closed now.
    pub(crate) const fn closes_card(self) -> bool {
        self.code.closes_card()
    }

    /// How useful it is to the desk (`LinkError::rank`).
    pub(crate) const fn rank(self) -> u8 {
        match self.code {
            Code::NoService | Code::Sandbox | Code::HostMissing | Code::HostForbidden => 82,
            Code::OriginRefused | Code::OriginInsecure | Code::OriginPending | Code::Version => 81,
            Code::HostEnded => 58,
            _ => 35,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

impl From<Code> for Fault {
    fn from(code: Code) -> Self {
        Self { code, update: None }
    }
}

impl From<Failure> for Fault {
    fn from(failure: Failure) -> Self {
        failure.code.into()
    }
}

impl From<ErrorMessage> for Fault {
    fn from(error: ErrorMessage) -> Self {
        Self {
            code: error.code,
            update: error.update,
        }
    }
}

/// What a reader on USB can do as well has the same name here.
impl From<Fault> for LinkError {
    fn from(fault: Fault) -> Self {
        match fault.code {
            Code::CardAbsent => Self::CardAbsent,
            Code::CardRemoved => Self::CardRemoved,
            Code::CardReset => Self::CardReplaced,
            Code::CardMute => Self::CardMute,
            Code::ReaderInUse => Self::ReaderInUse,
            Code::ReaderGone | Code::NoReader => Self::Unplugged,
            Code::Timeout => Self::Timeout,
            Code::NotOpen => Self::PoweredOff,
            Code::Forbidden => Self::Forbidden,
            _ => Self::Bridge(fault),
        }
    }
}
