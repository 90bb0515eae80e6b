//! Reads rows written here, also with columns moved or taken out.

use super::cell::unguarded;
use super::column::{Column, OTHERS};
use super::row::message;
use crate::format::FormatError;
use crate::official::XmlMsg;
use csv::{ReaderBuilder, StringRecord};
use serde_json::{Map, Value};

/// A thousand rows of a batch are about 1 MB.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// As many as the bytes above can hold of real rows.
const MOST_ROWS: u64 = 100_000;

/// The messages of a file, one of each row: a message about one person, with one eligibility
/// at most.
///
/// # Errors
/// [`FormatError`] if the bytes are no UTF-8, the first row does not name columns of ours, or
/// a row does not fit it.
pub fn read(bytes: &[u8]) -> Result<Vec<XmlMsg>, FormatError> {
    if bytes.len() > MOST_BYTES {
        return Err(FormatError::TooLarge);
    }
    let text = str::from_utf8(bytes).map_err(|_| FormatError::Bytes)?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let heads = match records.next() {
        Some(Ok(heads)) => places(&heads)?,
        _ => return Err(FormatError::CsvHead),
    };
    let mut messages = Vec::new();
    for (number, record) in (2..).zip(records) {
        if number > MOST_ROWS {
            return Err(FormatError::TooMany);
        }
        let refused = FormatError::CsvRow { row: number };
        let record = record.map_err(|_| refused.clone())?;
        messages.push(of_record(&record, &heads).ok_or(refused)?);
    }
    Ok(messages)
}

/// What a column of a file holds; none: the last column, with everything else.
type Place = Option<Column>;

fn places(heads: &StringRecord) -> Result<Vec<Place>, FormatError> {
    let mut known: Vec<Place> = Column::all().into_iter().map(Some).chain([None]).collect();
    let mut places = Vec::new();
    for head in heads {
        let name = head.split(' ').next().unwrap_or_default();
        let found = known.iter().position(|place| match place {
            Some(column) => column.name() == name,
            None => name == OTHERS,
        });
        // Each is taken out: a column that stands there twice is refused.
        places.push(known.swap_remove(found.ok_or(FormatError::CsvHead)?));
    }
    Ok(places)
}

fn of_record(record: &StringRecord, places: &[Place]) -> Option<XmlMsg> {
    let others = places.iter().position(Option::is_none);
    let others = others.and_then(|at| record.get(at)).unwrap_or_default();
    let mut row: Map<String, Value> = if others.is_empty() {
        Map::new()
    } else {
        serde_json::from_str(others).ok()?
    };
    for (cell, place) in record.iter().zip(places) {
        if let Some(column) = place
            && !cell.is_empty()
        {
            put(&mut row, column, unguarded(cell))?;
        }
    }
    Some(message(row))
}

/// Puts a text where a column's element stands, making the groups on the way; nothing if
/// something else stands in the way.
fn put(row: &mut Map<String, Value>, column: &Column, text: &str) -> Option<()> {
    let mut steps = column.group.split('/').skip(1).peekable();
    let mut at = row.entry(steps.next()?).or_insert(Value::Null);
    loop {
        let next = steps.next();
        if at.is_null() {
            let is_place = next.is_some_and(|step| step.parse::<usize>().is_ok());
            *at = if is_place {
                Value::Array(Vec::new())
            } else {
                Value::Object(Map::new())
            };
        }
        at = match (at, next) {
            (Value::Object(map), None) => {
                let before = map.insert(column.element.to_owned(), Value::from(text));
                return before.is_none().then_some(());
            }
            (Value::Object(map), Some(step)) => map.entry(step).or_insert(Value::Null),
            (Value::Array(items), Some(step)) => {
                // The steps are those of our columns: three at most.
                let place: usize = step.parse().ok()?;
                while items.len() <= place {
                    items.push(Value::Object(Map::new()));
                }
                items.get_mut(place)?
            }
            _ => return None,
        };
    }
}
