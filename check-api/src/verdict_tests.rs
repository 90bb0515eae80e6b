//! One word for every combination of codes.

use super::*;
use serde_json::{Value, json};

fn message(segment: Value, status: Value, validity: Value, results: Value) -> XmlMsg {
    let wire = json!({
        "MessageHeader": { "SegmentOfResult": segment },
        "MessageBody": {
            "ProcessingResultStatus": status,
            "QualificationValidity": validity,
            "ResultList": results,
        },
    });
    serde_json::from_value(wire).expect("a message")
}

/// The same body as a row of a batch.
fn of_row(message: &XmlMsg) -> Verdict {
    let wire = serde_json::to_value(message).expect("a message");
    let batch: XmlMsg = serde_json::from_value(json!({
        "MessageHeader": { "SegmentOfResult": "1" },
        "MessageBody": { "BulkConfirmUnitList": [{ "BulkConfirmUnit": wire["MessageBody"] }] },
    }))
    .expect("a message");
    let unit = batch.body().bulk_units().next().expect("a row");
    Verdict::of_unit(unit)
}

#[test]
fn only_a_code_of_the_leaflet_makes_a_row_not_valid() {
    let one = json!([{ "InsuredCardClassification": "01" }]);
    for (status, validity, word) in [
        ("1", "1", BatchWord::Valid),
        ("1", "6", BatchWord::Valid),
        ("1", "2", BatchWord::Invalid),
        ("1", "3", BatchWord::Invalid),
        ("1", "4", BatchWord::Error),
        ("1", "5", BatchWord::Error),
        ("1", "9", BatchWord::Error),
        ("1", "", BatchWord::Error),
        ("2", "2", BatchWord::Error),
        ("", "3", BatchWord::Error),
    ] {
        let message = message("1".into(), status.into(), validity.into(), one.clone());
        assert_eq!(of_row(&message).batch_word(), word, "{status}/{validity}");
    }
    assert_eq!(Verdict::ValidRenew.batch_word(), BatchWord::Valid);
}

#[test]
fn one_word_for_every_combination() {
    let one =
        json!([{ "ResultOfQualificationConfirmation": { "InsuredCardClassification": "01" } }]);
    let ticket = json!([{ "InsuredCardClassification": "A1" }]);
    let both =
        json!([{ "InsuredCardClassification": "01" }, { "InsuredCardClassification": "A1" }]);
    let two = json!([{ "InsuredCardClassification": "01" }, { "InsuredCardClassification": "06" }]);
    let none = Value::Null;
    use Verdict::{Invalid, InvalidNewEligibility, Multiple, NoEligibility, Valid};
    let doubt = Verdict::Unconfirmed;
    for (segment, status, validity, results, verdict) in [
        ("1", "1", "1", &one, Valid),
        ("1", "1", "1", &both, Valid),
        ("1", "1", "6", &ticket, Valid),
        ("1", "1", "1", &two, doubt(Unconfirmed::Contradiction)),
        ("1", "1", "1", &none, doubt(Unconfirmed::MissingElement)),
        ("1", "1", "6", &none, doubt(Unconfirmed::MissingElement)),
        ("1", "1", "2", &one, Invalid),
        ("1", "1", "2", &none, Invalid),
        ("1", "1", "3", &one, InvalidNewEligibility),
        ("1", "1", "4", &none, NoEligibility),
        ("1", "1", "5", &two, Multiple),
        ("1", "1", "7", &one, doubt(Unconfirmed::UnknownCode)),
        ("1", "1", "１", &one, doubt(Unconfirmed::UnknownCode)),
        ("1", "1", "", &one, doubt(Unconfirmed::MissingElement)),
        ("1", "2", "1", &one, doubt(Unconfirmed::PersonFailed)),
        ("1", "2", "2", &one, doubt(Unconfirmed::PersonFailed)),
        ("1", "3", "1", &one, doubt(Unconfirmed::UnknownCode)),
        ("1", "", "1", &one, doubt(Unconfirmed::MissingElement)),
        ("2", "1", "1", &one, doubt(Unconfirmed::StillProcessing)),
        ("9", "1", "2", &one, doubt(Unconfirmed::ServiceFailed)),
        ("3", "1", "1", &one, doubt(Unconfirmed::UnknownCode)),
        ("", "1", "1", &one, doubt(Unconfirmed::MissingElement)),
    ] {
        let message = message(
            segment.into(),
            status.into(),
            validity.into(),
            results.clone(),
        );
        assert_eq!(
            Verdict::of(&message),
            verdict,
            "{segment}/{status}/{validity}/{results}"
        );
        if segment == "1" {
            assert_eq!(of_row(&message), verdict, "{status}/{validity}/{results}");
        }
    }
}

#[test]
fn a_number_is_not_a_code() {
    let message = message("1".into(), "1".into(), 1.into(), json!([{}]));
    assert_eq!(
        Verdict::of(&message),
        Verdict::Unconfirmed(Unconfirmed::MissingElement)
    );
}

#[test]
fn grace_asks_for_renewal_and_changes_no_other_verdict() {
    let valid = message("1".into(), "1".into(), "1".into(), json!([{}]));
    let invalid = message("1".into(), "1".into(), "2".into(), json!([{}]));
    for (message, standing, verdict) in [
        (&valid, "valid", Verdict::Valid),
        (&valid, "grace", Verdict::ValidRenew),
        (&valid, "something new", Verdict::Valid),
        (&invalid, "grace", Verdict::Invalid),
    ] {
        let answer = serde_json::from_value(json!({
            "auditId": "1",
            "certificate": { "standing": standing, "usableUntil": "20270131" },
            "XmlMsg": message,
        }));
        let answer: CheckAnswer = answer.expect("an answer");
        assert_eq!(Verdict::of_answer(&answer), verdict, "{standing}");
    }
}
