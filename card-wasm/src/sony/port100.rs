//! Sony RC-S380 ("NFC Port-100"): a device of one vendor-specific interface that carries
//! frames for cards. The host switches the field, speaks ISO/IEC 14443-4, and does
//! everything else.
//!
//! All facts are those of nfcpy 1.0.4, `clf/rcs380.py`.

mod command;
mod frame;
mod line;
mod reader;

pub use frame::{Frame, MalformedFrame};
pub use reader::Port100Reader;
