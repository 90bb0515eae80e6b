//! What is wrong and what is doubtful in each field of the form.

use check_api::field::{
    Date, Doubt, DoubtedField, FieldError, InsuredBranchNumber, InsuredCardSymbol,
    InsuredIdentificationNumber, InsurerNumber, Repertoire, TypedDate, holds_my_number,
};

use super::{Field, Form};

/// Why a field keeps the form from being sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It is needed, and empty.
    Missing,
    /// It breaks a rule.
    Rule(FieldError),
}

/// What is to be said beside a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// It keeps the form from being sent.
    Wrong(Wrong),
    /// It looks mistyped; the form can be sent.
    Doubtful(Doubt),
}

impl Wrong {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Missing => "FIELD-MISSING",
            Self::Rule(rule) => rule.code(),
        }
    }
}

impl Form {
    /// What is to be said beside a field. An empty field is not called missing before
    /// somebody has left it.
    pub fn finding(
        &self,
        field: Field,
        left: bool,
        today: Option<&Date>,
        repertoire: &impl Repertoire,
    ) -> Option<Finding> {
        match self.wrong(field, repertoire) {
            // It is told at once: nobody shall type the rest of it.
            Some(wrong @ Wrong::Rule(FieldError::MyNumber)) => Some(Finding::Wrong(wrong)),
            Some(wrong) => left.then_some(Finding::Wrong(wrong)),
            None => self.doubt(field, left, today).map(Finding::Doubtful),
        }
    }

    /// What is wrong with a field.
    pub fn wrong(&self, field: Field, repertoire: &impl Repertoire) -> Option<Wrong> {
        let text = self.text(field);
        if text.trim().is_empty() {
            return (!field.is_optional()).then_some(Wrong::Missing);
        }
        if holds_my_number(text) {
            return Some(Wrong::Rule(FieldError::MyNumber));
        }
        let kept = match field {
            Field::Symbol => {
                InsuredCardSymbol::try_from(text).map(|symbol| symbol.as_str().to_owned())
            }
            Field::Number => {
                InsuredIdentificationNumber::try_from(text).map(|number| number.as_str().to_owned())
            }
            Field::Branch => InsuredBranchNumber::try_from(text).map(|_| String::new()),
            Field::Insurer => InsurerNumber::try_from(text).map(|_| String::new()),
            Field::Birthdate | Field::Day => TypedDate::read(text).map(|_| String::new()),
        };
        kept.and_then(|kept| repertoire.admit(&kept))
            .err()
            .map(Wrong::Rule)
    }

    /// What is doubtful about a field that is not wrong: about a field itself once it was
    /// left, about two that do not go together once the insurer is known.
    fn doubt(&self, field: Field, left: bool, today: Option<&Date>) -> Option<Doubt> {
        let belongs = |doubt: &Doubt| of(doubt.field()) == field;
        let found = match field {
            Field::Insurer if left => Doubt::of_insurer(&self.insurer()?),
            Field::Symbol => Doubt::of_symbol(&self.insurer()?, self.symbol().as_ref()),
            Field::Number => Doubt::of_number(&self.insurer()?, &self.number()?),
            Field::Birthdate if left => {
                let typed = self.typed_date(field)?;
                let day = self.day(Field::Day);
                let by_day = day
                    .as_ref()
                    .or(today)
                    .and_then(|day| Doubt::of_birthdate(&typed.date, day));
                by_day.or(typed.beside_its_era.then_some(Doubt::BirthdateBesideEra))
            }
            Field::Insurer | Field::Birthdate | Field::Branch | Field::Day => None,
        };
        found.filter(belongs)
    }
}

const fn of(field: DoubtedField) -> Field {
    match field {
        DoubtedField::InsurerNumber => Field::Insurer,
        DoubtedField::InsuredCardSymbol => Field::Symbol,
        DoubtedField::InsuredIdentificationNumber => Field::Number,
        DoubtedField::Birthdate => Field::Birthdate,
    }
}
