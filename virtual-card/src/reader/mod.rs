//! A reader as the host sees it over USB: descriptors, control requests, and
//! for each interface two bulk endpoints and perhaps an interrupt endpoint.
//!
//! A state machine without clock: an answer waits until it is asked for, and
//! [`VirtualReader::next_delay`] says how long a real one would have taken.

mod chain;
mod contact_unit;
mod control;
mod descriptor;
mod endpoint;
mod fault;
mod fault_names;
mod hand;
mod interface;
mod message;
mod model;
mod models;
mod parameters;
mod pin_entry;
mod pin_pad;
mod plan;
mod remainder;
mod seat;
mod slot;
mod sony;
mod traffic;
mod wire;

use std::collections::BTreeSet;
use std::time::Duration;

use crate::transmission::BlockFault;
use message::{Request, RequestKind, Response};
use plan::Plan;
use slot::{Reaction, Slot, no_such_slot};
use sony::{Family, Radio, Sony};
use wire::Wire;

pub use control::Setup;
pub use endpoint::{Endpoint, Transfer, UsbError};
pub use fault::{Fault, Until};
pub use fault_names::NamedFault;
pub use interface::Interface;
pub use model::{ExchangeLevel, Model};
pub use pin_entry::PadInput;
pub use traffic::Traffic;

/// A reader, plugged in or not, with a card or without.
#[derive(Debug)]
pub struct VirtualReader {
    model: Model,
    /// Slots whose cards never leave them; they come first.
    fixed: Vec<Slot>,
    /// The slot that cards are laid into.
    slot: Slot,
    plan: Plan,
    /// What is on its way from the first interface, and from the second.
    wire: Wire,
    vendor_wire: Wire,
    radio: Radio,
    sony: Option<Sony>,
    halted: BTreeSet<Endpoint>,
    plugged: bool,
    commands: traffic::Commands,
}

impl VirtualReader {
    /// A reader that is plugged in and empty.
    #[must_use]
    pub fn new(model: Model) -> Self {
        Self {
            model,
            fixed: hand::fixed_slots(model),
            slot: Slot::new(model),
            plan: Plan::default(),
            wire: Wire::default(),
            vendor_wire: Wire::default(),
            radio: Radio::new(0),
            sony: Sony::of(model),
            halted: BTreeSet::new(),
            plugged: true,
            commands: traffic::Commands::default(),
        }
    }

    /// Which reader this is.
    #[must_use]
    pub fn model(&self) -> Model {
        self.model
    }

    /// How many APDUs the reader has passed to cards.
    #[must_use]
    pub fn apdus(&self) -> u32 {
        self.slots().map(|slot| slot.seat.apdus()).sum()
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

    /// Sets what is to happen to blocks of T=1 from now on, in place of what
    /// was set before. Blocks are counted from here.
    pub fn set_block_faults(&mut self, faults: &[BlockFault]) {
        self.slot.set_block_faults(faults);
    }

    /// How long each answer takes; nothing unless set.
    pub fn set_latency(&mut self, latency: Duration) {
        self.wire.set_latency(latency);
        self.vendor_wire.set_latency(latency);
    }

    /// How long the host has to wait for what this endpoint will give next;
    /// `None` if nothing is on its way.
    #[must_use]
    pub fn delay(&self, endpoint: Endpoint) -> Option<Duration> {
        match endpoint {
            Endpoint::BulkIn => self.wire.next_delay(),
            Endpoint::VendorIn => self.vendor_wire.next_delay(),
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
        let moves = self.slot.seat.moves();
        let outcome = self.receive(endpoint, bytes);
        if self.plugged && moves != self.slot.seat.moves() {
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
            Endpoint::VendorIn => self.vendor_wire.take_answer(length),
            Endpoint::BulkOut | Endpoint::VendorOut => Transfer::Stall,
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
        self.commands.count(bytes.len());
        if self.model.family() == Family::Port100 {
            return self.receive_frame(bytes);
        }
        let Some(request) = Request::parse(bytes) else {
            self.halted.insert(endpoint);
            return Err(UsbError::Stall);
        };
        if endpoint == Endpoint::VendorOut {
            return self.receive_escape(&request);
        }
        let reaction = match usize::from(request.slot).checked_sub(self.fixed.len()) {
            Some(0) => self.slot.handle(&request, &mut self.plan),
            Some(_) => Reaction::Answer(no_such_slot(&request)),
            // What goes wrong does so in the slot that is meant.
            None => match self.fixed.get_mut(usize::from(request.slot)) {
                Some(slot) => slot.handle(&request, &mut Plan::default()),
                None => Reaction::Answer(no_such_slot(&request)),
            },
        };
        self.react(Endpoint::BulkIn, request.kind, reaction)
    }

    fn react(
        &mut self,
        endpoint: Endpoint,
        kind: RequestKind,
        reaction: Reaction,
    ) -> Result<(), UsbError> {
        match reaction {
            Reaction::Answer(response) => self.answer(endpoint, kind, &response),
            Reaction::Silence => {}
            Reaction::Unplugged => {
                self.unplug();
                return Err(UsbError::Gone);
            }
        }
        Ok(())
    }

    fn answer(&mut self, endpoint: Endpoint, kind: RequestKind, response: &Response) {
        self.halt_if_planned(endpoint);
        let foreign = self
            .plan
            .strikes(|fault| matches!(fault, Fault::ForeignSequence { .. }));
        let wire = match endpoint {
            Endpoint::VendorIn => &mut self.vendor_wire,
            _ => &mut self.wire,
        };
        if foreign {
            wire.push_foreign(response);
        }
        wire.push(kind, response, self.plan.fault());
    }

    fn halt_if_planned(&mut self, endpoint: Endpoint) {
        let stalls = self
            .plan
            .strikes(|fault| matches!(fault, Fault::BulkInStall { .. }));
        if stalls {
            self.halted.insert(endpoint);
        }
    }

    fn slots(&self) -> impl Iterator<Item = &Slot> {
        self.fixed.iter().chain([&self.slot])
    }

    fn slot_mut(&mut self, index: u8) -> Option<&mut Slot> {
        self.fixed
            .iter_mut()
            .chain([&mut self.slot])
            .nth(usize::from(index))
    }

    /// Tells of the slot that cards are laid into.
    fn announce(&mut self) {
        if self.model.has_interrupt() {
            let present = self.fixed.iter().chain([&self.slot]);
            let present = present.map(|slot| slot.seat.is_present());
            self.wire.notify(self.fixed.len(), present);
        }
    }

    fn restart(&mut self) {
        for slot in self.fixed.iter_mut().chain([&mut self.slot]) {
            slot.reset();
        }
        self.radio.switch_off(&mut self.slot.seat);
        match &mut self.sony {
            Some(Sony::Port400(port400)) => port400.restart(),
            other => *other = Sony::of(self.model),
        }
        self.wire.clear();
        self.vendor_wire.clear();
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
