//! Describes readers by their class descriptors: reads one descriptor as hexadecimal digits from
//! each line of standard input and prints one JSON object for it.
//!
//! ```text
//! $ echo 36210001…0001 | cargo run --quiet --package card-wasm --example describe-reader
//! {"level":"extendedApdu","maximumMessage":522,"protocols":["T=1"],…,"supported":true}
//! ```
//!
//! What is no descriptor is not supported, and `reason` is its code.

use std::io::{self, BufRead, Write};

use card_wasm::ccid::{ClassDescriptor, Description};
use card_wasm::link::LinkError;
use serde_json::{Value, json};

fn main() -> io::Result<()> {
    let mut output = io::stdout().lock();
    for line in io::stdin().lock().split(b'\n') {
        let line = line?;
        let digits = line.trim_ascii();
        if !digits.is_empty() {
            writeln!(output, "{}", answer(digits))?;
        }
    }
    Ok(())
}

fn answer(digits: &[u8]) -> Value {
    let descriptor = bytes(digits)
        .ok_or(LinkError::MalformedDescriptor)
        .and_then(|bytes| ClassDescriptor::try_from(bytes.as_slice()));
    match descriptor {
        Ok(descriptor) => described(&Description::from(&descriptor)),
        Err(error) => json!({ "supported": false, "reason": error.code() }),
    }
}

fn described(description: &Description) -> Value {
    json!({
        "level": description.level,
        "maximumMessage": description.maximum_message,
        "protocols": description.protocols,
        "ifsd": description.ifsd,
        "slots": description.slots,
        "voltages": description.voltages,
        "pinPad": {
            "verification": description.pin_verification,
            "modification": description.pin_modification,
        },
        "automatic": description.automatic,
        "supported": description.supported.is_ok(),
        "reason": description.supported.err().map(|error| error.code()),
    })
}

/// Two digits for each byte; blanks and colons may stand between them.
fn bytes(text: &[u8]) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text
        .iter()
        .filter(|letter| !matches!(letter, b' ' | b':' | b'\t'))
        .map(|letter| char::from(*letter).to_digit(16)?.try_into().ok())
        .collect::<Option<_>>()?;
    let (pairs, rest) = digits.as_chunks::<2>();
    rest.is_empty()
        .then(|| pairs.iter().map(|[high, low]| high << 4 | low).collect())
}
