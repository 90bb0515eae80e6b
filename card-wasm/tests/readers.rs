//! Real readers by their class descriptors: every field is read as it was published, every
//! reader is said to be usable or not, and the documentation counts them right.

// Tests as a whole: the lints permit `unwrap` only where that is said.
#![cfg(test)]

use std::collections::BTreeMap;

use card_wasm::ccid::{ClassDescriptor, Description};

const READERS: &str = include_str!("readers/libccid.tsv");
const DOCUMENTATION: &str = include_str!("../../docs/readers.md");

/// One interface of one reader, as published.
struct Published {
    name: &'static str,
    class: &'static str,
    is_iccd: bool,
    level: &'static str,
    maximum_message: u32,
    protocols: u32,
    ifsd: u32,
    slots: usize,
    pin_support: u8,
    descriptor: ClassDescriptor,
}

fn published() -> Vec<Published> {
    let rows = READERS.lines().filter(|line| !line.starts_with('#'));
    rows.map(|row| {
        let fields: Vec<_> = row.split('\t').collect();
        let [
            _,
            _,
            name,
            class,
            interface,
            level,
            message,
            protocols,
            ifsd,
            slots,
            pin,
            descriptor,
        ] = fields[..]
        else {
            panic!("{row}");
        };
        Published {
            name,
            class,
            // bInterfaceProtocol of ICCD tokens (ICCD 1.0, 4.1).
            is_iccd: ["1", "2"].contains(&interface),
            level,
            maximum_message: message.parse().unwrap(),
            protocols: u32::from_str_radix(protocols, 16).unwrap(),
            ifsd: ifsd.parse().unwrap(),
            slots: slots.parse().unwrap(),
            pin_support: u8::from_str_radix(pin, 16).unwrap(),
            descriptor: ClassDescriptor::try_from(bytes(descriptor).as_slice()).unwrap(),
        }
    })
    .collect()
}

fn bytes(digits: &str) -> Vec<u8> {
    let pairs = digits.as_bytes().chunks(2);
    pairs
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

#[test]
fn every_reader_is_described_as_published() {
    let readers = published();
    assert_eq!(readers.len(), 191);
    for reader in readers {
        let description = Description::from(&reader.descriptor);
        let name = reader.name;
        assert_eq!(description.level, reader.level, "{name}");
        assert_eq!(
            description.maximum_message, reader.maximum_message,
            "{name}"
        );
        assert_eq!(description.ifsd, reader.ifsd, "{name}");
        assert_eq!(description.slots, reader.slots, "{name}");
        for (bit, protocol) in [(1, "T=0"), (2, "T=1")] {
            let speaks = reader.protocols & bit != 0;
            assert_eq!(description.protocols.contains(&protocol), speaks, "{name}");
        }
        assert_eq!(description.pin_verification, reader.pin_support & 1 != 0);
        assert_eq!(description.pin_modification, reader.pin_support & 2 != 0);
        let reason = (reader.level == "character").then_some("LINK-LEVEL-CHARACTER");
        let refused = description.supported.err().map(|error| error.code());
        assert_eq!(refused, reason, "{name}");
    }
}

/// The rows of the table under "Known readers by level".
#[test]
fn the_documentation_counts_them() {
    let mut counts: BTreeMap<&str, [u32; 2]> = BTreeMap::new();
    for reader in published() {
        let what = if reader.is_iccd { "iccd" } else { reader.level };
        let column = usize::from(reader.class == "FF");
        counts.entry(what).or_default()[column] += 1;
    }
    let rows = [
        ("extendedApdu", "Short and extended APDU"),
        ("shortApdu", "Short APDU"),
        ("tpdu", "TPDU"),
        ("character", "Character"),
        ("iccd", "ICCD token"),
    ];
    let mut total = 0;
    for (what, title) in rows {
        let [system, vendor] = counts.get(what).copied().unwrap_or_default();
        total += system + vendor;
        let row = format!("| {title} | {} | {vendor} |", system + vendor);
        let found = DOCUMENTATION.lines().any(|line| line.starts_with(&row));
        assert!(found, "docs/readers.md has no row {row}");
    }
    assert_eq!(total, 191);
}
