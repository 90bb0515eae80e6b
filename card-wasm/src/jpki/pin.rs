//! The PIN of the user authentication certificate: four digits that a person just typed.

use thiserror::Error;
use zeroize::Zeroizing;

/// Something other than four ASCII digits. Nothing was sent to the card.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
#[error("the PIN is not four digits")]
pub struct MalformedPin;

impl MalformedPin {
    /// The stable name of this error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "CARD-PIN-FORMAT"
    }
}

/// Four digits, wiped from memory when dropped.
///
/// There is deliberately neither `Clone` nor `Debug`: a PIN exists once and is never shown.
///
/// ```compile_fail
/// let pin = card_wasm::jpki::Pin::try_from("1234")?;
/// let twice = (pin.clone(), pin);
/// # Ok::<(), card_wasm::jpki::MalformedPin>(())
/// ```
/// ```compile_fail
/// let pin = card_wasm::jpki::Pin::try_from("1234")?;
/// let shown = format!("{pin:?}");
/// # Ok::<(), card_wasm::jpki::MalformedPin>(())
/// ```
/// ```
/// let pin = card_wasm::jpki::Pin::try_from("1234")?;
/// # Ok::<(), card_wasm::jpki::MalformedPin>(())
/// ```
pub struct Pin(Zeroizing<[u8; Self::LENGTH]>);

impl Pin {
    /// Number of digits.
    pub const LENGTH: usize = 4;

    /// The digits as the card compares them, in ASCII.
    pub(super) fn digits(&self) -> &[u8] {
        self.0.as_slice()
    }
}

/// Full-width digits are for the caller to normalise: what is sent to the card is exactly
/// what is checked here.
impl TryFrom<&str> for Pin {
    type Error = MalformedPin;

    fn try_from(text: &str) -> Result<Self, MalformedPin> {
        let digits = text.as_bytes();
        if !digits.iter().all(u8::is_ascii_digit) {
            return Err(MalformedPin);
        }
        let mut pin = Zeroizing::new([0; Self::LENGTH]);
        if digits.len() != pin.len() {
            return Err(MalformedPin);
        }
        pin.copy_from_slice(digits);
        Ok(Self(pin))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_four_ascii_digits_are_a_pin() {
        for text in [
            "",
            "123",
            "12345",
            "12a4",
            "１２３４",
            "12 4",
            "-123",
            "123\0",
        ] {
            assert_eq!(Pin::try_from(text).err(), Some(MalformedPin), "{text}");
        }
        assert_eq!(Pin::try_from("0470").unwrap().digits(), b"0470");
    }

    proptest! {
        #[test]
        fn whatever_is_accepted_is_four_digits(text in "\\PC{0,6}") {
            if let Ok(pin) = Pin::try_from(text.as_str()) {
                prop_assert_eq!(pin.digits(), text.as_bytes());
                prop_assert!(text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()));
            }
        }
    }
}
