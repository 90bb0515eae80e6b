//! Finds the interface of vendor-specific class with a pair of bulk endpoints in the raw
//! configuration descriptor (USB 2.0, 9.6). Endpoint numbers differ from model to model, so
//! none is assumed.

use crate::ccid::Endpoint;
use crate::link::{EndpointAddress, LinkError};

/// bInterfaceClass of vendor-specific interfaces (USB-IF, defined class codes).
const VENDOR_SPECIFIC: u8 = 0xFF;

/// bDescriptorType of interfaces and endpoints (USB 2.0, table 9-5).
const INTERFACE: u8 = 0x04;
const ENDPOINT: u8 = 0x05;

/// A vendor-specific interface that transfers can go through.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct VendorInterface {
    /// bInterfaceNumber.
    pub number: u8,
    /// Bulk-IN endpoint.
    pub bulk_in: Endpoint,
    /// Bulk-OUT endpoint.
    pub bulk_out: Endpoint,
}

impl VendorInterface {
    /// The first one of a configuration.
    ///
    /// # Errors
    /// [`LinkError::NotAReader`] if there is none.
    pub fn find(configuration: &[u8]) -> Result<Self, LinkError> {
        let mut rest = configuration;
        let mut draft: Option<Draft> = None;
        while let Some(&length) = rest.first() {
            // A descriptor that is cut off, or too short to have a type, ends the walk.
            let Some((descriptor, after)) =
                rest.split_at_checked(length.into()).filter(|_| length >= 2)
            else {
                break;
            };
            rest = after;
            match *descriptor {
                [_, INTERFACE, number, alternate, _, class, ..] => {
                    let wanted = alternate == 0 && class == VENDOR_SPECIFIC;
                    draft = wanted.then_some(Draft::new(number));
                }
                [_, ENDPOINT, address, attributes, low, high, ..] => {
                    let endpoint = Endpoint {
                        address: EndpointAddress(address),
                        // Bits 10 to 0 (USB 2.0, table 9-13).
                        packet_size: u16::from_le_bytes([low, high]) & 0x07FF,
                    };
                    if let Some(found) = draft.as_mut().and_then(|it| it.take(endpoint, attributes))
                    {
                        return Ok(found);
                    }
                }
                _ => {}
            }
        }
        Err(LinkError::NotAReader)
    }
}

/// An interface whose endpoints are still coming in.
#[derive(Clone, Copy)]
struct Draft {
    number: u8,
    bulk_in: Option<Endpoint>,
    bulk_out: Option<Endpoint>,
}

impl Draft {
    const fn new(number: u8) -> Self {
        Self {
            number,
            bulk_in: None,
            bulk_out: None,
        }
    }

    /// Takes in an endpoint, and returns the interface when it has both.
    fn take(&mut self, endpoint: Endpoint, attributes: u8) -> Option<VendorInterface> {
        /// bmAttributes of bulk endpoints, bits 1 and 0 (USB 2.0, table 9-13).
        const BULK: u8 = 0x02;

        if attributes & 0x03 != BULK {
            return None;
        }
        let place = if endpoint.address.is_in() {
            &mut self.bulk_in
        } else {
            &mut self.bulk_out
        };
        place.get_or_insert(endpoint);
        Some(VendorInterface {
            number: self.number,
            bulk_in: self.bulk_in?,
            bulk_out: self.bulk_out?,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::link::script::hex;

    #[test]
    fn the_vendor_interface_of_a_composite_is_found() {
        let composite = hex("09 02 5000 02 01 00 80 32 \
             09 04 00 00 03 0B 00 00 00  07 05 81 02 4000 00  07 05 01 02 4000 00  07 05 83 03 0800 10 \
             09 04 01 00 03 FF 00 00 00  07 05 84 03 0800 10  07 05 02 02 4000 00  07 05 82 02 4000 00");
        let found = VendorInterface::find(&composite).unwrap();
        assert_eq!((found.number, found.bulk_in.packet_size), (1, 64));
        assert_eq!(found.bulk_in.address.0, 0x82);
        assert_eq!(found.bulk_out.address.0, 0x02);
    }

    #[test]
    fn without_a_pair_of_endpoints_there_is_none() {
        for text in [
            "",
            "00",
            "09 04 00 00 02 0B 00 00 00 07 05 81 02 4000 00 07 05 01 02 4000 00",
            "09 04 00 00 02 FF 00 00 00 07 05 81 02 4000 00",
            // The alternate setting that nobody selects.
            "09 04 00 01 02 FF 00 00 00 07 05 81 02 4000 00 07 05 01 02 4000 00",
            "09 04 00 00 02 FF 00 00 00 07 05 81 02 4000 00 09 05",
        ] {
            let found = VendorInterface::find(&hex(text));
            assert_eq!(found, Err(LinkError::NotAReader), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..120)) {
            if let Ok(found) = VendorInterface::find(&bytes) {
                prop_assert!(found.bulk_in.address.is_in() && !found.bulk_out.address.is_in());
            }
        }
    }
}
