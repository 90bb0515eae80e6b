//! Answers: when they are complete, what becomes of them, and what is not touched.

use super::super::name::Service;
use super::*;
use check_api::field::Date;
use tempfile::TempDir;

const ANSWER: &str = "OQSsiquc01res_202611210001.xml";

fn name() -> RequestName {
    let day = Date::try_from("20261121".to_owned()).expect("a day");
    RequestName::new(Service::Single, &day, 1).expect("a name")
}

fn inbox(after: AfterReading) -> (TempDir, Inbox) {
    let folder = TempDir::new().expect("a folder");
    let inbox = Inbox::new(folder.path().to_owned(), 100, after);
    (folder, inbox)
}

#[test]
fn an_answer_is_read_when_it_has_stopped_growing() {
    let (folder, inbox) = inbox(AfterReading::Delete);
    let file = folder.path().join(ANSWER);
    let mut watch = Watch::default();
    assert_eq!(inbox.look(&name(), &mut watch), Ok(Look::Nothing));
    for text in ["", "ab", "abcd"] {
        fs::write(&file, text).expect("written");
        assert_eq!(inbox.look(&name(), &mut watch), Ok(Look::Growing), "{text}");
    }
    let whole = Look::Message(b"abcd".to_vec());
    assert_eq!(inbox.look(&name(), &mut watch), Ok(whole));
    assert_eq!(inbox.look(&name(), &mut watch), Ok(Look::Same));
    inbox.dispose(&name()).expect("disposed");
    assert!(!file.exists());
    assert_eq!(inbox.look(&name(), &mut watch), Ok(Look::Nothing));
}

#[test]
fn an_empty_file_is_no_answer_yet() {
    let (folder, inbox) = inbox(AfterReading::Delete);
    fs::write(folder.path().join(ANSWER), "").expect("written");
    let mut watch = Watch::default();
    for _ in 0..3 {
        assert_eq!(inbox.look(&name(), &mut watch), Ok(Look::Growing));
    }
}

#[test]
fn what_is_too_large_is_not_read() {
    let (folder, inbox) = inbox(AfterReading::Delete);
    fs::write(folder.path().join(ANSWER), [b' '; 101]).expect("written");
    let mut watch = Watch::default();
    assert_eq!(inbox.look(&name(), &mut watch), Ok(Look::Growing));
    assert_eq!(inbox.look(&name(), &mut watch), Ok(Look::Unreadable));
}

#[test]
fn answers_go_where_the_administrator_says() {
    let kept = TempDir::new().expect("a folder");
    for after in [
        AfterReading::Leave,
        AfterReading::Delete,
        AfterReading::Move(kept.path().to_owned()),
    ] {
        let (folder, inbox) = inbox(after.clone());
        fs::write(folder.path().join(ANSWER), "answer").expect("written");
        fs::write(
            folder.path().join("OQSsiquc01res_202611210002.xml"),
            "other",
        )
        .expect("written");
        inbox.dispose(&name()).expect("disposed");
        let there = folder.path().join(ANSWER).exists();
        assert_eq!(there, after == AfterReading::Leave, "{after:?}");
        let moved = kept.path().join(ANSWER).exists();
        assert_eq!(moved, matches!(after, AfterReading::Move(_)), "{after:?}");
        let others = folder.path().join("OQSsiquc01res_202611210002.xml");
        assert!(others.exists(), "a file of somebody else is gone");
    }
}

#[test]
fn a_folder_that_is_gone_is_not_an_answer_that_is_missing() {
    let (folder, inbox) = inbox(AfterReading::Delete);
    drop(folder);
    let looked = inbox.look(&name(), &mut Watch::default());
    assert_eq!(looked, Err(Fault::Unreachable));
}

#[cfg(unix)]
#[test]
fn a_link_leads_nowhere() {
    let (folder, inbox) = inbox(AfterReading::Delete);
    let secret = folder.path().join("secret");
    fs::write(&secret, "secret").expect("written");
    std::os::unix::fs::symlink(&secret, folder.path().join(ANSWER)).expect("linked");
    let mut watch = Watch::default();
    for _ in 0..2 {
        assert_eq!(inbox.look(&name(), &mut watch), Ok(Look::Nothing));
    }
}
