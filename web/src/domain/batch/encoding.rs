//! How the bytes of a file are written. UTF-8 and UTF-16 are read here; Shift_JIS is
//! recognised by being none of them and left to the browser, whose table it is.

use super::{BatchProblem, MOST_BYTES};

/// The text of a file, as far as it can be had without a browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decoded<'a> {
    /// The text.
    Text(String),
    /// Probably Shift_JIS: these bytes, to be decoded strictly.
    ShiftJis(&'a [u8]),
}

/// A ZIP archive, and so a workbook of Excel 2007 or later (PKWARE APPNOTE 4.3.7).
const ZIP: &[u8] = b"PK\x03\x04";
/// A compound file, and so a workbook of an older Excel (MS-CFB 2.2).
const COMPOUND: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
/// Byte order marks (Unicode, 23.8).
const UTF_8: &[u8] = &[0xEF, 0xBB, 0xBF];
const UTF_16_LE: &[u8] = &[0xFF, 0xFE];
const UTF_16_BE: &[u8] = &[0xFE, 0xFF];

/// Decodes a file.
///
/// # Errors
/// [`BatchProblem`] for files that are no text, are empty or too large.
pub fn decode(bytes: &[u8]) -> Result<Decoded<'_>, BatchProblem> {
    if bytes.len() > MOST_BYTES {
        return Err(BatchProblem::TooLarge);
    }
    if bytes.starts_with(ZIP) || bytes.starts_with(COMPOUND) {
        return Err(BatchProblem::Workbook);
    }
    let text = if let Some(rest) = bytes.strip_prefix(UTF_8) {
        utf_8(rest).ok_or(BatchProblem::Encoding)?
    } else if let Some(rest) = bytes.strip_prefix(UTF_16_LE) {
        utf_16(rest, u16::from_le_bytes)?
    } else if let Some(rest) = bytes.strip_prefix(UTF_16_BE) {
        utf_16(rest, u16::from_be_bytes)?
    } else {
        match utf_8(bytes) {
            // Valid UTF-8 too: UTF-16 without a mark, as long as it is ASCII alone.
            Some(text) if text.contains('\0') => return Err(BatchProblem::Encoding),
            Some(text) => text,
            None => return Ok(Decoded::ShiftJis(bytes)),
        }
    };
    if text.trim().is_empty() {
        return Err(BatchProblem::Empty);
    }
    Ok(Decoded::Text(text))
}

fn utf_8(bytes: &[u8]) -> Option<String> {
    std::str::from_utf8(bytes).ok().map(str::to_owned)
}

fn utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, BatchProblem> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(BatchProblem::Encoding);
    }
    let units = pairs.iter().map(|pair| unit(*pair));
    char::decode_utf16(units)
        .collect::<Result<String, _>>()
        .map_err(|_| BatchProblem::Encoding)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(text: &str) -> Result<Decoded<'static>, BatchProblem> {
        Ok(Decoded::Text(text.to_owned()))
    }

    fn in_utf_16(text: &str, mark: &[u8], bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        let units = text.encode_utf16().flat_map(bytes);
        mark.iter().copied().chain(units).collect()
    }

    #[test]
    fn every_way_in_which_excel_writes_text_is_read() {
        let words = "氏名,番号\r\n髙𠮷,01";
        let marked = [UTF_8, words.as_bytes()].concat();
        let little = in_utf_16(words, UTF_16_LE, u16::to_le_bytes);
        let big = in_utf_16(words, UTF_16_BE, u16::to_be_bytes);
        for bytes in [words.as_bytes().to_vec(), marked, little, big] {
            assert_eq!(decode(&bytes), text(words));
        }
        // 氏名 in Shift_JIS (JIS X 0208, 27-65 and 44-30).
        let shift_jis = [0x8E, 0x81, 0x96, 0xBC];
        assert_eq!(decode(&shift_jis), Ok(Decoded::ShiftJis(&shift_jis)));
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_reason() {
        for (bytes, problem) in [
            (&b"PK\x03\x04rest"[..], BatchProblem::Workbook),
            (COMPOUND, BatchProblem::Workbook),
            (b"", BatchProblem::Empty),
            (b"\r\n \t", BatchProblem::Empty),
            (UTF_8, BatchProblem::Empty),
            (&[0xEF, 0xBB, 0xBF, 0x8E, 0x81], BatchProblem::Encoding),
            (&[0xFF, 0xFE, 0x41], BatchProblem::Encoding),
            (&[0xFF, 0xFE, 0x00, 0xD8], BatchProblem::Encoding),
            (b"a\0b\0", BatchProblem::Encoding),
        ] {
            assert_eq!(decode(bytes), Err(problem), "{bytes:?}");
        }
        assert_eq!(
            decode(&vec![b'a'; MOST_BYTES + 1]),
            Err(BatchProblem::TooLarge)
        );
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode(&bytes);
        }
    }
}
