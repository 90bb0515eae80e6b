//! The shape of a profile's TOML file.

use serde::{Deserialize, Serialize};

use super::Algorithm;
use crate::card::PinName;

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct File {
    pub(super) card: Card,
    pub(super) jpki: Option<Jpki>,
    pub(super) text: Option<Text>,
}

#[derive(Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Card {
    pub(super) title: Title,
    pub(super) interface: Interface,
    #[serde(default)]
    pub(super) warm_reset: WarmReset,
    #[serde(default)]
    pub(super) wrong_length: WrongLength,
    #[serde(default = "yes")]
    pub(super) card_manager: bool,
    #[serde(default = "yes")]
    pub(super) extended_length: bool,
    #[serde(default)]
    pub(super) tries_left: TriesLeft,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Jpki {
    pub(super) label: String,
    pub(super) algorithm: Algorithm,
    pub(super) authority: String,
    #[serde(default = "yes")]
    pub(super) certificate_before_pin: bool,
    /// Whether the card lends its key to the practice verifier.
    #[serde(default)]
    pub(super) practice_verifier: bool,
    pub(super) pin: String,
    pub(super) signature_pin: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Text {
    pub(super) pin: String,
    pub(super) reference_b: String,
    pub(super) name: String,
    pub(super) address: String,
    pub(super) birth_date: String,
    pub(super) sex: String,
}

/// Tries left on the day the card is first used; full unless said otherwise.
#[derive(Clone, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct TriesLeft {
    pub(super) authentication: u8,
    pub(super) signature: u8,
    pub(super) text: u8,
}

impl Default for TriesLeft {
    fn default() -> Self {
        Self {
            authentication: PinName::Authentication.maximum_tries(),
            signature: PinName::Signature.maximum_tries(),
            text: PinName::Text.maximum_tries(),
        }
    }
}

fn yes() -> bool {
    true
}

/// What a person reads in a menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Title<Text = String> {
    /// In Japanese.
    pub ja: Text,
    /// In English.
    pub en: Text,
}

/// How the card meets the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Interface {
    /// By its contacts, with T=1.
    Contact,
    /// By radio, ISO/IEC 14443 type B.
    Contactless,
}

impl Interface {
    /// The answer to reset: one that real My Number Cards give, as registered
    /// in the ATR list of pcsc-tools and, for contact, in OpenSC's `card-jpki.c`.
    #[must_use]
    pub fn atr(self) -> &'static [u8] {
        match self {
            Self::Contact => &[0x3B, 0xE0, 0x00, 0xFF, 0x81, 0x31, 0xFE, 0x45, 0x14],
            Self::Contactless => &[
                0x3B, 0x88, 0x80, 0x01, 0x00, 0x00, 0x41, 0xE0, 0xB3, 0x81, 0xA1, 0x00, 0x3B,
            ],
        }
    }
}

/// What a warm reset does to the security status; both kinds of card exist.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WarmReset {
    /// A verified PIN stays verified, as on the surveyed cards.
    #[default]
    KeepsRights,
    /// Everything starts anew.
    DropsRights,
}

/// What VERIFY does with a PIN of a length that cannot be right. Not
/// documented for the real card; the harsher reading is the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WrongLength {
    /// It is a wrong PIN and costs a try.
    #[default]
    Counts,
    /// It is answered with 6700 and costs nothing.
    Refused,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ISO/IEC 7816-3, 8.2.5: all bytes from T0 to TCK, exclusive-ored, give 00.
    #[test]
    fn check_bytes_of_the_answers_to_reset_are_right() {
        for interface in [Interface::Contact, Interface::Contactless] {
            let check = interface
                .atr()
                .iter()
                .skip(1)
                .fold(0, |sum, byte| sum ^ byte);
            assert_eq!(check, 0, "{interface:?}");
        }
    }
}
