//! What can be shown to a virtual machine.

use std::time::Duration;

use crate::reader::{Endpoint, Setup, Transfer, UsbError, VirtualReader};

/// A USB device, endpoints by their address.
pub trait Device {
    /// Whether it is plugged in.
    fn is_plugged(&self) -> bool;

    /// A control request that asks for data.
    ///
    /// # Errors
    /// Why it is not carried out.
    fn control_in(&mut self, setup: Setup, length: usize) -> Result<Vec<u8>, UsbError>;

    /// A control request that brings data or none.
    ///
    /// # Errors
    /// Why it is not carried out.
    fn control_out(&mut self, setup: Setup, data: &[u8]) -> Result<(), UsbError>;

    /// A transfer to an endpoint.
    ///
    /// # Errors
    /// Why it is not carried out.
    fn output(&mut self, endpoint: u8, data: &[u8]) -> Result<(), UsbError>;

    /// A transfer of at most `length` bytes from an endpoint.
    fn input(&mut self, endpoint: u8, length: usize) -> Transfer;

    /// How long what [`Device::input`] will give at a bulk endpoint is still on
    /// its way; `None` if nothing is.
    fn delay(&self, endpoint: u8) -> Option<Duration>;

    /// Lets a halted endpoint go on.
    fn clear_halt(&mut self, endpoint: u8);

    /// A USB reset.
    fn reset(&mut self);
}

impl Device for VirtualReader {
    fn is_plugged(&self) -> bool {
        self.is_plugged()
    }

    fn control_in(&mut self, setup: Setup, length: usize) -> Result<Vec<u8>, UsbError> {
        self.control_in(setup, length)
    }

    fn control_out(&mut self, setup: Setup, data: &[u8]) -> Result<(), UsbError> {
        self.control_out(setup, data)
    }

    fn output(&mut self, endpoint: u8, data: &[u8]) -> Result<(), UsbError> {
        match Endpoint::at(&self.model(), endpoint) {
            Some(endpoint) if !endpoint.is_in() => self.transfer_out(endpoint, data),
            _ => Err(UsbError::Stall),
        }
    }

    fn input(&mut self, endpoint: u8, length: usize) -> Transfer {
        match Endpoint::at(&self.model(), endpoint) {
            Some(endpoint) if endpoint.is_in() => self.transfer_in(endpoint, length),
            _ => Transfer::Stall,
        }
    }

    fn delay(&self, endpoint: u8) -> Option<Duration> {
        Endpoint::at(&self.model(), endpoint).and_then(|endpoint| self.delay(endpoint))
    }

    fn clear_halt(&mut self, endpoint: u8) {
        if let Some(endpoint) = Endpoint::at(&self.model(), endpoint) {
            self.clear_halt(endpoint);
        }
    }

    fn reset(&mut self) {
        self.reset();
    }
}
