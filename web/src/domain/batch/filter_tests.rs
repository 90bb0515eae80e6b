//! Rows as filters and searches show them.

use super::*;
use check_api::batch::BatchAnswer;
use serde_json::json;

fn run() -> Run {
    let unit = |identifier: &str, name: &str, kana: &str, validity: &str| {
        json!({
            "QualificationConfirmSearchInfo": {
                "InsurerNumber": "06110829", "InsuredIdentificationNumber": identifier,
                "Birthdate": "19800401", "ArbitraryIdentifier": identifier,
            },
            "ProcessingResultStatus": "1", "QualificationValidity": validity,
            "ResultList": [{ "Name": name, "NameKana": kana }],
        })
    };
    let answer: BatchAnswer = serde_json::from_value(json!({ "XmlMsg": {
        "MessageHeader": { "SegmentOfResult": "1" },
        "MessageBody": { "BulkConfirmUnitList": [
            unit("00001", "厚労　太郎", "ｺｳﾛｳ ﾀﾛｳ", "1"),
            unit("00002", "厚労　花子", "ｺｳﾛｳ ﾊﾅｺ", "2"),
            unit("00003", "別府　次郎", "ﾍﾞｯﾌﾟ ｼﾞﾛｳ", "4"),
        ] },
    } }))
    .expect("an answer");
    let mut run = Run::default();
    run.answered(&answer, false);
    run
}

fn places(filter: &Filter) -> Vec<usize> {
    filter.places(&run())
}

#[test]
fn the_leaflets_words_and_finer_reasons_narrow_the_view() {
    let word = |word| Filter {
        word: Some(Choice::Word(word)),
        ..Filter::default()
    };
    assert_eq!(places(&Filter::default()), [0, 1, 2]);
    assert_eq!(places(&word(BatchWord::Valid)), [0]);
    assert_eq!(places(&word(BatchWord::Invalid)), [1]);
    assert_eq!(places(&word(BatchWord::Error)), [2]);
    let waiting = Filter {
        word: Some(Choice::Waiting),
        ..Filter::default()
    };
    assert!(places(&waiting).is_empty());
    let reasons = Filter::reasons(&run());
    let keys: Vec<&str> = reasons.iter().map(|reason| reason.0).collect();
    assert_eq!(keys, ["invalid", "no-eligibility", "valid"]);
    let fine = Filter {
        reason: Some(reasons[1]),
        ..Filter::default()
    };
    assert_eq!(places(&fine), [2]);
}

#[test]
fn a_search_forgives_width_case_and_blanks() {
    for (search, expected) in [
        ("厚労", vec![0, 1]),
        ("厚労花子", vec![1]),
        ("タロウ", vec![0]),
        ("ﾀﾛｳ", vec![0]),
        ("べっぷ", vec![]),
        ("０６１１０８２９", vec![0, 1, 2]),
        ("00002", vec![1]),
        (" ", vec![0, 1, 2]),
    ] {
        let filter = Filter {
            search: search.to_owned(),
            ..Filter::default()
        };
        assert_eq!(places(&filter), expected, "{search}");
    }
}
