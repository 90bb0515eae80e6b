//! The protocol of the bridge, version 1: what the page, the extension and the native host
//! say to each other. `docs/protocol-bridge.md` tells it in words.
//!
//! Messages are values here; their form on the wire (JSON behind a length) is fixed by
//! `serde` and by [`frame`]. This crate knows no card command, no reader and no browser: what
//! a command may be is the host's guard's matter.

#![doc(test(attr(deny(warnings))))]

pub mod caps;
mod code;
pub mod frame;
mod from_host;
mod hex;
mod object;
mod origin;
mod pattern;
mod reader;
mod to_host;
mod version;

pub use code::{Code, Part};
pub use from_host::{Acknowledgement, Opened};
pub use from_host::{
    ErrorMessage, Failure, FromHost, Lost, OriginAllowed, Readers, Transmitted, Welcome,
};
pub use hex::{Hex, HexError};
pub use origin::{Origin, OriginError};
pub use pattern::{Pattern, PatternError};
pub use reader::{Card, Reader, ReaderName, ReaderNameError};
pub use to_host::{
    AllowOrigin, Close, Exchange, FromPage, Hello, Id, Open, PageHello, PinTyped, ToHost, Transmit,
    Watch,
};
pub use version::{Version, VersionError};

/// The version of the protocol that this crate describes.
pub const PROTOCOL: u32 = 1;

/// The name under which browsers know the host (Chrome, "Native messaging": lower-case
/// letters, digits, underscores and dots).
pub const HOST_NAME: &str = "jp.myna_check.bridge";

/// The name of the port that a page opens to the extension.
pub const PORT_NAME: &str = "bridge";

/// The oldest extension that the host still serves.
pub const OLDEST_EXTENSION: Version = Version::new(0, 1, 0);

/// The oldest host that the extension and the page still use.
pub const OLDEST_HOST: Version = Version::new(0, 1, 0);

/// The extension's identity: the first 32 digits of the SHA-256 of its public key, written
/// with the letters a to p (Chrome, "Manifest: key").
pub const EXTENSION_ID: &str = "pegfhncljpopgialcjihjefnjnepkiol";

/// The origin that the browser names to the host, and the only one that may start it.
pub const EXTENSION_ORIGIN: &str = "chrome-extension://pegfhncljpopgialcjihjefnjnepkiol/";
