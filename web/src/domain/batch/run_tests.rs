//! A run of batches: answers come in any order, and none is lost.

use super::*;
use crate::domain::batch::{Matching, Table};
use check_api::field::Date;
use serde_json::{Value as Json, json};

const TABLE: &str = "氏名,保険者番号,記号,番号,生年月日\n甲,06110829,12,1,19800401\n乙,06110829,12,2,19800402\n丙,06110829,12,3,19800403\n";

fn run() -> Run {
    let table = Table::read(TABLE).expect("a table");
    let drafts = Matching::of(table).drafts().expect("drafts");
    let day = Date::try_from("20261121".to_owned()).expect("a day");
    Run::of(&Sheet::of(drafts, day)).expect("a run")
}

fn unit(identifier: &str, number: &str, status: &str, validity: &str) -> Json {
    json!({ "BulkConfirmUnit": {
        "QualificationConfirmSearchInfo": {
            "InsurerNumber": "06110829", "InsuredCardSymbol": "１２",
            "InsuredIdentificationNumber": number,
            "Birthdate": format!("1980040{number}"),
            "ArbitraryIdentifier": identifier,
        },
        "ProcessingResultStatus": status,
        "QualificationValidity": validity,
        "ResultList": [{ "ResultOfQualificationConfirmation":
            { "Name": "厚労　太郎", "InsuredCardClassification": "01" } }],
    } })
}

fn answer(units: &[Json]) -> BatchAnswer {
    serde_json::from_value(json!({ "XmlMsg": {
        "MessageHeader": { "SegmentOfResult": "1", "QualificationConfirmationDate": "20261121" },
        "MessageBody": { "BulkConfirmUnitList": units },
    } }))
    .expect("an answer")
}

fn words(run: &Run) -> Vec<Option<BatchWord>> {
    run.rows().iter().map(RunRow::word).collect()
}

#[test]
fn answers_find_their_rows_in_any_order() {
    let mut run = run();
    let answer = answer(&[
        unit("00003", "3", "2", ""),
        unit("00001", "1", "1", "1"),
        unit("00002", "2", "1", "2"),
        unit("99999", "9", "1", "2"),
        json!({ "BulkConfirmUnit": { "ProcessingResultStatus": "1" } }),
    ]);
    assert_eq!(run.answered(&answer, true), 5);
    use BatchWord::{Error, Invalid, Valid};
    assert_eq!(words(&run), [Some(Valid), Some(Invalid), Some(Error)]);
    assert_eq!(run.rows()[0].name, "甲", "the table's own name stays");
    let counts = run.counts();
    assert_eq!(
        (counts.valid, counts.invalid, counts.error, counts.waiting),
        (1, 1, 1, 0)
    );
    assert_eq!(run.open_places(), [2]);
}

#[test]
fn an_answer_about_somebody_else_is_not_taken() {
    let mut run = run();
    run.answered(&answer(&[unit("00001", "2", "1", "2")]), true);
    assert_eq!(words(&run), [Some(BatchWord::Error), None, None]);
    let code = ErrorCode::new("ANSWER-CONTRADICTION");
    assert_eq!(run.rows()[0].outcome, Outcome::Failed(code));
}

#[test]
fn after_a_reload_the_rows_come_from_their_answers() {
    let mut known = run();
    let mut rebuilt = Run::default();
    let all = answer(&[
        unit("00002", "2", "1", "2"),
        unit("00001", "1", "1", "1"),
        unit("00003", "3", "2", ""),
    ]);
    known.answered(&all, true);
    rebuilt.answered(&all, false);
    assert_eq!(words(&known), words(&rebuilt));
    for (known, rebuilt) in known.rows().iter().zip(rebuilt.rows()) {
        assert_eq!(known.identifier, rebuilt.identifier);
        assert_eq!(rebuilt.name, "厚労　太郎");
        assert!(
            known.question == rebuilt.question,
            "asked again the same way"
        );
        assert_eq!(known.asked, rebuilt.asked);
    }
    rebuilt.wait_for(&["00003".to_owned()]);
    rebuilt.answered(&answer(&[unit("00003", "3", "1", "1")]), false);
    assert_eq!(rebuilt.rows().len(), 3);
    assert_eq!(rebuilt.counts().valid, 2);
}

#[test]
fn refusals_and_failures_are_errors_and_never_not_valid() {
    let mut run = run();
    let sent = ["00001", "00002", "00003"].map(str::to_owned);
    run.reject(
        &sent,
        &[
            RejectedItem {
                index: 1,
                field: "Birthdate".into(),
                rule: "FIELD-DATE".into(),
            },
            RejectedItem {
                index: 9,
                field: String::new(),
                rule: String::new(),
            },
        ],
    );
    run.answered(&answer(&[unit("00001", "1", "1", "1")]), true);
    run.fail(&sent, &unanswered(), None);
    use BatchWord::{Error, Valid};
    assert_eq!(words(&run), [Some(Valid), Some(Error), Some(Error)]);
    // What broke a rule breaks it again; what has no answer may get one.
    assert_eq!(run.open_places(), [2]);
    assert_eq!(run.questions(&[2]).len(), 1);
    run.wait_for(&sent[2..]);
    assert_eq!(words(&run), [Some(Valid), Some(Error), None]);
}

#[test]
fn what_the_service_says_of_all_rows_stands_with_each() {
    let mut run = run();
    let said: BatchAnswer = serde_json::from_value(json!({ "XmlMsg": {
        "MessageHeader":
            { "SegmentOfResult": "9", "ErrorCode": "X0001", "ErrorMessage": "処理できません" },
        "MessageBody": {},
    } }))
    .expect("an answer");
    let code = ErrorCode::new("ANSWER-SERVICE-FAILED");
    run.fail(&["00001".to_owned()], &code, Some(&said));
    let Outcome::Answered(answer) = &run.rows()[0].outcome else {
        panic!("an answer")
    };
    assert_eq!(
        answer.verdict,
        Verdict::Unconfirmed(Unconfirmed::ServiceFailed)
    );
    let notice = answer.notice.as_ref().expect("a notice");
    assert_eq!(
        (&*notice.code, &*notice.message),
        ("X0001", "処理できません")
    );
    assert_eq!(run.open_places(), [0], "it may be asked again");
}
