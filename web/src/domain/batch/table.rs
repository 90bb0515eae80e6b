//! Cuts a text into rows and cells (RFC 4180, with the liberties that spreadsheets take)
//! and takes every 個人番号 out before anything else looks at a cell.

use check_api::field::holds_my_number;
use csv_core::{ReadFieldResult, ReaderBuilder};

use super::{BatchProblem, MOST_BYTES, MOST_CELL_BYTES, MOST_COLUMNS, MOST_ROWS};

/// One cell.
#[derive(Clone, PartialEq, Eq)]
pub enum Cell {
    /// Its text, without blanks around it.
    Text(String),
    /// There was a 個人番号 in it. Its digits were not kept.
    MyNumber,
}

/// One row: where it stood, and its cells.
#[derive(Clone, PartialEq, Eq)]
pub struct TableRow {
    /// The line of the text in which it begins, from 1.
    pub line: u32,
    /// The cells; all rows of a table have the same number.
    pub cells: Vec<Cell>,
}

/// A table.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The rows, the heading among them if there is one.
    pub rows: Vec<TableRow>,
    /// How many columns it has.
    pub columns: usize,
}

/// What separates cells, most telling first.
const SEPARATORS: [char; 3] = ['\t', ',', ';'];
/// Lines that are looked at to tell the separator.
const LINES_LOOKED_AT: usize = 20;

impl Table {
    /// Reads a table from a text.
    ///
    /// # Errors
    /// [`BatchProblem`] if there is nothing in it, or more than a table has.
    pub fn read(text: &str) -> Result<Self, BatchProblem> {
        if text.len() > MOST_BYTES {
            return Err(BatchProblem::TooLarge);
        }
        let mut rows = records(text, separator(text))?;
        rows.retain(|row| row.cells.iter().any(|cell| !cell.is_empty()));
        let columns = rows
            .iter()
            .filter_map(|row| Some(row.cells.iter().rposition(|cell| !cell.is_empty())? + 1))
            .max()
            .ok_or(BatchProblem::Empty)?;
        for row in &mut rows {
            row.cells.resize(columns, Cell::Text(String::new()));
        }
        Ok(Self { rows, columns })
    }
}

impl Cell {
    /// A cell of a text.
    pub fn of(text: &str) -> Self {
        let text = text.trim();
        // Few cells have so many digits, and looking closer is not free.
        let digits = text.chars().filter(|c| is_digit(*c)).take(12).count();
        if digits == 12 && holds_my_number(text) {
            Self::MyNumber
        } else {
            Self::Text(text.to_owned())
        }
    }

    /// The text; none where it was refused.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::MyNumber => None,
        }
    }

    fn is_empty(&self) -> bool {
        self.text() == Some("")
    }
}

fn is_digit(character: char) -> bool {
    character.is_ascii_digit() || ('０'..='９').contains(&character)
}

/// The character that cuts the first lines into most cells.
fn separator(text: &str) -> u8 {
    let first = || text.lines().take(LINES_LOOKED_AT);
    let count = |separator: char| first().map(|line| line.matches(separator).count()).sum();
    let mut best = (',', 0_usize);
    for separator in SEPARATORS {
        let found = count(separator);
        if found > best.1 {
            best = (separator, found);
        }
    }
    u8::try_from(best.0).unwrap_or(b',')
}

fn records(text: &str, separator: u8) -> Result<Vec<TableRow>, BatchProblem> {
    let mut reader = ReaderBuilder::new().delimiter(separator).build();
    let mut input = text.as_bytes();
    let mut field = vec![0_u8; MOST_CELL_BYTES];
    let mut length = 0;
    let (mut rows, mut cells) = (Vec::new(), Vec::new());
    let (mut line, mut next_line) = (1_u32, 1_u32);
    let mut after_return = false;
    loop {
        if cells.is_empty() && length == 0 {
            // What ends the row before, and empty lines, belong to no row.
            let blank = input
                .iter()
                .take_while(|byte| matches!(byte, b'\r' | b'\n'));
            let (blank, rest) = input.split_at(blank.count());
            next_line = next_line.saturating_add(ends(blank, &mut after_return));
            (input, line) = (rest, next_line);
        }
        let room = field.get_mut(length..).unwrap_or_default();
        let (result, read, written) = reader.read_field(input, room);
        let consumed = input.get(..read).unwrap_or_default();
        next_line = next_line.saturating_add(ends(consumed, &mut after_return));
        input = input.get(read..).unwrap_or_default();
        length += written;
        match result {
            // Asked once more with nothing, the machine finishes the last cell.
            ReadFieldResult::InputEmpty => {}
            ReadFieldResult::OutputFull => return Err(BatchProblem::CellTooLong),
            ReadFieldResult::Field { record_end } => {
                if cells.len() == MOST_COLUMNS {
                    return Err(BatchProblem::TooManyColumns);
                }
                let bytes = field.get(..length).unwrap_or_default();
                // Cut at ASCII marks, so every cell of a text is a text.
                cells.push(Cell::of(std::str::from_utf8(bytes).unwrap_or_default()));
                length = 0;
                if record_end {
                    if rows.len() > MOST_ROWS {
                        return Err(BatchProblem::TooManyRows);
                    }
                    rows.push(TableRow {
                        line,
                        cells: std::mem::take(&mut cells),
                    });
                }
            }
            ReadFieldResult::End => return Ok(rows),
        }
    }
}

/// How many lines end in these bytes: CR, LF, and both together (RFC 4180 and older
/// systems). `after_return` says that the bytes before ended with CR.
fn ends(bytes: &[u8], after_return: &mut bool) -> u32 {
    let mut count = 0_u32;
    for byte in bytes {
        let ends = *byte == b'\r' || (*byte == b'\n' && !*after_return);
        count = count.saturating_add(u32::from(ends));
        *after_return = *byte == b'\r';
    }
    count
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
