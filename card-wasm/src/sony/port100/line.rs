//! One command at a time: sent, acknowledged, answered.

use core::time::Duration;
use std::rc::Rc;

use futures_util::future::{Either, select};

use super::command::{ANSWER, COMMAND, Code};
use super::frame::{ACKNOWLEDGEMENT, Frame};
use crate::ccid::{Pump, Transfer};
use crate::link::{LinkError, Timer, UsbPipe};
use crate::sony::VendorInterface;

/// For an acknowledgement, and for an answer that does not wait for a card.
const REPLY: Duration = Duration::from_secs(1);

/// For what is still on its way after a reset.
const DRAIN: Duration = Duration::from_millis(50);

/// Transfers that may be of no use before the one that is waited for.
const STRAY_TRANSFERS: usize = 16;

/// Room for the longest frame.
const TRANSFER: usize = 512;

/// The bulk endpoints as a line for commands.
pub(super) struct Line {
    pipe: Rc<dyn UsbPipe>,
    timer: Rc<dyn Timer>,
    interface: VendorInterface,
    pump: Pump,
    bytes: Vec<u8>,
    /// A command was sent whose answer has not come.
    awaiting: bool,
}

impl Line {
    pub(super) fn new(
        pipe: Rc<dyn UsbPipe>,
        timer: Rc<dyn Timer>,
        interface: VendorInterface,
    ) -> Self {
        let pump = Pump::new(
            Rc::clone(&pipe),
            Rc::clone(&timer),
            interface.bulk_in,
            Transfer::Bulk,
            TRANSFER,
        );
        Self {
            pipe,
            timer,
            interface,
            pump,
            bytes: Vec::new(),
            awaiting: true,
        }
    }

    pub(super) fn timer(&self) -> &dyn Timer {
        &*self.timer
    }

    /// Sends a command, once, and returns the data of its answer. `card` is the time that
    /// the device may wait for a card.
    pub(super) async fn command(
        &mut self,
        code: Code,
        data: &[&[u8]],
        card: Duration,
    ) -> Result<Vec<u8>, LinkError> {
        if self.awaiting {
            self.reset().await?;
        }
        self.awaiting = true;
        let head = [COMMAND, code as u8];
        let parts = [&[&head[..]], data].concat();
        self.write(&Frame::encode(&parts)).await?;
        let answer = self.answer(code, card).await?;
        self.awaiting = false;
        Ok(answer)
    }

    /// A command whose answer is one byte: zero if it was done.
    pub(super) async fn set(&mut self, code: Code, data: &[u8]) -> Result<(), LinkError> {
        match self
            .command(code, &[data], Duration::ZERO)
            .await?
            .as_slice()
        {
            [0x00] => Ok(()),
            _ => Err(LinkError::NotAccepted),
        }
    }

    /// Ends whatever the device is doing, and discards what it still has to say.
    async fn reset(&mut self) -> Result<(), LinkError> {
        self.write(&ACKNOWLEDGEMENT).await?;
        self.bytes.clear();
        for _ in 0..STRAY_TRANSFERS {
            match self.pump.read(DRAIN).await {
                Ok(_) => {}
                Err(LinkError::Timeout) => break,
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    async fn answer(&mut self, code: Code, card: Duration) -> Result<Vec<u8>, LinkError> {
        if self.frame(REPLY).await? != Frame::Acknowledgement {
            return Err(LinkError::UnexpectedMessage);
        }
        let Frame::Data(data) = self.frame(REPLY.saturating_add(card)).await? else {
            return Err(LinkError::UnexpectedMessage);
        };
        let expected = [ANSWER, (code as u8).wrapping_add(1)];
        match data.split_first_chunk::<2>() {
            Some((head, answer)) if *head == expected => Ok(answer.to_vec()),
            _ => Err(LinkError::UnexpectedMessage),
        }
    }

    /// The next frame, of one or more transfers.
    async fn frame(&mut self, wait: Duration) -> Result<Frame, LinkError> {
        for _ in 0..STRAY_TRANSFERS {
            let taken = Frame::take(&self.bytes).map_err(|_| LinkError::MalformedMessage)?;
            if let Some((frame, length)) = taken {
                self.bytes.drain(..length.min(self.bytes.len()));
                return Ok(frame);
            }
            let transfer = self.pump.read(wait).await?;
            self.bytes.extend(transfer);
        }
        Err(LinkError::MalformedMessage)
    }

    async fn write(&self, bytes: &[u8]) -> Result<(), LinkError> {
        let endpoint = self.interface.bulk_out.address;
        let written =
            match select(self.pipe.bulk_out(endpoint, bytes), self.timer.sleep(REPLY)).await {
                Either::Left((written, _)) => written,
                Either::Right(_) => Err(LinkError::Timeout),
            };
        if written == Err(LinkError::Stalled) {
            self.pipe.clear_halt(endpoint).await?;
            return Err(LinkError::NotAccepted);
        }
        written
    }
}
