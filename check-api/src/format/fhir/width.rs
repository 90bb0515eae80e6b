//! 記号 and 番号 as JP Core wants them: all full-width, without blanks, so that those with
//! kana, kanji or marks and those without have one form.

use crate::field::{full_width_kana, half_width};

/// The full-width form.
pub(super) fn full(text: &str) -> String {
    full_width_kana(text)
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .map(|letter| match letter {
            // ASCII's printing characters are repeated at U+FF01 to U+FF5E.
            '!'..='~' => char::from_u32(u32::from(letter) + 0xFEE0).unwrap_or(letter),
            other => other,
        })
        .collect()
}

/// The form that an official element has: half-width where nothing but letters, digits and
/// marks of ASCII stands there.
pub(super) fn official(text: &str) -> String {
    if text.chars().all(|c| ('\u{FF01}'..='\u{FF5E}').contains(&c)) {
        half_width(text)
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_form_for_every_way_of_writing() {
        for (text, wide, back) in [
            ("187", "１８７", "187"),
            ("12-34", "１２－３４", "12-34"),
            ("あいう", "あいう", "あいう"),
            ("ｱ 1", "ア１", "ア１"),
            ("記号　１", "記号１", "記号１"),
            ("", "", ""),
        ] {
            assert_eq!(full(text), wide);
            assert_eq!(official(wide), back);
            assert_eq!(full(back), wide);
        }
    }
}
