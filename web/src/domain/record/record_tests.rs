//! Records in the forms in which desks paste them, and what is refused.

use super::*;
use crate::domain::element::Element;
use check_api::CheckAnswer;
use proptest::prelude::*;
use serde_json::json;

fn answer() -> Answer {
    let text = json!({
        "auditId": "a-1",
        "XmlMsg": {
            "MessageHeader": {"SegmentOfResult": "1", "QualificationConfirmationDate": "20261121"},
            "MessageBody": {
                "ProcessingResultStatus": "1",
                "QualificationValidity": "1",
                "ResultList": [{"ResultOfQualificationConfirmation": {
                    "InsuredCardClassification": "01",
                    "InsurerNumber": "06110829",
                    "InsuredCardSymbol": "12",
                    "InsuredIdentificationNumber": "345678",
                    "InsuredBranchNumber": "01",
                    "Name": "厚労　太郎",
                    "NameKana": "ｺｳﾛｳ ﾀﾛｳ",
                    "Sex1": "1",
                    "Birthdate": "19800401",
                    "InsuredCardExpirationDate": "20270331",
                }}],
            },
        },
    });
    let answer = CheckAnswer::from_json(text.to_string().as_bytes()).expect("an answer");
    Answer::read(&answer)
}

fn compared(text: &str) -> Result<(SamePerson, Vec<Element>), RecordProblem> {
    let comparison = Record::read(text)?.beside(&answer(), None)?;
    let changes = comparison.difference.changes.iter();
    Ok((comparison.person, changes.map(|it| it.element).collect()))
}

const BRANCH: Element = Element::InsuredBranchNumber;

#[test]
fn a_row_of_a_patient_list_is_compared() {
    let expected = Ok((SamePerson::Yes, vec![BRANCH]));
    for text in [
        "氏名\t生年月日\t保険者番号\t記号\t番号\t枝番\r\n厚労 太郎\tS55.4.1\t 6110829\t１２\t0345678\t02\r\n",
        "氏名,生年月日,保険者番号,記号,番号,枝番\n厚労 太郎,昭和55年4月1日,06110829,12,345678,02",
        "\u{FEFF}\"氏名\",\"生年月日\",\"電話\",\"枝番\"\n\"厚労 太郎\",\"1980/4/1\",\"03-0000\",\"2\"",
    ] {
        assert_eq!(compared(text), expected, "{text}");
    }
}

#[test]
fn one_line_for_each_item_is_compared() {
    for text in [
        "氏名\t厚労　太郎\n生年月日\t1980-04-01\n枝番\t02",
        "氏名：厚労　太郎\n生年月日：昭和55年4月1日\n枝番：02",
        "氏名:厚労　太郎\n生年月日:19800401\n枝番:02",
    ] {
        assert_eq!(
            compared(text),
            Ok((SamePerson::Yes, vec![BRANCH])),
            "{text}"
        );
    }
}

#[test]
fn what_the_official_app_copies_and_what_we_write_ourselves_is_compared() {
    let answer = answer();
    let result = answer.message.body().results().next().expect("a result");
    let text = clipboard::write(result, Some("20261121"));
    assert_eq!(compared(&text), Ok((SamePerson::Yes, vec![])));
    let other = text.replace("345678", "999999");
    let number = Element::InsuredIdentificationNumber;
    assert_eq!(compared(&other), Ok((SamePerson::Yes, vec![number])));

    let rows = csv::write([&answer.message]).expect("rows");
    let rows = String::from_utf8(rows).expect("UTF-8");
    assert_eq!(compared(&rows), Ok((SamePerson::Yes, vec![])));
}

#[test]
fn what_is_not_the_record_of_one_patient_is_refused() {
    use RecordProblem as P;
    let two = "氏名\t枝番\n厚労 太郎\t01\n厚労 花子\t02";
    let twice = "氏名\t厚労 太郎\n氏名\t厚労 花子";
    let large = "番号\t1\n".repeat(20_000);
    for (text, problem) in [
        ("", P::Empty),
        (" \r\n", P::Empty),
        ("hello", P::NothingKnown),
        ("氏名\t枝番", P::NothingKnown),
        (two, P::Several),
        (twice, P::Several),
        ("資格情報\r\n氏名\t一\r\n氏名\t二", P::Several),
        // An example in common use with the right check digit.
        ("氏名\t厚労 太郎\n個人番号\t1234 5678 9018", P::MyNumber),
        (&large, P::TooLarge),
    ] {
        assert_eq!(Record::read(text).err(), Some(problem), "{text:.40}");
    }
}

#[test]
fn items_that_nobody_knows_are_counted() {
    let record = Record::read("氏名\t厚労\n血液型\tA\n主治医\t乙").expect("a record");
    assert_eq!(record.unread, 2);
}

#[test]
fn codes_are_distinct() {
    let mut codes = RecordProblem::ALL.map(RecordProblem::code).to_vec();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), RecordProblem::ALL.len());
}

proptest! {
    #[test]
    fn no_text_panics(text in "[氏名番号,\t\n\r\"0-9０:：資格情報]{0,60}") {
        if let Ok(record) = Record::read(&text) {
            prop_assert!(record.beside(&answer(), Some(7)).is_err());
        }
    }
}
