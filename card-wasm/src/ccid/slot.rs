//! One slot of a reader as a state machine: one command at a time, numbered, each waiting
//! for its own answer.

use core::time::Duration;
use std::rc::Rc;

use futures_util::future::{Either, select};

use super::assembler::Assembler;
use super::pump::{Pump, Transfer};
use super::{
    CommandStatus, HEADER_LENGTH, IccStatus, InMessage, OutMessage, PcToRdr, ReaderInterface,
    SlotError, timing,
};
use crate::link::{LinkError, Timer, UsbPipe};

/// The first slot. Others of the same reader are for SAMs.
pub(super) const SLOT: u8 = 0;

/// Longest message of any reader: an extended APDU and a header.
const LONGEST_MESSAGE: usize = 65_544 + HEADER_LENGTH;

/// A slot and what is believed of the card in it.
pub(super) struct Slot {
    pipe: Rc<dyn UsbPipe>,
    timer: Rc<dyn Timer>,
    pub(super) interface: ReaderInterface,
    pump: Pump,
    assembler: Assembler,
    sequence: u8,
    /// The message whose answer has not come yet: number and type of the answer.
    awaited: Option<Awaited>,
    /// Counts power-ons, so that a channel knows whether its card is still powered.
    generation: u64,
    /// Whether that card is powered, or how its power was lost.
    power: Result<(), LinkError>,
}

#[derive(Clone, Copy)]
struct Awaited {
    sequence: u8,
    message_type: u8,
}

impl Slot {
    pub(super) fn new(
        pipe: Rc<dyn UsbPipe>,
        timer: Rc<dyn Timer>,
        interface: ReaderInterface,
    ) -> Self {
        let pump = Pump::new(
            Rc::clone(&pipe),
            Rc::clone(&timer),
            interface.bulk_in,
            Transfer::Bulk,
            longest_message(&interface),
        );
        Self {
            pipe,
            timer,
            interface,
            pump,
            assembler: Assembler::default(),
            sequence: 0,
            awaited: None,
            generation: 0,
            power: Err(LinkError::PoweredOff),
        }
    }

    /// Asks for the state of the card and corrects what is believed of it.
    pub(super) async fn status(&mut self) -> Result<IccStatus, LinkError> {
        let message = self.ask(PcToRdr::GetSlotStatus, timing::STATUS).await?;
        // Some readers fail the question when there is no card (libccid `ifdhandler.c`).
        let icc = match message.command {
            CommandStatus::Failed(SlotError::Mute) => IccStatus::Absent,
            CommandStatus::Failed(error) => return Err(LinkError::ReaderRefused(error)),
            _ => message.icc,
        };
        match icc {
            IccStatus::Active => {}
            IccStatus::Absent => {
                self.note_loss(LinkError::CardRemoved);
            }
            // Without power though nobody took it: the card was taken away and one, perhaps
            // another, put there.
            IccStatus::Inactive => {
                self.note_loss(LinkError::CardReplaced);
            }
        }
        Ok(icc)
    }

    /// Whether the card of that power-on is believed to be powered still.
    ///
    /// # Errors
    /// How its power was lost.
    pub(super) const fn powered(&self, generation: u64) -> Result<(), LinkError> {
        if self.generation == generation {
            self.power
        } else {
            Err(LinkError::PoweredOff)
        }
    }

    /// The number of the last power-on.
    pub(super) const fn generation(&self) -> u64 {
        self.generation
    }

    /// Whether any card is believed to be powered.
    pub(super) const fn believes_powered(&self) -> bool {
        self.power.is_ok()
    }

    /// Notes that the card was powered, and numbers this.
    pub(super) const fn note_power_on(&mut self) -> u64 {
        self.generation += 1;
        self.power = Ok(());
        self.generation
    }

    /// Notes that the power was taken.
    pub(super) const fn note_power_off(&mut self) {
        self.power = Err(LinkError::PoweredOff);
    }

    /// Notes how the power was lost, if there was any, and passes the reason on.
    pub(super) const fn note_loss(&mut self, reason: LinkError) -> LinkError {
        if self.power.is_ok() {
            self.power = Err(reason);
        }
        reason
    }

    /// A command that may be repeated when the reader did not take it.
    pub(super) async fn ask(
        &mut self,
        request: PcToRdr<'_>,
        wait: Duration,
    ) -> Result<InMessage, LinkError> {
        match self.transact(request, wait).await {
            Err(LinkError::NotAccepted) => self.transact(request, wait).await,
            other => other,
        }
    }

    /// Sends a command once and waits for its answer.
    ///
    /// # Errors
    /// [`LinkError::NotAccepted`] if the reader certainly did not take it. After any other
    /// error it may have been carried out.
    pub(super) async fn transact(
        &mut self,
        request: PcToRdr<'_>,
        wait: Duration,
    ) -> Result<InMessage, LinkError> {
        self.settle().await?;
        self.sequence = self.sequence.wrapping_add(1);
        let awaited = Awaited {
            sequence: self.sequence,
            message_type: request.answered_by(),
        };
        let message = OutMessage {
            slot: SLOT,
            sequence: self.sequence,
            request,
        };
        self.awaited = Some(awaited);
        self.write(&message.encode(), wait).await?;
        let answer = self.receive(awaited, wait).await?;
        self.awaited = None;
        Ok(answer)
    }

    /// Gives the answer to an abandoned command a last chance, so that the reader is not
    /// asked while it is still busy.
    async fn settle(&mut self) -> Result<(), LinkError> {
        if let Some(awaited) = self.awaited.take() {
            match self.receive(awaited, timing::SETTLE).await {
                Err(error) if error.is_card_lost() => return Err(error),
                _ => {}
            }
        }
        self.assembler.clear();
        Ok(())
    }

    async fn write(&mut self, message: &[u8], wait: Duration) -> Result<(), LinkError> {
        let endpoint = self.interface.bulk_out.address;
        let written = match select(
            self.pipe.bulk_out(endpoint, message),
            self.timer.sleep(wait),
        )
        .await
        {
            Either::Left((written, _)) => written,
            Either::Right(_) => Err(LinkError::Timeout),
        };
        if written == Err(LinkError::Stalled) {
            self.awaited = None;
            self.pipe.clear_halt(endpoint).await?;
            return Err(LinkError::NotAccepted);
        }
        written
    }

    /// Waits for one answer; stale ones are discarded.
    async fn receive(&mut self, awaited: Awaited, base: Duration) -> Result<InMessage, LinkError> {
        let mut wait = base;
        let mut extensions = 0;
        let mut stale = 0;
        loop {
            let message = self.next_message(wait).await?;
            // What is not for us need not make sense either.
            let fits = message.starts_with(&[awaited.message_type])
                && message.get(5..7) == Some(&[SLOT, awaited.sequence]);
            if !fits {
                stale += 1;
                if stale > timing::STALE_MESSAGES {
                    return Err(LinkError::UnexpectedMessage);
                }
                continue;
            }
            let message = InMessage::try_from(message.as_slice())?;
            let CommandStatus::TimeExtension(factor) = message.command else {
                return Ok(message);
            };
            extensions += 1;
            if extensions > timing::EXTENSIONS {
                return Err(LinkError::CardTooSlow);
            }
            // CCID 1.1, 6.2.6: bError is the factor; some readers leave it zero.
            wait = base
                .saturating_mul(u32::from(factor.max(1)))
                .min(timing::LONGEST_EXTENSION);
        }
    }

    /// The bytes of the next message, of which only the length was looked at.
    async fn next_message(&mut self, wait: Duration) -> Result<Vec<u8>, LinkError> {
        let longest = longest_message(&self.interface);
        // Every transfer but the empty ones brings the end nearer.
        let mut empty = 0;
        while empty <= timing::EMPTY_TRANSFERS {
            let transfer = self.pump.read(wait).await?;
            empty += usize::from(transfer.is_empty());
            if let Some(message) = self.assembler.push(&transfer, longest)? {
                return Ok(message);
            }
        }
        Err(LinkError::MalformedMessage)
    }
}

/// The longest message that the reader announces, within what any reader needs.
fn longest_message(interface: &ReaderInterface) -> usize {
    let announced = usize::try_from(interface.descriptor.max_message_length);
    announced
        .unwrap_or(LONGEST_MESSAGE)
        .clamp(SHORTEST_LIMIT, LONGEST_MESSAGE)
}

/// Some readers announce less than the answer to a short APDU of 256 bytes needs, and send
/// it all the same (libccid `commands.c` on readers that announce 263).
const SHORTEST_LIMIT: usize = HEADER_LENGTH + 256 + 2;
