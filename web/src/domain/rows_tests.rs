//! Answers as they come on the wire, and what the desk sees of them.

use super::*;
use crate::domain::element::{CodeTable, Group};
use check_api::official::Format;
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use time::macros::{date, datetime};

fn answer(header: Json, body: Json) -> Answer {
    let text = json!({
        "auditId": "a-1",
        "XmlMsg": {"MessageHeader": header, "MessageBody": body},
    });
    Answer::read(&CheckAnswer::from_json(text.to_string().as_bytes()).expect("an answer"))
}

fn eligibility(result: Json) -> Eligibility {
    let body = json!({"ResultList": [{"ResultOfQualificationConfirmation": result}]});
    let mut eligibilities = answer(json!({}), body).eligibilities;
    assert_eq!(eligibilities.len(), 1);
    eligibilities.remove(0)
}

#[test]
fn the_answer_carries_its_verdict_dates_and_notice() {
    let answer = answer(
        json!({
            "SegmentOfResult": "1",
            "ProcessExecutionTime": "20261121093015",
            "QualificationConfirmationDate": "20261121",
        }),
        json!({
            "ProcessingResultStatus": "1",
            "QualificationValidity": "2",
            "ProcessingResultMessage": "お知らせ",
        }),
    );
    assert_eq!(answer.verdict, Verdict::Invalid);
    assert_eq!(answer.confirmed_for, Some(date!(2026 - 11 - 21)));
    assert_eq!(answer.processed_at, Some(datetime!(2026-11-21 09:30:15)));
    let expected = Notice {
        code: String::new(),
        message: "お知らせ".to_owned(),
    };
    assert_eq!(answer.notice, Some(expected));
}

#[test]
fn items_come_in_the_order_of_the_screen_whatever_the_order_on_the_wire() {
    let eligibility = eligibility(json!({
        "InsurerNumber": "  131011",
        "ElderlyRecipientCertificateInfo": {"ElderlyRecipientContributionRatio": "020"},
        "Birthdate": "19800401",
        "Name": "厚労　太郎",
        "Sex1": "1",
    }));
    let expected = [
        (Element::Name, Value::Name("厚労　太郎".to_owned())),
        (Element::Sex1, Value::Code(CodeTable::Sex, "1".to_owned())),
        (Element::Birthdate, Value::Date(date!(1980 - 04 - 01))),
        (Element::InsurerNumber, Value::Number("131011".to_owned())),
        (
            Element::ElderlyRecipientContributionRatio,
            Value::Percent(20),
        ),
    ]
    .map(|(element, value)| Item { element, value });
    let items: Vec<Item> = eligibility.items().cloned().collect();
    assert_eq!(items, expected);
    assert_eq!(eligibility.sections.len(), 3);
}

#[test]
fn each_entry_of_a_list_is_a_section_of_its_own() {
    let eligibility = eligibility(json!({
        "SpecificDiseasesCertificateRelatedConsFlg": "1",
        "SpecificDiseasesCertificateList": [
            {"SpecificDiseasesCertificateInfo":
                {"SpecificDiseasesDiseaseCategory": "1", "SpecificDiseasesSelfPay": "10000"}},
            {"SpecificDiseasesCertificateInfo": {"SpecificDiseasesDiseaseCategory": "3"}},
        ],
    }));
    let sizes: Vec<usize> = eligibility.sections.iter().map(|s| s.items.len()).collect();
    assert_eq!(sizes, [1, 2, 1]);
    assert!(
        eligibility
            .sections
            .iter()
            .all(|s| s.group == Group::SpecificDisease)
    );
    let pay = eligibility.value(Element::SpecificDiseasesSelfPay);
    assert_eq!(pay, Some(&Value::Yen(10_000)));
}

#[test]
fn what_has_another_form_is_kept_as_it_came() {
    for (kind, text) in [
        (Kind::Date, "20260230"),
        (Kind::Date, "2026-02-03"),
        (Kind::Ratio, "30"),
        (Kind::Ratio, "999"),
        (Kind::Month, "202613"),
        (Kind::DateTime, "20261121"),
        (Kind::Yen, "-5"),
    ] {
        assert_eq!(Value::read(kind, text), Value::AsCame(text.to_owned()));
    }
}

#[test]
fn unknown_elements_are_kept_and_empty_ones_are_not() {
    let eligibility = eligibility(json!({"ElementOfTomorrow": "7", "Address": ""}));
    let expected = [("ElementOfTomorrow".to_owned(), "7".to_owned())];
    assert_eq!(eligibility.unknown, expected);
    assert!(eligibility.sections.is_empty());
}

#[test]
fn every_element_of_the_contract_is_shown_in_the_form_the_contract_gives_it() {
    let tables = [
        official::Eligibility::ELEMENTS,
        official::ElderlyRecipient::ELEMENTS,
        official::LimitCertificate::ELEMENTS,
        official::SpecificDisease::ELEMENTS,
        official::MedicalTicket::ELEMENTS,
    ];
    for element in tables.concat() {
        let kind = Element::named(element.name).map(Element::kind);
        let fits = match element.format {
            Format::Text => matches!(
                kind,
                Some(Kind::Text | Kind::Name | Kind::Kana | Kind::Number)
            ),
            Format::Code => matches!(kind, Some(Kind::Code(_))),
            Format::Date => kind == Some(Kind::Date),
            Format::Month => kind == Some(Kind::Month),
            Format::Time => kind == Some(Kind::DateTime),
            Format::Percent => kind == Some(Kind::Ratio),
            Format::Yen | Format::Count => kind == Some(Kind::Yen),
        };
        assert!(fits, "{}: {kind:?}", element.name);
    }
}

proptest! {
    #[test]
    fn no_text_is_ever_lost(index in 0..Element::ALL.len(), text in "[0-9a-zア-ン●]{1,14}") {
        let element = Element::ALL.get(index).copied().unwrap_or(Element::Name);
        let mut members = serde_json::Map::new();
        members.insert(element.name().to_owned(), text.into());
        prop_assert_eq!(eligibility(Json::Object(members)).items().count(), 1);
    }
}
