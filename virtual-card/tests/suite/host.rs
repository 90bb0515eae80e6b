//! The host side of CCID, transfer by transfer.

use virtual_card::{Model, Profile, Transfer, VirtualCard, VirtualReader};

use crate::conversation::hex;

pub(crate) const POWER_ON: u8 = 0x62;
pub(crate) const POWER_OFF: u8 = 0x63;
pub(crate) const SLOT_STATUS: u8 = 0x65;
pub(crate) const TRANSFER_BLOCK: u8 = 0x6F;

pub(crate) const SELECT_JPKI: &str = "00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01";
pub(crate) const QUERY: &str = "00 20 00 98";
pub(crate) const WRONG_PIN: &str = "00 20 00 98 04 39 39 39 39";

/// A message from the host.
pub(crate) fn message(kind: u8, sequence: u8, level: u16, data: &[u8]) -> Vec<u8> {
    let [low, high] = level.to_le_bytes();
    let length = u32::try_from(data.len()).unwrap().to_le_bytes();
    [&[kind][..], &length, &[0, sequence, 0, low, high], data].concat()
}

/// An answer: its kind, status, error, chain parameter and data.
#[derive(Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) kind: u8,
    pub(crate) sequence: u8,
    pub(crate) status: u8,
    pub(crate) error: u8,
    pub(crate) specific: u8,
    pub(crate) data: Vec<u8>,
}

pub(crate) fn read(reader: &mut VirtualReader) -> Answer {
    match reader.bulk_in(65_600) {
        Transfer::Data(bytes) => {
            assert_eq!(
                bytes[1..5],
                u32::try_from(bytes.len() - 10).unwrap().to_le_bytes()
            );
            let &[kind, _, _, _, _, _, sequence, status, error, specific, ..] = &bytes[..] else {
                panic!("no header: {bytes:?}");
            };
            Answer {
                kind,
                sequence,
                status,
                error,
                specific,
                data: bytes[10..].to_vec(),
            }
        }
        other => panic!("no answer but {other:?}"),
    }
}

pub(crate) fn ask(reader: &mut VirtualReader, kind: u8, level: u16, data: &[u8]) -> Answer {
    reader
        .bulk_out(&message(kind, 7, level, data))
        .expect("the command is taken");
    read(reader)
}

pub(crate) fn apdu(reader: &mut VirtualReader, text: &str) -> Vec<u8> {
    ask(reader, TRANSFER_BLOCK, 0, &hex(text)).data
}

pub(crate) fn tries_left(reader: &VirtualReader) -> u8 {
    reader.card().expect("a card").counters().authentication
}

/// A reader of this model with a valid card on it, powered.
pub(crate) fn powered(model: &str) -> VirtualReader {
    let mut reader = VirtualReader::new(Model::named(model).expect(model));
    reader.insert(VirtualCard::new(Profile::named("valid-adult").unwrap()).unwrap());
    assert_eq!(ask(&mut reader, POWER_ON, 0, &[]).data[0], 0x3B);
    reader
}

/// The same with the JPKI AP selected, at APDU level.
pub(crate) fn ready(model: &str) -> VirtualReader {
    let mut reader = powered(model);
    assert_eq!(apdu(&mut reader, SELECT_JPKI), [0x90, 0x00]);
    reader
}
