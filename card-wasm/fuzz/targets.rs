//! What each fuzz target does with its bytes. The ordinary tests replay the corpora through
//! the same functions, so that a file that once broke a parser is tried for ever.

use card_wasm::ccid::{HEADER_LENGTH, InMessage, Interrupt, OutMessage, readers};
use card_wasm::certificate::{Certificate, MAX_CERTIFICATE_BYTES};
use card_wasm::iso7816::{Atr, Response, tlv};

/// What is tried with one file of a corpus.
type Target = fn(&[u8]);

/// Every target by the name of its corpus.
pub(crate) const TARGETS: [(&str, Target); 6] = [
    ("apdu_response", apdu_response),
    ("atr", atr),
    ("ccid_message", ccid_message),
    ("certificate", certificate),
    ("descriptor", descriptor),
    ("tlv", data_objects),
];

/// Tries `bytes` with the target of this name.
pub(crate) fn run(name: &str, bytes: &[u8]) {
    let mut tried = 0;
    for (_, target) in TARGETS.iter().filter(|(target, _)| *target == name) {
        target(bytes);
        tried += 1;
    }
    assert_eq!(tried, 1, "targets of the name {name}");
}

/// Response APDUs: data and status word are all that there was.
fn apdu_response(bytes: &[u8]) {
    if let Ok(response) = Response::try_from(bytes) {
        let again = [response.data(), &response.status().to_bytes()].concat();
        assert_eq!(again, bytes);
    }
}

/// Answers to reset: the facts are within what the bytes can say.
fn atr(bytes: &[u8]) {
    if let Ok(atr) = Atr::try_from(bytes) {
        assert_eq!(atr.as_bytes(), bytes);
        assert!(atr.historical().len() <= 15);
        assert!(!atr.protocols().is_empty());
        let _ = (
            atr.default_protocol(),
            atr.extended_length(),
            atr.uses_crc(),
        );
    }
}

/// Messages of a reader, on either endpoint, and of a host.
fn ccid_message(bytes: &[u8]) {
    if let Ok(message) = InMessage::try_from(bytes) {
        assert!(bytes.len() >= HEADER_LENGTH);
        assert_eq!(Some(&message.reply.message_type()), bytes.first());
    }
    if let Ok(message) = OutMessage::decode(bytes) {
        let again = message.encode();
        assert_eq!(OutMessage::decode(&again), Ok(message));
    }
    if let Ok(message) = Interrupt::try_from(bytes) {
        for slot in 0..=u8::MAX {
            let _ = message.of_slot(slot);
        }
    }
}

/// Certificate files: what is accepted is canonical and within the budget.
fn certificate(bytes: &[u8]) {
    if let Ok(certificate) = Certificate::from_elementary_file(bytes) {
        let der = certificate.as_der().as_ref();
        assert!(der.len() <= MAX_CERTIFICATE_BYTES && bytes.starts_with(der));
        let again = Certificate::from_der(der);
        assert_eq!(again.as_ref(), Ok(&certificate));
        assert!(certificate.verify(b"", &[0; 256]).is_err());
    }
}

/// Configuration descriptors: every reader that is found has endpoints of its directions.
fn descriptor(bytes: &[u8]) {
    if let Ok(found) = readers(bytes) {
        assert!(!found.is_empty());
        for reader in found {
            assert!(reader.bulk_in.address.is_in() && !reader.bulk_out.address.is_in());
        }
    }
}

/// Data objects: within the budget, and each within the bytes.
fn data_objects(bytes: &[u8]) {
    let budget = tlv::Budget::FILE;
    if let Ok(elements) = tlv::walk(bytes, budget) {
        assert!(elements.len() <= budget.elements);
        for element in elements {
            assert!(element.depth < budget.depth && element.value.len() <= bytes.len());
        }
    }
}
