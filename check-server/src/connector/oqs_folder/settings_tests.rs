//! The section of the configuration: what may be left out, and what is refused.

use super::*;
use crate::config::Source;
use std::path::Path;
use tempfile::TempDir;

const LEAST: &str = "facility = '1312345678'\nfolder = 'OQS'\nstate = 'notes'\n";

fn read_in(more: &str, environment: Environment) -> Result<OqsFolderSettings, FileError> {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("config.toml");
    std::fs::write(&file, format!("[oqs-folder]\n{LEAST}{more}\n")).expect("written");
    let source = Source::read(&file).expect("read");
    let document = source.document().expect("TOML");
    let section = document.table().required("oqs-folder").expect("there");
    let settings =
        OqsFolderSettings::read(&section, environment, Duration::from_secs(10), |code| {
            code.as_str() == "1312345678"
        });
    settings.map(|settings| OqsFolderSettings {
        folder: relative(&settings.folder, folder.path()),
        state: relative(&settings.state, folder.path()),
        ..settings
    })
}

fn relative(path: &Path, folder: &Path) -> PathBuf {
    path.strip_prefix(folder).expect("beside it").to_owned()
}

fn read(more: &str) -> Result<OqsFolderSettings, FileError> {
    read_in(more, Environment::Production)
}

#[test]
fn three_keys_are_enough() {
    let settings = read("").expect("settings");
    assert_eq!(settings.facility.as_str(), "1312345678");
    assert_eq!(settings.folder, Path::new("OQS"));
    assert_eq!(settings.state, Path::new("notes"));
    assert_eq!(settings.encoding, FolderEncoding::ShiftJis);
    assert_eq!(settings.sequence, 1..=9999);
    assert_eq!(settings.answer, Duration::from_secs(8));
    assert_eq!(settings.poll, Duration::from_secs(10));
    assert_eq!(settings.after_reading, AfterReading::Delete);
}

#[test]
fn every_key_is_heard() {
    let more = "encoding = 'UTF-8'\nfirst-number = 5001\nlast-number = 6000\nanswer-seconds = 9\n\
                batch-answer-seconds = 60\npoll-seconds = 30\ngive-up-hours = 2\nmost-megabytes = 8\n\
                most-rows = 500\nanswers = 'leave'";
    let settings = read(more).expect("settings");
    assert_eq!(settings.encoding, FolderEncoding::Utf8);
    assert_eq!(settings.sequence, 5001..=6000);
    assert_eq!(settings.answer, Duration::from_secs(9));
    assert_eq!(settings.batch_answer, Duration::from_secs(60));
    assert_eq!(settings.poll, Duration::from_secs(30));
    assert_eq!(settings.give_up, Duration::from_secs(7200));
    assert_eq!(settings.most_octets, 8 << 20);
    assert_eq!(settings.most_rows, 500);
    assert_eq!(settings.after_reading, AfterReading::Leave);
    let moved = read("answers = 'move'\nanswers-folder = 'kept'").expect("settings");
    assert!(matches!(moved.after_reading, AfterReading::Move(folder) if folder.ends_with("kept")));
}

#[test]
fn mistakes_are_named_with_their_key() {
    for (more, key, code) in [
        ("poll-seconds = 9", "poll-seconds", "CONFIG-NOT-NUMBER"),
        ("answer-seconds = 10", "answer-seconds", "CONFIG-NOT-NUMBER"),
        ("last-number = 10000", "last-number", "CONFIG-NOT-NUMBER"),
        (
            "first-number = 9\nlast-number = 8",
            "last-number",
            "CONFIG-NOT-NUMBER",
        ),
        ("encoding = 'EUC-JP'", "encoding", "CONFIG-CHOICE"),
        ("answers = 'burn'", "answers", "CONFIG-CHOICE"),
        ("answers = 'move'", "answers", "CONFIG-CHOICE"),
        (
            "answers = 'leave'\nanswers-folder = 'a'",
            "answers-folder",
            "CONFIG-UNKNOWN-KEY",
        ),
        (
            "answers-folder = 'a'",
            "answers-folder",
            "CONFIG-UNKNOWN-KEY",
        ),
        ("password = 'a'", "password", "CONFIG-UNKNOWN-KEY"),
    ] {
        let error = read(more).expect_err(more);
        assert_eq!(
            (error.key.as_str(), error.fault.code()),
            (&*format!("oqs-folder.{key}"), code)
        );
    }
}

#[test]
fn the_facility_is_one_that_may_ask() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("config.toml");
    std::fs::write(&file, format!("[oqs-folder]\n{LEAST}")).expect("written");
    let source = Source::read(&file).expect("read");
    let document = source.document().expect("TOML");
    let section = document.table().required("oqs-folder").expect("there");
    let read = OqsFolderSettings::read(
        &section,
        Environment::Production,
        Duration::from_secs(10),
        |_| false,
    );
    let error = read.expect_err("refused");
    assert_eq!(
        (error.key.as_str(), error.fault.code()),
        ("oqs-folder.facility", "CONFIG-FACILITY")
    );
}

#[test]
fn practice_may_be_impatient() {
    assert!(read_in("poll-seconds = 1", Environment::Practice).is_ok());
}
