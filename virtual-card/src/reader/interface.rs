//! The USB interfaces of a model: what each is for and which endpoints it has.
//! Knows neither the descriptors' bytes nor what the transfers carry.

use super::endpoint::Endpoint;
use super::model::{Model, SMART_CARD_CLASS, VENDOR_CLASS};
use super::sony::Family;

/// One interface in its only alternate setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interface {
    /// `bInterfaceNumber`.
    pub number: u8,
    /// `bInterfaceClass`.
    pub class: u8,
    /// Its endpoints, in the order of the descriptors.
    pub endpoints: Vec<Endpoint>,
    /// Whether the smart-card functional descriptor belongs to it (CCID 1.1, 5.1).
    pub(crate) functional: bool,
}

impl Interface {
    /// Whether browsers refuse it to pages (WebUSB, "protected interface classes").
    #[must_use]
    pub fn is_protected(&self) -> bool {
        self.class == SMART_CARD_CLASS
    }
}

impl Model {
    /// The interfaces, by number.
    #[must_use]
    pub fn interfaces(&self) -> Vec<Interface> {
        let interrupt = self.has_interrupt().then_some(Endpoint::Interrupt);
        let bulk = [Endpoint::BulkOut, Endpoint::BulkIn];
        let first = Interface {
            number: 0,
            class: self.interface_class(),
            endpoints: bulk.into_iter().chain(interrupt).collect(),
            functional: self.speaks_ccid(),
        };
        let second = Interface {
            number: 1,
            class: VENDOR_CLASS,
            endpoints: vec![Endpoint::VendorOut, Endpoint::VendorIn],
            functional: false,
        };
        match self.family() {
            Family::Port400(_) => vec![first, second],
            Family::Ccid | Family::Port100 => vec![first],
        }
    }

    /// The interface of this number.
    #[must_use]
    pub fn interface(&self, number: u8) -> Option<Interface> {
        let mut interfaces = self.interfaces().into_iter();
        interfaces.find(|interface| interface.number == number)
    }

    /// Whether the first interface speaks CCID.
    #[must_use]
    pub fn speaks_ccid(&self) -> bool {
        self.family() != Family::Port100
    }

    /// Whether browsers refuse this interface to pages.
    #[must_use]
    pub fn is_protected(&self, interface: u8) -> bool {
        self.interface(interface)
            .is_some_and(|interface| interface.is_protected())
    }

    /// `bEndpointAddress` (USB 2.0, table 9-13).
    pub(crate) fn endpoint_address(&self, endpoint: Endpoint) -> u8 {
        match (self.family(), endpoint) {
            // As public programs address them.
            (_, Endpoint::VendorOut) | (Family::Port100, Endpoint::BulkOut) => 0x02,
            (_, Endpoint::VendorIn) | (Family::Ccid, Endpoint::BulkIn) => 0x82,
            (_, Endpoint::BulkOut) => 0x01,
            (_, Endpoint::BulkIn) => 0x81,
            (_, Endpoint::Interrupt) => 0x83,
        }
    }
}
