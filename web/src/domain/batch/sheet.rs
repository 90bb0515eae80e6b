//! The rows of a table before they are sent: judged, corrected, left out. Says which of
//! them ask the same and which come first when a person looks through them.

use std::collections::HashMap;

use check_api::field::Date;

use super::row::{Judged, Question};
use super::{Cell, Column, Draft};

/// A row with what there is to be said about it.
#[derive(Clone, PartialEq, Eq)]
pub struct SheetRow {
    /// The row.
    pub draft: Draft,
    /// What there is to be said about it.
    pub judged: Judged,
    /// Whether a person left it out.
    pub left_out: bool,
    /// The line of an earlier row that asks the same.
    pub twin_of: Option<u32>,
}

/// Where a row stands. The order is that in which they are looked through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// It has a flaw, and can only be mended or left out.
    Flawed,
    /// It asks what an earlier row asks.
    Twin,
    /// Something looks mistyped.
    Doubtful,
    /// It can be sent.
    Good,
    /// A person left it out.
    LeftOut,
}

/// How many rows stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Rows with a flaw.
    pub flawed: usize,
    /// Rows that ask what an earlier one asks.
    pub twins: usize,
    /// Rows in which something looks mistyped.
    pub doubtful: usize,
    /// All rows that will be sent.
    pub sent: usize,
    /// Rows that were left out.
    pub left_out: usize,
}

/// All rows.
#[derive(Clone, PartialEq, Eq)]
pub struct Sheet {
    rows: Vec<SheetRow>,
    asked_for: Date,
}

impl SheetRow {
    /// Where the row stands.
    pub fn standing(&self) -> Standing {
        match self {
            Self { left_out: true, .. } => Standing::LeftOut,
            row if !row.judged.flaws.is_empty() => Standing::Flawed,
            row if row.twin_of.is_some() => Standing::Twin,
            row if !row.judged.doubts.is_empty() => Standing::Doubtful,
            _ => Standing::Good,
        }
    }
}

impl Sheet {
    /// Judges rows for a day of asking.
    pub fn of(drafts: Vec<Draft>, asked_for: Date) -> Self {
        let rows = drafts.into_iter().map(|draft| SheetRow {
            judged: draft.judge(&asked_for),
            draft,
            left_out: false,
            twin_of: None,
        });
        let mut sheet = Self {
            rows: rows.collect(),
            asked_for,
        };
        sheet.find_twins();
        sheet
    }

    /// The rows in the order of the table.
    pub fn rows(&self) -> &[SheetRow] {
        &self.rows
    }

    /// The day for which is asked.
    pub const fn asked_for(&self) -> &Date {
        &self.asked_for
    }

    /// Asks for another day.
    pub fn ask_for(&mut self, day: Date) {
        self.asked_for = day;
        for row in &mut self.rows {
            row.judged = row.draft.judge(&self.asked_for);
        }
    }

    /// Corrects a row. A 個人番号 is not taken in here either.
    pub fn correct(&mut self, index: usize, column: Column, text: &str) {
        let Some(row) = self.rows.get_mut(index) else {
            return;
        };
        row.draft.set(column, &Cell::of(text));
        row.judged = row.draft.judge(&self.asked_for);
        self.find_twins();
    }

    /// Leaves a row out, or takes it in again.
    pub fn leave_out(&mut self, index: usize, left_out: bool) {
        if let Some(row) = self.rows.get_mut(index) {
            row.left_out = left_out;
        }
        self.find_twins();
    }

    /// Leaves out all rows that stand somewhere.
    pub fn leave_out_all(&mut self, standing: Standing) {
        for row in &mut self.rows {
            row.left_out |= row.standing() == standing;
        }
        self.find_twins();
    }

    /// The places of the rows in the order in which they are looked through.
    pub fn order(&self) -> Vec<usize> {
        let mut places: Vec<(Standing, usize)> = self
            .rows
            .iter()
            .enumerate()
            .map(|(place, row)| (row.standing(), place))
            .collect();
        places.sort_unstable();
        places.into_iter().map(|(_, place)| place).collect()
    }

    /// How many rows stand where.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for row in &self.rows {
            let standing = row.standing();
            let counted = match standing {
                Standing::Flawed => Some(&mut tally.flawed),
                Standing::Twin => Some(&mut tally.twins),
                Standing::Doubtful => Some(&mut tally.doubtful),
                Standing::LeftOut => Some(&mut tally.left_out),
                Standing::Good => None,
            };
            if let Some(counted) = counted {
                *counted += 1;
            }
            if matches!(
                standing,
                Standing::Twin | Standing::Doubtful | Standing::Good
            ) {
                tally.sent += 1;
            }
        }
        tally
    }

    /// What is to be sent. None while a row has a flaw and was not left out: every row
    /// is either asked or was left out by a person.
    pub fn questions(&self) -> Option<Vec<(&Draft, &Question)>> {
        let sent = self.rows.iter().filter(|row| !row.left_out);
        sent.map(|row| Some((&row.draft, row.judged.question.as_ref()?)))
            .collect()
    }

    fn find_twins(&mut self) {
        let mut first: HashMap<Question, u32> = HashMap::with_capacity(self.rows.len());
        for row in &mut self.rows {
            let asked = row.judged.question.as_ref().filter(|_| !row.left_out);
            row.twin_of = asked.and_then(|question| match first.get(question) {
                Some(line) => Some(*line),
                None => {
                    first.insert(question.clone(), row.draft.line);
                    None
                }
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::batch::{Matching, Table};

    fn sheet(rows: &str) -> Sheet {
        let text = ["保険者番号,記号,番号,生年月日\n", rows].concat();
        let table = Table::read(&text).expect("a table");
        let drafts = Matching::of(table).drafts().expect("drafts");
        let day = Date::try_from("20261121".to_owned()).expect("a day");
        Sheet::of(drafts, day)
    }

    fn standings(sheet: &Sheet) -> Vec<Standing> {
        sheet.rows().iter().map(SheetRow::standing).collect()
    }

    #[test]
    fn problems_come_first_and_twins_are_pointed_out() {
        use Standing::{Doubtful, Flawed, Good, Twin};
        let sheet = sheet(
            "06110829,12,1,19800401\n06110829,１２,１,S55.4.1\n06110829,12,,19800401\n06110828,1,9,19800401\n",
        );
        assert_eq!(standings(&sheet), [Good, Twin, Flawed, Doubtful]);
        assert_eq!(sheet.rows()[1].twin_of, Some(2));
        assert_eq!(sheet.order(), [2, 1, 3, 0]);
        let tally = sheet.tally();
        assert_eq!((tally.flawed, tally.twins, tally.doubtful), (1, 1, 1));
        assert_eq!((tally.sent, tally.left_out), (3, 0));
        assert!(sheet.questions().is_none(), "a flaw is left");
    }

    #[test]
    fn a_row_is_mended_or_left_out() {
        let mut mended = sheet("06110829,12,1,19800401\n06110829,12,,19800401\n");
        mended.correct(1, Column::Number, "２");
        assert_eq!(mended.questions().map(|it| it.len()), Some(2));
        mended.correct(1, Column::Number, "1");
        assert_eq!(mended.rows()[1].standing(), Standing::Twin);
        mended.leave_out(0, true);
        assert_eq!(standings(&mended), [Standing::LeftOut, Standing::Good]);
        mended.correct(1, Column::Number, "123456789018");
        assert_eq!(mended.rows()[1].draft.text(Column::Number), "");
        mended.leave_out_all(Standing::Flawed);
        assert_eq!(mended.questions().map(|it| it.len()), Some(0));
        mended.leave_out(9, true);
        mended.correct(9, Column::Number, "1");
    }

    #[test]
    fn another_day_judges_again() {
        let mut sheet = sheet("06110829,12,1,20261201\n");
        assert_eq!(standings(&sheet), [Standing::Doubtful]);
        sheet.ask_for(Date::try_from("20261202".to_owned()).expect("a day"));
        assert_eq!(standings(&sheet), [Standing::Good]);
    }
}
