//! How a card talks over its contacts (ISO/IEC 7816-3): answer to reset, choice
//! of protocol and rate, T=0 and T=1, and the line on which blocks get lost.
//!
//! Bytes in, bytes out. Knows no reader, no CCID and, but for the time that a
//! signature takes, no command.

mod block;
mod block_card;
mod block_fault;
mod check_code;
mod command_card;
mod contacts;
mod line;
mod negotiation;

pub(crate) use block::{Block, Control, Subject};
pub use block_fault::{BlockDirection, BlockFault, BlockMishap};
pub(crate) use check_code::CheckCode;
pub use contacts::ContactAnswer;
pub(crate) use contacts::{Contacts, Heard, Protocol};
pub(crate) use line::{Arrival, Line};
pub(crate) use negotiation::{Selection, bits_per_second};
