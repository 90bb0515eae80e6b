//! The characters of CP932 (Windows-31J), as the browser knows them: its decoder for
//! `shift_jis` is that of Windows (Encoding Standard, 12.3).

use std::cell::OnceCell;
use std::collections::HashSet;

use web_sys::TextDecoder;

thread_local! {
    static DOUBLE_BYTES: OnceCell<HashSet<char>> = const { OnceCell::new() };
}

/// Whether a message in CP932 can hold the character. Where the browser has no decoder,
/// ASCII and half-width kana alone.
pub(super) fn holds(character: char) -> bool {
    match character {
        ' '..='~' | '\u{FF61}'..='\u{FF9F}' => true,
        other => DOUBLE_BYTES.with(|set| set.get_or_init(double_bytes).contains(&other)),
    }
}

/// Every character of two bytes: JIS X 0208 and the extensions of NEC and IBM. The bytes
/// F0 to F9 begin characters that each user defines for himself; nobody else could read them.
fn double_bytes() -> HashSet<char> {
    let Ok(decoder) = TextDecoder::new_with_label("shift_jis") else {
        return HashSet::new();
    };
    let leads = (0x81..=0x9F).chain(0xE0..=0xEF).chain(0xFA..=0xFC);
    let trails = || (0x40..=0x7E).chain(0x80..=0xFC);
    let bytes: Vec<u8> = leads
        .flat_map(|lead: u8| trails().flat_map(move |trail: u8| [lead, trail]))
        .collect();
    let text = decoder.decode_with_u8_array(&bytes).unwrap_or_default();
    let beyond_ascii = |c: &char| !c.is_ascii() && *c != char::REPLACEMENT_CHARACTER;
    text.chars().filter(beyond_ascii).collect()
}
