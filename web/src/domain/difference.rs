//! Two eligibilities side by side, item by item: what differs for the desk, and whether
//! both are of one person. The rules are those that clinics use (public code
//! ChinhVu/smart-test and hangilc/myclinic-ts; on ●, 保団連 2023-05-23): padding, width and
//! leading zeros are no differences, and ● may be any one character.

use check_api::field::{InsurerNumber, half_width, half_width_kana};

use super::answer::{Eligibility, Value};
use super::element::Element;
use super::name::REPLACED;
use super::stamp;

/// What was before and is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The item.
    pub element: Element,
    /// What it was; none if there was nothing.
    pub before: Option<Value>,
    /// What it is; none if there is nothing now.
    pub after: Option<Value>,
}

/// Everything that differs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// The items that differ, in the order of [`COMPARED`].
    pub changes: Vec<Change>,
    /// How many items were compared.
    pub compared: usize,
}

/// Whether two sets of data are about one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SamePerson {
    /// Date of birth and name agree.
    Yes,
    /// A ● stands where the other has a character: a person has to look.
    Replaced,
    /// The dates of birth agree and the names do not.
    OtherName,
    /// There is no date of birth or no name to go by.
    Unknown,
    /// The dates of birth differ.
    No,
}

/// The items compared, in the order in which a desk keeps them.
pub const COMPARED: [Element; 21] = [
    Element::InsurerNumber,
    Element::InsurerName,
    Element::InsuredCardSymbol,
    Element::InsuredIdentificationNumber,
    Element::InsuredBranchNumber,
    Element::PersonalFamilyClassification,
    Element::InsuredCardClassification,
    Element::InsuredPartialContributionRatio,
    Element::QualificationDate,
    Element::InsuredCardValidDate,
    Element::InsuredCardExpirationDate,
    Element::ElderlyRecipientContributionRatio,
    Element::ElderlyRecipientValidEndDate,
    Element::LimitApplicationCertificateClassificationFlag,
    Element::LimitApplicationCertificateValidEndDate,
    Element::SpecificDiseasesDiseaseCategory,
    Element::SpecificDiseasesValidEndDate,
    Element::Name,
    Element::NameKana,
    Element::Sex1,
    Element::Address,
];

impl Difference {
    /// What differs between the last check and this one: an item that only one of them has
    /// differs too.
    pub fn between_checks(before: &Eligibility, after: &Eligibility) -> Self {
        Self::of(before, after, |_, _| true)
    }

    /// What differs between a patient record and an answer: only what the record has. A
    /// record without 限度額 says nothing about it.
    pub fn from_record(record: &Eligibility, after: &Eligibility) -> Self {
        Self::of(record, after, |before, _| before.is_some())
    }

    /// Adds what differs elsewhere.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.changes.extend(other.changes);
        self.compared += other.compared;
        self
    }

    fn of(
        before: &Eligibility,
        after: &Eligibility,
        counts: impl Fn(Option<&Value>, Option<&Value>) -> bool,
    ) -> Self {
        let mut difference = Self::default();
        for element in COMPARED {
            let (old, new) = (said(before, element), said(after, element));
            if (old.is_none() && new.is_none()) || !counts(old, new) {
                continue;
            }
            difference.compared += 1;
            if !agree(element, old, new) {
                difference.changes.push(Change {
                    element,
                    before: old.cloned(),
                    after: new.cloned(),
                });
            }
        }
        difference
    }
}

impl SamePerson {
    /// Whether a record and an eligibility are about one person.
    pub fn of(record: &Eligibility, eligibility: &Eligibility) -> Self {
        let both = |element| record.value(element).zip(eligibility.value(element));
        let births = both(Element::Birthdate).map(|(old, new)| old == new);
        if births == Some(false) {
            return Self::No;
        }
        let names = [Element::Name, Element::NameKana].map(|element| {
            both(element)
                .map(|(old, new)| names_agree(&folded(element, old), &folded(element, new)))
        });
        match (births, names) {
            (None, _) | (_, [None, None]) => Self::Unknown,
            (Some(_), [Some(Names::Same), _] | [None, Some(Names::Same)]) => Self::Yes,
            (Some(_), [Some(Names::Replaced), _]) => Self::Replaced,
            (Some(_), _) => Self::OtherName,
        }
    }
}

/// The value of an element, unless it says that there is none: 99999999 is the end of what
/// has no end.
fn said(eligibility: &Eligibility, element: Element) -> Option<&Value> {
    const NO_END: &str = "99999999";
    eligibility
        .value(element)
        .filter(|value| !matches!(value, Value::AsCame(text) if text == NO_END))
}

fn agree(element: Element, old: Option<&Value>, new: Option<&Value>) -> bool {
    let (Some(old), Some(new)) = (old, new) else {
        return old.is_none() && new.is_none();
    };
    let (old, new) = (folded(element, old), folded(element, new));
    match element {
        Element::Name | Element::NameKana => names_agree(&old, &new) != Names::Different,
        _ => old == new,
    }
}

/// How two names stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Names {
    Same,
    /// The same but for ●, which may be any one character.
    Replaced,
    Different,
}

fn names_agree(old: &str, new: &str) -> Names {
    if old == new {
        return Names::Same;
    }
    let (mut old, mut new) = (old.chars(), new.chars());
    loop {
        match (old.next(), new.next()) {
            (None, None) => return Names::Replaced,
            (Some(one), Some(other)) if one == other || one == REPLACED || other == REPLACED => {}
            _ => return Names::Different,
        }
    }
}

/// A value in the form in which it is compared.
fn folded(element: Element, value: &Value) -> String {
    match value {
        Value::Number(text) if element == Element::InsurerNumber => {
            InsurerNumber::try_from(half_width(text).trim())
                .map_or_else(|_| compact(text), |number| number.as_str().to_owned())
        }
        Value::Number(text) => without_zeros(&compact(text).replace('/', "")),
        Value::Kana(text) => half_width_kana(&compact(text)),
        Value::Text(text) | Value::Name(text) | Value::AsCame(text) => compact(text),
        Value::Date(day) => stamp::of(*day),
        Value::Month(year, month) => [year.to_string(), u8::from(*month).to_string()].join("-"),
        Value::DateTime(at) => at.to_string(),
        Value::Percent(percent) => percent.to_string(),
        Value::Yen(amount) => amount.to_string(),
        Value::Code(_, code) => code.clone(),
    }
}

/// Half-width, without blanks.
fn compact(text: &str) -> String {
    let mut text = half_width(text);
    text.retain(|character| !character.is_whitespace());
    text
}

/// Zeros alone are a number too.
fn without_zeros(text: &str) -> String {
    let rest = text.trim_start_matches('0');
    if rest.is_empty() && !text.is_empty() {
        return "0".to_owned();
    }
    rest.to_owned()
}

#[cfg(test)]
#[path = "difference_tests.rs"]
mod tests;
