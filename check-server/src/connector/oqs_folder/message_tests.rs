//! Which answers are believed to be ours, and where their rows belong.

use super::*;
use check_api::field::Date;
use serde_json::json;

const MARK: &str = "abcdefghijklmnopqrstu_";

fn parsed(message: Value) -> XmlMsg {
    serde_json::from_value(message).expect("a message")
}

fn asked() -> Question {
    let search = json!({
        "InsurerNumber": "131011",
        "InsuredIdentificationNumber": "0123",
        "Birthdate": "19800401",
    });
    Question {
        facility: "1312345678".to_owned().try_into().expect("a facility"),
        confirmation_date: Date::try_from("20261121".to_owned()).expect("a day"),
        search: search.as_object().cloned().expect("an object"),
    }
}

#[test]
fn an_answer_belongs_to_the_request_whose_mark_it_has() {
    let of = |header: Value, body: Value| {
        parsed(json!({ "MessageHeader": header, "MessageBody": body }))
    };
    for (service, header, body, ours) in [
        (
            Service::Single,
            json!({ "ArbitraryFileIdentifier": MARK }),
            json!({}),
            true,
        ),
        (
            Service::Single,
            json!({ "ArbitraryFileIdentifier": "b" }),
            json!({}),
            false,
        ),
        (
            Service::Single,
            json!({ "SegmentOfResult": "1" }),
            json!({}),
            false,
        ),
        (
            Service::Single,
            json!({ "SegmentOfResult": "9" }),
            json!({}),
            true,
        ),
        (
            Service::Upload,
            json!({}),
            json!({ "ReceptionNumber": MARK }),
            false,
        ),
        (
            Service::Download,
            json!({ "ReceptionNumber": MARK }),
            json!({}),
            true,
        ),
        (
            Service::Download,
            json!({}),
            json!({ "ReceptionNumber": MARK }),
            true,
        ),
        (
            Service::Download,
            json!({ "ArbitraryFileIdentifier": MARK }),
            json!({}),
            false,
        ),
        (
            Service::Download,
            json!({ "ReceptionNumber": "b", "SegmentOfResult": "9" }),
            json!({}),
            false,
        ),
    ] {
        let message = of(header.clone(), body);
        assert_eq!(
            belongs(&message, service, MARK),
            ours,
            "{service:?} {header}"
        );
    }
}

#[test]
fn an_echo_of_another_question_is_noticed_whatever_its_form() {
    for (name, text, same) in [
        ("InsurerNumber", "00131011", true),
        ("InsurerNumber", "  131011", true),
        ("InsurerNumber", "00131012", false),
        ("InsuredIdentificationNumber", "０１２３", true),
        ("InsuredIdentificationNumber", "123", true),
        ("InsuredIdentificationNumber", "0124", false),
        ("Birthdate", "19800402", false),
    ] {
        let message = parsed(json!({
            "MessageHeader": {},
            "MessageBody": { "QualificationConfirmSearchInfo": { name: text } },
        }));
        assert_eq!(answers(&message, &asked()), same, "{name} {text}");
    }
}

#[test]
fn rows_go_where_their_key_says_and_nowhere_else() {
    let unit =
        |key: &str| json!({ "QualificationConfirmSearchInfo": { "ArbitraryIdentifier": key } });
    let units = json!([
        unit(&format!("{MARK}-7")),
        unit(&format!("{MARK}-+8")),
        unit(&format!("{MARK}-")),
        unit(&format!("{MARK}-99999999999")),
        unit(&format!("x{MARK}-1")),
        unit("1"),
        json!({ "QualificationConfirmSearchInfo": {} }),
        json!({ "QualificationValidity": "1" }),
        json!("text"),
        unit(&format!("{MARK}-0")),
    ]);
    for body in [
        json!({ "BulkConfirmUnit": units }),
        json!({ "BulkConfirmUnitList": units }),
        json!({ "BulkConfirmUnitList": { "BulkConfirmUnit": units } }),
    ] {
        let message = parsed(json!({ "MessageHeader": {}, "MessageBody": body }));
        let rows = row_answers(message, MARK);
        assert_eq!(rows.iter().map(|row| row.place).collect::<Vec<_>>(), [7, 0]);
    }
}

#[test]
fn what_is_no_reception_number_is_not_taken_for_one() {
    let long = "1".repeat(51);
    for (text, good) in [
        ("20261121-1", true),
        ("", false),
        ("1 2", false),
        ("番", false),
        (&*long, false),
    ] {
        let message = parsed(json!({
            "MessageHeader": {},
            "MessageBody": { "ReceptionNumber": text },
        }));
        assert_eq!(reception(&message).is_some(), good, "{text}");
    }
}

#[test]
fn insurer_numbers_are_eight_wide() {
    for (number, wide_number) in [
        ("131011", "  131011"),
        ("00131011", "  131011"),
        ("06110829", "06110829"),
    ] {
        let search = json!({ "InsurerNumber": number })
            .as_object()
            .cloned()
            .expect("an object");
        assert_eq!(wide(search)["InsurerNumber"], wide_number);
    }
}

#[test]
fn the_gateway_keeps_its_own_words_and_the_question() {
    let message = parsed(json!({
        "MessageHeader": {
            "SegmentOfResult": "1",
            "CharacterCodeIdentifier": "1",
            "ArbitraryFileIdentifier": MARK,
            "MedicalInstitutionCode": "1312345678",
        },
        "MessageBody": { "QualificationConfirmSearchInfo": { "InsurerNumber": "  131011" } },
    }));
    let answer = source_answer(message, &asked());
    assert_eq!(
        answer.header.keys().collect::<Vec<_>>(),
        ["SegmentOfResult"]
    );
    assert_eq!(
        answer.body["QualificationConfirmSearchInfo"]["InsurerNumber"],
        "131011"
    );
}
