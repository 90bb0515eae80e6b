//! APDUs through XfrBlock: whole at short-APDU level, in chained blocks at extended-APDU
//! level (CCID 1.1, 6.1.4 and 6.2.1; libccid `CmdXfrBlockAPDU_extended`).

use core::time::Duration;

use super::slot::Slot;
use super::{
    CommandStatus, ExchangeLevel, HEADER_LENGTH, IccStatus, InMessage, PcToRdr, RdrToPc, SlotError,
    timing,
};
use crate::iso7816::Response;
use crate::link::LinkError;

/// wLevelParameter (CCID 1.1, 6.1.4).
mod level {
    pub(super) const WHOLE: u16 = 0x0000;
    pub(super) const BEGINS: u16 = 0x0001;
    pub(super) const ENDS: u16 = 0x0002;
    pub(super) const CONTINUES: u16 = 0x0003;
    /// No data: the host asks for the next block of the answer.
    pub(super) const NEXT: u16 = 0x0010;
}

/// bChainParameter (CCID 1.1, 6.2.1).
mod chain {
    pub(super) const WHOLE: u8 = 0x00;
    pub(super) const BEGINS: u8 = 0x01;
    pub(super) const ENDS: u8 = 0x02;
    pub(super) const CONTINUES: u8 = 0x03;
    /// No data: the reader expects the next block of the command.
    pub(super) const NEXT: u8 = 0x10;
}

impl Slot {
    /// Sends an APDU to the powered card and returns the bytes of its answer.
    pub(super) async fn exchange(&mut self, apdu: &[u8]) -> Result<Vec<u8>, LinkError> {
        let first = self.send_command(apdu).await?;
        self.collect_answer(first).await
    }

    async fn send_command(&mut self, apdu: &[u8]) -> Result<Block, LinkError> {
        let room = self.block_length();
        if apdu.len() <= room {
            return self.transfer(level::WHOLE, apdu).await;
        }
        if self.level() != ExchangeLevel::ExtendedApdu {
            return Err(LinkError::CommandTooLong);
        }
        let mut rest = apdu;
        let mut parameter = level::BEGINS;
        loop {
            let (block, after) = rest.split_at(room.min(rest.len()));
            rest = after;
            if rest.is_empty() {
                return self.transfer(level::ENDS, block).await;
            }
            // Between the blocks the reader has nothing to say. One that does (a fault of
            // some, says libccid) took the block for a whole command.
            if !self.transfer(parameter, block).await?.data.is_empty() {
                return Err(LinkError::UnexpectedMessage);
            }
            parameter = level::CONTINUES;
        }
    }

    async fn collect_answer(&mut self, first: Block) -> Result<Vec<u8>, LinkError> {
        let mut block = first;
        let mut answer = Vec::new();
        for _ in 0..timing::PIECES {
            answer.append(&mut block.data);
            if answer.len() > Response::MAXIMUM_DATA + 2 {
                return Err(LinkError::ResponseTooLong);
            }
            match block.chain {
                chain::WHOLE | chain::ENDS => return Ok(answer),
                chain::BEGINS | chain::CONTINUES | chain::NEXT => {}
                _ => return Err(LinkError::MalformedMessage),
            }
            block = self.transfer(level::NEXT, &[]).await?;
        }
        Err(LinkError::ResponseTooLong)
    }

    /// Most APDU bytes in one message.
    fn block_length(&self) -> usize {
        let longest = self.interface.descriptor.max_message_length;
        usize::try_from(longest)
            .unwrap_or(usize::MAX)
            .saturating_sub(HEADER_LENGTH)
            .max(SHORTEST_BLOCK)
    }

    /// The answer to what a reader sent to the card by itself.
    pub(super) async fn whole_answer(&mut self, message: InMessage) -> Result<Vec<u8>, LinkError> {
        let first = self.block_of(message)?;
        self.collect_answer(first).await
    }

    /// Sends one block of a transmission protocol and returns what came back. `waiting_time`
    /// is bBWI, the multiple of the block waiting time.
    pub(super) async fn transfer_tpdu(
        &mut self,
        data: &[u8],
        waiting_time: u8,
        wait: Duration,
    ) -> Result<Tpdu, LinkError> {
        let request = PcToRdr::XfrBlock {
            waiting_time,
            level: level::WHOLE,
            data,
        };
        let message = self.transact(request, wait).await?;
        self.received(message)
    }

    /// What a DataBlock brings at TPDU level.
    pub(super) fn received(&mut self, message: InMessage) -> Result<Tpdu, LinkError> {
        match (message.icc, message.command) {
            (IccStatus::Active, CommandStatus::Failed(SlotError::Mute)) => Ok(Tpdu::Silence),
            (IccStatus::Active, CommandStatus::Failed(SlotError::Parity | SlotError::Overrun)) => {
                Ok(Tpdu::Garbled)
            }
            _ => match self.judge(message)? {
                RdrToPc::DataBlock { data, .. } => Ok(Tpdu::Bytes(data)),
                _ => Err(LinkError::UnexpectedMessage),
            },
        }
    }

    async fn transfer(&mut self, parameter: u16, data: &[u8]) -> Result<Block, LinkError> {
        let request = PcToRdr::XfrBlock {
            waiting_time: 0,
            level: parameter,
            data,
        };
        // Not `ask`: whether an APDU may be sent again is not for a reader driver to say.
        let message = self.transact(request, self.patience()).await?;
        self.block_of(message)
    }

    fn block_of(&mut self, message: InMessage) -> Result<Block, LinkError> {
        match self.judge(message)? {
            RdrToPc::DataBlock { chain, data } => Ok(Block { chain, data }),
            _ => Err(LinkError::UnexpectedMessage),
        }
    }

    /// What an answer says of the card.
    fn judge(&mut self, message: InMessage) -> Result<RdrToPc, LinkError> {
        match (message.icc, message.command) {
            (IccStatus::Absent, _) => Err(self.note_loss(LinkError::CardRemoved)),
            (IccStatus::Inactive, _) => Err(self.note_loss(LinkError::CardReplaced)),
            (_, CommandStatus::Processed) => Ok(message.reply),
            (_, CommandStatus::Failed(SlotError::Mute)) => Err(LinkError::CardMute),
            (_, CommandStatus::Failed(error)) => Err(LinkError::ReaderRefused(error)),
            (_, CommandStatus::TimeExtension(_)) => Err(LinkError::UnexpectedMessage),
        }
    }
}

/// What came back for a block at TPDU level.
pub(super) enum Tpdu {
    /// Bytes of the card.
    Bytes(Vec<u8>),
    /// The card said nothing within its time.
    Silence,
    /// What it said could not be understood.
    Garbled,
}

/// Data of a DataBlock.
struct Block {
    chain: u8,
    data: Vec<u8>,
}

/// The header of an APDU fits into one block of any reader; a limit below that is a mistake
/// in its descriptor, and without room there would be no end.
const SHORTEST_BLOCK: usize = 5;
