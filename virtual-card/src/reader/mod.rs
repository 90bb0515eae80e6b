//! A reader as the host sees it over USB: descriptors, control requests, and
//! for each interface two bulk endpoints and perhaps an interrupt endpoint.
//!
//! A state machine without clock: an answer waits until it is asked for, and
//! [`VirtualReader::next_delay`] says how long a real one would have taken.

mod chain;
mod control;
mod descriptor;
mod endpoint;
mod fault;
mod fault_names;
mod interface;
mod message;
mod model;
mod plan;
mod remainder;
mod slot;
mod wire;

use std::collections::BTreeSet;
use std::time::Duration;

use crate::card::VirtualCard;
use message::{Request, Response};
use plan::Plan;
use slot::{Reaction, Slot};
use wire::Wire;

pub use control::Setup;
pub use endpoint::{Endpoint, Transfer, UsbError};
pub use fault::{Fault, Until};
pub use fault_names::NamedFault;
pub use interface::Interface;
pub use model::{ExchangeLevel, Model};

/// A reader, plugged in or not, with a card or without.
#[derive(Debug)]
pub struct VirtualReader {
    model: Model,
    slot: Slot,
    plan: Plan,
    wire: Wire,
    halted: BTreeSet<Endpoint>,
    plugged: bool,
}

impl VirtualReader {
    /// A reader that is plugged in and empty.
    #[must_use]
    pub fn new(model: Model) -> Self {
        Self {
            model,
            slot: Slot::new(model),
            plan: Plan::default(),
            wire: Wire::default(),
            halted: BTreeSet::new(),
            plugged: true,
        }
    }

    /// Which reader this is.
    #[must_use]
    pub fn model(&self) -> Model {
        self.model
    }

    /// Puts a card in; one that was there before is gone.
    pub fn insert(&mut self, card: VirtualCard) {
        self.slot.insert(card);
        self.announce();
    }

    /// Takes the card off the reader. It stays at hand for [`VirtualReader::put_back`].
    pub fn remove(&mut self) {
        self.slot.remove();
        self.announce();
    }

    /// Puts the same card in again.
    pub fn put_back(&mut self) {
        self.slot.put_back();
        self.announce();
    }

    /// Takes the card away for good.
    pub fn take_card(&mut self) -> Option<VirtualCard> {
        let card = self.slot.take();
        self.announce();
        card
    }

    /// The card in the reader or beside it.
    #[must_use]
    pub fn card(&self) -> Option<&VirtualCard> {
        self.slot.card()
    }

    /// Whether a card is in the reader.
    #[must_use]
    pub fn card_present(&self) -> bool {
        self.slot.is_present()
    }

    /// How many APDUs the reader has passed to cards.
    #[must_use]
    pub fn apdus(&self) -> u32 {
        self.slot.apdus()
    }

    /// Sets what is to go wrong from now on; APDUs are counted from here.
    pub fn set_fault(&mut self, fault: Option<Fault>) {
        self.plan = Plan::new(fault);
    }

    /// The fault that is still at work.
    #[must_use]
    pub fn fault(&self) -> Option<Fault> {
        self.plan.fault()
    }

    /// How long each answer takes; nothing unless set.
    pub fn set_latency(&mut self, latency: Duration) {
        self.wire.set_latency(latency);
    }

    /// How long the host has to wait for what this endpoint will give next;
    /// `None` if nothing is on its way.
    #[must_use]
    pub fn delay(&self, endpoint: Endpoint) -> Option<Duration> {
        match endpoint {
            Endpoint::BulkIn => self.wire.next_delay(),
            _ => None,
        }
    }

    /// The same for [`VirtualReader::bulk_in`].
    #[must_use]
    pub fn next_delay(&self) -> Option<Duration> {
        self.delay(Endpoint::BulkIn)
    }

    /// Pulls the plug: the card loses power, nothing sent before is ever read.
    pub fn unplug(&mut self) {
        self.plugged = false;
        self.restart();
    }

    /// Plugs the reader in.
    pub fn plug(&mut self) {
        self.plugged = true;
        self.plan.reset();
        self.announce();
    }

    /// A USB reset.
    pub fn reset(&mut self) {
        self.restart();
        self.plan.reset();
        self.announce();
    }

    /// Whether the reader is plugged in.
    #[must_use]
    pub fn is_plugged(&self) -> bool {
        self.plugged
    }

    /// Opens the device.
    ///
    /// # Errors
    /// [`UsbError::Gone`], or [`UsbError::AccessDenied`] under [`Fault::OpenRefused`].
    pub fn open(&mut self) -> Result<(), UsbError> {
        self.check_plugged()?;
        let refused = self
            .plan
            .strikes(|fault| matches!(fault, Fault::OpenRefused { .. }));
        if refused {
            Err(UsbError::AccessDenied)
        } else {
            Ok(())
        }
    }

    /// Claims an interface.
    ///
    /// # Errors
    /// [`UsbError::Gone`], [`UsbError::NoSuchInterface`], or [`UsbError::InterfaceBusy`]
    /// under [`Fault::ClaimRefused`].
    pub fn claim(&mut self, interface: u8) -> Result<(), UsbError> {
        self.check_plugged()?;
        if self.model.interface(interface).is_none() {
            return Err(UsbError::NoSuchInterface);
        }
        let refused = self
            .plan
            .strikes(|fault| matches!(fault, Fault::ClaimRefused { .. }));
        if refused {
            Err(UsbError::InterfaceBusy)
        } else {
            Ok(())
        }
    }

    /// A transfer to an OUT endpoint: one message.
    ///
    /// # Errors
    /// [`UsbError::Stall`] while the endpoint is halted, for one the model does
    /// not have, and for bytes that are no message; [`UsbError::Gone`].
    pub fn transfer_out(&mut self, endpoint: Endpoint, bytes: &[u8]) -> Result<(), UsbError> {
        self.check_plugged()?;
        if endpoint.is_in() || !self.has(endpoint) {
            return Err(UsbError::Stall);
        }
        let stalls = self
            .plan
            .strikes(|fault| matches!(fault, Fault::BulkOutStall { .. }));
        if stalls {
            self.halted.insert(endpoint);
        }
        if self.halted.contains(&endpoint) {
            return Err(UsbError::Stall);
        }
        if bytes.is_empty() {
            // The mark some hosts put behind a message of whole packets.
            return Ok(());
        }
        let moves = self.slot.moves();
        let outcome = self.receive(endpoint, bytes);
        if self.plugged && moves != self.slot.moves() {
            self.announce();
        }
        outcome
    }

    /// A transfer to the bulk OUT endpoint of the first interface.
    ///
    /// # Errors
    /// As [`VirtualReader::transfer_out`].
    pub fn bulk_out(&mut self, bytes: &[u8]) -> Result<(), UsbError> {
        self.transfer_out(Endpoint::BulkOut, bytes)
    }

    /// A transfer of at most `length` bytes from an IN endpoint.
    pub fn transfer_in(&mut self, endpoint: Endpoint, length: usize) -> Transfer {
        if !self.plugged {
            return Transfer::Gone;
        }
        if self.halted.contains(&endpoint) || !self.has(endpoint) {
            return Transfer::Stall;
        }
        match endpoint {
            Endpoint::Interrupt => self.wire.take_notification(length),
            Endpoint::BulkIn => self.wire.take_answer(length),
            _ => Transfer::Stall,
        }
    }

    /// A transfer from the bulk IN endpoint of the first interface.
    pub fn bulk_in(&mut self, length: usize) -> Transfer {
        self.transfer_in(Endpoint::BulkIn, length)
    }

    /// A transfer from the interrupt endpoint.
    pub fn interrupt_in(&mut self, length: usize) -> Transfer {
        self.transfer_in(Endpoint::Interrupt, length)
    }

    /// Whether the endpoint waits for [`VirtualReader::clear_halt`].
    #[must_use]
    pub fn is_halted(&self, endpoint: Endpoint) -> bool {
        self.halted.contains(&endpoint)
    }

    /// Lets a halted endpoint go on.
    pub fn clear_halt(&mut self, endpoint: Endpoint) {
        self.halted.remove(&endpoint);
    }

    fn has(&self, endpoint: Endpoint) -> bool {
        Endpoint::of(&self.model).any(|one| one == endpoint)
    }

    /// What the interface behind an endpoint makes of bytes.
    fn receive(&mut self, endpoint: Endpoint, bytes: &[u8]) -> Result<(), UsbError> {
        let Some(request) = Request::parse(bytes) else {
            self.halted.insert(endpoint);
            return Err(UsbError::Stall);
        };
        match self.slot.handle(&request, &mut self.plan) {
            Reaction::Answer(response) => self.answer(&request, &response),
            Reaction::Silence => {}
            Reaction::Unplugged => {
                self.unplug();
                return Err(UsbError::Gone);
            }
        }
        Ok(())
    }

    fn answer(&mut self, request: &Request<'_>, response: &Response) {
        if self
            .plan
            .strikes(|fault| matches!(fault, Fault::BulkInStall { .. }))
        {
            self.halted.insert(Endpoint::BulkIn);
        }
        if self
            .plan
            .strikes(|fault| matches!(fault, Fault::ForeignSequence { .. }))
        {
            self.wire.push_foreign(response);
        }
        self.wire.push(request, response, self.plan.fault());
    }

    fn announce(&mut self) {
        if self.model.has_interrupt() {
            self.wire.notify(self.slot.is_present());
        }
    }

    fn restart(&mut self) {
        self.slot.reset();
        self.wire.clear();
        self.halted.clear();
    }

    fn check_plugged(&self) -> Result<(), UsbError> {
        if self.plugged {
            Ok(())
        } else {
            Err(UsbError::Gone)
        }
    }
}
