//! A message in the one form that is written, whichever of the forms third parties write it
//! came in: empty parts left out, lists as the official JSON nests them.
//!
//! Changes no text and takes none away.

use super::shape;
use super::{ElementName, FormatError};
use crate::official::{Shape, XmlMsg};
use serde_json::{Map, Value};

/// Groups within groups: six in the official tables, and room for what later layouts add.
pub(super) const MOST_DEPTH: usize = 16;

impl XmlMsg {
    /// The message in the one form that [`crate::format`] writes.
    ///
    /// # Errors
    /// [`FormatError`] if a part of it is no text, has a name that XML cannot hold, or is
    /// nested beyond any official message.
    pub fn canonical(&self) -> Result<Self, FormatError> {
        let root = self.value().as_object().ok_or(FormatError::XmlMessage)?;
        if !self.is_message() {
            return Err(FormatError::XmlMessage);
        }
        let mut message = group(root, Some(&shape::MESSAGE), 0)?;
        for required in ["MessageHeader", "MessageBody"] {
            let empty = || Value::Object(Map::new());
            if root.get(required).is_some_and(Value::is_object) {
                message.entry(required).or_insert_with(empty);
            }
        }
        Ok(Self::of(Value::Object(message)))
    }
}

fn group(
    map: &Map<String, Value>,
    shape: Option<&Shape>,
    depth: usize,
) -> Result<Map<String, Value>, FormatError> {
    if depth > MOST_DEPTH {
        return Err(FormatError::TooDeep);
    }
    let mut out = Map::new();
    for (name, value) in map {
        let known = shape.and_then(|shape| list_or_group(shape, name));
        let (name, value) = match known {
            Some(list) if list.item.is_some() => (list.name, items(value, list, depth)?),
            _ => (official(name), part(value, known, name, depth)?),
        };
        if let Some(value) = value
            && out.insert(name.to_owned(), value).is_some()
        {
            return Err(ambiguous(name));
        }
    }
    for list in shape.into_iter().flat_map(|shape| shape.groups) {
        let spellings = [Some(list.name), list.item, other_name(list)];
        let mut present: Vec<&str> = spellings.into_iter().flatten().collect();
        present.dedup();
        present.retain(|name| map.contains_key(*name));
        if present.len() > 1 {
            return Err(ambiguous(list.name));
        }
    }
    Ok(out)
}

/// What goes by a name inside a shape. A list may lack the name of the list around it.
pub(super) fn list_or_group<'a>(shape: &'a Shape, name: &str) -> Option<&'a Shape> {
    shape
        .groups
        .iter()
        .find(|g| g.name == name || g.item == Some(name) || other_name(g) == Some(name))
}

/// Names of an earlier writer, and the official ones (YUKI-ENT/OQSDrug2 has the first).
const EARLIER: [(&str, &str); 3] = [
    ("PharmaceuticalInfoConsFlg", "PharmacistsInfoConsFlg"),
    ("PharmaceuticalInfoConsTime", "PharmacistsInfoConsTime"),
    (
        "PharmaceuticalInfoAvailableTime",
        "PharmacistsInfoAvailableTime",
    ),
];

/// The official name of an element.
fn official(name: &str) -> &str {
    let found = EARLIER.iter().find(|(earlier, _)| *earlier == name);
    found.map_or(name, |(_, official)| official)
}

/// Units of a bulk answer also come in a list of their own.
fn other_name(list: &Shape) -> Option<&'static str> {
    (list.name == shape::UNIT).then_some(shape::UNITS_OF_JSON)
}

/// Two spellings of a list at once, or a list in a list: which one holds is a guess.
fn ambiguous(name: &str) -> FormatError {
    ElementName::of(name).map_or(FormatError::Name, |element| FormatError::Ambiguous {
        element,
    })
}

/// The items of a list, each wrapped in its name unless the list has that name itself.
/// What stands beside items in a list goes with the first of them.
fn items(value: &Value, list: &Shape, depth: usize) -> Result<Option<Value>, FormatError> {
    let item = list.item.unwrap_or_default();
    let bare = list.name == item;
    let mut out = Vec::new();
    let mut beside: Map<String, Value> = Map::new();
    for outer in many(value) {
        // The views see no items in it, so none may come of it.
        if outer.is_array() {
            return Err(ambiguous(item));
        }
        let wrapping = outer.as_object().filter(|map| map.contains_key(item));
        for (name, value) in wrapping.into_iter().flatten() {
            if name == item {
                continue;
            }
            if bare {
                return Err(ambiguous(item));
            }
            let many = beside
                .entry(name)
                .or_insert_with(|| Value::Array(Vec::new()));
            if let (Value::Array(all), Some(value)) = (many, part(value, None, name, depth + 1)?) {
                match value {
                    Value::Array(values) => all.extend(values),
                    one => all.push(one),
                }
            }
        }
        let inside = wrapping.and_then(|map| map.get(item));
        for one in many(inside.unwrap_or(outer)) {
            match one {
                // Also an empty item counts: it says that there is something.
                Value::Object(map) => out.push(Value::Object(group(map, Some(list), depth + 1)?)),
                Value::Array(_) => return Err(ambiguous(item)),
                other => out.extend(part(other, None, item, depth + 1)?),
            }
        }
    }
    if bare {
        return Ok((!out.is_empty()).then_some(Value::Array(out)));
    }
    let mut wrapped = Vec::new();
    for one in out {
        let mut wrapping = Map::from_iter([(item.to_owned(), one)]);
        for (name, values) in std::mem::take(&mut beside) {
            let value = part(&values, None, &name, depth + 1)?;
            wrapping.extend(value.map(|value| (name, value)));
        }
        wrapped.push(Value::Object(wrapping));
    }
    if beside.values().any(|values| !many(values).is_empty()) {
        return Err(ambiguous(list.name));
    }
    Ok((!wrapped.is_empty()).then_some(Value::Array(wrapped)))
}

fn many(value: &Value) -> &[Value] {
    match value {
        Value::Array(items) => items,
        one => std::slice::from_ref(one),
    }
}

/// One value under a name; nothing if there is nothing in it.
fn part(
    value: &Value,
    shape: Option<&Shape>,
    name: &str,
    depth: usize,
) -> Result<Option<Value>, FormatError> {
    let element = ElementName::of(name).ok_or(FormatError::Name)?;
    match value {
        Value::Null => Ok(None),
        Value::String(text) if text.is_empty() => Ok(None),
        Value::String(_) => Ok(Some(value.clone())),
        Value::Object(map) => {
            let map = group(map, shape, depth + 1)?;
            Ok((!map.is_empty()).then_some(Value::Object(map)))
        }
        Value::Array(values) => {
            let mut out = Vec::new();
            for value in values {
                match value {
                    Value::Array(_) => return Err(FormatError::NotText { element }),
                    // One of several known groups stands for something even when it is empty.
                    Value::Object(map) if shape.is_some() => {
                        out.push(Value::Object(group(map, shape, depth + 1)?));
                    }
                    other => out.extend(part(other, shape, name, depth)?),
                }
            }
            Ok(if out.len() > 1 {
                Some(Value::Array(out))
            } else {
                out.pop()
                    .filter(|one| one.as_object().is_none_or(|map| !map.is_empty()))
            })
        }
        // Turned into text, a code that the view does not read would become one that it does.
        Value::Number(_) | Value::Bool(_) => Err(FormatError::NotText { element }),
    }
}
