//! Full-width and half-width forms of the same characters. Knows the two forms and
//! no field; kana have a file of their own.

/// The text with full-width letters, digits, marks and blanks (Unicode, Halfwidth
/// and Fullwidth Forms, U+FF01 to U+FF5E; U+3000) as half-width ones, and every kind
/// of hyphen as `-`.
///
/// A Japanese keyboard writes the long-vowel mark `ー` for a hyphen; behind a digit
/// it is taken for one, elsewhere it is kana and stays.
#[must_use]
pub fn half_width(text: &str) -> String {
    let mut narrow = String::with_capacity(text.len());
    for character in text.chars() {
        let after_digit = narrow.ends_with(|c: char| c.is_ascii_digit());
        narrow.push(match character {
            '\u{3000}' | '\u{A0}' => ' ',
            '\u{FF01}'..='\u{FF5E}' => ascii(character),
            // Hyphens and dashes (General Punctuation), and the minus sign.
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            'ー' | '\u{FF70}' if after_digit => '-',
            other => other,
        });
    }
    narrow
}

/// The half-width form of one of U+FF01 to U+FF5E: the block repeats ASCII in order.
fn ascii(character: char) -> char {
    const DISTANCE: u32 = 0xFF01 - 0x21;
    u32::from(character)
        .checked_sub(DISTANCE)
        .and_then(char::from_u32)
        .unwrap_or(character)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn letters_digits_and_hyphens_become_half_width() {
        for (wide, narrow) in [
            ("１３１０１１", "131011"),
            ("Ｓ５５．４．１", "S55.4.1"),
            ("１２－３４", "12-34"),
            ("１２ー３４", "12-34"),
            ("1−2‐3", "1-2-3"),
            ("あいう　１", "あいう 1"),
            ("コー", "コー"),
            ("～", "~"),
            ("", ""),
        ] {
            assert_eq!(half_width(wide), narrow, "{wide}");
        }
    }

    proptest! {
        #[test]
        fn it_is_done_once(text in "\\PC{0,24}") {
            let narrow = half_width(&text);
            prop_assert_eq!(half_width(&narrow), narrow);
        }
    }
}
