//! The official message: nothing that came is lost, whatever wrote it.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a helper that panics fails its test"
)]

use check_api::official::{Eligibility, XmlMsg};
use check_api::{AnswerError, CheckAnswer, Verdict};
use proptest::prelude::*;
use serde_json::{Value, json};

fn message(wire: Value) -> XmlMsg {
    serde_json::from_value(wire).expect("a message")
}

fn names(message: &XmlMsg) -> Vec<&str> {
    message
        .body()
        .results()
        .filter_map(Eligibility::name)
        .collect()
}

#[test]
fn every_nesting_of_the_result_list_is_read() {
    let (a, b) = (json!({ "Name": "A" }), json!({ "Name": "B" }));
    let item = "ResultOfQualificationConfirmation";
    for body in [
        json!({ "ResultList": [{ item: a }, { item: b }] }),
        json!({ "ResultList": [{ item: [a, b] }] }),
        json!({ "ResultList": { item: [a, b] } }),
        json!({ "ResultList": [a, b] }),
        json!({ item: [a, b] }),
    ] {
        let message = message(json!({ "MessageHeader": {}, "MessageBody": body }));
        assert_eq!(names(&message), ["A", "B"], "{body}");
    }
    for body in [
        json!({ "ResultList": { item: a } }),
        json!({ "ResultList": a }),
        json!({ item: a }),
        json!({ "ResultList": [{ item: a }, 7, null, "x"] }),
    ] {
        let message = message(json!({ "MessageHeader": {}, "MessageBody": body }));
        assert_eq!(names(&message), ["A"], "{body}");
    }
    for body in [
        json!({}),
        json!({ "ResultList": [] }),
        json!({ "ResultList": 3 }),
        json!(null),
    ] {
        let message = message(json!({ "MessageHeader": {}, "MessageBody": body }));
        assert_eq!(names(&message), [""; 0], "{body}");
    }
}

#[test]
fn the_parts_of_an_eligibility_are_read() {
    let message = message(json!({
        "MessageHeader": { "SegmentOfResult": "1" },
        "MessageBody": { "ResultList": [{
            "Sex1": "2",
            "InsuredCardExpirationDate": "",
            "ElderlyRecipientCertificateInfo": { "ElderlyRecipientContributionRatio": "020" },
            "LimitApplicationCertificateRelatedInfo": {
                "LimitApplicationCertificateClassificationFlag": "Z1"
            },
            "SpecificDiseasesCertificateList": [
                { "SpecificDiseasesCertificateInfo": { "SpecificDiseasesDiseaseCategory": "1" } }
            ],
            "PublicExpenseResultList": { "MedicalTicketInfo": [{ "StatusOfInfecton": "01" }] },
        }]},
    }));
    let person = message.body().results().next().expect("one result");
    assert_eq!(person.sex(), Some(check_api::code::Sex::Female));
    assert_eq!(
        person.insured_card_expiration_date(),
        None,
        "empty means absent"
    );
    let elderly = person.elderly_recipient().expect("a certificate");
    assert_eq!(elderly.contribution_ratio(), Some("020"));
    let limit = person.limit_certificate().and_then(|limit| limit.class());
    assert_eq!(limit, Some(check_api::code::LimitClass::Unknown("Z1")));
    assert_eq!(
        person
            .specific_diseases()
            .filter_map(|d| d.category())
            .collect::<Vec<_>>(),
        ["1"]
    );
    assert_eq!(
        person
            .medical_tickets()
            .filter_map(|t| t.infection())
            .collect::<Vec<_>>(),
        ["01"]
    );
}

#[test]
fn what_is_no_answer_is_refused() {
    for (wire, error) in [
        ("", AnswerError::Shape),
        ("<html>", AnswerError::Shape),
        ("[]", AnswerError::Shape),
        (r#"{"auditId":"1"}"#, AnswerError::Shape),
        (r#"{"XmlMsg":{"MessageHeader":{}}}"#, AnswerError::Shape),
        (r#"{"auditId":"1","XmlMsg":7}"#, AnswerError::Message),
        (
            r#"{"auditId":"1","XmlMsg":{"MessageHeader":[]}}"#,
            AnswerError::Message,
        ),
    ] {
        assert_eq!(
            CheckAnswer::from_json(wire.as_bytes()).err(),
            Some(error),
            "{wire}"
        );
    }
    let nested = format!(r#"{{"auditId":"1","XmlMsg":{}"#, "[".repeat(100_000));
    assert_eq!(
        CheckAnswer::from_json(nested.as_bytes()).err(),
        Some(AnswerError::Shape)
    );
}

#[test]
fn debug_names_nobody() {
    let wire = json!({ "auditId": "1", "XmlMsg": { "MessageHeader": {}, "MessageBody": { "Name": "厚労" } } });
    let answer = CheckAnswer::from_json(wire.to_string().as_bytes()).expect("an answer");
    assert!(!format!("{answer:?}").contains("厚労"));
}

/// Elements of an imagined later layout: any names, any nesting.
fn anything() -> impl Strategy<Value = Value> {
    let text = "\\PC{0,12}".prop_map(Value::from);
    let leaf =
        prop_oneof![4 => text, 1 => Just(Value::Null), 1 => any::<i64>().prop_map(Value::from)];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::hash_map("[A-Z][A-Za-z0-9]{0,12}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn unknown_elements_survive_a_round_trip(
        header in proptest::collection::hash_map("[A-Z][A-Za-z]{0,12}", anything(), 0..4),
        body in proptest::collection::hash_map("[A-Z][A-Za-z]{0,12}", anything(), 0..4),
    ) {
        let header = Value::Object(header.into_iter().collect());
        let body = Value::Object(body.into_iter().collect());
        let wire = json!({ "auditId": "x", "XmlMsg": { "MessageHeader": header, "MessageBody": body } });
        let answer = CheckAnswer::from_json(wire.to_string().as_bytes()).expect("an answer");
        prop_assert_eq!(serde_json::to_value(&answer).expect("serializes"), wire);
    }

    #[test]
    fn only_the_official_codes_confirm_anything(
        segment in "[0-9A-Z]{0,2}", status in "[0-9A-Z]{0,2}", validity in "[0-9A-Z]{0,2}",
        results in anything(),
    ) {
        let message = message(json!({
            "MessageHeader": { "SegmentOfResult": segment },
            "MessageBody": {
                "ProcessingResultStatus": status, "QualificationValidity": validity,
                "ResultList": results,
            },
        }));
        let told = segment == "1" && status == "1" && matches!(&*validity, "1" | "2" | "3" | "4" | "5" | "6");
        if !told {
            prop_assert!(matches!(Verdict::of(&message), Verdict::Unconfirmed(_)));
        }
    }

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(answer) = CheckAnswer::from_json(&bytes) {
            prop_assert!(!Verdict::of_answer(&answer).name().is_empty());
        }
    }
}
