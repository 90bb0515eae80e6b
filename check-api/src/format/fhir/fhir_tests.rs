//! The bundle, both ways.

use super::*;
use crate::Verdict;
use crate::field::InsurerNumber;
use crate::format::FormatError;
use crate::format::samples::{any_message, message};
use crate::format::{persons, shape::UNIT};
use crate::official::{Elements, Format, XmlMsg};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

const RANDOMNESS: [u8; 16] = [7; 16];

fn answer(validity: &str, result: Value) -> XmlMsg {
    message(json!({
        "MessageHeader": { "SegmentOfResult": "1", "ProcessExecutionTime": "20261121090000",
            "QualificationConfirmationDate": "20261121", "MedicalInstitutionCode": "1312345678" },
        "MessageBody": { "ProcessingResultStatus": "1", "QualificationValidity": validity,
            "ResultList": result },
    }))
}

fn person() -> Value {
    json!({
        "InsuredCardClassification": "01", "InsurerNumber": "  131011", "InsurerName": "千代田区",
        "InsuredCardSymbol": "12-34", "InsuredIdentificationNumber": "187",
        "InsuredBranchNumber": "05", "Name": "●働　花子", "NameKana": "ﾛｳﾄﾞｳ ﾊﾅｺ", "Sex1": "2",
        "Birthdate": "19550401", "InsuredCardValidDate": "20240401",
        "PersonalFamilyClassification": "2",
        "ElderlyRecipientCertificateInfo": { "ElderlyRecipientContributionRatio": "020" },
    })
}

fn resources<'a>(bundle: &'a Value, kind: &str) -> Vec<&'a Value> {
    let entries = bundle["entry"].as_array().expect("entries").iter();
    let resources = entries.map(|entry| &entry["resource"]);
    resources.filter(|r| r["resourceType"] == kind).collect()
}

#[test]
fn an_insurance_has_the_form_of_jp_core() {
    let bundle = write(&answer("1", json!([person()])), RANDOMNESS).expect("a bundle");
    let coverage = resources(&bundle, "Coverage")[0];
    for (pointer, value) in [
        (
            "/identifier/0/value",
            json!("00131011:１２－３４:１８７:05"),
        ),
        (
            "/identifier/1/value",
            json!("\"00131011\",\"１２－３４\",\"１８７\",\"05\""),
        ),
        ("/extension/0/valueString", json!("１２－３４")),
        ("/extension/1/valueString", json!("１８７")),
        ("/extension/2/valueString", json!("05")),
        ("/dependent", json!("05")),
        ("/type/coding/0/code", json!("2")),
        ("/relationship/coding/0/code", json!("2")),
        ("/period", json!({ "start": "2024-04-01" })),
        ("/costToBeneficiary/0/type/coding/0/code", json!("copaypct")),
        ("/costToBeneficiary/0/valueQuantity/value", json!(20)),
    ] {
        assert_eq!(coverage.pointer(pointer), Some(&value), "{pointer}");
    }
    let response = &bundle["entry"][0]["resource"];
    assert_eq!(response["insurance"][0]["inforce"], true);
    assert_eq!(response["outcome"], "complete");
    assert_eq!(response["created"], "2026-11-21T09:00:00+09:00");
    let facility = resources(&bundle, "Organization")[0];
    assert_eq!(facility["identifier"][0]["value"], "1312345678");
    assert_eq!(facility["extension"][0]["valueCoding"]["code"], "13");
    let insurer = resources(&bundle, "Organization")[1];
    assert_eq!(insurer["identifier"][0]["value"], "00131011");

    // No symbol and no branch: their places stay empty.
    let late = json!([{ "InsurerNumber": "39131016", "InsuredIdentificationNumber": "00000187" }]);
    let bundle = write(&answer("1", late), RANDOMNESS).expect("a bundle");
    let coverage = resources(&bundle, "Coverage")[0];
    assert_eq!(
        coverage["identifier"][0]["value"],
        "39131016::０００００１８７:"
    );
    assert_eq!(coverage["type"]["coding"][0]["code"], "7");
}

#[test]
fn only_a_confirmed_answer_says_that_an_insurance_is_in_force() {
    let one = json!([person()]);
    let two = json!([person(), person()]);
    for (validity, results, outcome, inforce) in [
        ("1", &one, "complete", json!(true)),
        ("6", &one, "complete", json!(true)),
        ("2", &one, "complete", json!(false)),
        ("3", &one, "complete", json!(false)),
        ("4", &one, "complete", json!(false)),
        ("5", &two, "partial", Value::Null),
        // Two insurances at once are no plain "valid", and neither is an unknown code.
        ("1", &two, "error", Value::Null),
        ("8", &one, "error", Value::Null),
        ("", &one, "error", Value::Null),
    ] {
        let bundle = write(&answer(validity, results.clone()), RANDOMNESS).expect("a bundle");
        let response = &bundle["entry"][0]["resource"];
        assert_eq!(response["outcome"], outcome, "{validity}");
        assert_eq!(response["insurance"][0]["inforce"], inforce, "{validity}");
        assert_eq!(
            response.get("error").is_some(),
            outcome != "complete",
            "{validity}"
        );
    }
}

#[test]
fn errors_are_told_in_the_words_of_the_service() {
    let failed = |header: Value, body: Value| {
        let message = message(json!({ "MessageHeader": header, "MessageBody": body }));
        let bundle = write(&message, RANDOMNESS).expect("a bundle");
        bundle["entry"][0]["resource"].clone()
    };
    let body = json!({ "ProcessingResultStatus": "2", "ProcessingResultCode": "W1",
        "ProcessingResultMessage": "生年月日" });
    let response = failed(json!({ "SegmentOfResult": "1" }), body);
    assert_eq!(response["outcome"], "error");
    assert_eq!(response["error"][0]["code"]["text"], "W1 生年月日");
    let header = json!({ "SegmentOfResult": "9", "ErrorCode": "E9", "ErrorMessage": "停止" });
    let response = failed(header, json!({}));
    assert_eq!(response["error"][0]["code"]["text"], "E9 停止");
    let response = failed(json!({ "SegmentOfResult": "2" }), json!({}));
    assert_eq!(response["outcome"], "queued");
    assert_eq!(response["insurance"], Value::Null);
    let response = failed(json!({}), json!({}));
    assert_eq!(
        response["error"][0]["code"]["text"],
        "ANSWER-MISSING-ELEMENT"
    );
    assert_eq!(response["_created"]["extension"][0]["valueCode"], "unknown");
}

#[test]
fn what_fhir_cannot_hold_is_refused_by_name() {
    for (element, text, code) in [
        ("InsuredCardExpirationDate", "令和8年", "FORMAT-FHIR-VALUE"),
        (
            "InsuredPartialContributionRatio",
            "2割",
            "FORMAT-FHIR-VALUE",
        ),
        ("Name", "\u{1}", "FORMAT-CONTROL-CHARACTER"),
    ] {
        let refused = write(&answer("1", json!([{ element: text }])), RANDOMNESS);
        let error = refused.expect_err("refused");
        assert_eq!(error.code(), code);
        assert!(error.to_string().starts_with(element));
    }
    let crowd = vec![json!({ "Name": "A" }); 201];
    assert_eq!(
        write(&answer("5", json!(crowd)), RANDOMNESS),
        Err(FormatError::TooMany)
    );
    let batch = message(json!({ "MessageHeader": {}, "MessageBody": { UNIT: [{}] } }));
    assert_eq!(write(&batch, RANDOMNESS), Err(FormatError::FhirBundle));
}

#[test]
fn addresses_are_of_version_8_and_all_different() {
    let bundle = write(&answer("1", json!([person()])), RANDOMNESS).expect("a bundle");
    let entries = bundle["entry"].as_array().expect("entries");
    let mut addresses: Vec<&str> = entries
        .iter()
        .filter_map(|e| e["fullUrl"].as_str())
        .collect();
    for address in &addresses {
        let uuid = address.strip_prefix("urn:uuid:").expect("a UUID");
        assert_eq!(uuid.len(), 36);
        assert_eq!(uuid.as_bytes()[14], b'8');
        assert!(matches!(uuid.as_bytes()[19], b'8' | b'9' | b'a' | b'b'));
    }
    addresses.sort_unstable();
    addresses.dedup();
    assert_eq!(addresses.len(), entries.len());
    let other = write(&answer("1", json!([person()])), [8; 16]).expect("a bundle");
    assert_ne!(other["entry"][0]["fullUrl"], bundle["entry"][0]["fullUrl"]);
}

#[test]
fn what_is_no_such_bundle_is_refused() {
    let whole = write(&answer("1", json!([person()])), RANDOMNESS).expect("a bundle");
    let mut missing = whole.clone();
    missing["entry"]
        .as_array_mut()
        .expect("entries")
        .truncate(2);
    let mut twice = whole.clone();
    let first = whole["entry"][0].clone();
    twice["entry"].as_array_mut().expect("entries").push(first);
    for bundle in [
        json!(null),
        json!({}),
        json!({ "resourceType": "Bundle" }),
        missing,
        twice,
    ] {
        assert_eq!(read(&bundle), Err(FormatError::FhirBundle), "{bundle}");
    }
    let many = json!({ "resourceType": "Bundle", "entry": vec![json!({}); 1001] });
    assert_eq!(read(&many), Err(FormatError::TooMany));
}

/// What the bundle carries of a message, in the form in which it comes back.
fn carried(message: &XmlMsg) -> Value {
    let some = |elements: Elements<'_>, names: &[&str]| -> Map<String, Value> {
        let text = |name: &&str| Some(((*name).to_owned(), kept(name, elements.text(name)?)?));
        names.iter().filter_map(text).collect()
    };
    let header = some(
        message.header().elements(),
        &[
            "QualificationConfirmationDate",
            "ProcessExecutionTime",
            "MedicalInstitutionCode",
            "ReferenceClassification",
            "SegmentOfResult",
            "ErrorCode",
            "ErrorMessage",
        ],
    );
    let body_of = message.body();
    let mut body = some(
        body_of.elements(),
        &[
            "ProcessingResultStatus",
            "ProcessingResultCode",
            "ProcessingResultMessage",
            "QualificationValidity",
        ],
    );
    let results: Vec<Value> = body_of
        .results()
        .map(|result| {
            let elements = result.elements();
            let mut one = some(
                elements,
                &[
                    "InsurerNumber",
                    "InsurerName",
                    "InsuredCardSymbol",
                    "InsuredIdentificationNumber",
                    "InsuredBranchNumber",
                    "PersonalFamilyClassification",
                    "InsuredCardValidDate",
                    "InsuredCardExpirationDate",
                    "InsuredPartialContributionRatio",
                    "Name",
                    "NameKana",
                    "NameOfOther",
                    "NameOfOtherKana",
                    "Sex1",
                    "Birthdate",
                    "Address",
                    "PostNumber",
                ],
            );
            if result.insured_card_classification() == Some("A1") {
                one.insert("InsuredCardClassification".to_owned(), json!("A1"));
            }
            let elderly = result
                .elderly_recipient()
                .and_then(|e| e.contribution_ratio());
            if let Some(ratio) = elderly.filter(|ratio| !ratio.trim().is_empty()) {
                let info = json!({ "ElderlyRecipientContributionRatio": ratio });
                one.insert("ElderlyRecipientCertificateInfo".to_owned(), info);
            }
            json!({ "ResultOfQualificationConfirmation": one })
        })
        .collect();
    if results.is_empty() {
        let question = body_of
            .question()
            .map(|q| some(q.elements(), &["Birthdate", "InsurerNumber"]));
        body.extend(question.filter(|q| !q.is_empty()).map(|q| {
            (
                "QualificationConfirmSearchInfo".to_owned(),
                Value::Object(q),
            )
        }));
    } else {
        body.insert("ResultList".to_owned(), Value::Array(results));
    }
    json!({ "MessageHeader": header, "MessageBody": body })
}

fn kept(name: &str, text: &str) -> Option<Value> {
    if text.trim().is_empty() {
        return None;
    }
    Some(match name {
        "Sex1" if !matches!(text, "1" | "2" | "3") => return None,
        "InsurerNumber" => match InsurerNumber::try_from(text) {
            Ok(number) => json!(number.as_str()),
            Err(_) => json!(text.trim()),
        },
        "InsuredCardSymbol" | "InsuredIdentificationNumber" => {
            json!(width::official(&width::full(text)))
        }
        _ => json!(text),
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(message in any_message()) {
        for person in persons(&message).expect("canonical") {
            match write(&person, RANDOMNESS) {
                Ok(bundle) => {
                    let read = read(&bundle).expect("our own bundle");
                    // A code of blanks alone is unknown before, and missing after.
                    let doubt = |it| matches!(it, Verdict::Unconfirmed(_));
                    let (after, before) = (Verdict::of(&read), Verdict::of(&person));
                    prop_assert!(after == before || doubt(after) && doubt(before));
                    let (read, expected) = (read.into_value(), carried(&person));
                    prop_assert_eq!(read, expected);
                }
                Err(FormatError::FhirValue { element }) => {
                    let wrong = |e: &&crate::official::Element| e.name == element.as_str();
                    let table = crate::official::Eligibility::ELEMENTS.iter();
                    let known = table.chain(crate::official::MessageHeader::ELEMENTS).find(wrong);
                    let format = known.map_or(Format::Percent, |e| e.format);
                    prop_assert!(matches!(format, Format::Date | Format::Time | Format::Percent));
                }
                Err(error) => prop_assert!(false, "{error}"),
            }
        }
    }
}
