//! Sony RC-S300 ("NFC Port-400").
//!
//! The device has two interfaces. Number 0 is an ordinary CCID reader of smart-card class,
//! closed to web pages. Number 1 is of vendor-specific class and takes the same messages;
//! public programs use it for escapes that carry the pseudo-APDUs of PC/SC part 3, amendment
//! "transparent session" (soltia48/felica-rs `port400`, con3code/xcx-pasorich
//! `s300-driver.js`). None is known to have spoken to a card of Type B that way from a
//! browser, so there are three routes, and the first that answers a harmless SELECT is kept:
//!
//! 1. the reader carries frames, and the host speaks ISO/IEC 14443-4. First, because public
//!    programs prove its parts on readers, and because the host alone decides then whether a
//!    block may be sent again;
//! 2. the reader activates the card and adds the block protocol itself (unproven);
//! 3. plain CCID on the vendor interface (unproven).
//!
//! While it is open, the reader is in a transparent session, so that other programs are
//! refused; the field is on only to look for a card and while one is in use.

mod command;
mod object;
mod plain;
mod reader;
mod routes;
mod session;

pub use command::{Answer, MalformedAnswer};
pub use object::{MalformedObject, Objects};
pub use reader::{Found, Port400Reader};
pub use routes::Route;
