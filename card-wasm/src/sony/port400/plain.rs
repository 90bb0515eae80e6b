//! The vendor interface as an ordinary CCID reader: its descriptors, which it lacks, are
//! those of its brother of smart-card class.

use crate::ccid::{ClassDescriptor, ExchangeLevel, Features, ReaderInterface, Voltages, readers};
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

/// The interface as a reader. A class descriptor of its own counts for more.
pub(super) fn reader_interface(
    interface: &VendorInterface,
    configuration: &[u8],
) -> ReaderInterface {
    let own = readers(configuration)
        .unwrap_or_default()
        .into_iter()
        .find(|reader| reader.number == interface.number);
    own.unwrap_or(ReaderInterface {
        number: interface.number,
        class: 0xFF,
        descriptor: BROTHER,
        level: ExchangeLevel::ExtendedApdu,
        bulk_in: interface.bulk_in,
        bulk_out: interface.bulk_out,
        interrupt: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::script::hex;

    #[test]
    fn the_brother_is_the_published_one() {
        let published = hex(
            "36211001000702000000A00F0000A00F00000000C2010000100E0000FE0000000000000000000000\
             7E0004000A020000000000000001",
        );
        let descriptor = ClassDescriptor::try_from(published.as_slice()).unwrap();
        assert_eq!(descriptor, BROTHER);
        assert_eq!(
            descriptor.features.exchange_level(),
            ExchangeLevel::ExtendedApdu
        );
    }
}
