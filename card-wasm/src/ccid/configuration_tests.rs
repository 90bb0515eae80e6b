//! Descriptors of composite, old and broken devices.

use proptest::prelude::*;

use super::*;
use crate::ccid::script::{EXTENDED, Kind, configuration, interface};

const HID: [u8; 25] = [
    9, 4, 0, 0, 1, 3, 0, 0, 0, // interface of class HID
    9, 0x21, 0x11, 0x01, 0, 1, 0x22, 63, 0, // HID descriptor: type 21, but nine bytes
    7, 5, 0x84, 3, 8, 0, 10,
];

const SMART_CARD: Kind = Kind {
    class: 0x0B,
    interrupt: true,
    ..EXTENDED
};

fn found(interfaces: &[Vec<u8>]) -> Result<Vec<(u8, u8, bool)>, LinkError> {
    let found = readers(&configuration(interfaces))?;
    let facts = found
        .iter()
        .map(|it| (it.number, it.class, it.interrupt.is_some()));
    Ok(facts.collect())
}

/// The class descriptor moved behind the endpoints.
fn descriptor_last(mut interface: Vec<u8>) -> Vec<u8> {
    let descriptor: Vec<u8> = interface.drain(9..9 + ClassDescriptor::LENGTH).collect();
    interface.extend(descriptor);
    interface
}

fn with_byte(mut interface: Vec<u8>, index: usize, value: u8) -> Vec<u8> {
    interface[index] = value;
    interface
}

#[test]
fn readers_are_found_wherever_they_hide() {
    let vendor = interface(1, EXTENDED);
    let table = [
        (
            "smart-card class",
            vec![interface(0, SMART_CARD)],
            vec![(0, 0x0B, true)],
        ),
        ("vendor class", vec![vendor.clone()], vec![(1, 0xFF, false)]),
        (
            "beside a keyboard",
            vec![HID.to_vec(), vendor.clone()],
            vec![(1, 0xFF, false)],
        ),
        (
            "after the endpoints",
            vec![descriptor_last(vendor.clone())],
            vec![(1, 0xFF, false)],
        ),
        (
            "vendor-specific type",
            vec![with_byte(vendor.clone(), 10, 0xFF)],
            vec![(1, 0xFF, false)],
        ),
        (
            "two of them",
            vec![
                interface(0, SMART_CARD),
                HID.to_vec(),
                descriptor_last(vendor.clone()),
            ],
            vec![(0, 0x0B, true), (1, 0xFF, false)],
        ),
        (
            "another alternate setting",
            vec![vendor.clone(), with_byte(vendor.clone(), 3, 1)],
            vec![(1, 0xFF, false)],
        ),
        (
            "a damaged one first",
            vec![with_byte(interface(0, SMART_CARD), 9, 53), vendor],
            vec![],
        ),
    ];
    for (what, interfaces, expected) in table {
        let result = found(&interfaces);
        if expected.is_empty() {
            assert_eq!(result, Err(LinkError::MalformedDescriptor), "{what}");
        } else {
            assert_eq!(result, Ok(expected), "{what}");
        }
    }
}

#[test]
fn what_is_no_reader_has_a_reason() {
    let smart_card = interface(0, SMART_CARD);
    let bare = smart_card[..9].to_vec();
    let without_endpoints = smart_card[..9 + ClassDescriptor::LENGTH].to_vec();
    let iccd = with_byte(without_endpoints.clone(), 7, 1);
    let cut_off = smart_card[..30].to_vec();
    let table = [
        (vec![], LinkError::NotAReader),
        (vec![HID.to_vec()], LinkError::NotAReader),
        (vec![bare], LinkError::MalformedDescriptor),
        (vec![without_endpoints], LinkError::MalformedDescriptor),
        (vec![iccd], LinkError::Iccd),
        (vec![cut_off], LinkError::MalformedDescriptor),
        (vec![vec![0, 0]], LinkError::MalformedDescriptor),
        (vec![vec![1, 4, 0]], LinkError::MalformedDescriptor),
    ];
    for (interfaces, expected) in table {
        assert_eq!(found(&interfaces), Err(expected));
    }
    assert_eq!(readers(&[]), Err(LinkError::NotAReader));
}

#[test]
fn endpoints_are_told_apart() {
    let reader = readers(&configuration(&[interface(0, SMART_CARD)])).unwrap()[0];
    assert_eq!(reader.bulk_in.address, EndpointAddress(0x81));
    assert_eq!(reader.bulk_out.address, EndpointAddress(0x02));
    assert_eq!(reader.interrupt.unwrap().address, EndpointAddress(0x83));
    assert_eq!(
        (
            reader.bulk_in.packet_size,
            reader.interrupt.unwrap().packet_size
        ),
        (64, 8)
    );
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(found) = readers(&bytes) {
            prop_assert!(!found.is_empty());
        }
    }

    /// A damaged descriptor never makes a reader of what is none.
    #[test]
    fn damage_is_survived(index in 9_usize..86, value in any::<u8>()) {
        let good = configuration(&[interface(0, SMART_CARD)]);
        let damaged = with_byte(good, index, value);
        match readers(&damaged) {
            Ok(found) => prop_assert_eq!(found.len(), 1),
            Err(error) => prop_assert!(error.code().starts_with("LINK-")),
        }
    }
}
