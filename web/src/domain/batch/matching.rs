//! Which column of a table holds what: guessed from the headings, corrected by a person
//! over a preview. Columns without a meaning go no further, and those that say they hold
//! 個人番号 do not even come this far.

use std::rc::Rc;

use super::column::is_my_number_heading;
use super::{BatchProblem, Cell, Column, Draft, MOST_ROWS, PREVIEW_ROWS, Table};

/// A table whose columns are being given a meaning.
#[derive(Clone, PartialEq)]
pub struct Matching {
    table: Rc<Table>,
    headed: bool,
    columns: Vec<Option<Column>>,
    refused: Vec<bool>,
}

impl Matching {
    /// Guesses from the first row. Columns of 個人番号 are emptied.
    pub fn of(mut table: Table) -> Self {
        let heading = table.rows.first();
        let heading: Vec<&str> = heading
            .into_iter()
            .flat_map(|row| row.cells.iter().map(|cell| cell.text().unwrap_or_default()))
            .collect();
        let refused: Vec<bool> = heading.iter().map(|it| is_my_number_heading(it)).collect();
        let mut matching = Self {
            headed: heading.iter().any(|it| Column::headed(it).is_some()),
            columns: vec![None; table.columns],
            refused,
            table: Rc::default(),
        };
        let guesses: Vec<Option<Column>> = heading.iter().map(|it| Column::headed(it)).collect();
        for (place, guess) in guesses.into_iter().enumerate() {
            // The first of two columns that are called the same.
            if guess.is_some() && !matching.columns.contains(&guess) {
                matching.choose(place, guess);
            }
        }
        for row in table.rows.iter_mut().skip(1) {
            for (cell, refused) in row.cells.iter_mut().zip(&matching.refused) {
                if *refused {
                    *cell = Cell::Text(String::new());
                }
            }
        }
        matching.table = Rc::new(table);
        matching
    }

    /// Whether the first row is a heading.
    pub const fn is_headed(&self) -> bool {
        self.headed
    }

    /// Says whether the first row is a heading.
    pub const fn set_headed(&mut self, headed: bool) {
        self.headed = headed;
    }

    /// The meaning of every column.
    pub fn columns(&self) -> &[Option<Column>] {
        &self.columns
    }

    /// Whether a column says that it holds 個人番号, and so is not read.
    pub fn is_refused(&self, place: usize) -> bool {
        self.refused.get(place).copied().unwrap_or_default()
    }

    /// Gives a column a meaning, which any other column then has no more.
    pub fn choose(&mut self, place: usize, column: Option<Column>) {
        if self.is_refused(place) {
            return;
        }
        if column.is_some() {
            for other in &mut self.columns {
                if *other == column {
                    *other = None;
                }
            }
        }
        if let Some(chosen) = self.columns.get_mut(place) {
            *chosen = column;
        }
    }

    /// What every question needs and no column holds.
    pub fn missing(&self) -> Vec<Column> {
        let needed = Column::ALL.into_iter().filter(|it| it.is_required());
        needed
            .filter(|column| !self.columns.contains(&Some(*column)))
            .collect()
    }

    /// The text above a column, if there is a heading.
    pub fn heading(&self, place: usize) -> Option<&str> {
        let first = self.table.rows.first().filter(|_| self.headed)?;
        first.cells.get(place)?.text()
    }

    /// The first rows of the table.
    pub fn preview(&self) -> impl Iterator<Item = &[Cell]> {
        let rows = self.table.rows.iter().skip(usize::from(self.headed));
        rows.take(PREVIEW_ROWS).map(|row| row.cells.as_slice())
    }

    /// How many rows there are below the heading.
    pub fn rows(&self) -> usize {
        self.table
            .rows
            .len()
            .saturating_sub(usize::from(self.headed))
    }

    /// The rows with the columns that have a meaning, and nothing else.
    ///
    /// # Errors
    /// [`BatchProblem::ColumnMissing`] while something has no column,
    /// [`BatchProblem::Empty`] where there is nothing below the heading.
    pub fn drafts(&self) -> Result<Vec<Draft>, BatchProblem> {
        if !self.missing().is_empty() {
            return Err(BatchProblem::ColumnMissing);
        }
        match self.rows() {
            0 => return Err(BatchProblem::Empty),
            rows if rows > MOST_ROWS => return Err(BatchProblem::TooManyRows),
            _ => {}
        }
        let rows = self.table.rows.iter().skip(usize::from(self.headed));
        let drafts = rows.map(|row| {
            let mut draft = Draft::at(row.line);
            for (cell, column) in row.cells.iter().zip(&self.columns) {
                if let Some(column) = column {
                    draft.set(*column, cell);
                }
            }
            draft
        });
        Ok(drafts.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matching(text: &str) -> Matching {
        Matching::of(Table::read(text).expect("a table"))
    }

    #[test]
    fn columns_in_any_order_are_matched_by_their_heading() {
        use Column::{Birthdate, InsurerNumber, Name, Number};
        let found = matching("生年月日,住所,番号,患者氏名,保険者番号,番号\n1,2,3,4,5,6\n");
        let expected = [
            Some(Birthdate),
            None,
            Some(Number),
            Some(Name),
            Some(InsurerNumber),
            None,
        ];
        assert_eq!(found.columns(), expected);
        assert!(found.is_headed());
        assert_eq!((found.rows(), found.missing().len()), (1, 0));
        let drafts = found.drafts().expect("drafts");
        assert_eq!(drafts[0].text(Number), "3");
        assert_eq!(drafts[0].text(InsurerNumber), "5");
        assert_eq!(drafts[0].line, 2);
    }

    #[test]
    fn a_table_without_heading_is_matched_by_a_person() {
        let mut found = matching("06110829,12,345678,19800401\n");
        assert!(!found.is_headed());
        assert_eq!(found.drafts().err(), Some(BatchProblem::ColumnMissing));
        found.choose(0, Some(Column::InsurerNumber));
        found.choose(2, Some(Column::Birthdate));
        found.choose(3, Some(Column::Birthdate));
        found.choose(2, Some(Column::Number));
        assert_eq!(found.columns()[2], Some(Column::Number));
        assert_eq!(found.columns()[3], Some(Column::Birthdate));
        let drafts = found.drafts().expect("drafts");
        assert_eq!(drafts[0].text(Column::Birthdate), "19800401");
        assert_eq!(drafts[0].text(Column::Symbol), "");
    }

    #[test]
    fn a_column_of_my_numbers_is_emptied_and_cannot_be_chosen() {
        let mut found = matching("個人番号,番号\n999999999999,1\n");
        found.choose(0, Some(Column::Symbol));
        assert_eq!(found.columns()[0], None);
        assert!(found.is_refused(0) && !found.is_refused(1));
        let first = found.preview().next().expect("a row");
        assert_eq!(first[0].text(), Some(""));
    }

    #[test]
    fn a_heading_alone_has_no_rows() {
        let found = matching("保険者番号,番号,生年月日\n");
        assert_eq!(found.drafts().err(), Some(BatchProblem::Empty));
    }
}
