//! A slot of a reader as a state machine: one command at a time, numbered, each waiting for its
//! own answer. Of several slots one is in use at a time.

use core::time::Duration;
use std::rc::Rc;

use futures_util::future::{Either, select};

use super::assembler::Assembler;
use super::census::Census;
use super::pin_pad::PinPadTrust;
use super::pump::{Pump, Transfer};
use super::quirk::Quirks;
use super::traffic::BlockTraffic;
use super::{
    ClassDescriptor, CommandStatus, ExchangeLevel, HEADER_LENGTH, IccStatus, InMessage, OutMessage,
    PcToRdr, ReaderInterface, SlotError, timing,
};
use crate::link::{LinkError, Timer, UsbPipe};

/// Longest message of any reader: an extended APDU and a header.
const LONGEST_MESSAGE: usize = 65_544 + HEADER_LENGTH;

/// A slot and what is believed of the card in it.
pub(super) struct Slot {
    pipe: Rc<dyn UsbPipe>,
    pub(super) timer: Rc<dyn Timer>,
    pub(super) interface: ReaderInterface,
    pub(super) quirks: Quirks,
    /// What the reader lists, in bit/s; empty if it lists nothing.
    pub(super) data_rates: Vec<u32>,
    /// Which cards are where.
    pub(super) census: Census,
    pub(super) traffic: BlockTraffic,
    /// The application that a card must have to be meant, of several.
    pub(super) looked_for: Option<&'static [u8]>,
    pub(super) pin_pad_trust: PinPadTrust,
    /// The card has power, and nobody yet whose duty it is to take it.
    pub(super) is_orphan: bool,
    /// bSlot of the slot in use. Never changes while a card has power.
    number: u8,
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
    slot: u8,
    sequence: u8,
    message_type: u8,
}

impl Slot {
    pub(super) fn new(
        pipe: Rc<dyn UsbPipe>,
        timer: Rc<dyn Timer>,
        interface: ReaderInterface,
        quirks: Quirks,
    ) -> Self {
        let pump = Pump::new(
            Rc::clone(&pipe),
            Rc::clone(&timer),
            interface.bulk_in,
            Transfer::Bulk,
            if quirks.packet_by_packet {
                interface.bulk_in.packet_size.into()
            } else {
                longest_message(&interface)
            },
        );
        Self {
            pipe,
            timer,
            interface,
            quirks,
            data_rates: Vec::new(),
            census: Census::new(interface.descriptor.max_slot_index),
            traffic: BlockTraffic::default(),
            looked_for: None,
            pin_pad_trust: PinPadTrust::default(),
            is_orphan: false,
            number: 0,
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
        self.census.note(self.number, icc != IccStatus::Absent);
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

    /// bSlot of the slot in use.
    pub(super) const fn number(&self) -> u8 {
        self.number
    }

    /// Uses another slot from now on, unless a card has power.
    pub(super) const fn turn_to(&mut self, number: u8) {
        if self.power.is_err() {
            self.number = number;
        }
    }

    /// The level of the slot in use.
    pub(super) fn level(&self) -> ExchangeLevel {
        self.quirks.level_of_slot(self.number, self.interface.level)
    }

    /// The class descriptor.
    pub(super) const fn descriptor(&self) -> &ClassDescriptor {
        &self.interface.descriptor
    }

    /// The longest message that the reader takes.
    pub(super) fn longest_message(&self) -> usize {
        longest_message(&self.interface)
    }

    /// How long a card may take at least.
    pub(super) fn patience(&self) -> Duration {
        timing::CARD.max(self.quirks.slow)
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
    pub(super) fn note_power_on(&mut self) -> u64 {
        self.generation += 1;
        self.power = Ok(());
        self.is_orphan = true;
        self.census.note_use(self.number);
        self.generation
    }

    /// Notes that the power was taken.
    pub(super) const fn note_power_off(&mut self) {
        self.power = Err(LinkError::PoweredOff);
    }

    /// Notes that the card is mute until it is powered again.
    pub(super) const fn note_mute(&mut self) -> LinkError {
        self.power = Err(LinkError::CardMute);
        LinkError::CardMute
    }

    /// Notes how the power was lost, if there was any, and passes the reason on.
    pub(super) fn note_loss(&mut self, reason: LinkError) -> LinkError {
        if self.power.is_ok() {
            self.power = Err(reason);
            if reason == LinkError::CardReplaced {
                self.census.note_arrival(self.number);
            }
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
            slot: self.number,
            sequence: self.sequence,
            message_type: request.answered_by(),
        };
        let message = OutMessage {
            slot: self.number,
            sequence: self.sequence,
            request,
        };
        self.awaited = Some(awaited);
        let encoded = message.encode();
        self.traffic.count_out(&encoded);
        self.write(&encoded, wait).await?;
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
                && message.get(5..7) == Some(&[awaited.slot, awaited.sequence]);
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
                .min(timing::LONGEST_EXTENSION.max(base));
        }
    }

    /// The bytes of the next message, of which only the length was looked at.
    async fn next_message(&mut self, wait: Duration) -> Result<Vec<u8>, LinkError> {
        let longest = longest_message(&self.interface);
        // Every transfer but the empty ones brings the end nearer.
        let mut empty = 0;
        while empty <= timing::EMPTY_TRANSFERS {
            let transfer = self.pump.read(wait).await?;
            self.traffic.count_in(&transfer);
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

/// Some readers announce less than the answer to a short APDU of 256 bytes or a block of T=1
/// with CRC needs, and send it all the same (libccid `commands.c` on readers that announce 263).
const SHORTEST_LIMIT: usize = HEADER_LENGTH + 3 + 256 + 2;
