//! Who is found again, what is compared, and what is forgotten.

use super::*;
use check_api::CheckAnswer;
use serde_json::json;

fn answer(validity: &str, day: &str, kana: &str, insurances: &[&str]) -> Answer {
    let result = |insurer: &&str| {
        json!({
            "ResultOfQualificationConfirmation": {
                "InsuredCardClassification": "01",
                "Name": "厚労　太郎",
                "NameKana": kana,
                "Birthdate": "19800401",
                "Address": "東京都",
                "InsuredName": "厚労　太郎",
                "InsurerNumber": insurer,
            }
        })
    };
    let text = json!({
        "auditId": "a-1",
        "XmlMsg": {
            "MessageHeader": {
                "SegmentOfResult": "1",
                "ProcessExecutionTime": format!("{day}101500"),
            },
            "MessageBody": {
                "ProcessingResultStatus": "1",
                "QualificationValidity": validity,
                "ResultList": insurances.iter().map(result).collect::<Vec<_>>(),
            },
        },
    });
    let answer = CheckAnswer::from_json(text.to_string().as_bytes()).expect("an answer");
    Answer::read(&answer)
}

const KANA: &str = "ｺｳﾛｳ ﾀﾛｳ";

#[test]
fn a_second_check_says_what_has_changed() {
    let mut earlier = Earlier::default();
    let first = answer("1", "20261121", KANA, &["06110829"]);
    assert_eq!(earlier.compare(&first), None);
    let same = earlier.compare(&first).expect("seen before");
    assert_eq!((same.count(), same.at), (0, first.processed_at));
    let changed = answer("2", "20261121", KANA, &["06229991"]);
    let since = earlier.compare(&changed).expect("seen before");
    assert_eq!((since.count(), since.verdict), (2, Some(Verdict::Valid)));
    let elements: Vec<_> = since
        .difference
        .changes
        .iter()
        .map(|it| it.element)
        .collect();
    assert_eq!(elements, [Element::InsurerNumber]);
    // The latest check is the one that the next is compared with.
    assert_eq!(earlier.compare(&changed).map(|it| it.count()), Some(0));
}

#[test]
fn another_person_and_another_day_are_not_compared() {
    let mut earlier = Earlier::default();
    earlier.compare(&answer("1", "20261121", KANA, &["06110829"]));
    let other = answer("1", "20261121", "ｺｳﾛｳ ﾊﾅｺ", &["06110829"]);
    assert_eq!(earlier.compare(&other), None);
    let tomorrow = answer("1", "20261122", KANA, &["06110829"]);
    assert_eq!(earlier.compare(&tomorrow), None);
}

#[test]
fn what_confirms_nothing_is_neither_compared_nor_remembered() {
    let mut earlier = Earlier::default();
    let doubtful = answer("8", "20261121", KANA, &["06110829"]);
    assert_eq!(earlier.compare(&doubtful), None);
    assert_eq!(earlier.compare(&doubtful), None);
    assert!(earlier.checks.is_empty());
}

#[test]
fn a_second_insurance_is_a_difference() {
    let mut earlier = Earlier::default();
    earlier.compare(&answer("5", "20261121", KANA, &["06110829"]));
    let two = answer("5", "20261121", KANA, &["06110829", "06229991"]);
    assert!(earlier.compare(&two).is_some_and(|since| since.count() > 0));
}

#[test]
fn nobody_can_be_read_from_what_is_kept_and_all_of_it_can_be_forgotten() {
    let mut earlier = Earlier::default();
    earlier.compare(&answer("1", "20261121", KANA, &["06110829"]));
    for check in &earlier.checks {
        for item in check.eligibilities.iter().flat_map(Eligibility::items) {
            let value = &item.value;
            assert!(
                !matches!(value, Value::Name(_) | Value::Kana(_)),
                "{value:?}"
            );
            assert_ne!(item.element, Element::Birthdate);
            assert_ne!(item.element, Element::Address);
        }
    }
    earlier.forget();
    assert!(earlier.checks.is_empty());
}

#[test]
fn no_more_is_kept_than_a_day_has_patients() {
    let mut earlier = Earlier::default();
    for number in 0..MOST + 20 {
        let kana = ["ﾀﾛｳ", &number.to_string()].concat();
        earlier.compare(&answer("1", "20261121", &kana, &["06110829"]));
    }
    assert_eq!(earlier.checks.len(), MOST);
}
