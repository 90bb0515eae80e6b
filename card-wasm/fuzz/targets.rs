//! What each fuzz target does with its bytes. The ordinary tests replay the corpora through
//! the same functions, so that a file that once broke a parser is tried for ever.

use card_wasm::carrier::acs::{AcsMessage, FrameBuffer};
use card_wasm::carrier::hid::{Collector, reports};
use card_wasm::ccid::{HEADER_LENGTH, InMessage, Interrupt, OutMessage, readers};
use card_wasm::certificate::{Certificate, MAX_CERTIFICATE_BYTES};
use card_wasm::iso_dep::{Atqb, AttribAnswer, Block};
use card_wasm::iso7816::{Atr, Response, tlv};
use card_wasm::tpdu::{self, Action, Check, T1};

use card_wasm::sony::VendorInterface;
use card_wasm::sony::port100::Frame;
use card_wasm::sony::port400::{Answer, Objects};

/// What is tried with one file of a corpus.
type Target = fn(&[u8]);

/// Every target by the name of its corpus.
pub(crate) const TARGETS: [(&str, Target); 13] = [
    ("acs_frame", acs_frame),
    ("apdu_response", apdu_response),
    ("atr", atr),
    ("ccid_message", ccid_message),
    ("certificate", certificate),
    ("descriptor", descriptor),
    ("hid_report", hid_report),
    ("iso_dep", iso_dep),
    ("port100", port100),
    ("port400", port400),
    ("t1_block", t1_block),
    ("t1_card", t1_card),
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

/// Blocks of T=1: what is accepted is written again byte for byte.
fn t1_block(bytes: &[u8]) {
    for check in [Check::Lrc, Check::Crc] {
        if let Ok(block) = tpdu::Block::decode(bytes, check) {
            assert_eq!(*block.encode(check), bytes);
        }
    }
}

/// A card of T=1: each byte is the length of what it answers next, 0 is silence. Whatever it
/// says, the host comes to an end.
fn t1_card(bytes: &[u8]) {
    let _ = t1_card_answers(bytes);
}

/// Whether the card answers in the end.
pub(crate) fn t1_card_answers(bytes: &[u8]) -> bool {
    let mut host = T1::new(Check::Lrc, 32, 254).telling(254);
    let mut action = host.begin(&[0; 600]);
    let mut rest = bytes;
    let mut sent = 0;
    while let Action::Send { block, .. } = action {
        assert!(tpdu::Block::decode(&block, Check::Lrc).is_ok());
        sent += 1;
        assert!(sent <= 4_300, "the host does not come to an end");
        action = match rest.split_first() {
            None | Some((0, _)) => {
                rest = rest.get(1..).unwrap_or_default();
                host.receive(tpdu::Answer::Silence)
            }
            Some((length, after)) => {
                let (answer, after) = after.split_at(after.len().min(usize::from(*length)));
                rest = after;
                // With check bytes that are right, it gets further.
                let check = answer.iter().fold(0, |sum, byte| sum ^ byte);
                host.receive(tpdu::Answer::Bytes(&[answer, &[check]].concat()))
            }
        };
    }
    matches!(action, Action::Done(_))
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

/// Frames of a card of Type B: what is a block is the same block again.
fn iso_dep(bytes: &[u8]) {
    if let Ok(block) = Block::try_from(bytes) {
        let again = block.encode();
        assert_eq!(Block::try_from(again.as_slice()), Ok(block));
    }
    if let Ok(card) = Atqb::try_from(bytes) {
        assert!(card.frame_size.information() >= 13 && !card.waiting_time.is_zero());
    }
    let _ = AttribAnswer::try_from(bytes);
}

/// What an RC-S380 sends: frames are within the bytes, and taking them off comes to an end.
fn port100(bytes: &[u8]) {
    let mut rest = bytes;
    while let Ok(Some((_, length))) = Frame::take(rest) {
        assert!(length > 0 && length <= rest.len());
        rest = rest.split_at(length).1;
    }
    if let Ok(found) = VendorInterface::find(bytes) {
        assert!(found.bulk_in.address.is_in() && !found.bulk_out.address.is_in());
    }
}

/// What an RC-S300 sends: objects and the card's data are within the bytes.
fn port400(bytes: &[u8]) {
    assert!(Objects::new(bytes).count() <= bytes.len());
    if let Ok(answer) = Answer::try_from(bytes) {
        assert!(answer.damage < 0x10 && answer.bits < 8);
        assert!(answer.data.is_none_or(|data| data.len() < bytes.len()));
    }
}

/// Values of a Bluetooth reader: the first byte says how long each is. What comes out of a
/// frame fits into what went in, and a message that is read is written the same again.
fn acs_frame(bytes: &[u8]) {
    let Some((size, values)) = bytes.split_first() else {
        return;
    };
    let mut buffer = FrameBuffer::default();
    let mut taken = 0;
    for value in values.chunks(usize::from(*size).max(1)) {
        let mut frame = buffer.push(value);
        while let Ok(Some(content)) = frame {
            taken += content.len();
            if let Ok(message) = AcsMessage::decode(&content) {
                let again = message.encode().and_then(|it| AcsMessage::decode(&it));
                assert_eq!(again, Ok(message));
            }
            frame = buffer.push(&[]);
        }
    }
    assert!(taken <= values.len());
}

/// Reports of a HID device, 64 bytes each: an answer that is complete can be cut up again.
fn hid_report(bytes: &[u8]) {
    let mut collector = Collector::default();
    for report in bytes.chunks(64) {
        if let Ok(Some(answer)) = collector.push(report) {
            let mut again = Collector::default();
            let reports = reports(&answer).unwrap_or_default();
            let last = reports.iter().map(|report| again.push(report)).last();
            assert_eq!(last, Some(Ok(Some(answer))));
        }
    }
}
