//! One USB device that is already open: control, bulk and interrupt transfers.
//!
//! There are no time-outs here, because WebUSB has none and cannot cancel a transfer.
//! Whoever waits keeps the pending read and asks it again later.

use async_trait::async_trait;

use super::LinkError;

/// Address of an endpoint (USB 2.0, table 9-13, `bEndpointAddress`).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct EndpointAddress(pub u8);

impl EndpointAddress {
    /// Bit 7: the device speaks.
    const IN: u8 = 0x80;
    /// Bits 3 to 0: the number.
    const NUMBER: u8 = 0x0F;

    /// Endpoint number, without the direction.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0 & Self::NUMBER
    }

    /// Whether data flow from the device to the host.
    #[must_use]
    pub const fn is_in(self) -> bool {
        self.0 & Self::IN != 0
    }
}

/// The fields of a setup packet without its length (USB 2.0, table 9-2).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ControlSetup {
    /// `bmRequestType`: direction, type and recipient.
    pub request_type: u8,
    /// `bRequest`.
    pub request: u8,
    /// `wValue`.
    pub value: u16,
    /// `wIndex`.
    pub index: u16,
}

/// An open USB device.
///
/// Methods take `&self`, so that a read can stay pending while something is written.
#[async_trait(?Send)]
pub trait UsbPipe {
    /// Takes an interface of the current configuration for the exclusive use of this pipe.
    ///
    /// # Errors
    /// [`LinkError::ProtectedClass`] or [`LinkError::ReaderInUse`] above all.
    async fn claim(&self, interface: u8) -> Result<(), LinkError>;

    /// Gives an interface back. Reads that are pending on it end.
    ///
    /// # Errors
    /// What the device or the system answers.
    async fn release(&self, interface: u8) -> Result<(), LinkError>;

    /// Reads at most `length` bytes on the control endpoint.
    ///
    /// # Errors
    /// What the device or the system answers.
    async fn control_in(&self, setup: ControlSetup, length: u16) -> Result<Vec<u8>, LinkError>;

    /// Writes on the control endpoint.
    ///
    /// # Errors
    /// What the device or the system answers.
    async fn control_out(&self, setup: ControlSetup, data: &[u8]) -> Result<(), LinkError>;

    /// Writes one bulk transfer.
    ///
    /// # Errors
    /// [`LinkError::Stalled`] if the endpoint is halted; what the system answers.
    async fn bulk_out(&self, endpoint: EndpointAddress, data: &[u8]) -> Result<(), LinkError>;

    /// Reads one bulk transfer of at most `length` bytes, however long it takes.
    ///
    /// # Errors
    /// [`LinkError::Stalled`] if the endpoint is halted; what the system answers.
    async fn bulk_in(&self, endpoint: EndpointAddress, length: usize)
    -> Result<Vec<u8>, LinkError>;

    /// Reads one interrupt transfer of at most `length` bytes, however long it takes.
    ///
    /// # Errors
    /// As [`Self::bulk_in`].
    async fn interrupt_in(
        &self,
        endpoint: EndpointAddress,
        length: usize,
    ) -> Result<Vec<u8>, LinkError>;

    /// Ends the halt of an endpoint.
    ///
    /// # Errors
    /// What the device or the system answers.
    async fn clear_halt(&self, endpoint: EndpointAddress) -> Result<(), LinkError>;
}
