//! What every card with contacts or without shares: ISO/IEC 7816-3 and 7816-4.
//!
//! Knows no application, no reader and no transport.

mod atr;
mod command;
mod response;
mod status;
pub mod tlv;
mod transmit;

pub use atr::{Atr, AtrError, Protocol};
pub use command::{Command, ExpectedLength, MalformedCommand};
pub use response::{MalformedResponse, Response};
pub use status::StatusWord;
pub(crate) use transmit::{Repeat, complete, transmit, transmit_all};
