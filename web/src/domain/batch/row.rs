//! One row of a table and what is to be said about it: the question that it makes, or
//! the flaws that a person has to mend; beside it what looks mistyped and may be right.

use check_api::challenge::Consent;
use check_api::field::{
    ArbitraryIdentifier, Date, Doubt, FieldError, InsuredBranchNumber, InsuredCardSymbol,
    InsuredIdentificationNumber, InsurerNumber, doubts,
};
use check_api::inquiry::SearchInfo;

use super::cell::{self, Mended};
use super::{Cell, Column};

/// A row as it was read, and as a person corrects it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// Its line in the table.
    pub line: u32,
    texts: [String; Column::ALL.len()],
    refused: [bool; Column::ALL.len()],
}

/// Why a row cannot be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// Nothing stands in a field that every question needs.
    Missing,
    /// A spreadsheet has rounded the number; its last digits are gone.
    Rounded,
    /// A rule of the field is broken.
    Field(FieldError),
}

/// About whom a row asks.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Question {
    /// 保険者番号.
    pub insurer: InsurerNumber,
    /// 記号.
    pub symbol: Option<InsuredCardSymbol>,
    /// 番号.
    pub number: InsuredIdentificationNumber,
    /// 枝番.
    pub branch: Option<InsuredBranchNumber>,
    /// 生年月日, `yyyyMMdd`.
    pub birthdate: String,
}

/// What there is to be said about a row.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Judged {
    /// What a person has to mend.
    pub flaws: Vec<(Column, Flaw)>,
    /// What looks mistyped and may be right.
    pub doubts: Vec<Doubt>,
    /// What was put right already.
    pub mended: Vec<(Column, Mended)>,
    /// The question; none while there is a flaw.
    pub question: Option<Question>,
}

impl Draft {
    /// An empty row at a line of the table.
    pub fn at(line: u32) -> Self {
        Self {
            line,
            ..Self::default()
        }
    }

    /// The text of a column.
    pub fn text(&self, column: Column) -> &str {
        self.texts.get(place(column)).map_or("", String::as_str)
    }

    /// Puts the text of a cell in a column.
    pub fn set(&mut self, column: Column, cell: &Cell) {
        let text = cell.text().unwrap_or_default();
        if let Some(place) = self.texts.get_mut(place(column)) {
            cell::unwrapped(text).clone_into(place);
        }
        if let Some(refused) = self.refused.get_mut(place(column)) {
            *refused = *cell == Cell::MyNumber;
        }
    }

    /// Judges the row for a day of asking.
    pub fn judge(&self, asked_for: &Date) -> Judged {
        let mut judged = Judged::default();
        if self.refused.first() == Some(&true) {
            judged
                .flaws
                .push((Column::Name, Flaw::Field(FieldError::MyNumber)));
        }
        let insurer = self.field(Column::InsurerNumber, &mut judged, |text| {
            let mended = cell::with_zeros(text);
            let insurer = InsurerNumber::try_from(mended.as_deref().unwrap_or(text))?;
            let lost = cell::lost_its_zero(text, &insurer);
            Ok((insurer, lost.then_some(Mended::LeadingZeros)))
        });
        let symbol = self.field(Column::Symbol, &mut judged, |text| {
            Ok((InsuredCardSymbol::try_from(text)?, None))
        });
        let number = self.field(Column::Number, &mut judged, |text| {
            Ok((InsuredIdentificationNumber::try_from(text)?, None))
        });
        let branch = self.field(Column::Branch, &mut judged, |text| {
            let branch = InsuredBranchNumber::try_from(text)?;
            let lost = text.len() == 1;
            Ok((branch, lost.then_some(Mended::LeadingZeros)))
        });
        let birthdate = self.field(Column::Birthdate, &mut judged, |text| {
            cell::day(text).ok_or(FieldError::Date)
        });
        if let (Some(insurer), Some(number), Some(typed)) = (insurer, number, birthdate)
            && judged.flaws.is_empty()
        {
            let date = typed.date;
            judged.doubts = doubts(&insurer, symbol.as_ref(), &number, &date, asked_for);
            if typed.beside_its_era {
                judged.doubts.push(Doubt::BirthdateBesideEra);
            }
            judged.question = Some(Question {
                insurer,
                symbol,
                number,
                branch,
                birthdate: date.as_str().to_owned(),
            });
        }
        judged
    }

    /// The value of a column; none where it is empty or flawed, which is then noted.
    fn field<T>(
        &self,
        column: Column,
        judged: &mut Judged,
        read: impl FnOnce(&str) -> Result<(T, Option<Mended>), FieldError>,
    ) -> Option<T> {
        let text = self.text(column);
        let flaw = if self.refused.get(place(column)) == Some(&true) {
            Flaw::Field(FieldError::MyNumber)
        } else if text.is_empty() {
            if !column.is_required() {
                return None;
            }
            Flaw::Missing
        } else if cell::is_rounded(text) {
            Flaw::Rounded
        } else {
            match read(text) {
                Ok((value, mended)) => {
                    judged.mended.extend(mended.map(|mended| (column, mended)));
                    return Some(value);
                }
                Err(rule) => Flaw::Field(rule),
            }
        };
        judged.flaws.push((column, flaw));
        None
    }
}

impl Flaw {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Missing => "DESK-BATCH-FIELD-MISSING",
            Self::Rounded => "DESK-BATCH-FIELD-ROUNDED",
            Self::Field(rule) => rule.code(),
        }
    }
}

impl Question {
    /// The question as it is sent. 限度額 is not asked for: a batch does not answer it.
    pub fn search_info(&self, identifier: ArbitraryIdentifier) -> Option<SearchInfo> {
        Some(SearchInfo {
            insurer_number: self.insurer.clone(),
            insured_card_symbol: self.symbol.clone(),
            insured_identification_number: self.number.clone(),
            insured_branch_number: self.branch.clone(),
            birthdate: Date::try_from(self.birthdate.clone()).ok()?,
            limit_consent: Consent::NotGiven,
            arbitrary_identifier: Some(identifier),
        })
    }
}

/// Where the text of a column is kept: the order of [`Column::ALL`].
const fn place(column: Column) -> usize {
    column as usize
}

#[cfg(test)]
#[path = "row_tests.rs"]
mod tests;
