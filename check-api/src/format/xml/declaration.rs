//! Which character set a file is in: by its byte order mark, else by its declaration.

use crate::format::{CharacterSet, FormatError};

/// Names under which CP932 goes in declarations.
const SHIFT_JIS: [&str; 8] = [
    "shift_jis",
    "shift-jis",
    "sjis",
    "x-sjis",
    "windows-31j",
    "cp932",
    "ms932",
    "ms_kanji",
];
/// A declaration has some 60 characters.
const LONGEST: usize = 256;

/// The text of a file.
pub(super) fn text(bytes: &[u8], shift_jis: &dyn CharacterSet) -> Result<String, FormatError> {
    if let Some(rest) = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]) {
        return utf8(rest);
    }
    // UTF-16 and UTF-32, which no official file is in.
    if bytes.starts_with(&[0xFE, 0xFF]) || bytes.starts_with(&[0xFF, 0xFE]) || bytes.contains(&0) {
        return Err(FormatError::CharacterSet);
    }
    match declared(bytes).map(|name| name.to_ascii_lowercase()) {
        None => utf8(bytes),
        Some(name) if name == "utf-8" || name == "utf8" => utf8(bytes),
        Some(name) if SHIFT_JIS.contains(&&*name) => {
            shift_jis.decode(bytes).ok_or(FormatError::Bytes)
        }
        Some(_) => Err(FormatError::CharacterSet),
    }
}

fn utf8(bytes: &[u8]) -> Result<String, FormatError> {
    String::from_utf8(bytes.to_vec()).map_err(|_| FormatError::Bytes)
}

/// The name behind `encoding=` (XML 1.0, 4.3.3), which is ASCII in all sets concerned.
fn declared(bytes: &[u8]) -> Option<&str> {
    let head = bytes.strip_prefix(b"<?xml")?;
    let end = head.windows(2).take(LONGEST).position(|w| w == b"?>")?;
    let head = str::from_utf8(head.get(..end)?).ok()?;
    let (_, value) = head.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (name, _) = value.strip_prefix(quote)?.split_once(quote)?;
    Some(name)
}
