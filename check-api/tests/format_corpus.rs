//! Replays the corpora of the foreign forms, and random damage to them. Their good files are
//! what is written of the answers in the corpus of answers: `UPDATE_SAMPLES=1 cargo test -p
//! check-api --test format_corpus` writes them anew.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a helper that panics fails its test"
)]

#[path = "../fuzz/format_property.rs"]
#[allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a property that does not hold panics"
)]
mod format_property;

use check_api::format::xml::Encoding;
use check_api::format::{CharacterSet, DecoderTable, clipboard, csv, fhir, xml};
use check_api::{CheckAnswer, XmlMsg};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

type Decoder = fn(&[u8]) -> Option<String>;

/// Shift_JIS as the page has it: made of a decoder alone.
static SHIFT_JIS: LazyLock<DecoderTable<Decoder>> = LazyLock::new(|| DecoderTable::new(decode));

fn decode(bytes: &[u8]) -> Option<String> {
    let set = encoding_rs::SHIFT_JIS;
    let text = set.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(text.into_owned())
}

fn shift_jis() -> &'static dyn CharacterSet {
    &*SHIFT_JIS
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(name)
}

/// Names and bytes of a corpus, in order.
fn corpus(name: &str) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder(name)).into_iter().flatten().flatten();
    let mut files: Vec<_> = entries
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, fs::read(entry.path()).expect("a file of the corpus"))
        })
        .collect();
    files.sort();
    files
}

/// The answers from which the good files are made, by name.
fn answers() -> Vec<(String, XmlMsg)> {
    let files = corpus("check_answer").into_iter();
    files
        .filter_map(|(name, bytes)| {
            let name = name.strip_suffix(".json")?.to_owned();
            Some((name, CheckAnswer::from_json(&bytes).ok()?.xml_msg))
        })
        .collect()
}

/// The files that are written of an answer, with the names of their corpora.
fn samples(name: &str, message: &XmlMsg) -> Vec<(&'static str, String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut add = |corpus, ending, bytes| files.push((corpus, [name, ending].concat(), bytes));
    if let Ok(bytes) = xml::write(message, Encoding::Utf8) {
        add("xml", ".xml", bytes);
    }
    if let Ok(bytes) = xml::write(message, Encoding::ShiftJis(shift_jis())) {
        add("xml", "-shift-jis.xml", bytes);
    }
    if let Ok(bytes) = csv::write([message]) {
        add("csv", ".csv", bytes);
    }
    let day = message.header().qualification_confirmation_date();
    if let Some(person) = message.body().results().next() {
        let text = clipboard::write(person, day);
        add("clipboard", ".txt", text.into_bytes());
    }
    if let Ok(bundle) = fhir::write(message, [0; 16]) {
        let mut text = serde_json::to_string_pretty(&bundle).expect("a bundle is JSON");
        text.push('\n');
        add("fhir", ".json", text.into_bytes());
    }
    files
}

#[test]
fn good_files_are_as_they_are_written_today() {
    let mut seen = 0;
    for (name, message) in answers() {
        for (corpus, file, bytes) in samples(&name, &message) {
            let path = folder(corpus).join(&file);
            if std::env::var_os("UPDATE_SAMPLES").is_some() {
                fs::create_dir_all(folder(corpus)).expect("a folder");
                fs::write(&path, &bytes).expect("a file");
            }
            let kept = fs::read(&path).unwrap_or_default();
            assert!(kept == bytes, "{corpus}/{file} is written otherwise today");
            seen += 1;
        }
    }
    assert!(seen > 100, "{seen} files");
}

#[test]
fn every_file_is_read_or_refused_as_its_name_says() {
    for (name, holds) in forms() {
        let (mut good, mut bad) = (0, 0);
        for (file, bytes) in corpus(name) {
            let is_bad = file.starts_with("bad-");
            assert_eq!(holds(&bytes), !is_bad, "{name}/{file}");
            if is_bad {
                bad += 1;
            } else {
                good += 1;
            }
        }
        assert!(good > 15 && bad > 3, "{name}: {good} good, {bad} bad");
    }
}

type Holds = fn(&[u8]) -> bool;

/// The corpora, and what must hold for their files.
fn forms() -> [(&'static str, Holds); 4] {
    [
        ("xml", |bytes| {
            format_property::xml_holds(bytes, shift_jis())
        }),
        ("clipboard", format_property::clipboard_holds),
        ("csv", format_property::csv_holds),
        ("fhir", format_property::fhir_holds),
    ]
}

proptest! {
    #[test]
    fn damaged_files_do_no_harm(
        form in 0usize..4,
        pick in any::<prop::sample::Index>(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        keep in any::<prop::sample::Index>(),
    ) {
        let (name, holds) = forms()[form];
        let corpus = corpus(name);
        let (_, mut bytes) = pick.get(&corpus).clone();
        for (place, value) in changes {
            if !bytes.is_empty() {
                let place = place.index(bytes.len());
                bytes[place] = value;
            }
        }
        holds(&bytes);
        bytes.truncate(keep.index(bytes.len() + 1));
        holds(&bytes);
    }
}
