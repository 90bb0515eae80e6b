//! PINs and their retry counters. The counters are a plain value that the
//! caller keeps, because on a real card they outlive the power supply.

use serde::{Deserialize, Serialize};

/// What a person or a program can be asked to present to this card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PinName {
    /// 利用者証明用電子証明書の暗証番号, four digits.
    Authentication,
    /// 署名用電子証明書の暗証番号, 6 to 16 of A–Z and 0–9.
    Signature,
    /// 券面事項入力補助用の暗証番号, four digits.
    Text,
    /// 照合番号A: the 個人番号 itself.
    ReferenceA,
    /// 照合番号B: date of birth, year of expiry and security code, 14 digits.
    ReferenceB,
}

impl PinName {
    /// Every PIN of the card.
    pub const ALL: [Self; 5] = [
        Self::Authentication,
        Self::Signature,
        Self::Text,
        Self::ReferenceA,
        Self::ReferenceB,
    ];

    /// Tries that a right PIN gives back: 3, 5 and 3 for those a person
    /// chooses, 10 for the numbers printed on the card.
    #[must_use]
    pub fn maximum_tries(self) -> u8 {
        match self {
            Self::Authentication | Self::Text => 3,
            Self::Signature => 5,
            Self::ReferenceA | Self::ReferenceB => 10,
        }
    }
}

/// Tries left for each PIN. Serializable, so that a caller can keep it where
/// it keeps things.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Counters {
    /// Tries left for [`PinName::Authentication`].
    pub authentication: u8,
    /// Tries left for [`PinName::Signature`].
    pub signature: u8,
    /// Tries left for [`PinName::Text`].
    pub text: u8,
    /// Tries left for [`PinName::ReferenceA`].
    pub reference_a: u8,
    /// Tries left for [`PinName::ReferenceB`].
    pub reference_b: u8,
}

impl Counters {
    /// Tries left for one PIN.
    #[must_use]
    pub fn left(&self, pin: PinName) -> u8 {
        match pin {
            PinName::Authentication => self.authentication,
            PinName::Signature => self.signature,
            PinName::Text => self.text,
            PinName::ReferenceA => self.reference_a,
            PinName::ReferenceB => self.reference_b,
        }
    }

    /// Takes one try off and says how many are left.
    pub(crate) fn spend(&mut self, pin: PinName) -> u8 {
        let left = self.left(pin).saturating_sub(1);
        *self.slot(pin) = left;
        left
    }

    pub(crate) fn restore(&mut self, pin: PinName) {
        *self.slot(pin) = pin.maximum_tries();
    }

    fn slot(&mut self, pin: PinName) -> &mut u8 {
        match pin {
            PinName::Authentication => &mut self.authentication,
            PinName::Signature => &mut self.signature,
            PinName::Text => &mut self.text,
            PinName::ReferenceA => &mut self.reference_a,
            PinName::ReferenceB => &mut self.reference_b,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spending_stops_at_zero_and_touches_one_pin_only() {
        let full = Counters {
            authentication: 3,
            signature: 5,
            text: 3,
            reference_a: 10,
            reference_b: 10,
        };
        for pin in PinName::ALL {
            let mut counters = full.clone();
            for expected in (0..pin.maximum_tries()).rev() {
                assert_eq!(counters.spend(pin), expected);
            }
            assert_eq!(counters.spend(pin), 0);
            for other in PinName::ALL.into_iter().filter(|other| *other != pin) {
                assert_eq!(counters.left(other), full.left(other));
            }
            counters.restore(pin);
            assert_eq!(counters, full);
        }
    }
}
