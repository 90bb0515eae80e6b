//! The vendor interface as an ordinary CCID reader: its descriptors, which it lacks, are
//! those of its brother of smart-card class.

use crate::ccid::{ClassDescriptor, Features, ReaderInterface, Voltages, readers};
use crate::sony::VendorInterface;

/// The class descriptor of interface 0 of the RC-S300 (libccid 1.8.2,
/// `readers/SONY_FeliCa_RC-S300_S.txt`): extended APDUs, messages of 522 bytes, everything
/// automatic.
const BROTHER: ClassDescriptor = ClassDescriptor {
    ccid_release: 0x0110,
    max_slot_index: 0,
    voltages: Voltages(0x07),
    protocols: 0x02,
    default_clock: 4_000,
    maximum_clock: 4_000,
    clock_count: 0,
    data_rate: 115_200,
    max_data_rate: 921_600,
    data_rate_count: 0,
    max_ifsd: 254,
    synchronous_protocols: 0,
    mechanical: 0,
    features: Features(0x0004_007E),
    max_message_length: 522,
    class_get_response: 0,
    class_envelope: 0,
    lcd_layout: 0,
    pin_support: 0,
    max_busy_slots: 1,
};

/// The interface as a reader. A class descriptor of its own counts for most, then that of
/// another interface of the same device.
pub(super) fn reader_interface(
    interface: &VendorInterface,
    configuration: &[u8],
) -> ReaderInterface {
    let all = readers(configuration).unwrap_or_default();
    if let Some(own) = all.iter().find(|reader| reader.number == interface.number) {
        return *own;
    }
    let descriptor = all.first().map_or(BROTHER, |brother| brother.descriptor);
    ReaderInterface {
        number: interface.number,
        class: 0xFF,
        descriptor,
        level: descriptor.features.exchange_level(),
        bulk_in: interface.bulk_in,
        bulk_out: interface.bulk_out,
        interrupt: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ccid::ExchangeLevel;
    use crate::ccid::script::{EXTENDED, Kind, SHORT, configuration, interface};
    use crate::link::script::hex;

    #[test]
    fn the_descriptor_that_is_nearest_counts() {
        let vendor = hex("09 04 02 00 02 FF 00 00 00 07 05 84 02 4000 00 07 05 04 02 4000 00");
        let smart_card = |kind: Kind| {
            interface(
                1,
                Kind {
                    class: 0x0B,
                    ..kind
                },
            )
        };
        let found = |interfaces: &[Vec<u8>]| {
            let configuration = configuration(interfaces);
            let vendor = VendorInterface::find(&configuration).unwrap();
            reader_interface(&vendor, &configuration)
        };
        let alone = found(std::slice::from_ref(&vendor));
        assert_eq!((alone.number, alone.descriptor), (2, BROTHER));
        let with_brother = found(&[smart_card(SHORT), vendor.clone()]);
        let brother = (with_brother.number, with_brother.level);
        assert_eq!(brother, (2, ExchangeLevel::ShortApdu));
        assert_eq!(with_brother.bulk_out.address.0, 0x04);
        let own = found(&[smart_card(SHORT), interface(2, EXTENDED)]);
        assert_eq!((own.number, own.level), (2, ExchangeLevel::ExtendedApdu));
    }

    #[test]
    fn the_brother_is_the_published_one() {
        let published = hex(
            "36211001000702000000A00F0000A00F00000000C2010000100E0000FE0000000000000000000000\
             7E0004000A020000000000000001",
        );
        let descriptor = ClassDescriptor::try_from(published.as_slice()).unwrap();
        assert_eq!(descriptor, BROTHER);
    }
}
