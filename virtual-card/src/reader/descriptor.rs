//! The descriptors a reader of a given model shows on the control endpoint.

use super::endpoint::Endpoint;
use super::interface::Interface;
use super::model::{DescriptorPlace, Model};

/// `bConfigurationValue` of the only configuration.
pub(crate) const CONFIGURATION_VALUE: u8 = 1;

/// Device descriptor (USB 2.0, table 9-8).
pub(crate) fn device(model: &Model) -> Vec<u8> {
    let [vendor_low, vendor_high] = model.vendor_id().to_le_bytes();
    let [product_low, product_high] = model.product_id().to_le_bytes();
    vec![
        18,   // bLength
        0x01, // bDescriptorType: DEVICE
        0x00,
        0x02, // bcdUSB 2.00
        0x00, // bDeviceClass: each interface says
        0x00, // bDeviceSubClass
        0x00, // bDeviceProtocol
        64,   // bMaxPacketSize0
        vendor_low,
        vendor_high,
        product_low,
        product_high,
        0x00,
        0x01, // bcdDevice 1.00
        1,    // iManufacturer
        2,    // iProduct
        3,    // iSerialNumber
        1,    // bNumConfigurations
    ]
}

/// Configuration descriptor with all that follows it (USB 2.0, table 9-10).
pub(crate) fn configuration(model: &Model) -> Vec<u8> {
    let interfaces = model.interfaces();
    let count = u8::try_from(interfaces.len()).unwrap_or_default();
    let body: Vec<u8> = interfaces
        .iter()
        .flat_map(|each| interface(model, each))
        .collect();
    let [total_low, total_high, ..] = (body.len() + 9).to_le_bytes();
    let mut bytes = vec![
        9,    // bLength
        0x02, // bDescriptorType: CONFIGURATION
        total_low,
        total_high, // wTotalLength
        count,      // bNumInterfaces
        CONFIGURATION_VALUE,
        0,    // iConfiguration
        0x80, // bmAttributes: powered by the bus
        50,   // bMaxPower: 100 mA
    ];
    bytes.extend(body);
    bytes
}

/// String descriptor (USB 2.0, 9.6.7); index 0 names the language.
pub(crate) fn string(model: &Model, index: u8) -> Option<Vec<u8>> {
    /// English (United States).
    const LANGUAGE: [u8; 2] = [0x09, 0x04];
    let text: Vec<u8> = match index.checked_sub(1) {
        None => LANGUAGE.to_vec(),
        Some(index) => model
            .strings()
            .get(usize::from(index))?
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect(),
    };
    let length = u8::try_from(text.len() + 2).ok()?;
    Some([&[length, 0x03][..], &text].concat())
}

fn interface(model: &Model, interface: &Interface) -> Vec<u8> {
    let endpoints = interface.endpoints.iter();
    let endpoints: Vec<u8> = endpoints.flat_map(|each| endpoint(model, *each)).collect();
    let mut bytes = vec![
        9,    // bLength
        0x04, // bDescriptorType: INTERFACE
        interface.number,
        0, // bAlternateSetting
        u8::try_from(interface.endpoints.len()).unwrap_or_default(),
        interface.class,
        0, // bInterfaceSubClass
        0, // bInterfaceProtocol: CCID over bulk endpoints
        0, // iInterface
    ];
    match model.descriptor_place() {
        _ if !interface.functional => bytes.extend(endpoints),
        DescriptorPlace::BehindInterface => {
            bytes.extend(functional(model));
            bytes.extend(endpoints);
        }
        DescriptorPlace::BehindEndpoints => {
            bytes.extend(endpoints);
            bytes.extend(functional(model));
        }
    }
    bytes
}

/// Endpoint descriptor (USB 2.0, table 9-13).
fn endpoint(model: &Model, endpoint: Endpoint) -> [u8; 7] {
    let [size_low, size_high] = endpoint.packet_size().to_le_bytes();
    let (attributes, interval) = match endpoint {
        Endpoint::Interrupt => (0x03, 16),
        _ => (0x02, 0),
    };
    [
        7,
        0x05,
        endpoint.address(model),
        attributes,
        size_low,
        size_high,
        interval,
    ]
}

/// Smart-card functional descriptor (CCID 1.1, 5.1).
fn functional(model: &Model) -> Vec<u8> {
    let mut bytes = vec![
        54, // bLength
        model.descriptor_type(),
        0x10,
        0x01,                            // bcdCCID 1.10
        model.slots().saturating_sub(1), // bMaxSlotIndex
        0x07,                            // bVoltageSupport: 5 V, 3 V, 1.8 V
    ];
    for number in [
        model.protocols(), // dwProtocols
        DEFAULT_CLOCK_KHZ,
        DEFAULT_CLOCK_KHZ, // dwMaximumClock
    ] {
        bytes.extend(number.to_le_bytes());
    }
    bytes.push(0); // bNumClockSupported: the default only
    bytes.extend(DEFAULT_DATA_RATE.to_le_bytes());
    bytes.extend(model.max_data_rate().to_le_bytes());
    // bNumDataRatesSupported: 0 stands for the default only.
    let rates = model.data_rates().len();
    bytes.push(if rates > 1 {
        u8::try_from(rates).unwrap_or_default()
    } else {
        0
    });
    for number in [
        model.max_ifsd(),
        0, // dwSynchProtocols
        0, // dwMechanical
        model.features(),
        model.max_message_length(),
    ] {
        bytes.extend(number.to_le_bytes());
    }
    bytes.extend([
        0xFF, // bClassGetResponse: as the command
        0xFF, // bClassEnvelope: as the command
        0x00,
        0x00,                          // wLcdLayout: no display
        u8::from(model.has_pin_pad()), // bPINSupport: verification or nothing
        1,                             // bMaxCCIDBusySlots
    ]);
    bytes
}

/// Answer to GET_CLOCK_FREQUENCIES and field of the descriptor, in kHz.
pub(crate) const DEFAULT_CLOCK_KHZ: u32 = 4_000;
/// Field of the descriptor, in bit/s: 4 MHz / 372.
pub(crate) const DEFAULT_DATA_RATE: u32 = 10_753;

#[cfg(test)]
mod tests {
    use super::super::model::ExchangeLevel;
    use super::*;

    /// Walks the descriptors by their own lengths.
    fn walk(bytes: &[u8]) -> Vec<(u8, usize)> {
        let mut found = Vec::new();
        let mut rest = bytes;
        while let [length, kind, ..] = rest {
            found.push((*kind, usize::from(*length)));
            rest = rest.get(usize::from(*length)..).expect("lengths add up");
        }
        assert!(rest.is_empty());
        found
    }

    #[test]
    fn descriptors_follow_one_another_as_the_model_says() {
        let table: [(&str, &[(u8, usize)]); 4] = [
            (
                "extended",
                &[(2, 9), (4, 9), (0x21, 54), (5, 7), (5, 7), (5, 7)],
            ),
            (
                "no-interrupt",
                &[(2, 9), (4, 9), (0x21, 54), (5, 7), (5, 7)],
            ),
            (
                "trailing-descriptor",
                &[(2, 9), (4, 9), (5, 7), (5, 7), (5, 7), (0x21, 54)],
            ),
            (
                "vendor-descriptor",
                &[(2, 9), (4, 9), (0xFF, 54), (5, 7), (5, 7), (5, 7)],
            ),
        ];
        for (name, expected) in table {
            let bytes = configuration(&Model::named(name).expect(name));
            assert_eq!(walk(&bytes), expected, "{name}");
            assert_eq!(
                usize::from(u16::from_le_bytes([bytes[2], bytes[3]])),
                bytes.len()
            );
        }
    }

    #[test]
    fn the_functional_descriptor_has_its_fields_in_place() {
        for model in Model::ALL {
            let bytes = functional(&model);
            let number = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
            assert_eq!(bytes.len(), 54);
            assert_eq!(number(6), model.protocols(), "dwProtocols");
            assert_eq!(number(28), model.max_ifsd(), "dwMaxIFSD");
            assert_eq!(number(44), model.max_message_length());
            assert_eq!(
                (bytes[4], bytes[52]),
                (model.slots() - 1, model.has_pin_pad().into())
            );
            let level = match model.level() {
                ExchangeLevel::Character => 0,
                ExchangeLevel::Tpdu => 1,
                ExchangeLevel::ShortApdu => 2,
                ExchangeLevel::ExtendedApdu => 4,
            };
            assert_eq!(number(40) >> 16, level, "{}", model.name());
            assert_eq!(number(40) & 0x8000, 0, "an untold habit is told");
        }
    }

    #[test]
    fn strings_are_utf16_behind_their_length() {
        let [model, ..] = Model::ALL;
        assert_eq!(string(&model, 0), Some(vec![4, 3, 9, 4]));
        let product = string(&model, 2).expect("a product name");
        assert_eq!(product.len(), usize::from(product[0]));
        assert_eq!(&product[..4], [42, 3, b'P', 0]);
        assert_eq!(string(&model, 4), None);
    }
}
