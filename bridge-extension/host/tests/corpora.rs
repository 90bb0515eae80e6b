//! Replays every corpus of the fuzz targets. A file that a fuzzer found goes into the folder
//! of its target, and this test fails until the host copes with it.

#![cfg(test)]

use std::fs;
use std::path::Path;

use bridge_protocol::{FromHost, FromPage, ToHost};

#[path = "../../fuzz/targets.rs"]
mod targets;

use targets::{TARGETS, run};

fn corpora() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../fuzz/corpus"))
}

fn files(name: &str) -> Vec<Vec<u8>> {
    let entries = fs::read_dir(corpora().join(name)).unwrap();
    entries
        .map(|entry| fs::read(entry.unwrap().path()).unwrap())
        .collect()
}

#[test]
fn every_file_of_every_corpus_is_survived() {
    for (name, _) in TARGETS {
        let files = files(name);
        assert!(
            files.len() >= 5,
            "the corpus {name} has {} files",
            files.len()
        );
        for bytes in files {
            println!("{name}: {}", String::from_utf8_lossy(&bytes));
            run(name, &bytes);
        }
    }
}

#[test]
fn every_corpus_has_a_target() {
    for entry in fs::read_dir(corpora()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(TARGETS.iter().any(|(target, _)| *target == name), "{name}");
    }
}

/// The corpora would prove nothing if no file got past the first check.
#[test]
fn the_corpora_hold_good_files_too() {
    let messages = files("message");
    let is_read = |bytes: &&Vec<u8>| {
        let to_host = serde_json::from_slice::<ToHost>(bytes).is_ok();
        let from_page = serde_json::from_slice::<FromPage>(bytes).is_ok();
        to_host || from_page || serde_json::from_slice::<FromHost>(bytes).is_ok()
    };
    assert_eq!(messages.iter().filter(is_read).count(), 14);
}
