//! Writes rows, one message after the other, to wherever they go.

use super::cell::guarded;
use super::column::{Column, head_of_others};
use super::row::{ELIGIBILITY, is_hollow, rows, without_hollows};
use crate::format::FormatError;
use crate::official::XmlMsg;
use csv::{QuoteStyle, Terminator, WriterBuilder};
use serde_json::{Map, Value};
use std::io::Write;

/// The byte order mark, by which spreadsheets know UTF-8.
const BYTE_ORDER_MARK: [u8; 3] = [0xEF, 0xBB, 0xBF];

/// Writes the rows of any number of messages, keeping none of them.
pub struct Writer<W: Write> {
    rows: csv::Writer<W>,
    columns: Vec<Column>,
}

/// The rows of some messages: the answers to checks, or the parts of a batch's answer.
///
/// # Errors
/// [`FormatError`] if a message has a part that is no text.
pub fn write<'a>(messages: impl IntoIterator<Item = &'a XmlMsg>) -> Result<Vec<u8>, FormatError> {
    let mut writer = Writer::new(Vec::new())?;
    for message in messages {
        writer.message(message)?;
    }
    writer.finish()
}

impl<W: Write> Writer<W> {
    /// Begins with the row of heads.
    ///
    /// # Errors
    /// [`FormatError::CsvSink`] if `sink` does not take it.
    pub fn new(mut sink: W) -> Result<Self, FormatError> {
        sink.write_all(&BYTE_ORDER_MARK)
            .map_err(|_| FormatError::CsvSink)?;
        let mut rows = WriterBuilder::new()
            .terminator(Terminator::CRLF)
            .quote_style(QuoteStyle::Necessary)
            .from_writer(sink);
        let columns = Column::all();
        let heads = columns.iter().map(Column::head).chain([head_of_others()]);
        rows.write_record(heads).map_err(|_| FormatError::CsvSink)?;
        Ok(Self { rows, columns })
    }

    /// Writes the rows of a message: one for every eligibility, and one for a person without
    /// any, so that nobody who was asked about is missing. Nothing is written of a message
    /// that is refused.
    ///
    /// # Errors
    /// [`FormatError`] if a part of the message is no text, or the sink does not take a row.
    pub fn message(&mut self, message: &XmlMsg) -> Result<(), FormatError> {
        for mut row in rows(message)? {
            // That there is an eligibility is said also where there is nothing in it.
            let empty = row.get(ELIGIBILITY).is_some_and(is_hollow);
            let mut cells: Vec<String> = Vec::with_capacity(self.columns.len() + 1);
            for column in &self.columns {
                let text = take(&mut row, column).unwrap_or_default();
                cells.push(guarded(&text));
            }
            without_hollows(&mut row);
            if let (true, Some(map)) = (empty, row.as_object_mut()) {
                map.insert(ELIGIBILITY.to_owned(), Value::Object(Map::new()));
            }
            cells.push(if empty || !is_hollow(&row) {
                row.to_string()
            } else {
                String::new()
            });
            self.rows
                .write_record(cells)
                .map_err(|_| FormatError::CsvSink)?;
        }
        Ok(())
    }

    /// Hands the sink back, with everything in it.
    ///
    /// # Errors
    /// [`FormatError::CsvSink`] if it does not take the last of it.
    pub fn finish(self) -> Result<W, FormatError> {
        self.rows.into_inner().map_err(|_| FormatError::CsvSink)
    }
}

/// Takes a column's text out of a row. What is no single text stays for the last column.
fn take(row: &mut Value, column: &Column) -> Option<String> {
    let group = row.pointer_mut(&column.group)?.as_object_mut()?;
    match group.remove(column.element)? {
        Value::String(text) => Some(text),
        other => {
            group.insert(column.element.to_owned(), other);
            None
        }
    }
}
