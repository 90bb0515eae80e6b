//! Requests: whole or not at all, and what the folder says of them afterwards.

use super::super::name::Service;
use super::*;
use check_api::field::Date;
use tempfile::TempDir;

fn name(sequence: u16) -> RequestName {
    let day = Date::try_from("20261121".to_owned()).expect("a day");
    RequestName::new(Service::Single, &day, sequence).expect("a name")
}

fn outbox() -> (TempDir, Outbox) {
    let folder = TempDir::new().expect("a folder");
    let outbox = Outbox::new(folder.path().to_owned());
    (folder, outbox)
}

fn sent(prepared: Prepared) {
    assert!(matches!(prepared.send(), Ok(Sending::Sent)));
}

#[test]
fn a_request_is_seen_whole_and_under_its_name_alone() {
    let (folder, outbox) = outbox();
    let prepared = outbox.prepare(&name(1), b"request").expect("prepared");
    assert!(!outbox.is_waiting(&name(1)).expect("looked"));
    assert!(outbox.prepared(&name(1)).expect("looked").is_some());
    sent(prepared);
    assert!(outbox.prepared(&name(1)).expect("looked").is_none());
    assert!(outbox.is_waiting(&name(1)).expect("looked"));
    let octets = fs::read(folder.path().join("OQSsiquc01req_202611210001.xml")).expect("read");
    assert_eq!(octets, b"request");
    assert_eq!(fs::read_dir(folder.path()).expect("read").count(), 1);
}

#[test]
fn a_file_of_other_software_is_never_replaced() {
    let (folder, outbox) = outbox();
    let theirs = folder.path().join(name(1).request_file());
    for rename in [rename_to_new, look_and_rename] {
        let prepared = outbox.prepare(&name(1), b"ours").expect("prepared");
        fs::write(&theirs, b"theirs").expect("written");
        assert!(rename(&prepared.part, &prepared.whole).is_err());
        let Ok(Sending::NameTaken(ready)) = prepared.send() else {
            panic!("a file was replaced");
        };
        assert_eq!(fs::read(&theirs).expect("read"), b"theirs");
        assert!(outbox.prepared(&name(1)).expect("looked").is_some());
        ready.discard().expect("discarded");
    }
}

#[test]
fn what_was_not_taken_comes_back_and_what_was_taken_does_not() {
    let (folder, outbox) = outbox();
    for taken in [false, true] {
        let prepared = outbox.prepare(&name(1), b"request").expect("prepared");
        sent(prepared);
        let expected = if taken {
            fs::remove_file(folder.path().join(name(1).request_file())).expect("taken");
            Withdrawal::Taken
        } else {
            Withdrawal::Withdrawn
        };
        assert_eq!(outbox.withdraw(&name(1)), Ok(expected));
        assert_eq!(fs::read_dir(folder.path()).expect("read").count(), 0);
    }
}

#[test]
fn a_folder_that_is_gone_has_taken_nothing() {
    let (folder, outbox) = outbox();
    let prepared = outbox.prepare(&name(1), b"request").expect("prepared");
    sent(prepared);
    drop(folder);
    assert_eq!(outbox.is_waiting(&name(1)), Err(Fault::Unreachable));
    assert_eq!(outbox.withdraw(&name(1)), Err(Fault::Unreachable));
    assert_eq!(
        outbox.prepare(&name(2), b"request").err(),
        Some(Fault::Unreachable)
    );
}

#[cfg(unix)]
#[test]
fn a_request_is_nobody_elses_to_read() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, outbox) = outbox();
    sent(outbox.prepare(&name(1), b"request").expect("prepared"));
    let meta = fs::metadata(folder.path().join(name(1).request_file())).expect("there");
    assert_eq!(meta.permissions().mode() & 0o007, 0);
}
