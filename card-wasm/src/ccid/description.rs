//! What a class descriptor says, in words for whoever chooses a reader: the fields that decide
//! whether and how this driver can use it.

use super::{ClassDescriptor, Features, Voltages};
use crate::link::LinkError;

/// A class descriptor in words.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Description {
    /// How APDUs are exchanged: `character`, `tpdu`, `shortApdu`, `extendedApdu`.
    pub level: &'static str,
    /// Most bytes of one message, header included.
    pub maximum_message: u32,
    /// Transmission protocols of contact cards.
    pub protocols: Vec<&'static str>,
    /// Information field size of T=1 that the reader takes.
    pub ifsd: u32,
    /// Number of slots.
    pub slots: usize,
    /// Supply voltages of contact cards.
    pub voltages: Vec<&'static str>,
    /// A PIN can be verified on the reader's own keys.
    pub pin_verification: bool,
    /// A PIN can be changed on the reader's own keys.
    pub pin_modification: bool,
    /// What the reader does by itself.
    pub automatic: Vec<&'static str>,
    /// Whether this driver can use it.
    pub supported: Result<(), LinkError>,
}

/// Bits of dwProtocols (CCID 1.1, table 5.1-1).
const PROTOCOLS: [(u32, &str); 2] = [(0x01, "T=0"), (0x02, "T=1")];
/// Bits of bVoltageSupport.
const VOLTAGES: [(u32, &str); 3] = [(0x01, "5.0 V"), (0x02, "3.0 V"), (0x04, "1.8 V")];
/// Bits of dwFeatures below the level of exchange.
const AUTOMATIC: [(u32, &str); 10] = [
    (0x002, "parameters from the ATR"),
    (0x004, "activation on insertion"),
    (0x008, "voltage"),
    (0x010, "clock frequency"),
    (0x020, "baud rate"),
    (0x040, "parameters, negotiated by the reader"),
    (0x080, "PPS from the host's parameters"),
    (0x100, "clock stop"),
    (0x200, "NAD other than 00"),
    (0x400, "IFSD exchange first"),
];
/// Bits of bPINSupport.
const VERIFICATION: u8 = 0x01;
const MODIFICATION: u8 = 0x02;

impl From<&ClassDescriptor> for Description {
    fn from(descriptor: &ClassDescriptor) -> Self {
        let Features(features) = descriptor.features;
        let Voltages(voltages) = descriptor.voltages;
        let level = descriptor.features.exchange_level();
        Self {
            level: level.key(),
            maximum_message: descriptor.max_message_length,
            protocols: named(&PROTOCOLS, descriptor.protocols),
            ifsd: descriptor.max_ifsd,
            slots: usize::from(descriptor.max_slot_index) + 1,
            voltages: named(&VOLTAGES, voltages.into()),
            pin_verification: descriptor.pin_support & VERIFICATION != 0,
            pin_modification: descriptor.pin_support & MODIFICATION != 0,
            automatic: named(&AUTOMATIC, features),
            supported: level.supported(),
        }
    }
}

/// The names of the bits that are set.
fn named(names: &[(u32, &'static str)], bits: u32) -> Vec<&'static str> {
    let set = names.iter().filter(|(bit, _)| bits & bit != 0);
    set.map(|(_, name)| *name).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::link::script::hex;

    fn describe(digits: &str) -> Description {
        let descriptor = ClassDescriptor::try_from(hex(digits).as_slice()).unwrap();
        Description::from(&descriptor)
    }

    /// ACS ACR1251, contactless, and ACS ACR39U, from the fields that libccid lists.
    #[test]
    fn real_readers_are_described() {
        let contactless = describe(
            "36210001000702000000A00F0000A00F000000002A000090D003000000020000\
             0000000000000000400004000A020000000000000001",
        );
        assert_eq!(contactless.level, "extendedApdu");
        assert_eq!(contactless.protocols, ["T=1"]);
        assert_eq!((contactless.maximum_message, contactless.ifsd), (522, 512));
        assert_eq!(
            contactless.automatic,
            ["parameters, negotiated by the reader"]
        );
        assert_eq!(contactless.supported, Ok(()));

        let contact = describe(
            "36211001000703000000C0120000803E00000067320000909A0C0000F7000000\
             0000000000000000B20001000F010000FFFF00000001",
        );
        assert_eq!((contact.level, contact.slots), ("tpdu", 1));
        assert_eq!(contact.voltages, ["5.0 V", "3.0 V", "1.8 V"]);
        assert_eq!(contact.supported, Ok(()));
    }

    proptest! {
        #[test]
        fn every_descriptor_has_a_description(rest: [u8; 32], more: [u8; 20]) {
            let bytes = [&[0x36, 0x21][..], &rest, &more].concat();
            let descriptor = ClassDescriptor::try_from(bytes.as_slice()).unwrap();
            let description = Description::from(&descriptor);
            prop_assert!(!description.level.is_empty());
            prop_assert_eq!(description.ifsd, descriptor.max_ifsd);
        }
    }
}
