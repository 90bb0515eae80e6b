//! Counts what passes the bulk endpoints, for measurements.

/// Messages and bytes between program and reader since it was opened.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct BlockTraffic {
    /// Messages to the reader, also those that it did not take.
    pub messages: u32,
    /// Those of them that went on to a card: `PC_to_RDR_XfrBlock` and `PC_to_RDR_Secure`.
    pub blocks: u32,
    /// Bytes to the reader, headers included.
    pub bytes_out: u64,
    /// Bytes from the reader, headers included.
    pub bytes_in: u64,
}

impl BlockTraffic {
    pub(super) fn count_out(&mut self, message: &[u8]) {
        /// bMessageType of XfrBlock and Secure (CCID 1.1, 6.1.4 and 6.1.11).
        const TO_CARD: [u8; 2] = [0x6F, 0x69];
        self.messages = self.messages.saturating_add(1);
        let is_block = message.first().is_some_and(|it| TO_CARD.contains(it));
        self.blocks = self.blocks.saturating_add(is_block.into());
        self.bytes_out = self.bytes_out.saturating_add(message.len() as u64);
    }

    pub(super) fn count_in(&mut self, transfer: &[u8]) {
        self.bytes_in = self.bytes_in.saturating_add(transfer.len() as u64);
    }
}
