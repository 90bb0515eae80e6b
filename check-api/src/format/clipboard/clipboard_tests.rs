//! The clipboard text, both ways.

use super::layout::{Kind, Section};
use super::*;
use crate::format::FormatError;
use crate::official::{Elements, Eligibility};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn view(value: &Value) -> Eligibility<'_> {
    Eligibility(Elements::of(Some(value)))
}

fn person() -> Value {
    json!({
        "InsurerNumber": "  131011", "InsurerName": "千代田区", "InsuredCardSymbol": "０１",
        "InsuredIdentificationNumber": "0187", "InsuredBranchNumber": "02",
        "NameKana": "ﾛｳﾄﾞｳ ﾊﾅｺ", "Name": "●働　花子", "Birthdate": "19550401", "Sex1": "2",
        "InsuredCardClassification": "01", "InsuredCardValidDate": "20240401",
        "PersonalFamilyClassification": "2", "InsuredName": "●働　太郎", "Sex2": "3",
        "ElderlyRecipientCertificateInfo": {
            "ElderlyRecipientValidStartDate": "20250801",
            "ElderlyRecipientContributionRatio": "020",
        },
    })
}

#[test]
fn the_text_is_the_one_that_others_read() {
    let text = "資格情報\r\n確認日 : \t2026-11-21\r\n保険者番号\t131011\r\n保険者名\t千代田区\r\n\
        記号\t０１\r\n番号\t0187\r\n枝番\t02\r\nフリガナ\tﾛｳﾄﾞｳ ﾊﾅｺ\r\n氏名\t●働　花子\r\n\
        生年月日\t1955-04-01\r\n性別\t女\r\n証区分\t一般\r\n有効開始日\t2024-04-01\r\n\
        有効終了日\t\r\n資格取得年月日\t\r\n負担割合\t\r\n本人・家族の別\t家族\r\n\
        被保険者氏名\t●働　太郎\r\n裏面記載情報\r\n氏名\t\r\n氏名カナ\t\r\n性別\t未設定\r\n\
        高齢受給者証\r\n有効開始日\t2025-08-01\r\n有効終了日\t\r\n負担割合\t2割\r\n";
    let person = person();
    assert_eq!(write(view(&person), Some("20261121")), text);

    let pasted = read(text).expect("a text of the app");
    assert_eq!(pasted.confirmation_date(), Some("20261121"));
    assert!(pasted.unread().is_empty());
    let mut expected = person.clone();
    expected["InsurerNumber"] = json!("131011");
    assert_eq!(texts(pasted.eligibility()), texts(view(&expected)));
    assert!(!format!("{pasted:?}").contains("花子"));
}

#[test]
fn copies_of_other_machines_are_read() {
    let text = "\u{FEFF}資格情報\n確認日：令和8年11月21日\n氏名:労働　太郎\nフリガナ ﾛｳﾄﾞｳ ﾀﾛｳ\n\
        生年月日\t昭和55年4月1日\n性別：男性\n負担割合 ２割\n住所\t東京都千代田区\n新項目\t値\n\
        限度額適用認定証\n有効開始年月日\t令和8年8月1日\n適用区分\tウ\n";
    let pasted = read(text).expect("a text of the app");
    let person = pasted.eligibility();
    assert_eq!(pasted.confirmation_date(), Some("20261121"));
    assert_eq!(person.name(), Some("労働　太郎"));
    assert_eq!(person.name_kana(), Some("ﾛｳﾄﾞｳ ﾀﾛｳ"));
    assert_eq!(person.birthdate(), Some("19800401"));
    assert_eq!(person.sex1(), Some("1"));
    assert_eq!(person.insured_partial_contribution_ratio(), Some("020"));
    assert_eq!(person.address(), Some("東京都千代田区"));
    let limit = person.limit_certificate().expect("a certificate");
    assert_eq!(limit.valid_start_date(), Some("20260801"));
    let unread: Vec<_> = pasted
        .unread()
        .iter()
        .map(|l| (&*l.key, &*l.value))
        .collect();
    assert_eq!(unread, [("新項目", "値"), ("適用区分", "ウ")]);
}

#[test]
fn what_is_no_such_text_is_refused() {
    let twice = "資格情報\r\n氏名\tA\r\n氏名\tB\r\n";
    let two_persons = "資格情報\r\n氏名\tA\r\n資格情報\r\n";
    let two_days = "資格情報\r\n確認日 : \t2026-11-21\r\n確認日 : \t2026-11-22\r\n";
    let endless = format!("資格情報\n{}", "x\n".repeat(300));
    let large = format!("資格情報\n{}", "x".repeat(70_000));
    for (text, error) in [
        ("", FormatError::ClipboardHead),
        ("氏名\tA\r\n資格情報\r\n", FormatError::ClipboardHead),
        ("資格情報です\r\n", FormatError::ClipboardHead),
        (twice, FormatError::ClipboardTwice),
        (two_persons, FormatError::ClipboardTwice),
        (two_days, FormatError::ClipboardTwice),
        // The example of the check digit's own tests, which belongs to nobody.
        ("資格情報\r\nメモ\t123456789018\r\n", FormatError::MyNumber),
        (&endless, FormatError::TooMany),
        (&large, FormatError::TooLarge),
    ] {
        assert_eq!(read(text).err(), Some(error), "{text:.40}");
    }
    let nobody = read("資格情報").expect("a text of the app");
    assert!(texts(nobody.eligibility()).is_empty());
}

/// Every text of an eligibility that the form has a line for, with the line's key.
fn texts(eligibility: Eligibility<'_>) -> Vec<(&'static str, String)> {
    let mut texts = Vec::new();
    for section in Section::ALL {
        let group = match section.group() {
            None => Some(eligibility.elements()),
            Some(name) => eligibility.elements().group(name),
        };
        for line in section.lines() {
            if let Some(text) = group.and_then(|group| group.text(line.element)) {
                texts.push((line.element, text.to_owned()));
            }
        }
    }
    texts
}

/// Any eligibility: codes that nobody knows, replaced characters, stray control characters.
fn anyone() -> impl Strategy<Value = Value> {
    let mut lines: Vec<(Option<&str>, &str, Kind)> = Vec::new();
    for section in Section::ALL {
        lines.extend(
            section
                .lines()
                .iter()
                .map(|l| (section.group(), l.element, l.kind)),
        );
    }
    let text = |kind| match kind {
        Kind::Text => "[ ●ｱ-ﾝA-Z0-9ａ-ｚ０-９一-龠　\t\r\n:：]{0,12}".boxed(),
        Kind::Date => prop_oneof!["20[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|1[0-9])", "[0-9]{0,7}"].boxed(),
        Kind::Ratio => "[0-9]{3}".boxed(),
        Kind::Label(_) => "[0-9]|[0-9A-Z]{2}".boxed(),
    };
    let values: Vec<_> = lines
        .iter()
        .map(|(.., kind)| proptest::option::of(text(*kind)))
        .collect();
    values.prop_map(move |values| {
        let mut person = Map::new();
        for ((group, element, _), value) in lines.iter().zip(values) {
            let Some(value) = value else { continue };
            match group {
                None => person.insert((*element).to_owned(), json!(value)),
                Some(name) => person
                    .entry(*name)
                    .or_insert_with(|| json!({}))
                    .as_object_mut()
                    .and_then(|map| map.insert((*element).to_owned(), json!(value))),
            };
        }
        Value::Object(person)
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(person in anyone(), day in "20[0-9]{2}0[1-9]1[0-9]") {
        let pasted = read(&write(view(&person), Some(&day))).expect("our own text");
        prop_assert_eq!(pasted.confirmation_date(), Some(&*day));
        prop_assert!(pasted.unread().is_empty());
        let expected: Vec<_> = texts(view(&person))
            .into_iter()
            .map(|(name, text)| {
                let one_line = text.trim().replace(char::is_control, " ");
                (name, one_line.trim().to_owned())
            })
            .filter(|(_, text)| !text.is_empty())
            .collect();
        prop_assert_eq!(texts(pasted.eligibility()), expected);
    }

    #[test]
    fn no_text_panics(text in "(資格情報\n)?([確認日保険者番号氏名性別有効開始裏面記載情報\t:： \r\n0-9-]{0,40})") {
        if let Ok(pasted) = read(&text) {
            let again = read(&write(pasted.eligibility(), pasted.confirmation_date()));
            prop_assert!(again.is_ok());
        }
    }
}
