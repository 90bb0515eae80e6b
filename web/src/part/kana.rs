//! Half-width kana as full-width kana, for the eye alone: the reading of a name comes
//! half-width and is hard to read so. Characters that are no kana stay as they are.

/// U+FF66 to U+FF9D and their full-width forms, in the order of the code chart
/// (Unicode, Halfwidth and Fullwidth Forms).
const FULL_WIDTH: &str = "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";
const FIRST: char = '\u{FF66}';
const VOICED_MARK: char = '\u{FF9E}';
const SEMI_VOICED_MARK: char = '\u{FF9F}';

/// The text with its half-width kana widened and voiced marks joined to their letters.
pub(super) fn widened(text: &str) -> String {
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
        _ if "カキクケコサシスセソタチツテトハヒフヘホ".contains(letter) => {
            next(letter, 1)
        }
        _ => None,
    }
}

fn semi_voiced(letter: char) -> Option<char> {
    "ハヒフヘホ"
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
            assert_eq!(widened(half), full);
        }
    }

    proptest! {
        #[test]
        fn no_half_width_kana_is_left_and_nothing_else_is_touched(text in "[ｦ-ﾟa厚 ●カ]{0,20}") {
            let wide = widened(&text);
            let narrow = wide.chars().any(|c| ('\u{FF66}'..='\u{FF9F}').contains(&c));
            prop_assert!(!narrow);
            let others = |text: &str| text.chars().filter(|c| "a厚 ●".contains(*c)).collect::<String>();
            prop_assert_eq!(others(&wide), others(&text));
        }
    }
}
