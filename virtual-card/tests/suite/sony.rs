//! A host that speaks to Sony's readers byte by byte, and to the card through
//! them, in the one way that each model offers.

use proptest::prelude::*;
use virtual_card::{
    Endpoint, FrameFault, FrameMishap, IllegalBlock, Model, Profile, Transfer, VirtualCard,
    VirtualReader,
};

use crate::conversation::hex;
use crate::host::message;

pub(crate) const ESCAPE: u8 = 0x6B;
pub(crate) const OK: &str = "C0 03 00 90 00";
pub(crate) const NO_ANSWER: &str = "C0 03 01 64 01 90 00";

pub(crate) fn reader(model: &str) -> VirtualReader {
    let mut reader = VirtualReader::new(Model::named(model).expect(model));
    reader.insert(VirtualCard::new(Profile::named("valid-adult").unwrap()).unwrap());
    reader
}

/// Sends one message to the second interface of an RC-S300; gives the whole answer.
pub(crate) fn vendor(reader: &mut VirtualReader, kind: u8, data: &[u8]) -> Vec<u8> {
    let sent = reader.transfer_out(Endpoint::VendorOut, &message(kind, 7, 0, data));
    assert_eq!(sent, Ok(()));
    match reader.transfer_in(Endpoint::VendorIn, 1024) {
        Transfer::Data(bytes) => bytes,
        other => panic!("no answer but {other:?}"),
    }
}

/// The payload of the answer to a pseudo-APDU.
pub(crate) fn escape(reader: &mut VirtualReader, data: &[u8]) -> Vec<u8> {
    let answer = vendor(reader, ESCAPE, data);
    assert_eq!((answer[0], answer[6], answer[7] & 0xC0), (0x83, 7, 0));
    answer[10..].to_vec()
}

#[track_caller]
pub(crate) fn expect(reader: &mut VirtualReader, command: &str, answer: &str) {
    assert_eq!(escape(reader, &hex(command)), hex(answer), "{command}");
}

pub(crate) fn session(reader: &mut VirtualReader) {
    let ok = format!("{OK} 90 00");
    expect(reader, "FF 50 00 00 02 82 00 00", &ok);
    expect(reader, "FF 50 00 00 02 81 00 00", &ok);
    expect(reader, "FF 50 00 00 02 84 00 00", &ok);
}

/// A transparent exchange in the extended form; `None` if the card is silent.
pub(crate) fn transceive(reader: &mut VirtualReader, flags: u8, data: &[u8]) -> Option<Vec<u8>> {
    let [high, low] = u16::try_from(data.len()).unwrap().to_be_bytes();
    let head = [0x90, 2, 0, flags, 0x5F, 0x46, 4, 0x40, 0x42, 0x0F, 0];
    let objects = [&head[..], &[0x95, 0x82, high, low], data].concat();
    let [high, low] = u16::try_from(objects.len()).unwrap().to_be_bytes();
    let head = [0xFF, 0x50, 0, 1, 0, high, low];
    let answer = escape(reader, &[&head[..], &objects, &[0, 0, 0]].concat());
    answered(&answer)
}

pub(crate) fn answered(answer: &[u8]) -> Option<Vec<u8>> {
    if answer == hex(NO_ANSWER) || answer == hex("C0 03 01 64 00 90 00") {
        return None;
    }
    assert_eq!(answer[..13], hex(&format!("{OK} 92 01 00 96 02 00 00 97")));
    let (length, rest) = match &answer[13..] {
        [0x82, high, low, rest @ ..] => (usize::from(*high) << 8 | usize::from(*low), rest),
        [0x81, length, rest @ ..] | [length, rest @ ..] => (usize::from(*length), rest),
        [] => panic!("no length"),
    };
    assert_eq!(rest.len(), length + 2);
    Some(rest[..length].to_vec())
}

/// Type B, raw frames: the flags felica-rs sends.
pub(crate) const RAW: u8 = 0x1C;

/// Finds and selects the card.
pub(crate) fn select(mut send: impl FnMut(&[u8]) -> Option<Vec<u8>>) {
    let answer = send(&[0x05, 0x00, 0x10]).expect("ATQB");
    assert_eq!((answer.len(), answer[0]), (12, 0x50));
    let attrib = [&[0x1D], &answer[1..5], &[0x00, 0x08, 0x01, 0x00]].concat();
    assert_eq!(send(&attrib), Some(vec![0x00]));
}

/// A command to an RC-S380; gives the data of the answer behind its code.
pub(crate) fn command(reader: &mut VirtualReader, code: u8, parameters: &[u8]) -> Vec<u8> {
    let data = [&[0xD6, code], parameters].concat();
    assert_eq!(reader.bulk_out(&frame(&data)), Ok(()));
    let acknowledgement = Transfer::Data(hex("00 00 FF 00 FF 00"));
    assert_eq!(reader.bulk_in(512), acknowledgement);
    let Transfer::Data(bytes) = reader.bulk_in(512) else {
        panic!("no answer to {code:02X}");
    };
    assert_eq!(bytes[..5], hex("00 00 FF FF FF"));
    assert_eq!(bytes[8..10], [0xD7, code + 1]);
    assert_eq!(bytes, frame(&bytes[8..bytes.len() - 2]));
    bytes[10..bytes.len() - 2].to_vec()
}

pub(crate) fn frame(data: &[u8]) -> Vec<u8> {
    let [low, high] = u16::try_from(data.len()).unwrap().to_le_bytes();
    let check = 0_u8.wrapping_sub(low).wrapping_sub(high);
    let sum = data.iter().fold(0_u8, |sum, byte| sum.wrapping_sub(*byte));
    let head = [0x00, 0x00, 0xFF, 0xFF, 0xFF, low, high, check];
    [&head[..], data, &[sum, 0x00]].concat()
}

/// What nfcpy sends before SENSB_REQ.
pub(crate) const DEFAULTS: &str = "0018 0101 0201 0300 0400 0500 0600 0708 0800 0900 0A00 0B00 0C00 0E04 \
                        0F00 1000 1100 1200 1306";
pub(crate) const TYPE_B: &str = "0014 0901 0A01 0B01 0C01";
pub(crate) const SPEED: [u8; 4] = [0x03, 0x07, 0x0F, 0x07];

pub(crate) fn communicate(reader: &mut VirtualReader, frame: &[u8]) -> Option<Vec<u8>> {
    // One second in units of 0.1 ms.
    let answer = command(reader, 0x04, &[&[0x10, 0x27], frame].concat());
    match answer.split_at_checked(5) {
        Some(([0, 0, 0, 0, 8], bytes)) => Some(bytes.to_vec()),
        _ => {
            assert!(matches!(answer[..], [0x80 | 0x04, 0, 0, 0]), "{answer:?}");
            None
        }
    }
}

pub(crate) fn ready_s380() -> VirtualReader {
    let mut reader = reader("rc-s380");
    assert_eq!(reader.bulk_out(&hex("00 00 FF 00 FF 00")), Ok(()));
    assert_eq!(reader.bulk_in(512), Transfer::Pending, "a soft reset");
    assert_eq!(command(&mut reader, 0x2A, &[1]), [0]);
    assert_eq!(command(&mut reader, 0x06, &[0]), [0]);
    assert_eq!(command(&mut reader, 0x00, &SPEED), [0]);
    assert_eq!(command(&mut reader, 0x02, &hex(DEFAULTS)), [0]);
    assert_eq!(command(&mut reader, 0x02, &hex(TYPE_B)), [0]);
    reader
}

#[test]
fn every_mishap_strikes_the_frame_that_it_says() {
    let query = hex("02 00 20 00 98");
    let answer = Some(hex("02 6A 88"));
    let table = [
        (FrameMishap::CommandLost, None, 0),
        (FrameMishap::CommandCorrupted, None, 0),
        (FrameMishap::AnswerRepeated, Some(vec![0x00]), 0),
        (FrameMishap::AnswerLost, None, 1),
        (FrameMishap::AnswerCorrupted, None, 1),
        (FrameMishap::AnswerCutShort(3), None, 1),
        (FrameMishap::AnswerLate(999), answer, 1),
        (FrameMishap::AnswerLate(1000), None, 1),
        (FrameMishap::StaleAcknowledgement, Some(vec![0xA3]), 1),
        (FrameMishap::WrongBlockNumber, Some(hex("03 6A 88")), 1),
        (
            FrameMishap::IllegalBlock(IllegalBlock::Deselect),
            Some(vec![0xC2]),
            1,
        ),
        (
            FrameMishap::IllegalBlock(IllegalBlock::Supervisory),
            Some(vec![0xE2]),
            1,
        ),
        (
            FrameMishap::IllegalBlock(IllegalBlock::Reserved),
            Some(vec![0x42]),
            1,
        ),
        (FrameMishap::AsksForTime(7), Some(vec![0xF2, 7]), 1),
    ];
    for (mishap, expected, executed) in table {
        for model in ["rc-s300", "rc-s380"] {
            let mut reader = match model {
                "rc-s380" => ready_s380(),
                _ => reader(model),
            };
            let send = |reader: &mut VirtualReader, frame: &[u8]| match model {
                "rc-s380" => communicate(reader, frame),
                _ => transceive(reader, RAW, frame),
            };
            if model == "rc-s300" {
                session(&mut reader);
            }
            reader.set_frame_faults(&[FrameFault { at: 2, mishap }]);
            select(|frame| send(&mut reader, frame));
            let got = send(&mut reader, &query);
            assert_eq!(got, expected, "{model}, {mishap:?}");
            assert_eq!(reader.apdus(), executed, "{model}, {mishap:?}");
        }
    }
}

/// Payloads that a reader of Sony understands, or nearly.
pub(crate) fn payload() -> impl Strategy<Value = Vec<u8>> {
    let known = [
        "FF 50 00 00 02 82 00 00",
        "FF 50 00 00 02 81 00 00",
        "FF 50 00 00 02 84 00 00",
        "FF 50 00 02 04 8F 02 01 03 00",
        "FF 50 00 02 04 8F 02 01 04 00",
        "FF 50 00 01 09 90 02 00 1C 95 03 05 00 00 00",
        "FF 50 00 01 0D 90 02 00 0C 95 07 00 A4 00 00 02 3F 00 00",
        "FF CA 00 00 00",
        "D6 2A 01",
        "D6 00 03 07 0F 07",
        "D6 02 00 14 01 01 02 01 09 01 0A 01 0B 01 0C 01",
        "D6 04 10 27 05 00 00",
        "D6 06 00",
    ];
    let known = proptest::sample::select(known.to_vec()).prop_map(hex);
    prop_oneof![
        4 => known.clone(),
        1 => (known, any::<prop::sample::Index>(), any::<u8>()).prop_map(|(mut bytes, at, byte)| {
            let at = at.index(bytes.len());
            bytes[at] = byte;
            bytes
        }),
        1 => proptest::collection::vec(any::<u8>(), 0..40),
    ]
}

/// A payload in the message or frame that the endpoint expects.
pub(crate) fn wrapped(endpoint: Endpoint, payload: &[u8]) -> Vec<u8> {
    match endpoint {
        Endpoint::VendorOut => message(ESCAPE, 7, 0, payload),
        _ => frame(payload),
    }
}
