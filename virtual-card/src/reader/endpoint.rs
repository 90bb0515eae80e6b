//! The endpoints of a reader and what a transfer on one of them can end in.

use super::model::{Model, PACKET_SIZE};

/// An endpoint besides the control endpoint, by what it is for. Its address
/// differs from model to model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Endpoint {
    /// Commands to the first interface.
    BulkOut,
    /// Answers of the first interface.
    BulkIn,
    /// Cards coming and going (CCID 1.1, 4.8).
    Interrupt,
    /// Commands to the second interface, where there is one.
    VendorOut,
    /// Answers of the second interface.
    VendorIn,
}

impl Endpoint {
    /// The endpoints a model has, interface by interface.
    pub fn of(model: &Model) -> impl Iterator<Item = Self> + use<> {
        let interfaces = model.interfaces().into_iter();
        interfaces.flat_map(|interface| interface.endpoints)
    }

    /// The endpoint of this `bEndpointAddress`.
    #[must_use]
    pub fn at(model: &Model, address: u8) -> Option<Self> {
        Self::of(model).find(|endpoint| endpoint.address(model) == address)
    }

    /// `bEndpointAddress`: bit 7 says IN.
    #[must_use]
    pub fn address(self, model: &Model) -> u8 {
        model.endpoint_address(self)
    }

    /// The endpoint number, without the direction.
    #[must_use]
    pub fn number(self, model: &Model) -> u8 {
        self.address(model) & 0x0F
    }

    /// The number of the interface it belongs to.
    #[must_use]
    pub fn interface(self) -> u8 {
        match self {
            Self::BulkOut | Self::BulkIn | Self::Interrupt => 0,
            Self::VendorOut | Self::VendorIn => 1,
        }
    }

    /// Whether data flows to the host.
    #[must_use]
    pub fn is_in(self) -> bool {
        match self {
            Self::BulkOut | Self::VendorOut => false,
            Self::BulkIn | Self::Interrupt | Self::VendorIn => true,
        }
    }

    /// `wMaxPacketSize`.
    #[must_use]
    pub fn packet_size(self) -> u16 {
        match self {
            Self::BulkOut | Self::BulkIn | Self::VendorOut | Self::VendorIn => PACKET_SIZE,
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
    /// The reader has no interface of this number.
    #[error("the reader has no such interface")]
    NoSuchInterface,
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
            Self::NoSuchInterface => "USB-NO-SUCH-INTERFACE",
        }
    }
}
