//! Reading a message, and whether its sender fits this host.

use bridge_protocol::{Code, ErrorMessage, Hello, OLDEST_EXTENSION, PROTOCOL, Part, ToHost};
use serde::Deserialize;

/// Reads a message, or says what is wrong with it.
pub(super) fn read(bytes: &[u8]) -> Result<ToHost, ErrorMessage> {
    serde_json::from_slice(bytes).map_err(|_| {
        // A greeting of another version may have another form: that must not hide which part
        // is too old.
        match serde_json::from_slice(bytes) {
            Ok(Greeting::Hello { protocol }) if protocol != PROTOCOL => ErrorMessage {
                update: Some(older(protocol)),
                ..ErrorMessage::new(Code::Version)
            },
            _ => ErrorMessage::new(Code::MessageMalformed),
        }
    })
}

/// Which part does not fit.
pub(super) fn too_old(hello: &Hello) -> Option<Part> {
    if hello.protocol != PROTOCOL {
        return Some(older(hello.protocol));
    }
    (hello.extension_version < OLDEST_EXTENSION).then_some(Part::Extension)
}

fn older(protocol: u32) -> Part {
    if protocol < PROTOCOL {
        Part::Page
    } else {
        Part::Host
    }
}

/// What every version of the greeting has.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
enum Greeting {
    Hello { protocol: u32 },
}
