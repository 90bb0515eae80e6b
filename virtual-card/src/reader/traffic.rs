//! What passed through a reader, counted.

use serde::Serialize;

use super::VirtualReader;

/// Counts since the reader was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Traffic {
    /// CCID messages, or frames of an RC-S380, from the host.
    pub messages_out: u64,
    /// The same to the host, time extensions and acknowledgements included.
    pub messages_in: u64,
    /// Bytes of the messages from the host.
    pub bytes_out: u64,
    /// Bytes of the messages to the host.
    pub bytes_in: u64,
    /// Frames between the reader and cards without contacts, in both directions.
    pub frames: u64,
    /// Blocks of T=1 over the contacts, in both directions.
    pub blocks: u64,
    /// APDUs that cards carried out.
    pub apdus: u64,
    /// VERIFY commands with a PIN among them.
    pub verifies: u64,
}

/// The host's side of it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Commands {
    messages: u64,
    bytes: u64,
}

impl Commands {
    pub(super) fn count(&mut self, bytes: usize) {
        self.messages = self.messages.saturating_add(1);
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        self.bytes = self.bytes.saturating_add(bytes);
    }
}

impl VirtualReader {
    /// What passed through the reader since it was made.
    #[must_use]
    pub fn traffic(&self) -> Traffic {
        let (messages, bytes) = self.wire.sent();
        let (vendor_messages, vendor_bytes) = self.vendor_wire.sent();
        let all = |count: fn(&super::Slot) -> u64| self.slots().map(count).sum();
        Traffic {
            messages_out: self.commands.messages,
            messages_in: messages.saturating_add(vendor_messages),
            bytes_out: self.commands.bytes,
            bytes_in: bytes.saturating_add(vendor_bytes),
            frames: self.radio.frames(),
            blocks: all(super::Slot::blocks),
            apdus: all(|slot| slot.seat.apdus().into()),
            verifies: all(|slot| slot.seat.verifies().into()),
        }
    }
}
