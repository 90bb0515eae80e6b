//! Shift_JIS as the official files have it, behind a trait: every environment brings the
//! tables it has anyway. Knows no XML.
//!
//! The set is CP932 (IANA name Windows-31J, the Encoding Standard's "Shift_JIS").

use std::collections::BTreeMap;

/// Turns bytes of one character set into text, and text into bytes.
pub trait CharacterSet {
    /// The text of some bytes; nothing if they are no text of the set.
    fn decode(&self, bytes: &[u8]) -> Option<String>;

    /// The bytes of a text, from which [`CharacterSet::decode`] makes the same text again.
    ///
    /// # Errors
    /// The first character that the set does not have.
    fn encode(&self, text: &str) -> Result<Vec<u8>, char>;
}

/// CP932 with the tables of `encoding_rs`.
#[cfg(any(test, feature = "shift-jis"))]
#[derive(Clone, Copy, Debug, Default)]
pub struct Cp932;

#[cfg(any(test, feature = "shift-jis"))]
impl CharacterSet for Cp932 {
    fn decode(&self, bytes: &[u8]) -> Option<String> {
        let text =
            encoding_rs::SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes)?;
        Some(text.into_owned())
    }

    fn encode(&self, text: &str) -> Result<Vec<u8>, char> {
        let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode(text);
        // The Encoding Standard writes ¥ as a backslash and puts references for what it lacks:
        // whatever does not come back is not in the set.
        if self.decode(&bytes).as_deref() == Some(text) {
            return Ok(bytes.into_owned());
        }
        let lacks = |character: &char| {
            let text = character.to_string();
            let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode(&text);
            self.decode(&bytes).as_deref() != Some(&text)
        };
        Err(text.chars().find(lacks).unwrap_or('\u{FFFD}'))
    }
}

/// CP932 made of a decoder alone, such as the browser's `TextDecoder`: the way back is found
/// by decoding every character once.
pub struct DecoderTable<D> {
    decode: D,
    bytes: BTreeMap<char, (u8, Option<u8>)>,
}

impl<D: Fn(&[u8]) -> Option<String>> DecoderTable<D> {
    /// Makes the table. `decode` must refuse what is no Shift_JIS (`fatal: true`).
    pub fn new(decode: D) -> Self {
        let mut bytes = BTreeMap::new();
        let mut add = |raw: &[u8], value| {
            let text = decode(raw);
            let mut characters = text.iter().flat_map(|text| text.chars());
            if let (Some(character), None) = (characters.next(), characters.next()) {
                // The first of several is the one to write (Encoding Standard, index pointer).
                bytes.entry(character).or_insert(value);
            }
        };
        for byte in 0..=0xFF {
            add(&[byte], (byte, None));
        }
        for lead in LEADS.into_iter().flatten() {
            for trail in 0x40..=0xFC {
                add(&[lead, trail], (lead, Some(trail)));
            }
        }
        Self { decode, bytes }
    }
}

/// First bytes of two: JIS X 0208 with NEC's row 13, and IBM's extensions. Left out are 0xED
/// and 0xEE, the same extensions once more as NEC placed them, and 0xF0 to 0xF9, which are
/// everybody's own (Encoding Standard, "Shift_JIS encoder" and "index Shift_JIS pointer").
const LEADS: [std::ops::RangeInclusive<u8>; 3] = [0x81..=0x9F, 0xE0..=0xEC, 0xFA..=0xFC];

impl<D: Fn(&[u8]) -> Option<String>> CharacterSet for DecoderTable<D> {
    fn decode(&self, bytes: &[u8]) -> Option<String> {
        (self.decode)(bytes)
    }

    fn encode(&self, text: &str) -> Result<Vec<u8>, char> {
        let mut out = Vec::with_capacity(text.len());
        for character in text.chars() {
            let (first, second) = self.bytes.get(&character).ok_or(character)?;
            out.push(*first);
            out.extend(second);
        }
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_replaced_in_silence() {
        for (text, bytes) in [
            ("保険", Ok(vec![0x95, 0xDB, 0x8C, 0xAF])),
            ("ｱ", Ok(vec![0xB1])),
            ("●", Ok(vec![0x81, 0x9C])),
            ("髙﨑①", Ok(vec![0xFB, 0xFC, 0xFA, 0xB1, 0x87, 0x40])),
            ("a\\~", Ok(vec![0x61, 0x5C, 0x7E])),
            ("a𠮷", Err('𠮷')),
            // Wave dash, minus and yen sign: the set has look-alikes alone.
            ("〜", Err('〜')),
            ("−", Err('−')),
            ("¥", Err('¥')),
        ] {
            assert_eq!(Cp932.encode(text), bytes, "{text}");
        }
        assert_eq!(Cp932.decode(&[0x81]), None);
        assert_eq!(Cp932.decode(&[0x81, 0x20]), None);
    }

    #[test]
    fn a_decoder_alone_gives_the_same_set() {
        let table = DecoderTable::new(|bytes| Cp932.decode(bytes));
        let mut held = 0;
        for character in '\0'..=char::MAX {
            let text = character.to_string();
            let encoded = Cp932.encode(&text);
            assert_eq!(table.encode(&text), encoded, "{character:?}");
            held += u32::from(encoded.is_ok());
        }
        // As many as Python's cp932 has, without four single bytes and the characters of
        // everybody's own, for which the Encoding Standard has no way back.
        assert_eq!(held, 7518);
    }
}
