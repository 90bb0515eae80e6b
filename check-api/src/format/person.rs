//! A bulk answer taken apart: one message for every person in it.

use super::FormatError;
use super::shape::UNIT;
use crate::official::XmlMsg;
use serde_json::{Map, Value};

/// One message for every person whom a message is about: itself, or one for every
/// `BulkConfirmUnit` with the header of the batch. In the canonical form.
///
/// # Errors
/// [`FormatError`] if the message has no canonical form.
pub fn persons(message: &XmlMsg) -> Result<Vec<XmlMsg>, FormatError> {
    let message = message.canonical()?;
    let part = |name: &str| match message.value().get(name) {
        Some(Value::Object(map)) => map.clone(),
        _ => Map::new(),
    };
    let (header, mut common) = (part("MessageHeader"), part("MessageBody"));
    let Some(Value::Array(units)) = common.remove(UNIT) else {
        return Ok(vec![message]);
    };
    units
        .into_iter()
        .map(|unit| {
            let mut body = common.clone();
            match unit {
                Value::Object(unit) => body.extend(unit),
                other => body.extend([(UNIT.to_owned(), other)]),
            }
            XmlMsg::new(header.clone(), body).canonical()
        })
        .collect()
}
