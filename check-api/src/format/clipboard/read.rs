//! Reads the clipboard text back into official elements.
//!
//! Tolerant of what copies differ in (separators, ways of writing dates, missing lines), strict
//! about whose data it is: a text with an item twice is refused and not half read.

use super::label::meant;
use super::layout::{CONFIRMATION_DATE_KEY, Kind, Section};
use crate::field::holds_my_number;
use crate::format::FormatError;
use crate::official::{Elements, Eligibility};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt;

/// A text of the app has some 30 lines of at most a line of address.
const MOST_BYTES: usize = 64 * 1024;
/// Lines without a place here, beyond which a text is not the app's.
const MOST_UNREAD: usize = 200;

/// What a pasted text says. Nobody has confirmed it: it is no answer to a check.
#[derive(Clone, PartialEq)]
pub struct Pasted {
    confirmation_date: Option<String>,
    eligibility: Value,
    unread: Vec<UnreadLine>,
}

/// A line that stands for no known element: kept, to be shown as it came.
#[derive(Clone, PartialEq, Eq)]
pub struct UnreadLine {
    /// What stands before the separator, or the whole line.
    pub key: String,
    /// What stands behind it.
    pub value: String,
}

/// Reads a text of the app.
///
/// # Errors
/// [`FormatError`] if it is none, is too large, has an item twice, or holds a My Number.
pub fn read(text: &str) -> Result<Pasted, FormatError> {
    if text.len() > MOST_BYTES {
        return Err(FormatError::TooLarge);
    }
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut lines = text
        .split(['\r', '\n'])
        .filter(|line| !line.trim().is_empty());
    if lines.next().and_then(section_of) != Some(Section::Insurance) {
        return Err(FormatError::ClipboardHead);
    }
    let mut reading = Reading::default();
    for line in lines {
        reading.take(line)?;
    }
    Ok(reading.finish())
}

impl Pasted {
    /// The day for which it was confirmed: `yyyyMMdd`, or as it stands if that is no date.
    #[must_use]
    pub fn confirmation_date(&self) -> Option<&str> {
        self.confirmation_date.as_deref()
    }

    /// The eligibility that it tells of.
    #[must_use]
    pub fn eligibility(&self) -> Eligibility<'_> {
        Eligibility(Elements::of(Some(&self.eligibility)))
    }

    /// Lines that stand for no known element.
    #[must_use]
    pub fn unread(&self) -> &[UnreadLine] {
        &self.unread
    }
}

/// No content: it names a person.
impl fmt::Debug for Pasted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pasted")
    }
}

/// No content: it may name a person.
impl fmt::Debug for UnreadLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UnreadLine")
    }
}

struct Reading {
    section: Section,
    sections: Vec<Section>,
    confirmation_date: Option<String>,
    /// Elements by the group in which they stand; none: the eligibility's own.
    groups: BTreeMap<Option<&'static str>, Map<String, Value>>,
    unread: Vec<UnreadLine>,
}

impl Default for Reading {
    fn default() -> Self {
        Self {
            section: Section::Insurance,
            sections: vec![Section::Insurance],
            confirmation_date: None,
            groups: BTreeMap::new(),
            unread: Vec::new(),
        }
    }
}

impl Reading {
    fn take(&mut self, line: &str) -> Result<(), FormatError> {
        if let Some(section) = section_of(line) {
            if self.sections.contains(&section) {
                return Err(FormatError::ClipboardTwice);
            }
            self.sections.push(section);
            self.section = section;
            return Ok(());
        }
        // As the writer does: a control character separates no more than a blank.
        let (key, value) = self.divide(line);
        let value = value.replace(char::is_control, " ");
        let value = value.trim();
        if holds_my_number(value) || holds_my_number(key) {
            return Err(FormatError::MyNumber);
        }
        if key == CONFIRMATION_DATE_KEY && self.section == Section::Insurance {
            let date = meant(Kind::Date, value);
            return match self.confirmation_date.replace(date) {
                None => Ok(()),
                Some(_) => Err(FormatError::ClipboardTwice),
            };
        }
        match self.section.line(key) {
            // An empty line is an absent element.
            Some(_) if value.is_empty() => Ok(()),
            Some(known) => {
                let text = Value::String(meant(known.kind, value));
                let group = self.groups.entry(self.section.group()).or_default();
                match group.insert(known.element.to_owned(), text) {
                    None => Ok(()),
                    Some(_) => Err(FormatError::ClipboardTwice),
                }
            }
            None if self.unread.len() < MOST_UNREAD => {
                self.unread.push(UnreadLine {
                    key: key.to_owned(),
                    value: value.to_owned(),
                });
                Ok(())
            }
            None => Err(FormatError::TooMany),
        }
    }

    /// Key and value: before and behind a tab, else a colon, else the blank behind a known key.
    fn divide<'a>(&self, line: &'a str) -> (&'a str, &'a str) {
        let edge = |c: char| c.is_whitespace() || c == ':' || c == '：';
        if let Some((key, value)) = line.split_once('\t') {
            return (key.trim_matches(edge), value.trim());
        }
        if let Some((key, value)) = line.split_once([':', '：']) {
            return (key.trim(), value.trim());
        }
        let line = line.trim();
        match line.split_once([' ', '\u{3000}']) {
            Some((key, value)) if self.section.line(key).is_some() => (key, value.trim()),
            _ => (line, ""),
        }
    }

    fn finish(mut self) -> Pasted {
        let mut eligibility = self.groups.remove(&None).unwrap_or_default();
        for (name, group) in self.groups {
            eligibility.insert(name.unwrap_or_default().to_owned(), Value::Object(group));
        }
        Pasted {
            confirmation_date: self.confirmation_date.filter(|date| !date.is_empty()),
            eligibility: Value::Object(eligibility),
            unread: self.unread,
        }
    }
}

fn section_of(line: &str) -> Option<Section> {
    let title = line.trim_matches(|c: char| c.is_whitespace() || c == ':' || c == '：');
    Section::ALL
        .into_iter()
        .find(|section| section.title() == title)
}
