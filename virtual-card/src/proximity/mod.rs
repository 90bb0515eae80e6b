//! A card without contacts, ISO/IEC 14443 type B: what it answers to the frames
//! of a reader, from the first request to the last block, and the radio between
//! them, which can lose and spoil frames.
//!
//! An independent reading of ISO/IEC 14443-3 and 14443-4 on the side of the
//! card. It has no clock: an answer says how long after the question it begins.
//!
//! # What it does not simulate
//!
//! - Type A, several cards in the field, bit rates above 106 kbit/s, NAD, power
//!   levels, S(PARAMETERS), and the times TR0 to TR2 and between frames.
//! - Anything below the byte: modulation, start and end of frame.
//! - A card that, asked by R(NAK) for a block that it has taken, says R(ACK)
//!   with the number of the block before. ISO/IEC 14443-4, 7.5.5, rule 6 has the
//!   reader send the block again then, and rule D has the card take it for a new
//!   one. Neither side can notice, so no fault here does that.
//!
//! What the card says about itself is what real My Number Cards say; how long
//! it computes is our own choice.

mod air;
mod block;
mod crc;
mod fault;
mod picc;
mod protocol;

pub(crate) use air::{Air, Heard};
pub(crate) use block::{Block, Kind, Supervisory};
pub use fault::{FrameFault, FrameMishap, IllegalBlock};

pub(crate) use crc::{append as append_check, strip as strip_check};
