//! The virtual reader as an open USB device. Transfers that the reader leaves pending stay
//! pending until something happens to it, as on a real bus.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use async_trait::async_trait;
use card_wasm::link::{ControlSetup, EndpointAddress, LinkError, Timer, UsbPipe};
use virtual_card::{Endpoint, Setup, Transfer, UsbError, VirtualReader};

use crate::bell::Bell;

/// A virtual reader on a virtual cable.
pub struct VirtualPipe {
    reader: RefCell<VirtualReader>,
    /// Interfaces by number.
    claimed: RefCell<BTreeSet<u8>>,
    /// Whether some classes of interface are closed, as to a web page.
    in_page: bool,
    timer: Rc<dyn Timer>,
    bell: Bell,
}

impl VirtualPipe {
    /// Opens the reader for a program of the system. `timer` lets the time pass that its
    /// answers take.
    ///
    /// # Errors
    /// When the reader refuses, as its fault may tell it to.
    pub fn open(reader: VirtualReader, timer: Rc<dyn Timer>) -> Result<Rc<Self>, LinkError> {
        Self::open_as(false, reader, timer)
    }

    /// Opens the reader as a web page does, which may not claim every class of interface
    /// (WebUSB, "protected interface classes").
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_in_page(
        reader: VirtualReader,
        timer: Rc<dyn Timer>,
    ) -> Result<Rc<Self>, LinkError> {
        Self::open_as(true, reader, timer)
    }

    fn open_as(
        in_page: bool,
        mut reader: VirtualReader,
        timer: Rc<dyn Timer>,
    ) -> Result<Rc<Self>, LinkError> {
        reader.open().map_err(link_error)?;
        Ok(Rc::new(Self {
            reader: RefCell::new(reader),
            claimed: RefCell::default(),
            in_page,
            timer,
            bell: Bell::default(),
        }))
    }

    /// Does something to the reader, as a hand at the desk does, and lets pending transfers
    /// see it.
    pub fn change<T>(&self, act: impl FnOnce(&mut VirtualReader) -> T) -> T {
        let outcome = act(&mut self.reader.borrow_mut());
        self.bell.ring();
        outcome
    }

    /// Looks at the reader.
    pub fn look<T>(&self, at: impl FnOnce(&VirtualReader) -> T) -> T {
        at(&self.reader.borrow())
    }

    /// The endpoint at an address, if the interface it belongs to was claimed.
    fn endpoint(&self, address: EndpointAddress) -> Result<Endpoint, LinkError> {
        self.look(|reader| Endpoint::at(&reader.model(), address.0))
            .filter(|endpoint| self.claimed.borrow().contains(&endpoint.interface()))
            .ok_or(LinkError::TransferNotAllowed)
    }

    async fn read(&self, address: EndpointAddress, length: usize) -> Result<Vec<u8>, LinkError> {
        let endpoint = self.endpoint(address)?;
        loop {
            let rings = self.bell.rings();
            let delay = self.look(|reader| reader.delay(endpoint));
            if let Some(delay) = delay.filter(|delay| !delay.is_zero()) {
                self.timer.sleep(delay).await;
            }
            if !self.claimed.borrow().contains(&endpoint.interface()) {
                return Err(LinkError::Cancelled);
            }
            let outcome = self.reader.borrow_mut().transfer_in(endpoint, length);
            match outcome {
                Transfer::Data(bytes) => return Ok(bytes),
                Transfer::Pending => self.bell.rung_since(rings).await,
                Transfer::Stall => return Err(LinkError::Stalled),
                Transfer::Babble => return Err(LinkError::Babble),
                Transfer::Gone => return Err(LinkError::Unplugged),
            }
        }
    }
}

#[async_trait(?Send)]
impl UsbPipe for VirtualPipe {
    async fn claim(&self, interface: u8) -> Result<(), LinkError> {
        if self.in_page && self.look(|reader| reader.model().is_protected(interface)) {
            return Err(LinkError::ProtectedClass);
        }
        self.change(|reader| reader.claim(interface))
            .map_err(link_error)?;
        self.claimed.borrow_mut().insert(interface);
        Ok(())
    }

    async fn release(&self, interface: u8) -> Result<(), LinkError> {
        self.claimed.borrow_mut().remove(&interface);
        self.bell.ring();
        Ok(())
    }

    async fn control_in(&self, setup: ControlSetup, length: u16) -> Result<Vec<u8>, LinkError> {
        self.change(|reader| reader.control_in(setup_of(setup), length.into()))
            .map_err(link_error)
    }

    async fn control_out(&self, setup: ControlSetup, data: &[u8]) -> Result<(), LinkError> {
        self.change(|reader| reader.control_out(setup_of(setup), data))
            .map_err(link_error)
    }

    async fn bulk_out(&self, endpoint: EndpointAddress, data: &[u8]) -> Result<(), LinkError> {
        let endpoint = self.endpoint(endpoint)?;
        self.change(|reader| reader.transfer_out(endpoint, data))
            .map_err(link_error)
    }

    async fn bulk_in(
        &self,
        endpoint: EndpointAddress,
        length: usize,
    ) -> Result<Vec<u8>, LinkError> {
        self.read(endpoint, length).await
    }

    async fn interrupt_in(
        &self,
        endpoint: EndpointAddress,
        length: usize,
    ) -> Result<Vec<u8>, LinkError> {
        self.read(endpoint, length).await
    }

    async fn clear_halt(&self, endpoint: EndpointAddress) -> Result<(), LinkError> {
        let endpoint = self.endpoint(endpoint)?;
        self.change(|reader| reader.clear_halt(endpoint));
        Ok(())
    }
}

fn setup_of(setup: ControlSetup) -> Setup {
    Setup {
        request_type: setup.request_type,
        request: setup.request,
        value: setup.value,
        index: setup.index,
    }
}

fn link_error(error: UsbError) -> LinkError {
    match error {
        UsbError::Stall => LinkError::Stalled,
        UsbError::Gone => LinkError::Unplugged,
        UsbError::AccessDenied => LinkError::AccessDenied,
        UsbError::InterfaceBusy => LinkError::ReaderInUse,
        UsbError::NoSuchInterface => LinkError::NotAReader,
    }
}
