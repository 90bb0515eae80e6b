//! Answers that come in a zip file.
//!
//! Names of entries choose an entry and are never paths: nothing is unpacked to the
//! disk. What an entry says about its own size is not believed.

use super::fault::Fault;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Entries of a zip file that are looked at. An answer has one.
const MOST_ENTRIES: usize = 16;

/// The entry that is called `wanted`, or else the only one that is XML. Entries larger
/// than `most` octets are refused before they fill the memory.
pub(super) fn unfold(octets: &[u8], wanted: &str, most: u64) -> Result<Vec<u8>, Fault> {
    let mut package = ZipArchive::new(Cursor::new(octets)).map_err(|_| Fault::Unreadable)?;
    if package.len() > MOST_ENTRIES {
        return Err(Fault::Unreadable);
    }
    let place = chosen(&package, wanted).ok_or(Fault::Unreadable)?;
    let entry = package.by_index(place).map_err(|_| Fault::Unreadable)?;
    let mut message = Vec::new();
    // One octet more tells "exactly as many" from "too many".
    let read = entry.take(most.saturating_add(1)).read_to_end(&mut message);
    match read {
        Ok(read) if u64::try_from(read).is_ok_and(|read| read <= most) => Ok(message),
        _ => Err(Fault::Unreadable),
    }
}

fn chosen(package: &ZipArchive<Cursor<&[u8]>>, wanted: &str) -> Option<usize> {
    if let Some(place) = package.index_for_name(wanted) {
        return Some(place);
    }
    let is_message = |place: &usize| {
        let name = package.name_for_index(*place).and_then(Result::ok);
        name.is_some_and(|name| name.to_ascii_lowercase().ends_with(".xml"))
    };
    let mut messages = (0..package.len()).filter(is_message);
    let only = messages.next()?;
    match messages.next() {
        None => Some(only),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, octets) in entries {
            writer
                .start_file(*name, SimpleFileOptions::default())
                .expect("an entry");
            writer.write_all(octets).expect("written");
        }
        writer.finish().expect("finished").into_inner()
    }

    #[test]
    fn the_entry_of_the_name_or_the_only_message_is_taken() {
        for (entries, expected) in [
            (vec![("a.xml", &b"a"[..])], Ok(b"a".to_vec())),
            (vec![("b.XML", b"b")], Ok(b"b".to_vec())),
            (vec![("../../b.xml", b"b")], Ok(b"b".to_vec())),
            (vec![("b.xml", b"b"), ("a.xml", b"a")], Ok(b"a".to_vec())),
            (
                vec![("readme.txt", b"x"), ("b.xml", b"b")],
                Ok(b"b".to_vec()),
            ),
            (
                vec![("b.xml", b"b"), ("c.xml", b"c")],
                Err(Fault::Unreadable),
            ),
            (vec![("readme.txt", b"x")], Err(Fault::Unreadable)),
            (vec![], Err(Fault::Unreadable)),
        ] {
            assert_eq!(unfold(&zip(&entries), "a.xml", 10), expected, "{entries:?}");
        }
    }

    #[test]
    fn what_unfolds_to_too_much_is_refused() {
        let nothing = vec![0; 1 << 20];
        let bomb = zip(&[("a.xml", &nothing)]);
        assert!(bomb.len() < 10_000);
        assert_eq!(
            unfold(&bomb, "a.xml", (1 << 20) - 1),
            Err(Fault::Unreadable)
        );
        assert_eq!(
            unfold(&bomb, "a.xml", 1 << 20).map(|m| m.len()),
            Ok(1 << 20)
        );
    }

    #[test]
    fn a_package_of_many_entries_is_refused() {
        let names: Vec<_> = (0..=MOST_ENTRIES).map(|n| format!("{n}.txt")).collect();
        let mut entries: Vec<(&str, &[u8])> =
            names.iter().map(|name| (&**name, &b""[..])).collect();
        entries.pop();
        entries.push(("a.xml", b"a"));
        assert_eq!(unfold(&zip(&entries), "a.xml", 10), Err(Fault::Unreadable));
        entries.remove(0);
        assert_eq!(unfold(&zip(&entries), "a.xml", 10), Ok(b"a".to_vec()));
    }

    proptest! {
        #[test]
        fn no_octets_panic(
            octets in proptest::collection::vec(any::<u8>(), 0..200),
            at in 0usize..100,
            end in 0usize..120,
        ) {
            let _ = unfold(&octets, "a.xml", 100);
            let mut good = zip(&[("a.xml", b"message")]);
            good.truncate(end);
            for (old, new) in good.iter_mut().skip(at).zip(octets) {
                *old = new;
            }
            let _ = unfold(&good, "a.xml", 100);
        }
    }
}
