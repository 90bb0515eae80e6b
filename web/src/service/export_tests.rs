//! What is handed on is read again, by the same crate's readers and by eye; independent
//! readers have their stories in the browser.

use super::*;
use crate::domain::answer::Answer;
use crate::domain::history::HandOver;
use check_api::CheckAnswer;
use check_api::format::DecoderTable;
use serde_json::json;
use std::rc::Rc;

/// Kanji are beyond what these tests need of a character set: ASCII alone.
fn ascii() -> impl CharacterSet {
    DecoderTable::new(|bytes: &[u8]| {
        let text = String::from_utf8(bytes.to_vec()).ok()?;
        text.is_ascii().then_some(text)
    })
}

fn order(validity: &str, name: &str, time: &str) -> Order {
    let text = json!({
        "auditId": "0123_456789abcdef",
        "XmlMsg": {
            "MessageHeader": {
                "SegmentOfResult": "1",
                "QualificationConfirmationDate": "20261121",
                "ProcessExecutionTime": time,
            },
            "MessageBody": {
                "ProcessingResultStatus": "1",
                "QualificationValidity": validity,
                "ResultList": [
                    {"ResultOfQualificationConfirmation": {"Name": name, "InsurerNumber": "06110829"}},
                    {"ResultOfQualificationConfirmation": {"Name": "second", "InsurerNumber": "06229991"}},
                ],
            },
        },
    });
    let answer = CheckAnswer::from_json(text.to_string().as_bytes()).expect("an answer");
    Order {
        what: HandOver::Copy,
        answer: Rc::new(Answer::read(&answer)),
        meant: Some(0),
        elsewhere: false,
    }
}

const TIME: &str = "20261121101530";

#[test]
fn the_eligibility_that_is_meant_is_copied() {
    let mut order = order("5", "first", TIME);
    let text = clipboard(&order).expect("a text");
    assert!(text.starts_with("資格情報\r\n"), "{text}");
    assert!(text.contains("first") && !text.contains("second"), "{text}");
    order.meant = Some(1);
    let text = clipboard(&order).expect("a text");
    assert!(text.contains("second") && !text.contains("first"), "{text}");
    for nowhere in [None, Some(2)] {
        order.meant = nowhere;
        assert_eq!(clipboard(&order), Err(HandOverProblem::NotFormed));
    }
}

#[test]
fn what_cannot_be_used_says_so_wherever_it_goes() {
    for (validity, mark, name) in [
        ("5", None, "shikaku-kakunin_20261121101530.csv"),
        (
            "2",
            Some("資格有効性\t無効\r\n"),
            "shikaku-kakunin_invalid_20261121101530.csv",
        ),
        (
            "3",
            Some("資格有効性\t無効（新しい資格あり）\r\n"),
            "shikaku-kakunin_invalid-new-eligibility_20261121101530.csv",
        ),
    ] {
        let order = order(validity, "first", TIME);
        let text = clipboard(&order).expect("a text");
        assert_eq!(text.contains("資格有効性"), mark.is_some(), "{text}");
        assert!(text.ends_with(mark.unwrap_or("\r\n")), "{text}");
        assert_eq!(csv(&order).expect("a file").name, name);
    }
}

#[test]
fn the_official_file_has_the_official_name_and_every_attempt_another() {
    let order = order("5", "first", TIME);
    let names: Vec<String> = [0, 1]
        .map(|attempt| xml(&order, attempt, &ascii()).expect("a file").name)
        .into();
    assert_eq!(
        names,
        [
            "OQSsiquc01res_face_0123-456789abcdef_20261121101530.xml",
            "OQSsiquc01res_face_0123-456789abcdef-1_20261121101530.xml",
        ]
    );
}

#[test]
fn a_character_that_shift_jis_lacks_makes_the_file_utf_8() {
    let encoding = |name| {
        let file = xml(&order("5", name, TIME), 0, &ascii()).expect("a file");
        String::from_utf8(file.bytes).expect("a text")
    };
    assert!(encoding("first").contains("Shift_JIS"));
    let utf8 = encoding("𠮷");
    assert!(utf8.contains("UTF-8") && utf8.contains('𠮷'), "{utf8}");
}

#[test]
fn an_answer_without_its_time_is_dated_by_its_day() {
    let order = order("5", "first", "soon");
    assert_eq!(time(&order), "20261121000000");
}

#[test]
fn rows_are_read_again_as_they_were_written() {
    let order = order("5", "first", TIME);
    let file = csv(&order).expect("a file");
    let read = rows::read(&file.bytes).expect("rows");
    let names: Vec<_> = read
        .iter()
        .filter_map(|message| Some(message.body().results().next()?.name()?.to_owned()))
        .collect();
    assert_eq!(names, ["first", "second"]);
}

#[test]
fn a_bundle_is_read_again_as_it_was_written() {
    let order = order("2", "first", TIME);
    let file = fhir(&order, [7; 16]).expect("a file");
    assert_eq!(file.name, "shikaku-kakunin_invalid_20261121101530.json");
    let bundle = serde_json::from_slice(&file.bytes).expect("JSON");
    let message = super::fhir::read(&bundle).expect("a message");
    assert_eq!(message.body().qualification_validity(), Some("2"));
}
