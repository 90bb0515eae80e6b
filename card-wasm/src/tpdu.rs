//! The transmission protocols of cards with contacts, for readers that leave them to the host
//! (ISO/IEC 7816-3:2006, clauses 9 to 12).
//!
//! Pure: what came from the card goes in, what is to be sent comes out. Knows no reader, no
//! time and no application.

mod action;
mod block;
mod pps;
mod t0;
mod t1;
mod time;

pub use action::{Action, Answer, Failure};
pub use block::{Block, Check, Flaw, Reason, Sequence, Supervisory};
pub use pps::Pps;
pub use t0::T0Exchange;
pub use t1::T1;
pub use time::{block_waiting_time, work_waiting_time};
