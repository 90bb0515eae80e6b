//! What looks mistyped and may yet be right. A doubt is shown beside the field, and
//! sending stays possible: real numbers fail the check digit, and insurers have
//! exceptions that no list has.
//!
//! The rules: check digit of insurers and of 後期高齢者 numbers, mod 10 with weights 2
//! and 1 (public page www5f.biglobe.ne.jp/~h-it/mlcont/mc0124.htm); symbols by 法別番号
//! (public code hangilc/myclinic-ts). Kinds that no source names are doubted too.

use super::{
    Date, InsuredCardSymbol, InsuredIdentificationNumber, InsurerNumber, check_digit_holds,
};

/// What looks mistyped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Doubt {
    /// The last digit of the insurer number is not its check digit.
    InsurerCheckDigit,
    /// No insurer is known to have a number that begins so.
    InsurerKind,
    /// A symbol, where the insurer gives none (法別39).
    SymbolUnexpected,
    /// No symbol, where the insurer gives one (法別01, 06, 63).
    SymbolExpected,
    /// A symbol of another shape than the insurer's.
    SymbolShape,
    /// A number of another shape than the insurer's: 法別39 has eight digits.
    NumberShape,
    /// The last digit of the number is not its check digit (法別39).
    NumberCheckDigit,
    /// A birthday in an era that does not hold it.
    BirthdateBesideEra,
    /// A birthday after the day that is asked for.
    BirthdateInFuture,
    /// A birthday more than 120 years before the day that is asked for.
    BirthdateLongAgo,
}

/// The field that a doubt belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DoubtedField {
    /// 保険者番号.
    InsurerNumber,
    /// 記号.
    InsuredCardSymbol,
    /// 番号.
    InsuredIdentificationNumber,
    /// 生年月日.
    Birthdate,
}

/// 法別番号 of insurers. Those of 公費, which are no insurers, are not among them.
const KINDS: [&str; 17] = [
    "01", "02", "03", "04", "06", "07", "31", "32", "33", "34", "39", "63", "67", "72", "73", "74",
    "75",
];

/// An insurer whose symbols may begin with a letter (public code hangilc/myclinic-ts).
const LETTERED: &str = "06110829";

/// Everything doubtful about a question, in the order of the fields.
#[must_use]
pub fn doubts(
    insurer: &InsurerNumber,
    symbol: Option<&InsuredCardSymbol>,
    number: &InsuredIdentificationNumber,
    birthdate: &Date,
    asked_for: &Date,
) -> Vec<Doubt> {
    let found = [
        Doubt::of_insurer(insurer),
        Doubt::of_symbol(insurer, symbol),
        Doubt::of_number(insurer, number),
        Doubt::of_birthdate(birthdate, asked_for),
    ];
    found.into_iter().flatten().collect()
}

impl Doubt {
    /// Every doubt.
    pub const ALL: [Self; 10] = [
        Self::InsurerCheckDigit,
        Self::InsurerKind,
        Self::SymbolUnexpected,
        Self::SymbolExpected,
        Self::SymbolShape,
        Self::NumberShape,
        Self::NumberCheckDigit,
        Self::BirthdateBesideEra,
        Self::BirthdateInFuture,
        Self::BirthdateLongAgo,
    ];

    /// What is doubtful about an insurer number.
    #[must_use]
    pub fn of_insurer(insurer: &InsurerNumber) -> Option<Self> {
        let unknown = insurer.kind().is_some_and(|kind| !KINDS.contains(&kind));
        match check_digit_holds(insurer.as_str()) {
            false => Some(Self::InsurerCheckDigit),
            true if unknown => Some(Self::InsurerKind),
            true => None,
        }
    }

    /// What is doubtful about a symbol, or about there being none.
    #[must_use]
    pub fn of_symbol(insurer: &InsurerNumber, symbol: Option<&InsuredCardSymbol>) -> Option<Self> {
        let symbol = symbol.map(InsuredCardSymbol::as_str);
        match (insurer.kind()?, symbol) {
            ("39", Some(_)) => Some(Self::SymbolUnexpected),
            ("01" | "06" | "63", None) => Some(Self::SymbolExpected),
            ("01", Some(text)) if !(matches!(text.len(), 7 | 8) && is_digits(text)) => {
                Some(Self::SymbolShape)
            }
            ("06" | "63", Some(text)) => {
                let digits = match insurer.as_str() {
                    LETTERED => text.trim_start_matches(|c: char| c.is_ascii_alphabetic()),
                    _ => text,
                };
                (!is_digits(digits)).then_some(Self::SymbolShape)
            }
            _ => None,
        }
    }

    /// What is doubtful about a number.
    #[must_use]
    pub fn of_number(
        insurer: &InsurerNumber,
        number: &InsuredIdentificationNumber,
    ) -> Option<Self> {
        if insurer.kind() != Some("39") {
            return None;
        }
        let text = number.as_str();
        if text.len() != 8 || !is_digits(text) {
            return Some(Self::NumberShape);
        }
        (!check_digit_holds(text)).then_some(Self::NumberCheckDigit)
    }

    /// What is doubtful about a birthday.
    #[must_use]
    pub fn of_birthdate(birthdate: &Date, asked_for: &Date) -> Option<Self> {
        const LONGEST_LIFE: i32 = 120;
        let (birth, day) = (birthdate.calendar()?, asked_for.calendar()?);
        if birth > day {
            Some(Self::BirthdateInFuture)
        } else {
            (day.year() - birth.year() > LONGEST_LIFE).then_some(Self::BirthdateLongAgo)
        }
    }

    /// The field that it belongs to.
    #[must_use]
    pub const fn field(self) -> DoubtedField {
        match self {
            Self::InsurerCheckDigit | Self::InsurerKind => DoubtedField::InsurerNumber,
            Self::SymbolUnexpected | Self::SymbolExpected | Self::SymbolShape => {
                DoubtedField::InsuredCardSymbol
            }
            Self::NumberShape | Self::NumberCheckDigit => DoubtedField::InsuredIdentificationNumber,
            Self::BirthdateBesideEra | Self::BirthdateInFuture | Self::BirthdateLongAgo => {
                DoubtedField::Birthdate
            }
        }
    }

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::InsurerCheckDigit => "FIELD-DOUBT-INSURER-CHECK-DIGIT",
            Self::InsurerKind => "FIELD-DOUBT-INSURER-KIND",
            Self::SymbolUnexpected => "FIELD-DOUBT-SYMBOL-UNEXPECTED",
            Self::SymbolExpected => "FIELD-DOUBT-SYMBOL-EXPECTED",
            Self::SymbolShape => "FIELD-DOUBT-SYMBOL-SHAPE",
            Self::NumberShape => "FIELD-DOUBT-NUMBER-SHAPE",
            Self::NumberCheckDigit => "FIELD-DOUBT-NUMBER-CHECK-DIGIT",
            Self::BirthdateBesideEra => "FIELD-DOUBT-BIRTHDATE-ERA",
            Self::BirthdateInFuture => "FIELD-DOUBT-BIRTHDATE-FUTURE",
            Self::BirthdateLongAgo => "FIELD-DOUBT-BIRTHDATE-LONG-AGO",
        }
    }
}

impl DoubtedField {
    /// The official name of the element.
    #[must_use]
    pub const fn element(self) -> &'static str {
        match self {
            Self::InsurerNumber => "InsurerNumber",
            Self::InsuredCardSymbol => "InsuredCardSymbol",
            Self::InsuredIdentificationNumber => "InsuredIdentificationNumber",
            Self::Birthdate => "Birthdate",
        }
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
#[path = "doubt_tests.rs"]
mod tests;
