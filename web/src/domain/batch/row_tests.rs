//! Rows as people write them, and what is said of each.

use super::*;

fn day() -> Date {
    Date::try_from("20261121".to_owned()).expect("a day")
}

fn draft(insurer: &str, symbol: &str, number: &str, branch: &str, birth: &str) -> Draft {
    let mut draft = Draft::at(2);
    for (column, text) in [
        (Column::InsurerNumber, insurer),
        (Column::Symbol, symbol),
        (Column::Number, number),
        (Column::Branch, branch),
        (Column::Birthdate, birth),
    ] {
        draft.set(column, &Cell::of(text));
    }
    draft
}

#[test]
fn a_good_row_is_a_question() {
    let judged = draft("06110829", "１２３", "345678", "01", "S55.4.1").judge(&day());
    assert!(judged.flaws.is_empty() && judged.mended.is_empty());
    let question = judged.question.expect("a question");
    let identifier = ArbitraryIdentifier::try_from("00001".to_owned()).expect("an identifier");
    let asked = question.search_info(identifier).expect("complete");
    let wire = serde_json::to_value(&asked).expect("serializes");
    assert_eq!(wire["InsuredCardSymbol"], "123");
    assert_eq!(wire["Birthdate"], "19800401");
    assert_eq!(wire["ArbitraryIdentifier"], "00001");
    assert_eq!(wire["LimitApplicationCertificateRelatedConsFlg"], "0");
}

#[test]
fn flaws_name_their_field() {
    use FieldError as E;
    for (row, expected) in [
        (
            draft("", "", "", "", ""),
            vec![
                (Column::InsurerNumber, Flaw::Missing),
                (Column::Number, Flaw::Missing),
                (Column::Birthdate, Flaw::Missing),
            ],
        ),
        (
            draft("6.11E+06", "", "1.23E+08", "", "19800401"),
            vec![
                (Column::InsurerNumber, Flaw::Rounded),
                (Column::Number, Flaw::Rounded),
            ],
        ),
        (
            draft("06110829", "12", "1", "xx", "1980/13/1"),
            vec![
                (Column::Branch, Flaw::Field(E::InsuredBranchNumber)),
                (Column::Birthdate, Flaw::Field(E::Date)),
            ],
        ),
        (
            draft("06110829", "12", "123456789018", "", "19800401"),
            vec![(Column::Number, Flaw::Field(E::MyNumber))],
        ),
    ] {
        let judged = row.judge(&day());
        assert_eq!(judged.flaws, expected);
        assert!(judged.question.is_none());
    }
}

#[test]
fn a_my_number_in_the_place_of_the_name_is_refused_too() {
    let mut row = draft("06110829", "12", "1", "", "19800401");
    row.set(Column::Name, &Cell::of("1234-5678-9018"));
    assert_eq!(row.text(Column::Name), "");
    let judged = row.judge(&day());
    let flaw = Flaw::Field(FieldError::MyNumber);
    assert_eq!(judged.flaws, [(Column::Name, flaw)]);
}

#[test]
fn a_correction_lifts_the_refusal() {
    let mut row = draft("06110829", "12", "123456789018", "", "19800401");
    row.set(Column::Number, &Cell::of("345678"));
    assert!(row.judge(&day()).flaws.is_empty());
}

#[test]
fn what_a_spreadsheet_took_comes_back_and_is_told() {
    let judged = draft("6110829", "12", "=\"0012\"", "1", "29312").judge(&day());
    assert_eq!(
        judged.mended,
        [
            (Column::InsurerNumber, Mended::LeadingZeros),
            (Column::Branch, Mended::LeadingZeros),
            (Column::Birthdate, Mended::SerialDate),
        ]
    );
    let question = judged.question.expect("a question");
    assert_eq!(question.insurer.as_str(), "06110829");
    assert_eq!(question.number.as_str(), "0012");
    assert_eq!(question.birthdate, "19800401");
}

#[test]
fn doubts_do_not_stop_a_row() {
    let judged = draft("06110828", "12", "1", "", "20270101").judge(&day());
    assert!(judged.question.is_some());
    assert!(judged.doubts.contains(&Doubt::InsurerCheckDigit));
    assert!(judged.doubts.contains(&Doubt::BirthdateInFuture));
}
