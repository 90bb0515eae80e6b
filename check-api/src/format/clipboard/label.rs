//! The words that the text has for codes. Part of the foreign form: the page's own words
//! are in its catalogue.

use super::layout::Kind;
use crate::field::{Date, TypedDate};

/// Codes and their words; the first word of a code is the one that is written.
pub(super) struct Labels(&'static [(&'static str, &'static str)]);

impl Labels {
    /// 性別 (OQSCD007).
    pub(super) const SEX: Self = Self(&[
        ("1", "男"),
        ("2", "女"),
        ("3", "未設定"),
        ("1", "男性"),
        ("2", "女性"),
    ]);

    /// 本人・家族の別 (OQSCD009).
    pub(super) const PERSONAL_FAMILY: Self = Self(&[("1", "本人"), ("2", "家族")]);

    /// 被保険者証区分 (OQSCD010).
    pub(super) const CARD_CLASSIFICATION: Self = Self(&[
        ("01", "一般"),
        ("02", "退職"),
        ("03", "短期（一般）"),
        ("04", "短期（退職）"),
        ("05", "特別療養費支給対象者"),
        ("06", "特例退職"),
        ("07", "自衛官"),
        ("A1", "医療扶助"),
        // The name of 05 before 2024-12.
        ("05", "被保険者資格証明書"),
    ]);

    fn word(&self, code: &str) -> Option<&'static str> {
        let found = self.0.iter().find(|(known, _)| *known == code)?;
        Some(found.1)
    }

    fn code(&self, word: &str) -> Option<&'static str> {
        let found = self.0.iter().find(|(_, known)| *known == word)?;
        Some(found.0)
    }
}

/// The word of an element's text. What has none is shown as it came.
pub(super) fn shown(kind: Kind, text: &str) -> String {
    let word = match kind {
        Kind::Text => None,
        Kind::Date => Date::try_from(text.to_owned())
            .ok()
            .map(|date| date.hyphenated()),
        Kind::Ratio => tenths(text),
        Kind::Label(labels) => labels.word(text).map(str::to_owned),
    };
    word.unwrap_or_else(|| text.to_owned())
}

/// The element's text of a word. What is no word stays as it stands.
pub(super) fn meant(kind: Kind, word: &str) -> String {
    let text = match kind {
        Kind::Text => None,
        Kind::Date => TypedDate::read(word)
            .ok()
            .map(|typed| typed.date.as_str().to_owned()),
        Kind::Ratio => percent(word),
        Kind::Label(labels) => labels.code(word).map(str::to_owned),
    };
    text.unwrap_or_else(|| word.to_owned())
}

/// `2割` of `020`; other percentages have no such word.
fn tenths(text: &str) -> Option<String> {
    let share = text.strip_prefix('0')?.strip_suffix('0')?;
    let digit = share.len() == 1 && share.bytes().all(|byte| (b'1'..=b'9').contains(&byte));
    digit.then(|| [share, "割"].concat())
}

/// `020` of `2割`, `２割`, `20%` and `20％`.
fn percent(word: &str) -> Option<String> {
    let plain: String = word
        .chars()
        .filter_map(|letter| match letter {
            // U+FF10 to U+FF19 are the full-width digits.
            '０'..='９' => char::from_u32(u32::from(letter) - 0xFEE0),
            '％' => Some('%'),
            other => Some(other),
        })
        .collect();
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(share) = plain.strip_suffix('割') {
        return (share.len() == 1 && digits(share)).then(|| format!("0{share}0"));
    }
    let share = plain.strip_suffix('%')?;
    ((1..=3).contains(&share.len()) && digits(share)).then(|| format!("{share:0>3}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::{CardClassification, PersonalFamily, Sex};

    #[test]
    fn every_code_of_the_tables_has_a_word_and_is_found_again() {
        for (labels, codes) in [
            (&Labels::SEX, Sex::CODES),
            (&Labels::PERSONAL_FAMILY, PersonalFamily::CODES),
            (&Labels::CARD_CLASSIFICATION, CardClassification::CODES),
        ] {
            for code in codes {
                let word = labels.word(code).expect("a word");
                assert_eq!(labels.code(word), Some(*code), "{word}");
            }
        }
    }

    #[test]
    fn ratios_are_read_in_every_way_and_unknown_ones_stay() {
        for (text, word) in [
            ("020", "2割"),
            ("090", "9割"),
            ("000", "000"),
            ("015", "015"),
        ] {
            assert_eq!(shown(Kind::Ratio, text), word);
            assert_eq!(meant(Kind::Ratio, word), text);
        }
        for (word, text) in [
            ("２割", "020"),
            ("20％", "020"),
            ("5%", "005"),
            ("100%", "100"),
            ("十割", "十割"),
            ("割", "割"),
        ] {
            assert_eq!(meant(Kind::Ratio, word), text);
        }
    }
}
