//! The virtual reader as an open USB device. Transfers that the reader leaves pending stay
//! pending until something happens to it, as on a real bus.

use std::cell::RefCell;
use std::rc::Rc;

use async_trait::async_trait;
use card_wasm::link::{ControlSetup, EndpointAddress, LinkError, Timer, UsbPipe};
use virtual_card::{Endpoint, Setup, Transfer, UsbError, VirtualReader};

use crate::bell::Bell;

/// A virtual reader on a virtual cable.
pub struct VirtualPipe {
    reader: RefCell<VirtualReader>,
    timer: Rc<dyn Timer>,
    bell: Bell,
}

impl VirtualPipe {
    /// Opens the reader. `timer` lets the time pass that its answers take.
    ///
    /// # Errors
    /// When the reader refuses, as its fault may tell it to.
    pub fn open(mut reader: VirtualReader, timer: Rc<dyn Timer>) -> Result<Rc<Self>, LinkError> {
        reader.open().map_err(link_error)?;
        Ok(Rc::new(Self {
            reader: RefCell::new(reader),
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

    async fn read(
        &self,
        transfer: impl Fn(&mut VirtualReader) -> Transfer,
    ) -> Result<Vec<u8>, LinkError> {
        loop {
            let rings = self.bell.rings();
            let delay = self.look(VirtualReader::next_delay);
            if let Some(delay) = delay.filter(|delay| !delay.is_zero()) {
                self.timer.sleep(delay).await;
            }
            let outcome = transfer(&mut self.reader.borrow_mut());
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
    async fn claim(&self, _interface: u8) -> Result<(), LinkError> {
        self.change(VirtualReader::claim).map_err(link_error)
    }

    async fn release(&self, _interface: u8) -> Result<(), LinkError> {
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

    async fn bulk_out(&self, _endpoint: EndpointAddress, data: &[u8]) -> Result<(), LinkError> {
        self.change(|reader| reader.bulk_out(data))
            .map_err(link_error)
    }

    async fn bulk_in(&self, _: EndpointAddress, length: usize) -> Result<Vec<u8>, LinkError> {
        self.read(|reader| reader.bulk_in(length)).await
    }

    async fn interrupt_in(&self, _: EndpointAddress, length: usize) -> Result<Vec<u8>, LinkError> {
        self.read(|reader| reader.interrupt_in(length)).await
    }

    async fn clear_halt(&self, endpoint: EndpointAddress) -> Result<(), LinkError> {
        let halted = [Endpoint::BulkOut, Endpoint::BulkIn, Endpoint::Interrupt]
            .into_iter()
            .find(|candidate| candidate.address() == endpoint.0);
        self.change(|reader| halted.map(|halted| reader.clear_halt(halted)));
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
    }
}
