//! Reads the official XML into a message.

use super::{MOST_BYTES, MOST_ELEMENTS, MOST_OPEN, declaration};
use crate::format::canonical::list_or_group;
use crate::format::{CharacterSet, ElementName, FormatError, shape};
use crate::official::{Shape, XmlMsg};
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use serde_json::{Map, Value};

/// Reads a file in UTF-8, or in Shift_JIS by means of `shift_jis`: what its byte order mark
/// says, else its declaration. Its elements keep their text as it is, blanks included; empty
/// ones are absent.
///
/// Attributes, comments and processing instructions carry nothing in the official format and
/// are passed over.
///
/// # Errors
/// [`FormatError`] if it is no official message or exceeds a budget.
pub fn read(bytes: &[u8], shift_jis: &dyn CharacterSet) -> Result<XmlMsg, FormatError> {
    if bytes.len() > MOST_BYTES {
        return Err(FormatError::TooLarge);
    }
    let text = declaration::text(bytes, shift_jis)?;
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_comments = true;
    let mut reading = Reading::default();
    loop {
        match reader.read_event().map_err(|_| FormatError::XmlSyntax)? {
            Event::Start(start) => reading.open(&start)?,
            Event::Empty(start) => {
                reading.open(&start)?;
                reading.close()?;
            }
            Event::End(_) => reading.close()?,
            Event::Text(text) => reading.text(&text.xml10_content())?,
            Event::CData(text) => reading.text(&text.xml10_content())?,
            Event::GeneralRef(reference) => reading.text(resolved(&reference)?.as_str())?,
            Event::DocType(_) => return Err(FormatError::XmlDoctype),
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
            Event::Eof => return reading.finish(),
        }
    }
}

/// The text of a reference: a character's number, or one of XML's own five names.
fn resolved(reference: &BytesRef<'_>) -> Result<String, FormatError> {
    match reference.resolve_char_ref() {
        Ok(Some(character)) if is_character(character) => return Ok(character.to_string()),
        Ok(None) => {}
        _ => return Err(FormatError::XmlSyntax),
    }
    let text = quick_xml::escape::resolve_xml_entity(reference).ok_or(FormatError::XmlEntity)?;
    Ok(text.to_owned())
}

/// XML 1.0, production 2.
pub(super) fn is_character(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..) && !matches!(character, '\u{FFFE}' | '\u{FFFF}')
}

/// What an element is by the official tables.
#[derive(Clone, Copy)]
enum Place {
    /// A text, or something that no table knows.
    Other,
    Group(&'static Shape),
    List(&'static Shape),
    Item(&'static Shape),
}

struct Open {
    name: String,
    place: Place,
    text: String,
    inside: Map<String, Value>,
}

#[derive(Default)]
struct Reading {
    open: Vec<Open>,
    elements: usize,
    message: Option<Map<String, Value>>,
}

impl Reading {
    fn open(&mut self, start: &BytesStart<'_>) -> Result<(), FormatError> {
        let name = start.name();
        let name = ElementName::of(name.as_ref()).ok_or(FormatError::Name)?;
        for attribute in start.attributes() {
            attribute.map_err(|_| FormatError::XmlSyntax)?;
        }
        self.elements += 1;
        if self.elements > MOST_ELEMENTS {
            return Err(FormatError::TooMany);
        }
        if self.open.len() >= MOST_OPEN {
            return Err(FormatError::TooDeep);
        }
        let place = match self.open.last() {
            Some(parent) => place_in(parent.place, name.as_str()),
            None if self.message.is_none() && name.as_str() == "XmlMsg" => {
                Place::Group(&shape::MESSAGE)
            }
            None => return Err(FormatError::XmlMessage),
        };
        self.open.push(Open {
            name: name.as_str().to_owned(),
            place,
            text: String::new(),
            inside: Map::new(),
        });
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), FormatError> {
        if !text.chars().all(is_character) {
            return Err(FormatError::XmlSyntax);
        }
        match self.open.last_mut() {
            Some(open) => open.text.push_str(text),
            None if text.trim().is_empty() => {}
            None => return Err(FormatError::XmlSyntax),
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), FormatError> {
        let closed = self.open.pop().ok_or(FormatError::XmlSyntax)?;
        let is_part = self.open.len() == 1;
        let Some(parent) = self.open.last_mut() else {
            if !closed.text.trim().is_empty() {
                return Err(FormatError::XmlMessage);
            }
            self.message = Some(closed.inside);
            return Ok(());
        };
        let name = closed.name.clone();
        let Some(value) = value_of(closed, is_part)? else {
            return Ok(());
        };
        match parent.inside.get_mut(&name) {
            None => {
                parent.inside.insert(name, value);
            }
            // Two headers or bodies: which one holds would be a guess.
            Some(_) if is_part => return Err(FormatError::XmlMessage),
            Some(Value::Array(values)) => values.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
        }
        Ok(())
    }

    fn finish(self) -> Result<XmlMsg, FormatError> {
        if !self.open.is_empty() {
            return Err(FormatError::XmlSyntax);
        }
        let message = self.message.ok_or(FormatError::XmlMessage)?;
        XmlMsg::of(Value::Object(message)).canonical()
    }
}

/// What is left of a closed element; nothing of an empty one, unless it counts as a part of
/// the message or as an item.
fn value_of(closed: Open, is_part: bool) -> Result<Option<Value>, FormatError> {
    let is_blank = closed.text.trim().is_empty();
    if !closed.inside.is_empty() {
        if is_blank {
            return Ok(Some(Value::Object(closed.inside)));
        }
        let element = ElementName::of(&closed.name).ok_or(FormatError::Name)?;
        return Err(FormatError::XmlMixed { element });
    }
    Ok(match closed.place {
        Place::Item(_) if is_blank => Some(Value::Object(Map::new())),
        Place::Group(_) if is_blank && is_part => Some(Value::Object(Map::new())),
        Place::Group(_) | Place::List(_) if is_blank => None,
        _ if closed.text.is_empty() => None,
        _ => Some(Value::String(closed.text)),
    })
}

fn place_in(parent: Place, name: &str) -> Place {
    let shape = match parent {
        Place::Other => return Place::Other,
        Place::List(list) if list.item == Some(name) => return Place::Item(list),
        Place::List(_) => return Place::Other,
        Place::Group(shape) | Place::Item(shape) => shape,
    };
    match list_or_group(shape, name) {
        None => Place::Other,
        Some(list) if list.item == Some(name) => Place::Item(list),
        Some(list) if list.item.is_some() => Place::List(list),
        Some(group) => Place::Group(group),
    }
}
