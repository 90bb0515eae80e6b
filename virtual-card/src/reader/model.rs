//! What a reader is made of: the fields of which `models.rs` has one row per
//! model.

use serde::Serialize;

use super::sony::Family;
use crate::profile::Title;
use crate::transmission::{ContactAnswer, Protocol};

/// Largest packet of the bulk endpoints at full speed (USB 2.0, 5.8.3).
pub(crate) const PACKET_SIZE: u16 = 64;

/// Vendor specific, so that a page may claim it (USB class codes).
pub(super) const VENDOR_CLASS: u8 = 0xFF;
/// Smart card, which browsers keep to themselves (WebUSB, "protected interface classes").
pub(super) const SMART_CARD_CLASS: u8 = 0x0B;

/// Exchange level, `dwFeatures` bits 16 to 18 (CCID 1.1, 5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExchangeLevel {
    /// The host speaks every protocol character by character. This reader
    /// announces it and powers cards, but exchanges nothing: a driver without
    /// that level has to refuse it.
    Character,
    /// The host speaks T=1 or T=0 itself, block by block.
    Tpdu,
    /// Whole APDUs of the short form.
    ShortApdu,
    /// Whole APDUs, short and extended, in several messages if need be.
    ExtendedApdu,
}

/// What a reader does, by itself or wrongly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Feature {
    /// Takes the parameters from the answer to reset.
    ParametersByAnswer = 0x0002,
    /// Negotiates with the card and sets its own parameters.
    NegotiatesByItself = 0x0040,
    /// Negotiates what the host's parameters say.
    NegotiatesByParameters = 0x0080,
    /// Can stop the clock of the card.
    StopsClock = 0x0100,
    /// Agrees on its block size with the card.
    AgreesOnSize = 0x0400,
    /// In no descriptor: power-off does not reach the card, as in QEMU's
    /// `dev-smartcard-reader.c`.
    KeepsPower = 0x8000,
}

/// Bits of [`Feature`] that stand in no descriptor.
const UNTOLD: u32 = Feature::KeepsPower as u32;

/// How the reader feeds the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Supply {
    /// It finds the voltage, also when the host names one.
    Automatic,
    /// The host has to find it: `bPowerSelect` that the card starts at.
    OnlyAt(u8),
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
    pub(super) name: &'static str,
    pub(super) title: Title<&'static str>,
    pub(super) interface_class: u8,
    pub(super) level: ExchangeLevel,
    /// As announced.
    pub(super) max_message_length: u32,
    /// As kept.
    pub(super) message_limit: u32,
    pub(super) features: u32,
    /// Bit 0: T=0, bit 1: T=1.
    pub(super) protocols: u32,
    pub(super) max_ifsd: u32,
    pub(super) data_rates: &'static [u32],
    pub(super) slots: u8,
    pub(super) pin_pad: bool,
    pub(super) supply: Supply,
    pub(super) contacts: ContactAnswer,
    pub(super) descriptor_place: DescriptorPlace,
    pub(super) descriptor_type: u8,
    pub(super) interrupt: bool,
    pub(super) family: Family,
    pub(super) vendor_id: u16,
    pub(super) product_id: u16,
}

impl Model {
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

    /// The longest message that the reader really takes and sends. It is what
    /// it announces, unless it lies.
    #[must_use]
    pub fn message_limit(&self) -> u32 {
        self.message_limit
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

    /// Whether a PIN can be typed on the reader.
    #[must_use]
    pub fn has_pin_pad(&self) -> bool {
        self.pin_pad
    }

    /// How many slots it has. Cards are laid into the last one; any before it
    /// hold cards that never leave the reader.
    #[must_use]
    pub fn slots(&self) -> u8 {
        self.slots
    }

    /// `idVendor`.
    #[must_use]
    pub fn vendor_id(&self) -> u16 {
        self.vendor_id
    }

    /// Strings 1 to 3: manufacturer, product, serial number.
    #[must_use]
    pub fn strings(&self) -> [&'static str; 3] {
        let product = match self.family {
            Family::Ccid => "Practice CCID Reader",
            Family::Port400(_) => "Practice RC-S300",
            Family::Port100 => "Practice RC-S380",
        };
        ["Practice", product, "PRACTICE-0001"]
    }

    /// `idProduct`.
    #[must_use]
    pub fn product_id(&self) -> u16 {
        self.product_id
    }

    pub(crate) fn has(&self, feature: Feature) -> bool {
        self.features & feature as u32 != 0
    }

    pub(crate) fn speaks(&self, protocol: Protocol) -> bool {
        self.protocols & (1 << protocol.number()) != 0
    }

    /// `dwFeatures`.
    pub(crate) fn features(&self) -> u32 {
        let level = match self.level {
            ExchangeLevel::Character => 0,
            ExchangeLevel::Tpdu => 0x0001_0000,
            ExchangeLevel::ShortApdu => 0x0002_0000,
            ExchangeLevel::ExtendedApdu => 0x0004_0000,
        };
        level | self.features & !UNTOLD
    }

    pub(crate) fn protocols(&self) -> u32 {
        self.protocols
    }

    pub(crate) fn max_ifsd(&self) -> u32 {
        self.max_ifsd
    }

    /// Rates that the reader names when it is asked.
    pub(crate) fn data_rates(&self) -> &'static [u32] {
        self.data_rates
    }

    pub(crate) fn max_data_rate(&self) -> u32 {
        self.data_rates.iter().copied().max().unwrap_or_default()
    }

    pub(crate) fn supply(&self) -> Supply {
        self.supply
    }

    /// What cards answer at the contacts of this reader; `None` where the
    /// reader keeps the contacts to itself.
    pub(crate) fn contact_answer(&self) -> Option<ContactAnswer> {
        (self.level == ExchangeLevel::Tpdu).then_some(self.contacts)
    }

    pub(crate) fn family(&self) -> Family {
        self.family
    }

    pub(crate) fn descriptor_place(&self) -> DescriptorPlace {
        self.descriptor_place
    }

    pub(crate) fn descriptor_type(&self) -> u8 {
        self.descriptor_type
    }
}
