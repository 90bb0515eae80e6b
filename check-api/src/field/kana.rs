//! Half-width and full-width kana. The reading of a name travels half-width; people,
//! claims and other systems want it full-width. Characters that are no kana stay as
//! they are, in both directions.

/// U+FF66 to U+FF9D and their full-width forms, in the order of the code chart
/// (Unicode, Halfwidth and Fullwidth Forms).
const FULL_WIDTH: &str = "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";
const VOICEABLE: &str = "カキクケコサシスセソタチツテトハヒフヘホ";
const SEMI_VOICEABLE: &str = "ハヒフヘホ";
const FIRST: char = '\u{FF66}';
const VOICED_MARK: char = '\u{FF9E}';
const SEMI_VOICED_MARK: char = '\u{FF9F}';

/// The text with its half-width kana widened and voiced marks joined to their letters.
#[must_use]
pub fn full_width_kana(text: &str) -> String {
    let mut wide = String::with_capacity(text.len());
    for character in text.chars() {
        let joined = match character {
            VOICED_MARK => wide.pop().map(|before| (before, voiced(before), '゛')),
            SEMI_VOICED_MARK => wide.pop().map(|before| (before, semi_voiced(before), '゜')),
            _ => None,
        };
        match joined {
            Some((_, Some(letter), _)) => wide.push(letter),
            Some((before, None, mark)) => wide.extend([before, mark]),
            None => wide.push(letter(character)),
        }
    }
    wide
}

/// The text with its full-width kana narrowed and voiced letters divided into letter
/// and mark. Small letters that have no half-width form (ヮ, ヵ, ヶ, …) stay.
#[must_use]
pub fn half_width_kana(text: &str) -> String {
    let mut narrow = String::with_capacity(text.len());
    for character in text.chars() {
        let parts = [
            (0, None),
            (1, Some(VOICED_MARK)),
            (2, Some(SEMI_VOICED_MARK)),
        ];
        let divided = parts.into_iter().find_map(|(steps, mark)| {
            let plain = plain_letter(character, steps)?;
            Some((narrow_letter(plain)?, mark))
        });
        match divided {
            Some((letter, mark)) => narrow.extend([letter].into_iter().chain(mark)),
            None => narrow.push(character),
        }
    }
    narrow
}

/// The letter that this one is when so many steps are taken off its voice.
fn plain_letter(character: char, steps: u32) -> Option<char> {
    match steps {
        0 => Some(character),
        1 => ["ウ", VOICEABLE]
            .concat()
            .chars()
            .find(|&c| voiced(c) == Some(character)),
        _ => SEMI_VOICEABLE
            .chars()
            .find(|&c| semi_voiced(c) == Some(character)),
    }
}

fn narrow_letter(character: char) -> Option<char> {
    match character {
        '・' => Some('\u{FF65}'),
        '゛' => Some(VOICED_MARK),
        '゜' => Some(SEMI_VOICED_MARK),
        _ => {
            let place = FULL_WIDTH.chars().position(|letter| letter == character)?;
            char::from_u32(u32::from(FIRST) + u32::try_from(place).ok()?)
        }
    }
}

fn letter(character: char) -> char {
    match character {
        '\u{FF65}' => '・',
        VOICED_MARK => '゛',
        SEMI_VOICED_MARK => '゜',
        _ => (character as usize)
            .checked_sub(FIRST as usize)
            .and_then(|place| FULL_WIDTH.chars().nth(place))
            .unwrap_or(character),
    }
}

/// In the chart of full-width kana the voiced letter follows the plain one.
fn voiced(letter: char) -> Option<char> {
    match letter {
        'ウ' => Some('ヴ'),
        _ if VOICEABLE.contains(letter) => next(letter, 1),
        _ => None,
    }
}

fn semi_voiced(letter: char) -> Option<char> {
    SEMI_VOICEABLE
        .contains(letter)
        .then(|| next(letter, 2))
        .flatten()
}

fn next(letter: char, steps: u32) -> Option<char> {
    char::from_u32(letter as u32 + steps)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn half_width_kana_are_widened() {
        for (half, full) in [
            ("ｺｳﾛｳ ﾀﾛｳ", "コウロウ タロウ"),
            ("ﾔﾏﾀﾞ ｼﾞｮｰｼﾞ", "ヤマダ ジョージ"),
            ("ﾊﾟﾋﾟﾌﾟﾍﾟﾎﾟ ﾊﾞﾎﾞ ｳﾞ", "パピプペポ バボ ヴ"),
            ("ｦﾝｯｰ･", "ヲンッー・"),
            ("ｱﾞ ﾟ", "ア゛ ゜"),
            ("ﾞ", "゛"),
            ("厚労 Taro ●", "厚労 Taro ●"),
        ] {
            assert_eq!(full_width_kana(half), full);
        }
    }

    #[test]
    fn full_width_kana_are_narrowed() {
        for (full, half) in [
            ("コウロウ　タロウ", "ｺｳﾛｳ　ﾀﾛｳ"),
            ("パピプペポ バボ ヴ", "ﾊﾟﾋﾟﾌﾟﾍﾟﾎﾟ ﾊﾞﾎﾞ ｳﾞ"),
            ("ヲンッー・", "ｦﾝｯｰ･"),
            ("ヵヶヮ厚労 A", "ヵヶヮ厚労 A"),
            ("", ""),
        ] {
            assert_eq!(half_width_kana(full), half);
        }
    }

    proptest! {
        #[test]
        fn widening_undoes_narrowing(text in "[ァ-ヴーa厚 ●]{0,20}") {
            prop_assert_eq!(full_width_kana(&half_width_kana(&text)), text);
        }

        #[test]
        fn no_half_width_kana_is_left_and_nothing_else_is_touched(text in "[ｦ-ﾟa厚 ●カ]{0,20}") {
            let wide = full_width_kana(&text);
            let narrow = wide.chars().any(|c| ('\u{FF66}'..='\u{FF9F}').contains(&c));
            prop_assert!(!narrow);
            let others = |text: &str| text.chars().filter(|c| "a厚 ●".contains(*c)).collect::<String>();
            prop_assert_eq!(others(&wide), others(&text));
        }
    }
}
