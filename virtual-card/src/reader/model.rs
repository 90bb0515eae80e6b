//! Which reader this is: one row per model, and the USB descriptors made of it.

use serde::Serialize;

use crate::profile::Title;

/// Largest packet of the bulk endpoints at full speed (USB 2.0, 5.8.3).
pub(crate) const PACKET_SIZE: u16 = 64;

/// Exchange level, `dwFeatures` bits 16 to 18 (CCID 1.1, 5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExchangeLevel {
    /// The host speaks T=1 itself. This reader announces it and powers cards,
    /// but exchanges nothing: a driver without T=1 has to refuse it.
    Tpdu,
    /// Whole APDUs of the short form.
    ShortApdu,
    /// Whole APDUs, short and extended, in several messages if need be.
    ExtendedApdu,
}

/// Where the class descriptor stands in the configuration descriptor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DescriptorPlace {
    BehindInterface,
    /// As on OZ776 and Reiner SCT readers.
    BehindEndpoints,
}

/// A reader model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Model {
    name: &'static str,
    title: Title<&'static str>,
    interface_class: u8,
    level: ExchangeLevel,
    max_message_length: u32,
    descriptor_place: DescriptorPlace,
    descriptor_type: u8,
    interrupt: bool,
    vendor_id: u16,
    product_id: u16,
}

/// pid.codes' number for tests: no real device has it.
const TEST_VENDOR_ID: u16 = 0x1209;

/// Vendor specific, so that a page may claim it (USB class codes).
const VENDOR_CLASS: u8 = 0xFF;
/// Smart card, which browsers keep to themselves (WebUSB, "protected interface classes").
pub(crate) const SMART_CARD_CLASS: u8 = 0x0B;
/// Functional descriptor of a smart-card interface (CCID 1.1, 5.1).
const FUNCTIONAL_DESCRIPTOR: u8 = 0x21;
/// Some readers with a vendor class give the descriptor a vendor type as well.
const VENDOR_DESCRIPTOR: u8 = 0xFF;

/// The commonest limit: a short APDU's answer with header (libccid's reader list).
const SMALL_MESSAGE: u32 = 271;
/// The largest a reader at this level may announce (CCID 1.1, 5.1).
const LARGE_MESSAGE: u32 = 65_554;

const EXTENDED: Model = Model {
    name: "extended",
    title: Title {
        ja: "拡張APDU対応リーダー",
        en: "Reader for extended APDUs",
    },
    interface_class: VENDOR_CLASS,
    level: ExchangeLevel::ExtendedApdu,
    max_message_length: LARGE_MESSAGE,
    descriptor_place: DescriptorPlace::BehindInterface,
    descriptor_type: FUNCTIONAL_DESCRIPTOR,
    interrupt: true,
    vendor_id: TEST_VENDOR_ID,
    product_id: 0x0001,
};

impl Model {
    /// Every model, the most usual one first.
    pub const ALL: [Self; 8] = [
        EXTENDED,
        Self {
            name: "extended-271",
            title: Title {
                ja: "拡張APDU対応リーダー（271バイトずつ）",
                en: "Reader for extended APDUs, 271 bytes at a time",
            },
            max_message_length: SMALL_MESSAGE,
            product_id: 0x0002,
            ..EXTENDED
        },
        Self {
            name: "short",
            title: Title {
                ja: "短いAPDUだけのリーダー",
                en: "Reader for short APDUs only",
            },
            level: ExchangeLevel::ShortApdu,
            max_message_length: SMALL_MESSAGE,
            product_id: 0x0003,
            ..EXTENDED
        },
        Self {
            name: "no-interrupt",
            title: Title {
                ja: "カードの抜き差しを知らせないリーダー",
                en: "Reader that does not announce cards",
            },
            interrupt: false,
            product_id: 0x0004,
            ..EXTENDED
        },
        Self {
            name: "trailing-descriptor",
            title: Title {
                ja: "記述子の順序が違うリーダー",
                en: "Reader with its class descriptor at the end",
            },
            descriptor_place: DescriptorPlace::BehindEndpoints,
            product_id: 0x0005,
            ..EXTENDED
        },
        Self {
            name: "vendor-descriptor",
            title: Title {
                ja: "記述子の種別が独自のリーダー",
                en: "Reader whose class descriptor has a vendor type",
            },
            descriptor_type: VENDOR_DESCRIPTOR,
            product_id: 0x0006,
            ..EXTENDED
        },
        Self {
            name: "tpdu",
            title: Title {
                ja: "TPDUレベルのリーダー（未対応）",
                en: "Reader at TPDU level (not supported)",
            },
            level: ExchangeLevel::Tpdu,
            max_message_length: SMALL_MESSAGE,
            product_id: 0x0007,
            ..EXTENDED
        },
        Self {
            name: "protected-class",
            title: Title {
                ja: "ブラウザーが使えないリーダー（クラス0x0B）",
                en: "Reader that browsers keep out (class 0x0B)",
            },
            interface_class: SMART_CARD_CLASS,
            product_id: 0x0008,
            ..EXTENDED
        },
    ];

    /// The model of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|model| model.name == name)
    }

    /// The name, such as `extended`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What a person reads in a menu.
    #[must_use]
    pub fn title(&self) -> Title<&'static str> {
        self.title
    }

    /// The exchange level.
    #[must_use]
    pub fn level(&self) -> ExchangeLevel {
        self.level
    }

    /// `dwMaxCCIDMessageLength`.
    #[must_use]
    pub fn max_message_length(&self) -> u32 {
        self.max_message_length
    }

    /// `bInterfaceClass` of the first interface.
    #[must_use]
    pub fn interface_class(&self) -> u8 {
        self.interface_class
    }

    /// Whether there is an interrupt endpoint.
    #[must_use]
    pub fn has_interrupt(&self) -> bool {
        self.interrupt
    }

    /// `idVendor`.
    #[must_use]
    pub fn vendor_id(&self) -> u16 {
        self.vendor_id
    }

    /// Strings 1 to 3: manufacturer, product, serial number.
    #[must_use]
    pub fn strings(&self) -> [&'static str; 3] {
        ["Practice", "Practice CCID Reader", "PRACTICE-0001"]
    }

    /// `idProduct`.
    #[must_use]
    pub fn product_id(&self) -> u16 {
        self.product_id
    }

    pub(crate) fn descriptor_place(&self) -> DescriptorPlace {
        self.descriptor_place
    }

    pub(crate) fn descriptor_type(&self) -> u8 {
        self.descriptor_type
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_ids_are_unique() {
        for (index, model) in Model::ALL.iter().enumerate() {
            assert_eq!(Model::named(model.name()), Some(*model));
            for other in Model::ALL.iter().skip(index + 1) {
                assert_ne!(model.name, other.name);
                let ids = |model: &Model| (model.vendor_id, model.product_id);
                assert_ne!(ids(model), ids(other));
            }
        }
    }
}
