//! The messages of CCID 1.1, chapter 6, as bytes and back.

mod interrupt;
mod pc_to_rdr;
mod rdr_to_pc;

pub use interrupt::{Interrupt, SlotChange};
pub use pc_to_rdr::{OutMessage, PcToRdr};
pub use rdr_to_pc::{CommandStatus, IccStatus, InMessage, RdrToPc};

/// Bytes before the data: type, length, slot, sequence number, three more.
pub const HEADER_LENGTH: usize = 10;

/// Bytes of a whole message, as its first five say (CCID 1.1, 6.1 and 6.2, dwLength).
pub(super) fn announced_length(bytes: &[u8]) -> Option<usize> {
    let [_, length @ ..] = bytes.first_chunk::<5>()?;
    let data = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    data.checked_add(HEADER_LENGTH)
}

#[cfg(test)]
#[path = "message_tests.rs"]
mod tests;
