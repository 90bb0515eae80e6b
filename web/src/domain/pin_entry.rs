//! The digits being typed. They live here and nowhere else, are wiped when they go,
//! and leave only as the card's own PIN type.

use zeroize::Zeroize;

/// Digits of the PIN of the user-authentication key (利用者証明用電子証明書).
pub const PIN_LENGTH: usize = 4;

/// Digits being typed. Without `Debug` and `Clone`, so that they cannot wander.
#[derive(Default)]
pub struct PinEntry {
    digits: [u8; PIN_LENGTH],
    length: usize,
}

impl PinEntry {
    /// How many digits there are.
    pub const fn length(&self) -> usize {
        self.length
    }

    /// Adds a digit, ASCII or full-width. Other characters, and a fifth digit, change nothing.
    pub fn push(&mut self, character: char) {
        let Some(digit) = ascii_digit(character) else {
            return;
        };
        if let Some(slot) = self.digits.get_mut(self.length) {
            *slot = digit;
            self.length += 1;
        }
    }

    /// Takes the last digit back.
    pub fn backspace(&mut self) {
        self.length = self.length.saturating_sub(1);
        if let Some(slot) = self.digits.get_mut(self.length) {
            slot.zeroize();
        }
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.digits.zeroize();
        self.length = 0;
    }

    /// Hands all digits to `use_digits` and forgets them; nothing happens while some are missing.
    pub fn take<T>(&mut self, use_digits: impl FnOnce(&[u8; PIN_LENGTH]) -> T) -> Option<T> {
        let taken = (self.length == PIN_LENGTH).then(|| use_digits(&self.digits));
        if taken.is_some() {
            self.clear();
        }
        taken
    }
}

impl Drop for PinEntry {
    fn drop(&mut self) {
        self.clear();
    }
}

/// Keyboards with a Japanese input method send full-width digits.
fn ascii_digit(character: char) -> Option<u8> {
    let narrow = match character {
        '０'..='９' => char::from_digit(u32::from(character) - u32::from('０'), 10)?,
        other => other,
    };
    narrow
        .is_ascii_digit()
        .then(|| u8::try_from(narrow).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn typed(text: &str) -> PinEntry {
        let mut entry = PinEntry::default();
        text.chars().for_each(|character| entry.push(character));
        entry
    }

    #[test]
    fn four_digits_of_either_width_make_a_pin() {
        for text in ["1234", "１２３４", "1２3４", "a1-2 3x4", "12345678"] {
            assert_eq!(typed(text).take(|digits| *digits), Some(*b"1234"), "{text}");
        }
    }

    #[test]
    fn fewer_digits_stay_where_they_are() {
        let mut entry = typed("123");
        assert_eq!(entry.take(|digits| *digits), None);
        assert_eq!(entry.length(), 3);
    }

    #[test]
    fn nothing_is_left_of_a_pin_that_was_taken_or_cleared() {
        let mut entry = typed("1234");
        entry.take(|_| ());
        assert_eq!((entry.length, entry.digits), (0, [0; PIN_LENGTH]));
        let mut entry = typed("99");
        entry.clear();
        assert_eq!((entry.length, entry.digits), (0, [0; PIN_LENGTH]));
        let mut entry = typed("12");
        entry.backspace();
        assert_eq!((entry.length, entry.digits), (1, [b'1', 0, 0, 0]));
    }

    proptest! {
        #[test]
        fn no_sequence_of_keys_breaks_it(keys in prop::collection::vec(any::<char>(), 0..20)) {
            let mut entry = PinEntry::default();
            for key in keys {
                match key {
                    '\u{8}' | 'b' => entry.backspace(),
                    'c' => entry.clear(),
                    other => entry.push(other),
                }
                prop_assert!(entry.length() <= PIN_LENGTH);
            }
        }
    }
}
