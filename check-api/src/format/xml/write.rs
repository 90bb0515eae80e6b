//! Writes a message as official XML.

use super::read::is_character;
use super::{Encoding, MOST_BYTES};
use crate::field::InsurerNumber;
use crate::format::canonical::list_or_group;
use crate::format::{ElementName, FormatError, shape};
use crate::official::{Shape, XmlMsg};
use quick_xml::escape::partial_escape;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// Writes a message. Elements stand in the order of the official tables, those that no table
/// knows behind them; an answer's `CharacterCodeIdentifier` says what the file is in.
///
/// # Errors
/// [`FormatError`] if the message has something that is no text or that the character set or
/// XML cannot hold; the error names the element.
pub fn write(message: &XmlMsg, encoding: Encoding<'_>) -> Result<Vec<u8>, FormatError> {
    let mut message = message.canonical()?.into_value();
    let header = message.get_mut("MessageHeader");
    if let Some(header) = header.and_then(Value::as_object_mut)
        && is_answer(header)
    {
        header.insert(
            "CharacterCodeIdentifier".to_owned(),
            Value::from(encoding.identifier()),
        );
    }
    let mut writing = Writing {
        encoding,
        out: Vec::new(),
    };
    writing.markup("<?xml version=\"1.0\" encoding=\"");
    writing.markup(encoding.name());
    writing.markup("\" standalone=\"no\"?>\r\n");
    writing.element("XmlMsg", &message, Some(&shape::MESSAGE), 0)?;
    if writing.out.len() > MOST_BYTES {
        return Err(FormatError::TooLarge);
    }
    Ok(writing.out)
}

/// The header of a request has the day, the facility and an identifier of the file alone.
fn is_answer(header: &Map<String, Value>) -> bool {
    header.contains_key("SegmentOfResult") || header.contains_key("CharacterCodeIdentifier")
}

struct Writing<'a> {
    encoding: Encoding<'a>,
    out: Vec<u8>,
}

impl Writing<'_> {
    /// ASCII, which is the same in both sets.
    fn markup(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    fn element(
        &mut self,
        name: &str,
        value: &Value,
        shape: Option<&Shape>,
        depth: usize,
    ) -> Result<(), FormatError> {
        let element = ElementName::of(name).ok_or(FormatError::Name)?;
        if let Value::Array(values) = value {
            // A list is one element with its items in it, anything else is repeated.
            if let Some(list) = shape.filter(|list| list.item.is_some_and(|item| item != name)) {
                self.begin(name, depth);
                self.markup("\r\n");
                for wrapping in values {
                    self.inside(wrapping, Some(list), depth, true)?;
                }
                self.end_of_group(name, depth);
                return Ok(());
            }
            for value in values {
                self.element(name, value, shape, depth)?;
            }
            return Ok(());
        }
        self.begin(name, depth);
        match value {
            Value::String(text) => {
                let text = one_form(name, text);
                self.text(&element, &text)?;
                self.end(name);
            }
            Value::Object(_) => {
                self.markup("\r\n");
                self.inside(value, shape, depth, false)?;
                self.end_of_group(name, depth);
            }
            _ => return Err(FormatError::NotText { element }),
        }
        Ok(())
    }

    /// The elements of a group, in order. In a list the only known one is its item.
    fn inside(
        &mut self,
        group: &Value,
        shape: Option<&Shape>,
        depth: usize,
        in_list: bool,
    ) -> Result<(), FormatError> {
        let map = group.as_object().ok_or(FormatError::Name)?;
        let mut names: Vec<&String> = map.keys().collect();
        names.sort_by_key(|name| place(shape, name, in_list));
        for name in names {
            let inner = match shape {
                Some(list) if in_list => (list.item == Some(name)).then_some(list),
                Some(shape) => list_or_group(shape, name),
                None => None,
            };
            if let Some(value) = map.get(name) {
                self.element(name, value, inner, depth + 1)?;
            }
        }
        Ok(())
    }

    fn text(&mut self, element: &ElementName, text: &str) -> Result<(), FormatError> {
        if !text.chars().all(is_character) {
            let element = element.clone();
            return Err(FormatError::ControlCharacter { element });
        }
        // A reader would turn a carriage return into a line feed (XML 1.0, 2.11).
        let escaped = partial_escape(text).replace('\r', "&#13;");
        match self.encoding {
            Encoding::Utf8 => self.markup(&escaped),
            Encoding::ShiftJis(set) => {
                let bytes = set.encode(&escaped).map_err(|character| {
                    let element = element.clone();
                    FormatError::Unencodable { element, character }
                })?;
                self.out.extend(bytes);
            }
        }
        Ok(())
    }

    fn begin(&mut self, name: &str, depth: usize) {
        self.markup(&"  ".repeat(depth));
        self.markup("<");
        self.markup(name);
        self.markup(">");
    }

    fn end(&mut self, name: &str) {
        self.markup("</");
        self.markup(name);
        self.markup(">\r\n");
    }

    fn end_of_group(&mut self, name: &str, depth: usize) {
        self.markup(&"  ".repeat(depth));
        self.end(name);
    }
}

/// Where a name stands: known texts, then known groups, then the unknown by name.
fn place(shape: Option<&Shape>, name: &str, in_list: bool) -> usize {
    let Some(shape) = shape else {
        return usize::MAX;
    };
    if in_list {
        return if shape.item == Some(name) {
            0
        } else {
            usize::MAX
        };
    }
    let text = shape.elements.iter().position(|e| e.name == name);
    let group = shape.groups.iter().position(|g| g.name == name);
    text.or(group.map(|at| shape.elements.len() + at))
        .unwrap_or(usize::MAX)
}

/// Insurer numbers are padded with blanks in the official files, with zeros by some writers.
fn one_form<'a>(name: &str, text: &'a str) -> Cow<'a, str> {
    if name != "InsurerNumber" {
        return Cow::Borrowed(text);
    }
    match InsurerNumber::try_from(text) {
        Ok(number) => Cow::Owned(number.into()),
        Err(_) => Cow::Borrowed(text),
    }
}
