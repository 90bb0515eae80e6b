//! What looks mistyped, by the numbers of published samples.

use super::*;

fn found(insurer: &str, symbol: &str, number: &str, birthdate: &str) -> Vec<Doubt> {
    let symbol =
        (!symbol.is_empty()).then(|| InsuredCardSymbol::try_from(symbol).expect("a symbol"));
    doubts(
        &InsurerNumber::try_from(insurer).expect("an insurer number"),
        symbol.as_ref(),
        &InsuredIdentificationNumber::try_from(number).expect("a number"),
        &Date::try_from(birthdate.to_owned()).expect("a day"),
        &Date::try_from("20261121".to_owned()).expect("a day"),
    )
}

#[test]
fn what_is_printed_on_cards_is_not_doubted() {
    for (insurer, symbol, number) in [
        ("06110829", "12", "345678"),
        ("06110829", "A12", "345678"),
        ("33120015", "公立", "12"),
        ("131011", "12-34", "5678"),
        ("131011", "", "5678"),
        // 39131016 is in the list of examples; 12345674 has the check digit of 1234567.
        ("39131016", "", "12345674"),
    ] {
        assert_eq!(found(insurer, symbol, number, "19800401"), [], "{insurer}");
    }
}

#[test]
fn every_doubt_has_its_cause() {
    let born = "19800401";
    for (insurer, symbol, number, birthdate, doubt) in [
        ("123456", "1", "1", born, Doubt::InsurerCheckDigit),
        ("54016027", "", "1", born, Doubt::InsurerKind),
        ("39131016", "1", "12345674", born, Doubt::SymbolUnexpected),
        ("06110829", "", "1", born, Doubt::SymbolExpected),
        ("06110829", "1A", "1", born, Doubt::SymbolShape),
        ("39131016", "", "1234567", born, Doubt::NumberShape),
        ("39131016", "", "12345675", born, Doubt::NumberCheckDigit),
        ("131011", "", "1", "20261122", Doubt::BirthdateInFuture),
        ("131011", "", "1", "19051231", Doubt::BirthdateLongAgo),
    ] {
        assert_eq!(found(insurer, symbol, number, birthdate), [doubt]);
    }
    assert_eq!(found("131011", "", "1", "20261121"), []);
    assert_eq!(found("131011", "", "1", "19061231"), []);
}

#[test]
fn symbols_of_the_health_insurance_association_have_seven_or_eight_digits() {
    // 01130012: 法別01, prefecture 13, office 001, check digit.
    let insurer = InsurerNumber::try_from("01130012").expect("an insurer number");
    assert_eq!(Doubt::of_insurer(&insurer), None);
    for (text, good) in [
        ("1234567", true),
        ("12345678", true),
        ("123456", false),
        ("123456789", false),
        ("123456a", false),
    ] {
        let symbol = InsuredCardSymbol::try_from(text).expect("a symbol");
        let doubt = Doubt::of_symbol(&insurer, Some(&symbol));
        assert_eq!(doubt, (!good).then_some(Doubt::SymbolShape), "{text}");
    }
}

#[test]
fn codes_are_distinct_and_stable_in_shape() {
    let mut codes: Vec<_> = Doubt::ALL.iter().map(|doubt| doubt.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), Doubt::ALL.len());
    for doubt in Doubt::ALL {
        assert!(doubt.code().starts_with("FIELD-DOUBT-"));
        assert!(!doubt.field().element().is_empty());
    }
}
