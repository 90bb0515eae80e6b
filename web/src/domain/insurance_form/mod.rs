//! The form of 記号番号: what was typed, what is wrong or doubtful with it, and the
//! question that it makes. Knows neither screen nor gateway; today is a parameter.
//!
//! What is wrong keeps the form from being sent; what is doubtful does not.

mod findings;

use std::fmt;

use check_api::Consent;
use check_api::field::{
    Date, InsuredBranchNumber, InsuredCardSymbol, InsuredIdentificationNumber, InsurerNumber,
    Repertoire, TypedDate,
};
use check_api::inquiry::SearchInfo;

pub use findings::{Finding, Wrong};

/// No field needs more; what is pasted beyond is cut off.
const LONGEST: usize = 64;

/// A field for text, in the order in which a 資格確認書 is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// 記号.
    Symbol,
    /// 番号.
    Number,
    /// 枝番.
    Branch,
    /// 生年月日.
    Birthdate,
    /// 保険者番号.
    Insurer,
    /// 確認日: for which day eligibility is asked. Empty means today.
    Day,
}

impl Field {
    /// The fields in their order.
    pub const ALL: [Self; 6] = [
        Self::Symbol,
        Self::Number,
        Self::Branch,
        Self::Birthdate,
        Self::Insurer,
        Self::Day,
    ];

    /// Whether the form can be sent without it.
    pub const fn is_optional(self) -> bool {
        matches!(self, Self::Symbol | Self::Branch | Self::Day)
    }
}

/// What was typed. It names a person: it has no `Debug` of its texts and is kept
/// nowhere but on the screen.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Form {
    texts: [String; Field::ALL.len()],
    /// Whether the person agrees that 限度額 information is provided.
    pub limit_consent: bool,
}

/// A question that can be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Question {
    /// About whom.
    pub about: SearchInfo,
    /// For which day; today if none.
    pub day: Option<Date>,
}

/// No content: it names a person.
impl fmt::Debug for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Question")
    }
}

impl Form {
    /// The text in a field, as it was typed.
    pub fn text(&self, field: Field) -> &str {
        self.texts.get(field as usize).map_or("", String::as_str)
    }

    /// The form with another text in a field.
    #[must_use]
    pub fn with(mut self, field: Field, text: &str) -> Self {
        if let Some(place) = self.texts.get_mut(field as usize) {
            *place = text.chars().take(LONGEST).collect();
        }
        self
    }

    /// Whether nothing of a person is in it.
    pub fn is_empty(&self) -> bool {
        !self.limit_consent && self.texts.iter().all(String::is_empty)
    }

    /// The day in a field for days, once it is one.
    pub fn day(&self, field: Field) -> Option<Date> {
        self.typed_date(field).map(|typed| typed.date)
    }

    /// The question, if nothing is wrong with any field.
    pub fn question(&self, repertoire: &impl Repertoire) -> Option<Question> {
        let right = |field: &Field| self.wrong(*field, repertoire).is_none();
        if !Field::ALL.iter().all(right) {
            return None;
        }
        Some(Question {
            about: SearchInfo {
                insurer_number: self.insurer()?,
                insured_card_symbol: self.symbol(),
                insured_identification_number: self.number()?,
                insured_branch_number: self.branch(),
                birthdate: self.day(Field::Birthdate)?,
                limit_consent: if self.limit_consent {
                    Consent::Given
                } else {
                    Consent::NotGiven
                },
                arbitrary_identifier: None,
            },
            day: self.day(Field::Day),
        })
    }

    fn symbol(&self) -> Option<InsuredCardSymbol> {
        InsuredCardSymbol::try_from(self.text(Field::Symbol)).ok()
    }

    fn number(&self) -> Option<InsuredIdentificationNumber> {
        InsuredIdentificationNumber::try_from(self.text(Field::Number)).ok()
    }

    fn branch(&self) -> Option<InsuredBranchNumber> {
        InsuredBranchNumber::try_from(self.text(Field::Branch)).ok()
    }

    fn insurer(&self) -> Option<InsurerNumber> {
        InsurerNumber::try_from(self.text(Field::Insurer)).ok()
    }

    fn typed_date(&self, field: Field) -> Option<TypedDate> {
        TypedDate::read(self.text(field)).ok()
    }
}

#[cfg(test)]
mod tests;
