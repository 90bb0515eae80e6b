//! Replays every corpus of the fuzz targets. A file that a fuzzer found goes into the folder
//! of its target, and this test fails until the parser copes with it.

use std::fs;
use std::path::Path;

#[path = "../fuzz/targets.rs"]
mod targets;

use targets::{TARGETS, run, t1_card_answers};

fn corpora() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/corpus"))
}

#[test]
fn every_file_of_every_corpus_is_survived() {
    for (name, _) in TARGETS {
        let mut files = 0;
        for entry in fs::read_dir(corpora().join(name)).unwrap() {
            let path = entry.unwrap().path();
            println!("{}", path.display());
            run(name, &fs::read(&path).unwrap());
            files += 1;
        }
        assert!(files >= 5, "the corpus {name} has {files} files");
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
    use card_wasm::carrier::acs::FrameBuffer;
    use card_wasm::carrier::hid::Collector;
    use card_wasm::ccid::{InMessage, readers};
    use card_wasm::certificate::Certificate;
    use card_wasm::iso_dep::{Atqb, Block};
    use card_wasm::iso7816::{Atr, Response, tlv};
    use card_wasm::sony::port100::Frame;
    use card_wasm::sony::port400::Answer;
    use card_wasm::tpdu::{self, Check};

    type Accepts = fn(&[u8]) -> bool;
    let accepted: [(&str, Accepts); 13] = [
        ("acs_frame", |bytes| {
            matches!(FrameBuffer::default().push(&bytes[1..]), Ok(Some(_)))
        }),
        ("apdu_response", |bytes| Response::try_from(bytes).is_ok()),
        ("atr", |bytes| Atr::try_from(bytes).is_ok()),
        ("ccid_message", |bytes| InMessage::try_from(bytes).is_ok()),
        ("certificate", |bytes| {
            Certificate::from_elementary_file(bytes).is_ok()
        }),
        ("descriptor", |bytes| readers(bytes).is_ok()),
        ("hid_report", |bytes| {
            matches!(Collector::default().push(bytes), Ok(Some(_)))
        }),
        ("iso_dep", |bytes| {
            Block::try_from(bytes).is_ok() && Atqb::try_from(bytes).is_err()
        }),
        ("port100", |bytes| matches!(Frame::take(bytes), Ok(Some(_)))),
        ("port400", |bytes| {
            Answer::try_from(bytes).is_ok_and(|answer| answer.data.is_some())
        }),
        ("t1_block", |bytes| {
            tpdu::Block::decode(bytes, Check::Lrc).is_ok()
        }),
        ("t1_card", t1_card_answers),
        ("tlv", |bytes| {
            tlv::walk(bytes, tlv::Budget::FILE).is_ok_and(|found| found.len() > 1)
        }),
    ];
    for (name, accepts) in accepted {
        let files = fs::read_dir(corpora().join(name)).unwrap();
        let good = files.filter(|file| accepts(&fs::read(file.as_ref().unwrap().path()).unwrap()));
        assert!(good.count() > 0, "no file of {name} is accepted");
    }
}
