//! The USB interfaces of a model: what each is for and which endpoints it has.
//! Knows neither the descriptors' bytes nor what the transfers carry.

use super::endpoint::Endpoint;
use super::model::{Model, SMART_CARD_CLASS};

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
        vec![Interface {
            number: 0,
            class: self.interface_class(),
            endpoints: bulk.into_iter().chain(interrupt).collect(),
            functional: true,
        }]
    }

    /// The interface of this number.
    #[must_use]
    pub fn interface(&self, number: u8) -> Option<Interface> {
        let mut interfaces = self.interfaces().into_iter();
        interfaces.find(|interface| interface.number == number)
    }

    /// Whether browsers refuse this interface to pages.
    #[must_use]
    pub fn is_protected(&self, interface: u8) -> bool {
        self.interface(interface)
            .is_some_and(|interface| interface.is_protected())
    }

    /// `bEndpointAddress` (USB 2.0, table 9-13).
    pub(crate) fn endpoint_address(&self, endpoint: Endpoint) -> u8 {
        match endpoint {
            Endpoint::BulkOut => 0x01,
            Endpoint::BulkIn => 0x82,
            Endpoint::Interrupt => 0x83,
            Endpoint::VendorOut => 0x02,
            Endpoint::VendorIn => 0x82,
        }
    }
}
