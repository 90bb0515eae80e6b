//! What is said to the host, and what a page says to the extension.
//!
//! Unknown types, unknown fields, missing fields and repeated fields are refused. A type
//! without fields is a structure all the same, because `serde` would let anything stand
//! beside a unit variant.

use serde::{Deserialize, Serialize};

use crate::object::only_objects;
use crate::{Hex, Pattern, ReaderName, Version};

/// Chosen by the page for each request, echoed in the answer.
pub type Id = u32;

/// A message from the extension to the host.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(remote = "Self", tag = "type", rename_all = "camelCase")]
pub enum ToHost {
    /// The first message; once.
    Hello(Hello),
    /// A person allowed an origin in the extension's own window; before `hello`.
    AllowOrigin(AllowOrigin),
    /// The readers, at once and on every change.
    Watch(Watch),
    /// Open the card on a reader.
    Open(Open),
    /// A person has typed a PIN.
    PinTyped(PinTyped),
    /// Send commands to the open card.
    Transmit(Transmit),
    /// Close the open card.
    Close(Close),
}

/// A message from the page to the extension. The extension makes a [`Hello`] of the first
/// and passes the others on.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(remote = "Self", tag = "type", rename_all = "camelCase")]
pub enum FromPage {
    /// The first message; once.
    Hello(PageHello),
    /// The readers, at once and on every change.
    Watch(Watch),
    /// Open the card on a reader.
    Open(Open),
    /// A person has typed a PIN.
    PinTyped(PinTyped),
    /// Send commands to the open card.
    Transmit(Transmit),
    /// Close the open card.
    Close(Close),
}

only_objects!(ToHost, FromPage, Exchange);

/// Who is there.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Hello {
    /// The version of the protocol that the page speaks.
    pub protocol: u32,
    /// The version of the extension, added by it.
    pub extension_version: Version,
    /// The version of the page.
    pub page_version: Version,
    /// The origin of the page as the browser told the extension, never as the page says. A
    /// text and not an [`Origin`](crate::Origin), so that the host can say what is wrong.
    pub origin: String,
}

/// Who the page is. It has no say in its origin.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PageHello {
    /// The version of the protocol that the page speaks: [`PROTOCOL`](crate::PROTOCOL).
    pub protocol: u32,
    /// The version of the page.
    pub page_version: Version,
}

/// An origin for the user's list.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AllowOrigin {
    /// The origin; a text for the reason given at [`Hello::origin`].
    pub origin: String,
}

/// Tell the readers.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Watch {}

/// Open a card.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Open {
    /// Of this request.
    pub id: Id,
    /// The reader on which it lies.
    pub reader: ReaderName,
}

/// A person has typed a PIN: one VERIFY may follow.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PinTyped {
    /// Of this request.
    pub id: Id,
    /// The person knows that it is the last try and wants it.
    pub last_try_confirmed: bool,
}

/// Commands for the open card, one after the other.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Transmit {
    /// Of this request.
    pub id: Id,
    /// One to [`COMMANDS`](crate::caps::COMMANDS).
    pub commands: Vec<Exchange>,
}

/// One command, and how its answer must end for the next to follow.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(remote = "Self", rename_all = "camelCase", deny_unknown_fields)]
pub struct Exchange {
    /// The command APDU.
    pub apdu: Hex,
    /// At most [`PATTERNS`](crate::caps::PATTERNS).
    pub expect: Vec<Pattern>,
    /// With a signature: the message whose hash the card signs. The host holds it against the
    /// origin that the extension saw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<Hex>,
}

/// Close the open card.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Close {
    /// Of this request.
    pub id: Id,
}

impl Transmit {
    /// Whether the lists are within their caps.
    #[must_use]
    pub fn is_within_caps(&self) -> bool {
        use crate::caps::{COMMAND_BYTES, COMMANDS, PATTERNS};
        (1..=COMMANDS).contains(&self.commands.len())
            && self.commands.iter().all(|command| {
                command.expect.len() <= PATTERNS && command.apdu.as_bytes().len() <= COMMAND_BYTES
            })
    }
}
