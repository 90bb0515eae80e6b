//! The table of peculiar readers, and what it makes of their descriptors.

use super::*;
use crate::ccid::readers;
use crate::ccid::script::{EXTENDED, configuration, interface};

fn quirks(vendor: u16, product: u16, release: u16) -> Quirks {
    Quirks::of(DeviceId {
        vendor,
        product,
        release,
    })
}

fn corrected(quirks: Quirks) -> ReaderInterface {
    let found = readers(&configuration(&[interface(0, EXTENDED)])).unwrap();
    let mut interface = found[0];
    interface.descriptor.pin_support = 3;
    interface.descriptor.max_ifsd = 252;
    interface.descriptor.max_data_rate = 344_086;
    quirks.correct(interface)
}

#[test]
fn an_unknown_reader_is_taken_at_its_word() {
    let unknown = quirks(0x1209, 0x0001, 0);
    assert_eq!(unknown, Quirks::default());
    assert_eq!(unknown.check(), Ok(()));
    let interface = corrected(unknown);
    let descriptor = interface.descriptor;
    assert_eq!(interface.level, ExchangeLevel::ExtendedApdu);
    assert_eq!((descriptor.pin_support, descriptor.max_ifsd), (3, 252));
    assert_eq!(descriptor.max_data_rate, 344_086);
}

#[test]
fn descriptors_are_corrected() {
    let level = |vendor, product| corrected(quirks(vendor, product, 0xFFFF)).level;
    assert_eq!(level(0x0D46, 0x3010), ExchangeLevel::ShortApdu);
    assert_eq!(level(0x076B, 0x3031), ExchangeLevel::ExtendedApdu);
    let descriptor =
        |vendor, product, release| corrected(quirks(vendor, product, release)).descriptor;
    assert_eq!(descriptor(0x03F0, 0x1024, 0).pin_support, 0);
    assert_eq!(descriptor(0x09BE, 0x0002, 0).max_ifsd, 254);
    assert_eq!(descriptor(0x0529, 0x0620, 0x0012).max_ifsd, 0);
    assert_eq!(descriptor(0x0529, 0x0620, 0x0014).max_ifsd, 252);
    assert_eq!(descriptor(0x058F, 0x9540, 0).max_data_rate, 200_000);
    assert_eq!(descriptor(0x0B97, 0x7762, 0).max_data_rate, 9_600);
}

#[test]
fn old_firmware_is_refused() {
    for (release, expected) in [
        (0x0515, Err(LinkError::FirmwareOld)),
        (0x0516, Ok(())),
        (0x0600, Ok(())),
    ] {
        assert_eq!(quirks(0x04E6, 0xE001, release).check(), expected);
    }
}

#[test]
fn other_slots_may_be_of_another_level() {
    let reader = quirks(0x04E6, 0x5120, 0x0700);
    let level = |slot| reader.level_of_slot(slot, ExchangeLevel::Tpdu);
    assert_eq!(level(0), ExchangeLevel::Tpdu);
    assert_eq!(level(1), ExchangeLevel::ShortApdu);
    let plain = Quirks::default().level_of_slot(1, ExchangeLevel::Tpdu);
    assert_eq!(plain, ExchangeLevel::Tpdu);
}

/// Each kind of row is used, and no device stands there twice with the same kind.
#[test]
fn the_table_is_consistent() {
    let mut seen = std::collections::BTreeSet::new();
    for row in table::ROWS {
        let kind = format!("{:?}", row.peculiarity);
        let kind = kind.split(['(', ' ']).next().unwrap().to_owned();
        assert!(
            seen.insert((row.vendor, row.product, kind)),
            "{:04X}:{:04X} twice",
            row.vendor,
            row.product
        );
        let trusted = matches!(row.peculiarity, Peculiarity::PinPad(_));
        let quirks = quirks(row.vendor, row.product, 0);
        assert!(!(trusted && quirks.no_pin_pad), "trusted and ignored");
        assert_ne!(quirks, Quirks::default(), "a row without effect");
    }
}
