//! Finds readers in the raw configuration descriptor (USB 2.0, 9.6).
//!
//! WebUSB shows no class descriptors, so the descriptor is fetched and walked here. A reader
//! is an interface of class 0B, or of any class with a functional descriptor of 54 bytes,
//! which some devices put after the endpoints and some give a vendor-specific type.

use super::{ClassDescriptor, ExchangeLevel};
use crate::link::{EndpointAddress, LinkError};

/// bInterfaceClass of smart-card readers (CCID 1.1, 4.4).
const SMART_CARD_CLASS: u8 = 0x0B;

/// An interface of a device that is a reader.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ReaderInterface {
    /// bInterfaceNumber.
    pub number: u8,
    /// bInterfaceClass.
    pub class: u8,
    /// What the reader can do.
    pub descriptor: ClassDescriptor,
    /// The level at which it exchanges APDUs.
    pub level: ExchangeLevel,
    /// Bulk-IN endpoint.
    pub bulk_in: Endpoint,
    /// Bulk-OUT endpoint.
    pub bulk_out: Endpoint,
    /// Interrupt-IN endpoint. Without it the slot has to be polled.
    pub interrupt: Option<Endpoint>,
}

/// Address and packet size of an endpoint.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Endpoint {
    /// bEndpointAddress.
    pub address: EndpointAddress,
    /// wMaxPacketSize, without the bits for high-bandwidth transfers.
    pub packet_size: u16,
}

/// The readers in a configuration descriptor, in its order.
///
/// # Errors
/// If there is none: [`LinkError::Iccd`] or [`LinkError::MalformedDescriptor`] if that
/// explains it, else [`LinkError::NotAReader`].
pub fn readers(configuration: &[u8]) -> Result<Vec<ReaderInterface>, LinkError> {
    let mut readers = Vec::new();
    let mut reason = LinkError::NotAReader;
    for result in interfaces(configuration) {
        match result.and_then(Draft::finish) {
            Ok(reader) => readers.push(reader),
            Err(error) => reason = reason.or_more_useful(error),
        }
    }
    if readers.is_empty() {
        Err(reason)
    } else {
        Ok(readers)
    }
}

/// An interface whose descriptors are still coming in.
#[derive(Clone, Copy)]
struct Draft {
    number: u8,
    class: u8,
    protocol: u8,
    descriptor: Option<ClassDescriptor>,
    bulk_in: Option<Endpoint>,
    bulk_out: Option<Endpoint>,
    interrupt: Option<Endpoint>,
}

impl Draft {
    fn finish(self) -> Result<ReaderInterface, LinkError> {
        /// bInterfaceProtocol of ICCD tokens: control transfers only (ICCD 1.0, 4.1).
        const ICCD: [u8; 2] = [1, 2];

        let is_smart_card = self.class == SMART_CARD_CLASS;
        let Some(descriptor) = self.descriptor else {
            return Err(if is_smart_card {
                LinkError::MalformedDescriptor
            } else {
                LinkError::NotAReader
            });
        };
        if is_smart_card && ICCD.contains(&self.protocol) {
            return Err(LinkError::Iccd);
        }
        let (Some(bulk_in), Some(bulk_out)) = (self.bulk_in, self.bulk_out) else {
            return Err(LinkError::MalformedDescriptor);
        };
        Ok(ReaderInterface {
            number: self.number,
            class: self.class,
            descriptor,
            level: descriptor.features.exchange_level(),
            bulk_in,
            bulk_out,
            interrupt: self.interrupt,
        })
    }

    /// Takes in one descriptor that belongs to this interface.
    fn take(&mut self, descriptor: &[u8]) {
        /// bDescriptorType of endpoints (USB 2.0, table 9-5).
        const ENDPOINT: u8 = 0x05;
        match *descriptor {
            [_, ENDPOINT, address, attributes, low, high, ..] => {
                let endpoint = Endpoint {
                    address: EndpointAddress(address),
                    // Bits 10 to 0 (USB 2.0, table 9-13).
                    packet_size: u16::from_le_bytes([low, high]) & 0x07FF,
                };
                let place = match (attributes & 0x03, endpoint.address.is_in()) {
                    (2, true) => &mut self.bulk_in,
                    (2, false) => &mut self.bulk_out,
                    (3, true) => &mut self.interrupt,
                    _ => return,
                };
                place.get_or_insert(endpoint);
            }
            _ => {
                if let Ok(found) = ClassDescriptor::try_from(descriptor) {
                    self.descriptor.get_or_insert(found);
                }
            }
        }
    }
}

/// Groups the descriptors by interface. Alternate settings other than 0 are passed over,
/// because nobody selects them.
fn interfaces(configuration: &[u8]) -> Vec<Result<Draft, LinkError>> {
    /// bDescriptorType of interfaces (USB 2.0, table 9-5).
    const INTERFACE: u8 = 0x04;

    let mut found: Vec<Result<Draft, LinkError>> = Vec::new();
    let mut current: Option<Draft> = None;
    for descriptor in descriptors(configuration) {
        match descriptor {
            Ok(
                &[
                    _,
                    INTERFACE,
                    number,
                    alternate,
                    _,
                    class,
                    _,
                    protocol,
                    _,
                    ..,
                ],
            ) => {
                found.extend(current.take().map(Ok));
                current = (alternate == 0).then_some(Draft {
                    number,
                    class,
                    protocol,
                    descriptor: None,
                    bulk_in: None,
                    bulk_out: None,
                    interrupt: None,
                });
            }
            Ok(other) => {
                if let Some(draft) = &mut current {
                    draft.take(other);
                }
            }
            Err(error) => {
                found.extend(current.take().map(Ok));
                found.push(Err(error));
            }
        }
    }
    found.extend(current.map(Ok));
    found
}

/// Splits at bLength. A descriptor that is cut off, or too short to have a type, ends the
/// walk with an error; what came before it counts.
fn descriptors(mut rest: &[u8]) -> impl Iterator<Item = Result<&[u8], LinkError>> {
    core::iter::from_fn(move || {
        let length = usize::from(*rest.first()?);
        match rest.split_at_checked(length) {
            Some((descriptor, after)) if length >= 2 => {
                rest = after;
                Some(Ok(descriptor))
            }
            _ => {
                rest = &[];
                Some(Err(LinkError::MalformedDescriptor))
            }
        }
    })
}

#[cfg(test)]
#[path = "configuration_tests.rs"]
mod tests;
