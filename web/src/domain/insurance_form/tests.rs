//! What a person types, what is said beside it, and what is asked in the end.

use super::*;
use check_api::field::{Doubt, FieldError};
use proptest::prelude::*;

/// Stands for CP932: everything but one character that it does not have.
fn set(character: char) -> bool {
    character != '𠮷'
}

fn today() -> Date {
    Date::try_from("20261121".to_owned()).expect("a day")
}

fn typed(texts: [&str; 6]) -> Form {
    Field::ALL
        .into_iter()
        .zip(texts)
        .fold(Form::default(), |form, (field, text)| {
            form.with(field, text)
        })
}

fn good() -> Form {
    typed(["１２", "３４５６７８", "1", "S55.4.1", "06110829", ""])
}

#[test]
fn what_is_typed_as_it_is_printed_becomes_a_question() {
    let question = good().question(&set).expect("a question");
    let about = serde_json::to_value(&question.about).expect("JSON");
    let expected = serde_json::json!({
        "InsurerNumber": "06110829",
        "InsuredCardSymbol": "12",
        "InsuredIdentificationNumber": "345678",
        "InsuredBranchNumber": "01",
        "Birthdate": "19800401",
        "LimitApplicationCertificateRelatedConsFlg": "0",
    });
    assert_eq!(about, expected);
    assert_eq!(question.day, None);
}

#[test]
fn what_may_be_left_out_is_not_sent_and_a_consent_is() {
    let mut form = typed([
        "",
        "12345674",
        "",
        "昭和10年1月1日",
        "39131016",
        "令和8年11月1日",
    ]);
    form.limit_consent = true;
    let question = form.question(&set).expect("a question");
    assert_eq!(question.about.insured_card_symbol, None);
    assert_eq!(question.about.insured_branch_number, None);
    assert_eq!(question.about.limit_consent, Consent::Given);
    let day = question.day.as_ref().map(Date::as_str);
    assert_eq!(day, Some("20261101"));
}

#[test]
fn what_is_wrong_keeps_the_form_from_being_sent() {
    for (field, text, wrong) in [
        (Field::Number, "", Wrong::Missing),
        (Field::Number, "　", Wrong::Missing),
        (Field::Birthdate, "", Wrong::Missing),
        (Field::Insurer, "", Wrong::Missing),
        (Field::Symbol, "𠮷", Wrong::Rule(FieldError::Repertoire)),
        (
            Field::Symbol,
            "123456789018",
            Wrong::Rule(FieldError::MyNumber),
        ),
        (
            Field::Number,
            "1234 5678 9018",
            Wrong::Rule(FieldError::MyNumber),
        ),
        (
            Field::Insurer,
            "123456789018",
            Wrong::Rule(FieldError::MyNumber),
        ),
        (
            Field::Insurer,
            "1310",
            Wrong::Rule(FieldError::InsurerNumberFourDigits),
        ),
        (
            Field::Insurer,
            "12345",
            Wrong::Rule(FieldError::InsurerNumber),
        ),
        (
            Field::Branch,
            "123",
            Wrong::Rule(FieldError::InsuredBranchNumber),
        ),
        (Field::Birthdate, "55.4.1", Wrong::Rule(FieldError::Date)),
        (Field::Day, "明日", Wrong::Rule(FieldError::Date)),
    ] {
        let form = good().with(field, text);
        assert_eq!(form.wrong(field, &set), Some(wrong), "{text}");
        assert_eq!(form.question(&set), None, "{text}");
    }
}

#[test]
fn what_is_doubtful_can_be_sent_all_the_same() {
    for (field, text, doubt) in [
        (Field::Insurer, "06110828", Doubt::InsurerCheckDigit),
        (Field::Symbol, "あ", Doubt::SymbolShape),
        (Field::Symbol, "", Doubt::SymbolExpected),
        (
            Field::Birthdate,
            "昭和64年5月1日",
            Doubt::BirthdateBesideEra,
        ),
        (Field::Birthdate, "令和9年1月1日", Doubt::BirthdateInFuture),
    ] {
        let form = good().with(field, text);
        let finding = form.finding(field, true, Some(&today()), &set);
        assert_eq!(finding, Some(Finding::Doubtful(doubt)), "{text}");
        assert!(form.question(&set).is_some(), "{text}");
    }
}

#[test]
fn nothing_is_said_about_a_field_before_it_is_left_but_a_my_number() {
    let finding = |text, left| {
        let form = good().with(Field::Number, text);
        form.finding(Field::Number, left, Some(&today()), &set)
    };
    assert_eq!(finding("", false), None);
    assert_eq!(finding("", true), Some(Finding::Wrong(Wrong::Missing)));
    let refused = Finding::Wrong(Wrong::Rule(FieldError::MyNumber));
    assert_eq!(finding("123456789018", false), Some(refused));
    assert_eq!(finding("345678", false), None);
}

#[test]
fn a_missing_symbol_is_doubted_once_the_insurer_is_known() {
    let doubted = |insurer| {
        let form = good().with(Field::Symbol, "").with(Field::Insurer, insurer);
        form.finding(Field::Symbol, false, None, &set)
    };
    for typed in ["", "061108", "0611082"] {
        assert_eq!(doubted(typed), None, "{typed}");
    }
    assert_eq!(
        doubted("06110829"),
        Some(Finding::Doubtful(Doubt::SymbolExpected))
    );
}

#[test]
fn a_number_is_not_doubted_while_it_is_typed() {
    for (field, text) in [(Field::Insurer, "061108"), (Field::Birthdate, "19000401")] {
        let form = good().with(field, text);
        assert_eq!(
            form.finding(field, false, Some(&today()), &set),
            None,
            "{text}"
        );
    }
}

#[test]
fn a_form_is_empty_until_something_of_a_person_is_in_it() {
    assert!(Form::default().is_empty());
    assert!(!Form::default().with(Field::Branch, "1").is_empty());
    let consent = Form {
        limit_consent: true,
        ..Form::default()
    };
    assert!(!consent.is_empty());
}

proptest! {
    #[test]
    fn no_text_panics_and_only_good_forms_are_sent(
        texts in proptest::collection::vec("[0-9０-９SH昭和年月日.あ𠮷 -]{0,20}|\\PC{0,80}", 6),
    ) {
        let form = Field::ALL.into_iter().zip(&texts).fold(
            Form::default(),
            |form, (field, text)| form.with(field, text),
        );
        let wrong = Field::ALL.into_iter().any(|field| form.wrong(field, &set).is_some());
        prop_assert_eq!(form.question(&set).is_none(), wrong);
        for field in Field::ALL {
            let _ = form.finding(field, true, Some(&today()), &set);
        }
    }
}
