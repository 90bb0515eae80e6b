//! The smart-card class descriptor: what a reader can do and what it leaves to the host
//! (CCID 1.1, 5.1, table 5.1-1).

use crate::link::LinkError;

/// All fields of the class descriptor.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ClassDescriptor {
    /// bcdCCID: release of the specification.
    pub ccid_release: u16,
    /// bMaxSlotIndex: number of slots less one.
    pub max_slot_index: u8,
    /// bVoltageSupport.
    pub voltages: Voltages,
    /// dwProtocols: bit 0 T=0, bit 1 T=1.
    pub protocols: u32,
    /// dwDefaultClock in kHz.
    pub default_clock: u32,
    /// dwMaximumClock in kHz.
    pub maximum_clock: u32,
    /// bNumClockSupported.
    pub clock_count: u8,
    /// dwDataRate in bit/s.
    pub data_rate: u32,
    /// dwMaxDataRate in bit/s.
    pub max_data_rate: u32,
    /// bNumDataRatesSupported.
    pub data_rate_count: u8,
    /// dwMaxIFSD: information field size of T=1.
    pub max_ifsd: u32,
    /// dwSynchProtocols.
    pub synchronous_protocols: u32,
    /// dwMechanical.
    pub mechanical: u32,
    /// dwFeatures.
    pub features: Features,
    /// dwMaxCCIDMessageLength, header included.
    pub max_message_length: u32,
    /// bClassGetResponse: FF means as the command.
    pub class_get_response: u8,
    /// bClassEnvelope: FF means as the command.
    pub class_envelope: u8,
    /// wLcdLayout: lines and characters of a display.
    pub lcd_layout: u16,
    /// bPINSupport: bit 0 verification, bit 1 modification.
    pub pin_support: u8,
    /// bMaxCCIDBusySlots.
    pub max_busy_slots: u8,
}

impl ClassDescriptor {
    /// bLength.
    pub const LENGTH: usize = 54;

    /// bDescriptorType, and the vendor-specific type that some readers use instead.
    pub(super) const TYPES: [u8; 2] = [0x21, 0xFF];
}

impl TryFrom<&[u8]> for ClassDescriptor {
    type Error = LinkError;

    fn try_from(bytes: &[u8]) -> Result<Self, LinkError> {
        let bytes: &[u8; Self::LENGTH] = bytes
            .try_into()
            .map_err(|_| LinkError::MalformedDescriptor)?;
        let mut fields = Fields(bytes);
        let [length, descriptor_type] = [fields.byte(), fields.byte()];
        if usize::from(length) != Self::LENGTH || !Self::TYPES.contains(&descriptor_type) {
            return Err(LinkError::MalformedDescriptor);
        }
        // In the order of the table.
        Ok(Self {
            ccid_release: fields.word(),
            max_slot_index: fields.byte(),
            voltages: Voltages(fields.byte()),
            protocols: fields.double_word(),
            default_clock: fields.double_word(),
            maximum_clock: fields.double_word(),
            clock_count: fields.byte(),
            data_rate: fields.double_word(),
            max_data_rate: fields.double_word(),
            data_rate_count: fields.byte(),
            max_ifsd: fields.double_word(),
            synchronous_protocols: fields.double_word(),
            mechanical: fields.double_word(),
            features: Features(fields.double_word()),
            max_message_length: fields.double_word(),
            class_get_response: fields.byte(),
            class_envelope: fields.byte(),
            lcd_layout: fields.word(),
            pin_support: fields.byte(),
            max_busy_slots: fields.byte(),
        })
    }
}

/// bVoltageSupport.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Voltages(pub u8);

/// dwFeatures.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Features(pub u32);

impl Features {
    /// Activates a card by itself when it is inserted.
    pub const AUTOMATIC_ACTIVATION: Self = Self(0x04);
    /// Chooses the voltage by itself.
    pub const AUTOMATIC_VOLTAGE: Self = Self(0x08);
    /// Negotiates protocol and speed by itself; the host sends no parameters.
    pub const AUTOMATIC_NEGOTIATION: Self = Self(0x40);
    /// Negotiates what the host sends as parameters.
    pub const NEGOTIATION_FROM_PARAMETERS: Self = Self(0x80);
    /// Tells a card by itself how much it can receive.
    pub const AUTOMATIC_IFSD: Self = Self(0x400);

    /// Whether at least one bit of `other` is set.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The level of exchange. Of several the highest counts.
    #[must_use]
    pub const fn exchange_level(self) -> ExchangeLevel {
        if self.has(Self(0x0004_0000)) {
            ExchangeLevel::ExtendedApdu
        } else if self.has(Self(0x0002_0000)) {
            ExchangeLevel::ShortApdu
        } else if self.has(Self(0x0001_0000)) {
            ExchangeLevel::Tpdu
        } else {
            ExchangeLevel::Character
        }
    }
}

/// How much of the card protocol a reader leaves to the host (CCID 1.1, 5.1, dwFeatures).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum ExchangeLevel {
    /// The host sends single characters.
    Character,
    /// The host sends blocks of the transmission protocol.
    Tpdu,
    /// The host sends short APDUs.
    ShortApdu,
    /// The host sends short and extended APDUs.
    ExtendedApdu,
}

impl ExchangeLevel {
    /// The name in the specification, the same in every language.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Character => "Character",
            Self::Tpdu => "TPDU",
            Self::ShortApdu => "Short APDU",
            Self::ExtendedApdu => "Short and extended APDU",
        }
    }

    /// The name for programs.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Character => "character",
            Self::Tpdu => "tpdu",
            Self::ShortApdu => "shortApdu",
            Self::ExtendedApdu => "extendedApdu",
        }
    }

    /// Whether this driver can work at this level.
    ///
    /// # Errors
    /// [`LinkError::CharacterLevel`].
    pub const fn supported(self) -> Result<(), LinkError> {
        match self {
            Self::Character => Err(LinkError::CharacterLevel),
            Self::Tpdu | Self::ShortApdu | Self::ExtendedApdu => Ok(()),
        }
    }
}

/// Reads little-endian numbers one after another. The length was checked, so nothing is
/// missing; zero stands for what would be.
struct Fields<'a>(&'a [u8]);

impl Fields<'_> {
    fn take<const N: usize>(&mut self) -> [u8; N] {
        let Some((first, rest)) = self.0.split_first_chunk::<N>() else {
            return [0; N];
        };
        self.0 = rest;
        *first
    }

    fn byte(&mut self) -> u8 {
        u8::from_le_bytes(self.take())
    }

    fn word(&mut self) -> u16 {
        u16::from_le_bytes(self.take())
    }

    fn double_word(&mut self) -> u32 {
        u32::from_le_bytes(self.take())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::link::script::hex;

    /// ACR1251 Dual Reader, contactless interface, from the fields that libccid lists.
    const ACR1251: &str = "36210001000702000000A00F0000A00F000000002A000090D003000000020000\
                           0000000000000000400004000A020000000000000001";

    #[test]
    fn the_fields_of_a_real_reader_are_read() {
        let descriptor = ClassDescriptor::try_from(hex(ACR1251).as_slice()).unwrap();
        let expected = ClassDescriptor {
            ccid_release: 0x0100,
            max_slot_index: 0,
            voltages: Voltages(7),
            protocols: 2,
            default_clock: 4_000,
            maximum_clock: 4_000,
            clock_count: 0,
            data_rate: 10_752,
            max_data_rate: 250_000,
            data_rate_count: 0,
            max_ifsd: 512,
            synchronous_protocols: 0,
            mechanical: 0,
            features: Features(0x0004_0040),
            max_message_length: 522,
            class_get_response: 0,
            class_envelope: 0,
            lcd_layout: 0,
            pin_support: 0,
            max_busy_slots: 1,
        };
        assert_eq!(descriptor, expected);
        assert_eq!(
            descriptor.features.exchange_level(),
            ExchangeLevel::ExtendedApdu
        );
        assert!(descriptor.features.has(Features::AUTOMATIC_NEGOTIATION));
    }

    #[test]
    fn length_and_type_are_checked() {
        let good = hex(ACR1251);
        let mut vendor = good.clone();
        vendor[1] = 0xFF;
        assert!(ClassDescriptor::try_from(vendor.as_slice()).is_ok());
        for (index, value) in [(0, 53), (1, 0x22)] {
            let mut bad = good.clone();
            bad[index] = value;
            assert_eq!(
                ClassDescriptor::try_from(bad.as_slice()),
                Err(LinkError::MalformedDescriptor)
            );
        }
        assert!(ClassDescriptor::try_from(&good[..53]).is_err());
    }

    #[test]
    fn levels_are_told_apart() {
        let table = [
            (
                0x0000_0000,
                ExchangeLevel::Character,
                Err(LinkError::CharacterLevel),
            ),
            (0x0001_0030, ExchangeLevel::Tpdu, Ok(())),
            (0x0002_0840, ExchangeLevel::ShortApdu, Ok(())),
            (0x0004_007E, ExchangeLevel::ExtendedApdu, Ok(())),
            (0x0006_0000, ExchangeLevel::ExtendedApdu, Ok(())),
        ];
        for (features, level, supported) in table {
            assert_eq!(Features(features).exchange_level(), level);
            assert_eq!(level.supported(), supported);
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 50..58)) {
            let read = ClassDescriptor::try_from(bytes.as_slice());
            let fits = bytes.len() == 54 && bytes[0] == 54 && [0x21, 0xFF].contains(&bytes[1]);
            prop_assert_eq!(read.is_ok(), fits);
        }
    }
}
