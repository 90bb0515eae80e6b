//! A zip file of the extension: entries in the order of their paths, one fixed time, no
//! attributes, so that the same files give the same bytes on every computer.
//!
//! APPNOTE.TXT 6.3.10; only what an extension needs of it.

use std::io::Write;

use anyhow::{Context, Result};
use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

use crate::extension::Package;

/// 2.0, the first version with deflate (4.4.3).
const VERSION: u16 = 20;
/// File names are UTF-8 (4.4.4, bit 11).
const FLAGS: u16 = 1 << 11;
/// Deflate (4.4.5).
const METHOD: u16 = 8;
/// 1 January 1980, midnight: the first moment that the format knows (4.4.6).
const TIME: u16 = 0;
const DATE: u16 = 1 << 5 | 1;

/// The whole file.
pub(crate) fn pack(package: &Package) -> Result<Vec<u8>> {
    let mut zip = Vec::new();
    let mut directory = Vec::new();
    for (path, content) in package {
        let offset = u32::try_from(zip.len())?;
        let entry = entry(path, content).with_context(|| path.clone())?;
        // 4.3.7 local file header
        zip.extend(b"PK\x03\x04");
        zip.extend(&entry.fields);
        zip.extend(path.as_bytes());
        zip.extend(&entry.compressed);
        // 4.3.12 central directory header; comment, disk and attributes are empty
        directory.extend(b"PK\x01\x02");
        directory.extend(VERSION.to_le_bytes());
        directory.extend(&entry.fields);
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(path.as_bytes());
    }
    let offset = u32::try_from(zip.len())?;
    let entries = u16::try_from(package.len())?.to_le_bytes();
    let size = u32::try_from(directory.len())?;
    zip.extend(directory);
    // 4.3.16 end of central directory record
    zip.extend(b"PK\x05\x06");
    zip.extend([0; 4]);
    zip.extend(entries);
    zip.extend(entries);
    zip.extend(size.to_le_bytes());
    zip.extend(offset.to_le_bytes());
    zip.extend([0; 2]);
    Ok(zip)
}

struct Entry {
    /// What both headers have in common, from "version needed" to "extra field length".
    fields: Vec<u8>,
    compressed: Vec<u8>,
}

fn entry(path: &str, content: &[u8]) -> Result<Entry> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    let compressed = encoder.finish()?;
    let mut checksum = Crc::new();
    checksum.update(content);

    let mut fields = Vec::new();
    for half in [VERSION, FLAGS, METHOD, TIME, DATE] {
        fields.extend(half.to_le_bytes());
    }
    fields.extend(checksum.sum().to_le_bytes());
    fields.extend(u32::try_from(compressed.len())?.to_le_bytes());
    fields.extend(u32::try_from(content.len())?.to_le_bytes());
    fields.extend(u16::try_from(path.len())?.to_le_bytes());
    fields.extend([0; 2]);
    Ok(Entry { fields, compressed })
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::DeflateDecoder;

    use super::*;

    fn half(bytes: &[u8], at: usize) -> usize {
        usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]))
    }

    fn whole(bytes: &[u8], at: usize) -> usize {
        half(bytes, at) | half(bytes, at + 2) << 16
    }

    /// Reads from the end, as programs do. That Chromium opens such a file is proven by the
    /// browser tests, which install the signed package.
    fn unpack(zip: &[u8]) -> Vec<(String, String)> {
        let end = &zip[zip.len() - 22..];
        assert_eq!(&end[..4], b"PK\x05\x06");
        assert_eq!(whole(end, 12) + whole(end, 16) + 22, zip.len());
        let mut directory = &zip[whole(end, 16)..];
        let mut files = Vec::new();
        for _ in 0..half(end, 10) {
            assert_eq!(&directory[..4], b"PK\x01\x02");
            let (packed, name) = (whole(directory, 20), half(directory, 28));
            let local = &zip[whole(directory, 42)..];
            assert_eq!(local[4..30], directory[6..32], "both headers say the same");
            let mut text = String::new();
            DeflateDecoder::new(&local[30 + name..30 + name + packed])
                .read_to_string(&mut text)
                .unwrap();
            assert_eq!(whole(directory, 24), text.len());
            files.push((
                String::from_utf8(directory[46..46 + name].to_vec()).unwrap(),
                text,
            ));
            directory = &directory[46 + name..];
        }
        files
    }

    #[test]
    fn the_same_files_give_the_same_bytes_in_the_order_of_their_paths() {
        let files = [
            ("empty", String::new()),
            ("manifest.json", "{}\n".to_owned()),
            ("src/あ.js", "// あ\n".repeat(1000)),
        ]
        .map(|(path, text)| (path.to_owned(), text));
        let package: Package = files
            .iter()
            .rev()
            .map(|(path, text)| (path.clone(), text.clone().into_bytes()))
            .collect();
        let zip = pack(&package).unwrap();
        assert_eq!(zip, pack(&package).unwrap());
        assert_eq!(unpack(&zip), files);
    }
}
