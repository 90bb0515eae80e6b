//! One patient of a table of another program: labels in the first row and one row below, or
//! one line for each item.

use csv::ReaderBuilder;

use super::value::travelling;
use super::{Record, RecordProblem, label};
use crate::domain::answer::{Eligibility, Item, Section, Value};
use crate::domain::element::Element;

/// A table of one patient has no more; the rest would only cost time.
const MOST_ROWS: usize = 500;
const MOST_CELLS: usize = 500;

/// Reads the table.
pub(super) fn read(text: &str) -> Result<Record, RecordProblem> {
    let rows = rows(text);
    let first = rows.first().ok_or(RecordProblem::Empty)?;
    let labels = first.iter().filter(|cell| label::element(cell).is_some());
    if labels.count() >= 2 {
        return match rows.as_slice() {
            [labels, values] => of_pairs(labels.iter().zip(values)),
            [_] => Err(RecordProblem::NothingKnown),
            _ => Err(RecordProblem::Several),
        };
    }
    let nothing = String::new();
    let pairs = rows.iter().filter_map(|row| {
        let label = row.first()?;
        Some((label, row.get(1).unwrap_or(&nothing)))
    });
    of_pairs(pairs)
}

/// The rows that are not empty. A line without tab and comma is divided at its colon.
fn rows(text: &str) -> Vec<Vec<String>> {
    let separator = [b'\t', b',', b':']
        .into_iter()
        .find(|separator| text.as_bytes().contains(separator))
        .unwrap_or(b'\t');
    let text = match separator {
        b'\t' if !text.contains('\t') => text.replace('：', "\t"),
        _ => text.to_owned(),
    };
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let records = reader.records().take(MOST_ROWS);
    records
        .filter_map(Result::ok)
        .map(|record| {
            let cells = record.iter().take(MOST_CELLS);
            cells.map(|cell| cell.trim().to_owned()).collect()
        })
        .filter(|row: &Vec<String>| row.iter().any(|cell| !cell.is_empty()))
        .collect()
}

/// The same item with two values is two patients, or one that nobody can compare.
fn of_pairs<'a>(
    pairs: impl Iterator<Item = (&'a String, &'a String)>,
) -> Result<Record, RecordProblem> {
    let mut record = Record::default();
    for (label, text) in pairs {
        match label::element(label) {
            Some(element) if !text.is_empty() => add(&mut record.eligibility, element, text)?,
            Some(_) => {}
            None if label.is_empty() && text.is_empty() => {}
            None => record.unread += 1,
        }
    }
    Ok(record)
}

fn add(eligibility: &mut Eligibility, element: Element, text: &str) -> Result<(), RecordProblem> {
    let kind = element.kind();
    let value = Value::read(kind, &travelling(kind, text));
    match eligibility.value(element) {
        Some(before) if *before == value => Ok(()),
        Some(_) => Err(RecordProblem::Several),
        None => {
            eligibility.sections.push(Section {
                group: element.group(),
                items: vec![Item { element, value }],
            });
            Ok(())
        }
    }
}
