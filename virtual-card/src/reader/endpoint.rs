//! The endpoints of a reader and what a transfer on one of them can end in.

use super::model::{Model, PACKET_SIZE};

/// One of the three endpoints of CCID (CCID 1.1, 4.8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Endpoint {
    /// Commands to the reader.
    BulkOut,
    /// Answers of the reader.
    BulkIn,
    /// Cards coming and going.
    Interrupt,
}

impl Endpoint {
    /// The endpoints a model has.
    pub fn of(model: &Model) -> impl Iterator<Item = Self> + use<> {
        let interrupt = model.has_interrupt().then_some(Self::Interrupt);
        [Self::BulkOut, Self::BulkIn].into_iter().chain(interrupt)
    }

    /// `bEndpointAddress`: bit 7 says IN.
    #[must_use]
    pub fn address(self) -> u8 {
        match self {
            Self::BulkOut => 0x01,
            Self::BulkIn => 0x82,
            Self::Interrupt => 0x83,
        }
    }

    /// The endpoint number, without the direction.
    #[must_use]
    pub fn number(self) -> u8 {
        self.address() & 0x0F
    }

    /// Whether data flows to the host.
    #[must_use]
    pub fn is_in(self) -> bool {
        self.address() & 0x80 != 0
    }

    /// `wMaxPacketSize`.
    #[must_use]
    pub fn packet_size(self) -> u16 {
        match self {
            Self::BulkOut | Self::BulkIn => PACKET_SIZE,
            Self::Interrupt => 8,
        }
    }
}

/// How a transfer from the reader ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Transfer {
    /// Bytes, up to the next short packet.
    Data(Vec<u8>),
    /// Nothing yet: the transfer stays open.
    Pending,
    /// The endpoint is halted until the host clears it.
    Stall,
    /// The reader sent more than was asked for.
    Babble,
    /// The reader is not plugged in.
    Gone,
}

/// Why the reader cannot be used, or a transfer to it fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UsbError {
    /// The endpoint is halted, or the control request is unknown.
    #[error("the endpoint is stalled")]
    Stall,
    /// The reader is not plugged in.
    #[error("the reader is not plugged in")]
    Gone,
    /// The system does not let this program open the device.
    #[error("access to the reader is denied")]
    AccessDenied,
    /// Another program holds the interface.
    #[error("another program holds the reader's interface")]
    InterfaceBusy,
}

impl UsbError {
    /// A stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Stall => "USB-STALL",
            Self::Gone => "USB-GONE",
            Self::AccessDenied => "USB-ACCESS-DENIED",
            Self::InterfaceBusy => "USB-INTERFACE-BUSY",
        }
    }
}
