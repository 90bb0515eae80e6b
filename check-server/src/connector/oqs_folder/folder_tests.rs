//! Steps of the folder as another process finds them afterwards, and sweeping.

use super::super::settings::FolderEncoding;
use super::super::sweep::{Horizon, Seen};
use super::*;
use crate::connector::AfterReading;
use std::time::Duration;
use tempfile::TempDir;

const MARK: &str = "abcdefghijklmnopqrstu_";

fn day() -> Date {
    Date::try_from("20261121".to_owned()).expect("a day")
}

fn desk() -> TempDir {
    let desk = TempDir::new().expect("a folder");
    for name in ["OQS/req", "OQS/res", "OQS/trash"] {
        fs::create_dir_all(desk.path().join(name)).expect("made");
    }
    desk
}

fn folder(desk: &TempDir) -> Folder {
    Folder::open(&OqsFolderSettings {
        facility: "1312345678".to_owned().try_into().expect("a facility"),
        folder: desk.path().join("OQS"),
        state: desk.path().join("notes"),
        encoding: FolderEncoding::ShiftJis,
        sequence: 1..=9999,
        answer: Duration::from_secs(1),
        batch_answer: Duration::from_secs(1),
        poll: Duration::from_secs(1),
        give_up: Duration::from_secs(1),
        after_reading: AfterReading::Delete,
        most_octets: 1000,
        most_rows: 10,
    })
    .expect("opened")
}

fn request<'a>(service: Service, day: &'a Date, octets: &'a [u8]) -> Request<'a> {
    Request {
        service,
        day,
        mark: MARK,
        octets,
    }
}

fn batch() -> BatchName {
    BatchName::of(MARK).expect("a name")
}

/// Files of the terminal's folder.
fn files(desk: &TempDir, name: &str) -> Vec<String> {
    let folder = fs::read_dir(desk.path().join("OQS").join(name)).expect("a folder");
    let name = |entry: std::io::Result<fs::DirEntry>| entry.expect("an entry").file_name();
    let mut files: Vec<_> = folder
        .map(|entry| name(entry).into_string().expect("a name"))
        .collect();
    files.sort();
    files
}

#[test]
fn a_batch_that_lay_ready_leaves_once_and_as_it_was() {
    let (desk, day) = (desk(), day());
    let asked = request(Service::Upload, &day, b"first");
    let record = folder(&desk)
        .hand_over(&batch(), &asked, 5)
        .expect("handed over");
    // As if the process had ended between remembering and leaving.
    let req = desk.path().join("OQS/req");
    let whole = req.join(&record.upload);
    let part = req.join(format!("{}.part", record.upload));
    fs::rename(&whole, &part).expect("renamed");
    let later = request(Service::Upload, &day, b"second");
    let resumed = folder(&desk).resume(&batch(), &later, 9).expect("resumed");
    assert_eq!(resumed, Some(record.clone()));
    assert_eq!(fs::read(&whole).expect("read"), b"first");
    // Taken by the terminal: nothing leaves any more.
    fs::remove_file(&whole).expect("taken");
    assert_eq!(folder(&desk).resume(&batch(), &later, 9), Ok(Some(record)));
    assert_eq!(files(&desk, "req"), [""; 0]);
}

#[test]
fn a_batch_passes_over_a_name_that_was_used_meanwhile() {
    let (desk, day) = (desk(), day());
    let asked = request(Service::Upload, &day, b"ours");
    let record = folder(&desk)
        .hand_over(&batch(), &asked, 5)
        .expect("handed over");
    let req = desk.path().join("OQS/req");
    let whole = req.join(&record.upload);
    fs::rename(&whole, req.join(format!("{}.part", record.upload))).expect("renamed");
    fs::write(&whole, "theirs").expect("written");
    let resumed = folder(&desk)
        .resume(&batch(), &asked, 9)
        .expect("resumed")
        .expect("known");
    assert_ne!(resumed.upload, record.upload);
    assert_eq!(fs::read(&whole).expect("read"), b"theirs");
    assert_eq!(fs::read(req.join(&resumed.upload)).expect("read"), b"ours");
    assert_eq!(files(&desk, "req").len(), 2);
}

#[test]
fn names_in_req_res_and_trash_are_used() {
    let (desk, day) = (desk(), day());
    for (folder, file) in [
        ("req", "OQSsiquc01req_202611210001.xml"),
        ("res", "OQSsiquc01res_202611210002.xml"),
        ("res", "OQSsiquc01res_202611210003.zip"),
        ("trash", "OQSsiquc01req_202611210004.xml"),
    ] {
        fs::write(desk.path().join("OQS").join(folder).join(file), "theirs").expect("written");
    }
    let name = folder(&desk)
        .send(&request(Service::Single, &day, b"ours"))
        .expect("sent");
    assert_eq!(name.sequence(), 5);
}

#[test]
fn a_sweep_takes_what_is_late_and_ours_alone() {
    let (desk, day) = (desk(), day());
    let subject = folder(&desk);
    let req = desk.path().join("OQS/req");
    let res = desk.path().join("OQS/res");
    // 1 has not been taken, 2 has, 3 is of other software, 4 is half a request.
    subject
        .send(&request(Service::Single, &day, MARK.as_bytes()))
        .expect("sent");
    let taken = subject
        .send(&request(Service::Single, &day, MARK.as_bytes()))
        .expect("sent");
    fs::remove_file(req.join(taken.request_file())).expect("taken");
    fs::write(req.join("OQSsiquc01req_202611210003.xml"), "theirs").expect("written");
    fs::write(res.join("OQSsiquc01res_202611210003.xml"), answer("theirs")).expect("written");
    let (_, prepared) = subject
        .prepare(&request(Service::Single, &day, b"half"))
        .expect("made");
    drop(prepared);
    let [late, _] = taken.answer_files();
    fs::write(res.join(&late), answer(MARK)).expect("written");
    // A batch under way keeps what is its own.
    let upload = subject
        .hand_over(
            &batch(),
            &request(Service::Upload, &day, MARK.as_bytes()),
            100,
        )
        .expect("handed over");
    let before = (files(&desk, "req"), files(&desk, "res"));
    let mut seen = Seen::default();
    let horizon = Horizon {
        day: Some(day.clone()),
        moment: 100,
    };
    subject.sweep(&mut seen, &horizon).expect("swept");
    assert_eq!((files(&desk, "req"), files(&desk, "res")), before);
    subject.sweep(&mut seen, &horizon).expect("swept");
    let mut kept = vec![
        "OQSsiquc01req_202611210003.xml".to_owned(),
        upload.upload.clone(),
    ];
    kept.sort();
    assert_eq!(files(&desk, "req"), kept);
    assert_eq!(files(&desk, "res"), ["OQSsiquc01res_202611210003.xml"]);
}

#[test]
fn an_answer_to_another_question_under_our_name_stays() {
    let (desk, day) = (desk(), day());
    let subject = folder(&desk);
    let name = subject
        .send(&request(Service::Single, &day, MARK.as_bytes()))
        .expect("sent");
    let [file, _] = name.answer_files();
    fs::write(desk.path().join("OQS/res").join(&file), answer("theirs")).expect("written");
    let mut seen = Seen::default();
    let horizon = Horizon {
        day: None,
        moment: 0,
    };
    for _ in 0..3 {
        subject.sweep(&mut seen, &horizon).expect("swept");
    }
    assert_eq!(files(&desk, "res"), [file]);
    assert_eq!(files(&desk, "req"), [""; 0], "our own request is withdrawn");
}

fn answer(mark: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?><XmlMsg><MessageHeader>\
         <ArbitraryFileIdentifier>{mark}</ArbitraryFileIdentifier></MessageHeader>\
         <MessageBody><QualificationValidity>1</QualificationValidity></MessageBody></XmlMsg>"
    )
}
