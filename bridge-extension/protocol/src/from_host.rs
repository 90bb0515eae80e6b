//! What the host says, and the extension in its place.

use serde::{Deserialize, Serialize};

use crate::object::only_objects;
use crate::{Code, Hex, Id, Origin, Part, Reader, Version};

/// A message from the host to the page. The extension passes it on as it is.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(remote = "Self", tag = "type", rename_all = "camelCase")]
pub enum FromHost {
    /// The page may have cards.
    Welcome(Welcome),
    /// The origin stands in the user's list; for the extension alone.
    OriginAllowed(OriginAllowed),
    /// The readers as they are now.
    Readers(Readers),
    /// The card is open.
    Opened(Opened),
    /// It is known that a PIN was typed.
    Noted(Acknowledgement),
    /// The commands were sent, or some of them.
    Transmitted(Transmitted),
    /// The card is closed.
    Closed(Acknowledgement),
    /// Something went wrong.
    Error(ErrorMessage),
    /// The open card went away by itself.
    Lost(Lost),
}

only_objects!(FromHost);

/// The page may have cards.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Welcome {
    /// The version of the protocol that the host speaks.
    pub protocol: u32,
    /// The version of the host.
    pub host_version: Version,
}

/// The origin stands in the user's list.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OriginAllowed {
    /// The origin.
    pub origin: Origin,
}

/// All readers.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Readers {
    /// In the order of the service.
    pub readers: Vec<Reader>,
}

/// The card is open.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Opened {
    /// Of the request.
    pub id: Id,
    /// The answer to reset.
    pub atr: Hex,
    /// Whether the reader takes short commands only; nothing if it does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short_only: Option<bool>,
}

/// An answer that says no more than that it was done.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Acknowledgement {
    /// Of the request.
    pub id: Id,
}

/// What the card answered.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Transmitted {
    /// Of the request.
    pub id: Id,
    /// One answer for each command that was answered, in their order.
    pub responses: Vec<Hex>,
    /// Why the command after the last answer was not sent, or not answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<Failure>,
}

/// Why a command has no answer.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Failure {
    /// What went wrong.
    pub code: Code,
    /// The number of the smart-card service, with `BRIDGE-PCSC`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pcsc: Option<u32>,
}

/// Something went wrong.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ErrorMessage {
    /// Of the request, if one can be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Id>,
    /// What went wrong.
    pub code: Code,
    /// Which part is too old, with `BRIDGE-VERSION`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub update: Option<Part>,
    /// The number of the smart-card service, with `BRIDGE-PCSC`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pcsc: Option<u32>,
}

/// The open card went away by itself.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Lost {
    /// Why.
    pub code: Code,
    /// The number of the smart-card service, with `BRIDGE-PCSC`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pcsc: Option<u32>,
}

impl From<Code> for Failure {
    fn from(code: Code) -> Self {
        Self { code, pcsc: None }
    }
}

impl ErrorMessage {
    /// An error about no request.
    #[must_use]
    pub const fn new(code: Code) -> Self {
        Self {
            id: None,
            code,
            update: None,
            pcsc: None,
        }
    }

    /// An error about a request.
    #[must_use]
    pub const fn about(id: Id, failure: Failure) -> Self {
        Self {
            id: Some(id),
            code: failure.code,
            update: None,
            pcsc: failure.pcsc,
        }
    }
}

impl From<Code> for ErrorMessage {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}
