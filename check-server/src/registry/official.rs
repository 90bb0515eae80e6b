//! Official elements as an administrator writes them: text alone, under their
//! own names, each in its place and its form.

use crate::config::{Fault, FileError, Item};
use check_api::official::Shape;
use serde_json::{Map, Value};

/// Reads a group. Lists are written without the wrapper that each of their items
/// has on the wire; it is put around them here.
pub(super) fn group(item: &Item<'_>, shape: &Shape) -> Result<Map<String, Value>, FileError> {
    let mut elements = Map::new();
    for (name, item) in item.table()?.entries() {
        let value = match (shape.element(name), shape.inner(name)) {
            (Some(element), _) => {
                let text = item.text()?;
                if !element.format.accepts(text) {
                    return Err(item.error(Fault::Official));
                }
                Value::from(text)
            }
            (None, Some(inner)) => nested(&item, inner)?,
            (None, None) => return Err(item.error(Fault::UnknownKey)),
        };
        elements.insert(name.to_owned(), value);
    }
    Ok(elements)
}

fn nested(item: &Item<'_>, shape: &Shape) -> Result<Value, FileError> {
    let Some(wrapper) = shape.item else {
        return group(item, shape).map(Value::Object);
    };
    item.each(|item| {
        let elements = group(&item, shape)?;
        Ok(Value::Object(Map::from_iter([(
            wrapper.to_owned(),
            Value::Object(elements),
        )])))
    })
    .map(Value::Array)
}
