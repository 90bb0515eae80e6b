//! Data objects of cards, hostile ones, and those that a writer of the same rules makes.

use proptest::prelude::*;

use super::*;
use crate::link::script::hex;

const SMALL: Budget = Budget {
    depth: 2,
    elements: 4,
    bytes: 64,
};

#[test]
fn tags_that_der_forbids_are_read() {
    let file = hex("FF20 0B DF21 02 0102 DF22 03 E5E5E5 04 01 07 FFFF");
    let elements = walk(&file, Budget::FILE).unwrap();
    let found: Vec<_> = elements
        .iter()
        .map(|e| (e.tag.0, e.depth, e.value.len()))
        .collect();
    assert_eq!(
        found,
        [
            (0xFF20, 0, 11),
            (0xDF21, 1, 2),
            (0xDF22, 1, 3),
            (0x04, 0, 1)
        ]
    );
}

#[test]
fn lengths_take_up_to_three_bytes() {
    let table = [
        ("3005", 2, 5),
        ("308180", 3, 0x80),
        ("30820514", 4, 0x514),
        ("3083010000", 5, 0x1_0000),
        ("DF228101", 4, 1),
    ];
    for (bytes, length, value_length) in table {
        let header = Header::read(&hex(bytes)).unwrap();
        assert_eq!(
            (header.length, header.value_length),
            (length, value_length),
            "{bytes}"
        );
        assert_eq!(header.total(), length + value_length);
    }
}

#[test]
fn what_is_not_accepted_has_a_name() {
    let table = [
        ("", Ok(0)),
        ("0000", Ok(0)),
        ("30", Err(TlvError::Truncated)),
        ("DF", Err(TlvError::Truncated)),
        ("3002 05", Err(TlvError::Truncated)),
        ("3080", Err(TlvError::Length)),
        ("3084 00000001 00", Err(TlvError::Length)),
        ("30FF", Err(TlvError::Length)),
        ("1F818181 00", Err(TlvError::Tag)),
        ("3002 0400", Ok(2)),
        ("3004 3002 0400", Err(TlvError::Budget)),
        ("0400 0400 0400 0400", Ok(4)),
        ("0400 0400 0400 0400 0400", Err(TlvError::Budget)),
        ("043F", Err(TlvError::Truncated)),
    ];
    for (bytes, expected) in table {
        let count = walk(&hex(bytes), SMALL).map(|elements| elements.len());
        assert_eq!(count, expected, "{bytes}");
    }
    assert_eq!(walk(&[0; 65], SMALL), Err(TlvError::Budget));
}

#[test]
fn compact_objects_end_where_they_are_cut_off() {
    let found: Vec<_> = compact(&[0x31, 0xC1, 0x73, 0xC6, 0x01, 0xC0, 0x52, 0x00]).collect();
    assert_eq!(
        found,
        [(0x31, &[0xC1][..]), (0x73, &[0xC6, 0x01, 0xC0][..])]
    );
}

/// Writes one object with the length in the form that fits.
fn object(tag: u16, value: &[u8]) -> Vec<u8> {
    let mut bytes = tag.to_be_bytes().to_vec();
    match u16::try_from(value.len()).unwrap().to_be_bytes() {
        [0, short @ 0..=0x7F] => bytes.push(short),
        [0, low] => bytes.extend([0x81, low]),
        [high, low] => bytes.extend([0x82, high, low]),
    }
    bytes.extend_from_slice(value);
    bytes
}

proptest! {
    #[test]
    fn written_objects_are_found_again(
        values in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..400), 0..8),
        filler in 0_usize..8,
    ) {
        let inner: Vec<u8> = values.iter().flat_map(|value| object(0xDF22, value)).collect();
        let file = [object(0xFF20, &inner), vec![0; filler]].concat();
        let elements = walk(&file, Budget::FILE).unwrap();
        prop_assert_eq!(elements[0].tag, Tag(0xFF20));
        let found: Vec<_> = elements[1..].iter().map(|element| element.value.to_vec()).collect();
        prop_assert_eq!(found, values);
    }

    #[test]
    fn any_bytes_stay_within_the_budget(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(elements) = walk(&bytes, Budget::FILE) {
            prop_assert!(elements.len() <= Budget::FILE.elements);
            prop_assert!(elements.iter().all(|element| element.depth < Budget::FILE.depth));
        }
    }
}
