//! What was checked earlier in this sitting, so that a second check of the same person can
//! say what has changed. In memory alone: whom a check was about is kept as a number that
//! names nobody, without names and address, and everything of another day is forgotten.

use std::hash::{DefaultHasher, Hash, Hasher};

use time::PrimitiveDateTime;

use super::answer::{Answer, Eligibility, Value, Verdict};
use super::difference::Difference;
use super::element::{Element, Group};

/// A desk sees fewer patients a day; beyond that the oldest is forgotten.
const MOST: usize = 500;

/// The checks of this sitting.
#[derive(Default)]
pub struct Earlier {
    checks: Vec<Check>,
}

struct Check {
    /// Who, masked.
    person: u64,
    at: Option<PrimitiveDateTime>,
    verdict: Verdict,
    eligibilities: Vec<Eligibility>,
}

/// The last check of the same person, beside this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SinceLastCheck {
    /// When that was.
    pub at: Option<PrimitiveDateTime>,
    /// Its verdict, if it was another one.
    pub verdict: Option<Verdict>,
    /// The items that differ.
    pub difference: Difference,
}

impl SinceLastCheck {
    /// How many things differ.
    pub fn count(&self) -> usize {
        self.difference.changes.len() + usize::from(self.verdict.is_some())
    }
}

impl Earlier {
    /// Compares an answer with the last check of the same person, and remembers it in its
    /// place. An answer that confirms nothing is neither compared nor remembered.
    pub fn compare(&mut self, answer: &Answer) -> Option<SinceLastCheck> {
        self.forget_other_days(answer);
        let person = masked(answer)?;
        let now = Check {
            person,
            at: answer.processed_at,
            verdict: answer.verdict,
            eligibilities: answer.eligibilities.iter().map(nameless).collect(),
        };
        let place = self.checks.iter().position(|check| check.person == person);
        let since = place.map(|place| now.since(&self.checks.remove(place)));
        if self.checks.len() >= MOST {
            self.checks.remove(0);
        }
        self.checks.push(now);
        since
    }

    /// Forgets everything.
    pub fn forget(&mut self) {
        self.checks.clear();
    }

    fn forget_other_days(&mut self, answer: &Answer) {
        let Some(now) = answer.processed_at else {
            return;
        };
        self.checks
            .retain(|check| check.at.is_none_or(|at| at.date() == now.date()));
    }
}

impl Check {
    /// Insurances are compared with insurances and 医療扶助 with 医療扶助, each in its order.
    fn since(&self, before: &Self) -> SinceLastCheck {
        let mut difference = Difference::default();
        for assistance in [false, true] {
            let kind = |check: &Self| -> Vec<Eligibility> {
                let of_kind = check.eligibilities.iter();
                of_kind
                    .filter(|it| it.is_medical_assistance() == assistance)
                    .cloned()
                    .collect()
            };
            let (old, new) = (kind(before), kind(self));
            let nothing = Eligibility::default();
            for place in 0..old.len().max(new.len()) {
                let one = |all: &[Eligibility]| all.get(place).unwrap_or(&nothing).clone();
                let more = Difference::between_checks(&one(&old), &one(&new));
                difference = difference.and(more);
            }
        }
        SinceLastCheck {
            at: before.at,
            verdict: (before.verdict != self.verdict).then_some(before.verdict),
            difference,
        }
    }
}

/// A number for the person, from date of birth and the reading of the name, by which the
/// same person is found again in this sitting; nobody can be read from it.
fn masked(answer: &Answer) -> Option<u64> {
    if !answer.is_confirmed() {
        return None;
    }
    let eligibility = answer.eligibilities.first()?;
    let Some(Value::Date(birth)) = eligibility.value(Element::Birthdate) else {
        return None;
    };
    let name = eligibility
        .value(Element::NameKana)
        .or_else(|| eligibility.value(Element::Name))?;
    let (Value::Kana(name) | Value::Name(name)) = name else {
        return None;
    };
    let mut hasher = DefaultHasher::new();
    birth.hash(&mut hasher);
    name.trim().hash(&mut hasher);
    Some(hasher.finish())
}

/// The eligibility without its person: a change is one of the insurance.
fn nameless(eligibility: &Eligibility) -> Eligibility {
    let sections = eligibility.sections.iter();
    let mut sections: Vec<_> = sections
        .filter(|section| section.group != Group::Person)
        .cloned()
        .collect();
    for section in &mut sections {
        section
            .items
            .retain(|item| item.element != Element::InsuredName);
    }
    Eligibility {
        sections,
        unknown: Vec::new(),
    }
}

#[cfg(test)]
#[path = "earlier_tests.rs"]
mod tests;
