//! What one row is made of: the message taken apart by eligibility, and put together again.

use crate::format::shape::{RESULT, RESULTS};
use crate::format::{FormatError, persons};
use crate::official::XmlMsg;
use serde_json::{Map, Value};

/// The person's part of a row: the body, or the unit of a batch, without results.
pub(super) const PERSON: &str = "MessageBody";
/// The eligibility's part of a row.
pub(super) const ELIGIBILITY: &str = RESULT;
/// The list of 特定疾病療養受療証 and its item.
pub(super) const DISEASES: (&str, &str) = (
    "SpecificDiseasesCertificateList",
    "SpecificDiseasesCertificateInfo",
);
/// The list of 医療券 and its item.
pub(super) const TICKETS: (&str, &str) = ("PublicExpenseResultList", "MedicalTicketInfo");

/// The rows of a message: one for every eligibility, and one for a person without any.
pub(super) fn rows(message: &XmlMsg) -> Result<Vec<Value>, FormatError> {
    let mut out = Vec::new();
    for person in persons(message)? {
        let part = |name: &str| match person.value().get(name) {
            Some(Value::Object(map)) => map.clone(),
            _ => Map::new(),
        };
        rows_of_person(&part("MessageHeader"), part("MessageBody"), &mut out);
    }
    Ok(out)
}

/// The message of a row, about one person with one eligibility at most.
pub(super) fn message(mut row: Map<String, Value>) -> XmlMsg {
    let map = |value: Option<Value>| match value {
        Some(Value::Object(map)) => map,
        _ => Map::new(),
    };
    let header = map(row.remove("MessageHeader"));
    let mut person = map(row.remove(PERSON));
    if let Some(eligibility) = row.remove(ELIGIBILITY) {
        let mut wrapping = map(row.remove(RESULTS));
        wrapping.insert(RESULT.to_owned(), eligibility);
        person.insert(
            RESULTS.to_owned(),
            Value::Array(vec![Value::Object(wrapping)]),
        );
    }
    XmlMsg::new(header, person)
}

fn rows_of_person(
    header: &Map<String, Value>,
    mut person: Map<String, Value>,
    out: &mut Vec<Value>,
) {
    let mut eligibilities = Vec::new();
    if let Some(Value::Array(list)) = person.remove(RESULTS) {
        for one in list {
            // The canonical form has each wrapped in its name.
            if let Value::Object(mut map) = one {
                let eligibility = map.remove(RESULT).unwrap_or_default();
                eligibilities.push((eligibility, map));
            }
        }
    }
    let row = |person: Map<String, Value>| {
        Map::from_iter([
            ("MessageHeader".to_owned(), Value::Object(header.clone())),
            (PERSON.to_owned(), Value::Object(person)),
        ])
    };
    if eligibilities.is_empty() {
        out.push(Value::Object(row(person)));
        return;
    }
    for (eligibility, beside) in eligibilities {
        let mut row = row(person.clone());
        row.insert(ELIGIBILITY.to_owned(), eligibility);
        if !beside.is_empty() {
            row.insert(RESULTS.to_owned(), Value::Object(beside));
        }
        out.push(Value::Object(row));
    }
}

/// Whether there is anything in a value.
pub(super) fn is_hollow(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Object(map) => map.values().all(is_hollow),
        Value::Array(items) => items.iter().all(is_hollow),
        _ => false,
    }
}

/// Leaves out what has nothing in it. Places in a list stay, for they are counted.
pub(super) fn without_hollows(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.retain(|_, inside| !is_hollow(inside));
            map.values_mut().for_each(without_hollows);
        }
        Value::Array(items) => items.iter_mut().for_each(without_hollows),
        _ => {}
    }
}
