//! Entries name nobody, are kept as they were, and never turn a failure into 無効.

use super::*;
use crate::domain::answer::{Eligibility, Item, Section, Unconfirmed};
use crate::domain::element::Group;
use proptest::prelude::*;

fn answer(verdict: Verdict, number: Value) -> Answer {
    Answer {
        verdict,
        confirmed_for: None,
        processed_at: None,
        notice: None,
        eligibilities: vec![Eligibility {
            sections: vec![Section {
                group: Group::Insurance,
                items: vec![Item {
                    element: Element::InsuredIdentificationNumber,
                    value: number,
                }],
            }],
            unknown: Vec::new(),
        }],
        audit_id: "audit-17".to_owned(),
        certificate_grace_until: None,
        certificate_expires: None,
        since_last_check: None,
        message: check_api::XmlMsg::new(serde_json::Map::new(), serde_json::Map::new()),
    }
}

fn end_of(number: &str) -> Option<String> {
    let answer = answer(Verdict::Valid, Value::Number(number.to_owned()));
    Entry::answered(Method::Card, &answer, None).number_end
}

#[test]
fn of_a_number_two_digits_are_left() {
    assert_eq!(end_of("345678").as_deref(), Some("78"));
    assert_eq!(end_of("12-34").as_deref(), Some("34"));
    assert_eq!(end_of("123"), None);
    assert_eq!(end_of("国保一二三四"), None);
    assert_eq!(end_of(""), None);
}

#[test]
fn what_could_not_be_confirmed_is_never_of_the_kind_not_valid() {
    let unconfirmed = Outcome::Answered(Verdict::Unconfirmed(Unconfirmed::UnknownCode));
    let failed = Outcome::Failed(ErrorCode::new("CARD-PIN-LOCKED"));
    for outcome in [unconfirmed, failed] {
        assert_eq!(outcome.kind(), Kind::NotConfirmed);
    }
    assert_eq!(Outcome::Answered(Verdict::Invalid).kind(), Kind::NotValid);
    assert_eq!(Outcome::Answered(Verdict::NoEligibility).kind(), Kind::Ask);
}

fn samples() -> Vec<Entry> {
    let counts = Counts {
        valid: 3,
        not_valid: 2,
        other: 1,
    };
    let valid = answer(Verdict::ValidRenew, Value::Number("345678".to_owned()));
    let doubt = Verdict::Unconfirmed(Unconfirmed::Contradiction);
    let doubt = answer(doubt, Value::Number("987601".to_owned()));
    let mut first = Entry::answered(Method::Card, &valid, Some(1_795_219_200));
    first.hand_overs = HandOver::ALL.to_vec();
    vec![
        first,
        Entry::answered(Method::SymbolNumber, &doubt, Some(1_795_219_201)),
        Entry::failed(
            Method::Card,
            ErrorCode::new("CHECK-TIMEOUT"),
            None,
            Some(1_795_219_202),
        ),
        Entry::batch(counts, "batch_abcdefghij", Some(1_795_219_203)),
        Entry::of(
            Method::HistoryExport,
            Outcome::Given(4),
            Some(1_795_219_204),
        ),
    ]
}

#[test]
fn what_is_kept_comes_back_as_it_was() {
    assert_eq!(read_kept(&keep(&samples())), samples());
}

#[test]
fn an_entry_without_a_time_is_not_kept() {
    let entry = Entry::failed(Method::Card, ErrorCode::new("LINK-TIMEOUT"), None, None);
    assert_eq!(read_kept(&keep(&[entry])), Vec::new());
}

#[test]
fn what_was_kept_comes_in_once_and_in_order() {
    let all = samples();
    let [first, second, rest @ ..] = all.as_slice() else {
        panic!("samples");
    };
    let here = [std::slice::from_ref(second), rest].concat();
    let kept = vec![first.clone(), second.clone()];
    let merged = merge(&here, kept.clone());
    assert_eq!(merged, all);
    assert_eq!(merge(&merged, kept), all);
    let many: Vec<_> = (0..=MOST_ENTRIES)
        .map(|second| Entry::of(Method::Card, Outcome::Given(1), u64::try_from(second).ok()))
        .collect();
    let bounded = merge(&[], many);
    assert_eq!(bounded.len(), MOST_ENTRIES);
    assert_eq!(bounded.first().and_then(|entry| entry.at), Some(1));
}

#[test]
fn what_nobody_wrote_is_left_out() {
    let good = keep(&samples().into_iter().take(1).collect::<Vec<_>>());
    assert_eq!(read_kept(&good).len(), 1);
    for (piece, by) in [
        ("\"version\":1", "\"version\":2"),
        ("\"78\"", "\"345678\""),
        ("\"78\"", "\"山田\""),
        ("audit-17", "厚労 太郎"),
        ("\"copy\"", "\"fax\""),
        ("\"card\"", "\"face\""),
        ("valid-renew", "有効"),
        ("\"at\"", "\"name\":\"x\",\"at\""),
    ] {
        assert!(good.contains(piece), "{piece} in {good}");
        assert_eq!(read_kept(&good.replace(piece, by)), Vec::new(), "{by}");
    }
}

#[test]
fn the_file_shows_what_the_screen_shows() {
    let file = table(&samples());
    let lines: Vec<_> = file.trim_start_matches('\u{FEFF}').lines().collect();
    assert_eq!(
        lines.get(1).copied(),
        Some(
            "2026-11-21T09:00:00+09:00,card,valid-renew,,**78,audit-17,\
             copy save csv fhir print medication checkup"
        )
    );
    assert_eq!(
        lines.get(3).copied(),
        Some("2026-11-21T09:00:02+09:00,card,failed,CHECK-TIMEOUT,,,")
    );
    assert_eq!(lines.len(), 6);
    assert!(!file.contains("345678"));
}

#[test]
fn no_value_is_a_formula() {
    let mut entry = Entry::of(Method::Card, Outcome::Given(1), None);
    entry.audit_id = "-cmd|'/C calc'!A0".to_owned();
    let file = table(&[entry]);
    assert!(file.contains(",_-cmdCcalcA0,"), "{file}");
}

proptest! {
    #[test]
    fn any_text_is_read_without_harm(text in ".{0,200}") {
        prop_assert!(read_kept(&text).is_empty());
    }

    #[test]
    fn never_more_than_two_digits_of_a_number(number in "[0-9]{0,20}") {
        let end = end_of(&number);
        prop_assert!(end.is_none_or(|end| end.len() == 2 && number.ends_with(&end)));
    }
}
