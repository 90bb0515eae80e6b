//! The reader models, one row each, the most usual one first.

use super::model::{DescriptorPlace, ExchangeLevel, Model, SMART_CARD_CLASS, Supply, VENDOR_CLASS};
use super::sony::{Family, models as sony};
use crate::profile::Title;
use crate::transmission::ContactAnswer;

/// pid.codes' number for tests: no real device has it.
const TEST_VENDOR_ID: u16 = 0x1209;
/// Functional descriptor of a smart-card interface (CCID 1.1, 5.1).
const FUNCTIONAL_DESCRIPTOR: u8 = 0x21;
/// Some readers with a vendor class give the descriptor a vendor type as well.
const VENDOR_DESCRIPTOR: u8 = 0xFF;

/// The commonest limit: a short APDU's answer with header (libccid's reader list).
const SMALL_MESSAGE: u32 = 271;
/// The largest a reader at this level may announce (CCID 1.1, 5.1).
const LARGE_MESSAGE: u32 = 65_554;

/// `dwFeatures`: configuration from the answer to reset, activation, voltage,
/// clock, data rate and negotiation by itself (02, 04, 08, 10, 20, 40).
const AUTOMATIC: u32 = 0x007E;
/// The same without activation and voltage.
const EXPLICIT_VOLTAGE: u32 = 0x0072;
/// Voltage, clock and data rate by itself, clock stop: the host negotiates,
/// sets the parameters and agrees on the block size.
const BY_HOST: u32 = 0x0138;
/// As an SCR3310 (02, 08, 10, 20, 80), with clock stop and block size.
const BY_PARAMETERS: u32 = 0x05BA;
/// Negotiation and block size by itself (40, 400).
const BY_ITSELF: u32 = 0x047A;
/// QEMU's `dev-smartcard-reader.c`: 4FE, and power-off stays in the reader.
const AS_QEMU: u32 = 0x84FE;
/// Clock and data rate by itself, as the plainest of readers.
const PLAIN: u32 = 0x0030;

/// 4 MHz / 372, and the same times 2 to 32 (ISO/IEC 7816-3, table 8).
const RATES: &[u32] = &[10_753, 21_505, 43_011, 86_022, 129_032, 172_043, 344_086];
const ONE_RATE: &[u32] = &[10_753];

pub(super) const EXTENDED: Model = Model {
    name: "extended",
    title: Title {
        ja: "拡張APDU対応リーダー",
        en: "Reader for extended APDUs",
    },
    interface_class: VENDOR_CLASS,
    level: ExchangeLevel::ExtendedApdu,
    max_message_length: LARGE_MESSAGE,
    message_limit: LARGE_MESSAGE,
    features: AUTOMATIC,
    protocols: 0x2,
    max_ifsd: 254,
    data_rates: ONE_RATE,
    slots: 1,
    pin_pad: false,
    supply: Supply::Automatic,
    contacts: ContactAnswer::First,
    descriptor_place: DescriptorPlace::BehindInterface,
    descriptor_type: FUNCTIONAL_DESCRIPTOR,
    interrupt: true,
    family: Family::Ccid,
    vendor_id: TEST_VENDOR_ID,
    product_id: 0x0001,
};

const TPDU: Model = Model {
    name: "tpdu",
    title: Title {
        ja: "TPDUレベルのリーダー（T=1はパソコン側）",
        en: "Reader at TPDU level (the computer speaks T=1)",
    },
    level: ExchangeLevel::Tpdu,
    max_message_length: SMALL_MESSAGE,
    message_limit: SMALL_MESSAGE,
    features: BY_HOST,
    protocols: 0x3,
    data_rates: RATES,
    contacts: ContactAnswer::Second,
    product_id: 0x0007,
    ..EXTENDED
};

impl Model {
    /// Every model, the most usual one first.
    pub const ALL: [Self; 25] = [
        EXTENDED,
        Self {
            name: "extended-271",
            title: Title {
                ja: "拡張APDU対応リーダー（271バイトずつ）",
                en: "Reader for extended APDUs, 271 bytes at a time",
            },
            max_message_length: SMALL_MESSAGE,
            message_limit: SMALL_MESSAGE,
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
            message_limit: SMALL_MESSAGE,
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
        TPDU,
        Self {
            name: "tpdu-auto",
            title: Title {
                ja: "TPDUレベルのリーダー（速度と大きさは自分で決める）",
                en: "Reader at TPDU level that settles rate and size",
            },
            features: BY_PARAMETERS,
            product_id: 0x0009,
            ..TPDU
        },
        Self {
            name: "tpdu-own",
            title: Title {
                ja: "TPDUレベルのリーダー（すべて自分で決める）",
                en: "Reader at TPDU level that settles everything",
            },
            features: BY_ITSELF,
            product_id: 0x000A,
            ..TPDU
        },
        Self {
            name: "tpdu-t0",
            title: Title {
                ja: "TPDUレベルのリーダー（T=0だけ）",
                en: "Reader at TPDU level for T=0 only",
            },
            max_message_length: LARGE_MESSAGE,
            // QEMU keeps answers in 384 bytes.
            message_limit: 384,
            features: AS_QEMU,
            protocols: 0x1,
            contacts: ContactAnswer::BothProtocols,
            product_id: 0x000B,
            ..TPDU
        },
        Self {
            name: "tpdu-crc",
            title: Title {
                ja: "TPDUレベルのリーダー（カードの検査符号がCRC）",
                en: "Reader at TPDU level, cards with CRC",
            },
            contacts: ContactAnswer::CyclicCheck,
            product_id: 0x000C,
            ..TPDU
        },
        Self {
            name: "lying-limits",
            title: Title {
                ja: "大きさの申告が誤っているリーダー",
                en: "Reader that lies about its limits",
            },
            max_message_length: 64,
            max_ifsd: 1_024,
            contacts: ContactAnswer::First,
            product_id: 0x000D,
            ..TPDU
        },
        Self {
            name: "character",
            title: Title {
                ja: "文字レベルのリーダー（未対応）",
                en: "Reader at character level (not supported)",
            },
            level: ExchangeLevel::Character,
            features: PLAIN,
            product_id: 0x000E,
            ..TPDU
        },
        Self {
            name: "two-slots",
            title: Title {
                ja: "SAMを内蔵した2スロットのリーダー",
                en: "Reader with two slots, one holding a SAM",
            },
            slots: 2,
            product_id: 0x000F,
            ..EXTENDED
        },
        Self {
            name: "explicit-voltage",
            title: Title {
                ja: "電圧を指定させるリーダー（3 Vのみ）",
                en: "Reader that wants to be told the voltage (3 V)",
            },
            features: EXPLICIT_VOLTAGE,
            // bPowerSelect 2: 3 V (CCID 1.1, 6.1.1).
            supply: Supply::OnlyAt(2),
            product_id: 0x0010,
            ..EXTENDED
        },
        Self {
            name: "pin-pad",
            title: Title {
                ja: "PINパッド付きのリーダー",
                en: "Reader with a PIN pad",
            },
            pin_pad: true,
            product_id: 0x0011,
            ..EXTENDED
        },
        Self {
            name: "tpdu-pin-pad",
            title: Title {
                ja: "PINパッド付きのリーダー（TPDUレベル）",
                en: "Reader with a PIN pad, at TPDU level",
            },
            pin_pad: true,
            contacts: ContactAnswer::First,
            product_id: 0x0012,
            ..TPDU
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
        Self {
            name: "protected-tpdu",
            title: Title {
                ja: "ブラウザーが使えないリーダー（クラス0x0B、TPDUレベル）",
                en: "Reader that browsers keep out (class 0x0B, TPDU level)",
            },
            interface_class: SMART_CARD_CLASS,
            product_id: 0x0013,
            ..TPDU
        },
        sony::RC_S300,
        sony::RC_S300_PROLOGUE,
        sony::RC_S300_PLAIN,
        sony::RC_S300_SHORT_ESCAPE,
        sony::RC_S300_OWNED,
        sony::RC_S380,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_product_ids_are_unique() {
        for (index, model) in Model::ALL.iter().enumerate() {
            assert_eq!(Model::named(model.name()), Some(*model));
            for other in Model::ALL.iter().skip(index + 1) {
                assert_ne!(model.name, other.name);
                assert_ne!(model.title, other.title);
                let id = |model: &Model| (model.vendor_id, model.product_id);
                // Variants of one reader are one product.
                assert!(id(model) != id(other) || model.vendor_id != TEST_VENDOR_ID);
            }
        }
    }

    #[test]
    fn every_rate_that_a_card_offers_is_among_those_of_the_reader() {
        for answer in ContactAnswer::ALL {
            let rate = crate::transmission::bits_per_second(answer.offered_rate(), 4_000);
            let rate = rate.expect("a rate");
            // Readers round up, ISO/IEC 7816-3 does not say.
            assert!(
                RATES.iter().any(|listed| listed.abs_diff(rate) <= 2),
                "{rate}"
            );
        }
    }
}
