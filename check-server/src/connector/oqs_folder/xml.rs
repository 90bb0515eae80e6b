//! Octets of the exchange to messages and back.

use super::fault::Fault;
use super::settings::FolderEncoding;
use check_api::XmlMsg;
use check_api::official::{MessageHeader, QualificationConfirmSearchInfo};
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Map, Value};

pub(super) fn write(message: &XmlMsg, encoding: FolderEncoding) -> Result<Vec<u8>, Fault> {
    let value = serde_json::to_value(message).unwrap_or_default();
    let name = match encoding {
        FolderEncoding::ShiftJis => "Shift_JIS",
        FolderEncoding::Utf8 => "UTF-8",
    };
    let mut text =
        format!("<?xml version=\"1.0\" encoding=\"{name}\" standalone=\"no\"?>\r\n<XmlMsg>");
    for group in ["MessageHeader", "MessageBody"] {
        element(&mut text, group, value.get(group).unwrap_or(&Value::Null));
    }
    text.push_str("</XmlMsg>");
    match encoding {
        FolderEncoding::Utf8 => Ok(text.into_bytes()),
        FolderEncoding::ShiftJis => match encoding_rs::SHIFT_JIS.encode(&text) {
            (octets, _, false) => Ok(octets.into_owned()),
            _ => Err(Fault::Text),
        },
    }
}

fn element(text: &mut String, name: &str, value: &Value) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| element(text, name, item)),
        Value::Object(group) => {
            text.push_str(&format!("<{name}>"));
            let known = MessageHeader::ELEMENTS
                .iter()
                .chain(QualificationConfirmSearchInfo::ELEMENTS);
            let known: Vec<_> = known.map(|e| e.name).collect();
            for name in &known {
                if let Some(v) = group.get(*name) {
                    element(text, name, v);
                }
            }
            for (name, v) in group.iter().filter(|(n, _)| !known.contains(&n.as_str())) {
                element(text, name, v);
            }
            text.push_str(&format!("</{name}>"));
        }
        other => {
            let inner = other.as_str().unwrap_or_default();
            text.push_str(&format!(
                "<{name}>{}</{name}>",
                quick_xml::escape::escape(inner)
            ));
        }
    }
}

pub(super) fn read(octets: &[u8]) -> Result<XmlMsg, Fault> {
    let head = String::from_utf8_lossy(octets.get(..100).unwrap_or(octets)).to_lowercase();
    let encoding = if head.contains("shift_jis") {
        encoding_rs::SHIFT_JIS
    } else {
        encoding_rs::UTF_8
    };
    if head.contains("euc") {
        return Err(Fault::Unreadable);
    }
    let (text, _, bad) = encoding.decode(octets);
    if bad {
        return Err(Fault::Unreadable);
    }
    let mut reader = Reader::from_str(&text);
    let mut stack: Vec<(String, Map<String, Value>, String)> =
        vec![(String::new(), Map::new(), String::new())];
    loop {
        match reader.read_event().map_err(|_| Fault::Unreadable)? {
            Event::Start(start) => stack.push((
                String::from_utf8_lossy(start.name().as_ref()).into_owned(),
                Map::new(),
                String::new(),
            )),
            Event::Empty(_) => {}
            Event::Text(t) => {
                if let Some(top) = stack.last_mut() {
                    top.2.push_str(&t.decode().map_err(|_| Fault::Unreadable)?);
                }
            }
            Event::End(_) => {
                let Some((name, group, text)) = stack.pop() else {
                    return Err(Fault::Unreadable);
                };
                let value = if group.is_empty() {
                    Value::from(text)
                } else {
                    Value::Object(group)
                };
                let Some(parent) = stack.last_mut() else {
                    return Err(Fault::Unreadable);
                };
                match parent.1.remove(&name) {
                    None => parent.1.insert(name, value),
                    Some(Value::Array(mut items)) => {
                        items.push(value);
                        parent.1.insert(name, Value::Array(items))
                    }
                    Some(first) => parent.1.insert(name, Value::Array(vec![first, value])),
                };
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let (1, Some((_, mut root, _))) = (stack.len(), stack.pop()) else {
        return Err(Fault::Unreadable);
    };
    serde_json::from_value(root.remove("XmlMsg").ok_or(Fault::Unreadable)?)
        .map_err(|_| Fault::Unreadable)
}
