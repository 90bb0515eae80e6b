//! The stable names of everything that can go wrong on the bridge.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What went wrong. A code is never renamed and never given another meaning; a new one comes
/// with a new version of the protocol.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Code {
    /// Page, extension and host do not fit together; `update` says which is too old.
    #[serde(rename = "BRIDGE-VERSION")]
    Version,
    /// The origin is on no list, or is none.
    #[serde(rename = "BRIDGE-ORIGIN-REFUSED")]
    OriginRefused,
    /// The page came over plain `http` from another computer.
    #[serde(rename = "BRIDGE-ORIGIN-INSECURE")]
    OriginInsecure,
    /// Not a message of this protocol, or not at this place.
    #[serde(rename = "BRIDGE-MESSAGE-MALFORMED")]
    MessageMalformed,
    /// A message longer than its cap.
    #[serde(rename = "BRIDGE-MESSAGE-TOO-LARGE")]
    MessageTooLarge,
    /// Something was asked before `hello`.
    #[serde(rename = "BRIDGE-HELLO-FIRST")]
    HelloFirst,
    /// No card is open.
    #[serde(rename = "BRIDGE-NOT-OPEN")]
    NotOpen,
    /// A card is open already.
    #[serde(rename = "BRIDGE-ALREADY-OPEN")]
    AlreadyOpen,
    /// The guard does not let this command pass. The card is closed.
    #[serde(rename = "BRIDGE-FORBIDDEN")]
    Forbidden,
    /// A VERIFY for which no person has typed a PIN.
    #[serde(rename = "BRIDGE-PIN-NOT-TYPED")]
    PinNotTyped,
    /// The tries left were not read, or there is only one and nobody confirmed it, or none.
    #[serde(rename = "BRIDGE-LAST-TRY")]
    LastTry,
    /// More commands or more PINs than a session may have. The card is closed.
    #[serde(rename = "BRIDGE-BUDGET")]
    Budget,
    /// The smart-card service does not run.
    #[serde(rename = "BRIDGE-NO-SERVICE")]
    NoService,
    /// There is no reader of this name.
    #[serde(rename = "BRIDGE-NO-READER")]
    NoReader,
    /// Another program holds the reader.
    #[serde(rename = "BRIDGE-READER-IN-USE")]
    ReaderInUse,
    /// The reader was unplugged.
    #[serde(rename = "BRIDGE-READER-GONE")]
    ReaderGone,
    /// Nothing lies on the reader.
    #[serde(rename = "BRIDGE-CARD-ABSENT")]
    CardAbsent,
    /// The card was taken away.
    #[serde(rename = "BRIDGE-CARD-REMOVED")]
    CardRemoved,
    /// Somebody reset the card.
    #[serde(rename = "BRIDGE-CARD-RESET")]
    CardReset,
    /// The card does not answer to power.
    #[serde(rename = "BRIDGE-CARD-MUTE")]
    CardMute,
    /// The browser is a Snap or a Flatpak, and no service is reachable from inside.
    #[serde(rename = "BRIDGE-SANDBOX")]
    Sandbox,
    /// The session was open or idle for too long, or the reader took too long.
    #[serde(rename = "BRIDGE-TIMEOUT")]
    Timeout,
    /// Any other failure of the smart-card service; `pcsc` is its number.
    #[serde(rename = "BRIDGE-PCSC")]
    Pcsc,
    /// From the extension: the host is not installed.
    #[serde(rename = "BRIDGE-HOST-MISSING")]
    HostMissing,
    /// From the extension: the host does not know this extension, or a policy forbids it.
    #[serde(rename = "BRIDGE-HOST-FORBIDDEN")]
    HostForbidden,
    /// From the extension: the host has ended.
    #[serde(rename = "BRIDGE-HOST-ENDED")]
    HostEnded,
    /// From the extension: a person is being asked whether this page may have cards.
    #[serde(rename = "BRIDGE-ORIGIN-PENDING")]
    OriginPending,
}

impl Code {
    /// Every code.
    pub const ALL: [Self; 27] = [
        Self::Version,
        Self::OriginRefused,
        Self::OriginInsecure,
        Self::MessageMalformed,
        Self::MessageTooLarge,
        Self::HelloFirst,
        Self::NotOpen,
        Self::AlreadyOpen,
        Self::Forbidden,
        Self::PinNotTyped,
        Self::LastTry,
        Self::Budget,
        Self::NoService,
        Self::NoReader,
        Self::ReaderInUse,
        Self::ReaderGone,
        Self::CardAbsent,
        Self::CardRemoved,
        Self::CardReset,
        Self::CardMute,
        Self::Sandbox,
        Self::Timeout,
        Self::Pcsc,
        Self::HostMissing,
        Self::HostForbidden,
        Self::HostEnded,
        Self::OriginPending,
    ];

    /// The name, as on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Version => "BRIDGE-VERSION",
            Self::OriginRefused => "BRIDGE-ORIGIN-REFUSED",
            Self::OriginInsecure => "BRIDGE-ORIGIN-INSECURE",
            Self::MessageMalformed => "BRIDGE-MESSAGE-MALFORMED",
            Self::MessageTooLarge => "BRIDGE-MESSAGE-TOO-LARGE",
            Self::HelloFirst => "BRIDGE-HELLO-FIRST",
            Self::NotOpen => "BRIDGE-NOT-OPEN",
            Self::AlreadyOpen => "BRIDGE-ALREADY-OPEN",
            Self::Forbidden => "BRIDGE-FORBIDDEN",
            Self::PinNotTyped => "BRIDGE-PIN-NOT-TYPED",
            Self::LastTry => "BRIDGE-LAST-TRY",
            Self::Budget => "BRIDGE-BUDGET",
            Self::NoService => "BRIDGE-NO-SERVICE",
            Self::NoReader => "BRIDGE-NO-READER",
            Self::ReaderInUse => "BRIDGE-READER-IN-USE",
            Self::ReaderGone => "BRIDGE-READER-GONE",
            Self::CardAbsent => "BRIDGE-CARD-ABSENT",
            Self::CardRemoved => "BRIDGE-CARD-REMOVED",
            Self::CardReset => "BRIDGE-CARD-RESET",
            Self::CardMute => "BRIDGE-CARD-MUTE",
            Self::Sandbox => "BRIDGE-SANDBOX",
            Self::Timeout => "BRIDGE-TIMEOUT",
            Self::Pcsc => "BRIDGE-PCSC",
            Self::HostMissing => "BRIDGE-HOST-MISSING",
            Self::HostForbidden => "BRIDGE-HOST-FORBIDDEN",
            Self::HostEnded => "BRIDGE-HOST-ENDED",
            Self::OriginPending => "BRIDGE-ORIGIN-PENDING",
        }
    }

    /// Whether an open card is closed, reset and without power after this. After the others
    /// it is still open: what was last asked may or may not have reached it.
    #[must_use]
    pub const fn closes_card(self) -> bool {
        !matches!(
            self,
            Self::NotOpen | Self::AlreadyOpen | Self::PinNotTyped | Self::LastTry | Self::Pcsc
        )
    }

    /// Whether the host ends after an `error` with this code.
    #[must_use]
    pub const fn ends_host(self) -> bool {
        matches!(
            self,
            Self::Version
                | Self::OriginRefused
                | Self::OriginInsecure
                | Self::MessageMalformed
                | Self::MessageTooLarge
                | Self::HelloFirst
        )
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// A part of the product that can be too old for the others.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Part {
    /// The page: a reload or the administrator brings a newer one.
    Page,
    /// The browser extension.
    Extension,
    /// The native host.
    Host,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_code_has_one_name_of_its_own() {
        let names: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(names.len(), Code::ALL.len());
        for code in Code::ALL {
            let json = serde_json::to_string(&code).unwrap();
            assert_eq!(json, format!("\"{code}\""));
            assert_eq!(serde_json::from_str::<Code>(&json).unwrap(), code);
        }
    }
}
