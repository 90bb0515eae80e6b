//! SpringCard's messages in values of any size, and what its status says.

use super::*;
use crate::carrier::script::ScriptedLink;
use crate::ccid::script::PausedTimer;
use crate::iso7816::{Command, StatusWord};
use crate::link::script::{block_on, hex};

/// The value of the status characteristic: one slot, a card in it since a moment ago.
const ONE_CARD: [u8; 2] = [0x01, 0b11];

/// Answers every message with this type, bStatus and data, in values of so many bytes.
fn answering(size: usize, answer: impl Fn(u8) -> (u8, u8, Vec<u8>) + 'static) -> Rc<ScriptedLink> {
    let mut message = Vec::new();
    let link = ScriptedLink::new(&ONE_CARD, move |value| {
        message.extend_from_slice(value);
        let length = usize::from(u16::from_le_bytes([message[1], message[2]]));
        if message.len() < HEADER_LENGTH + length {
            return Vec::new();
        }
        let (kind, status, data) = answer(message[0]);
        let [l0, l1, l2, l3, ..] = data.len().to_le_bytes();
        let header = [kind, l0, l1, l2, l3, 0, message[6], status, 0, 0];
        message.clear();
        let bytes = [&header[..], &data].concat();
        let pieces = bytes
            .chunks(size)
            .map(|piece| (Role::Answer, piece.to_vec()));
        pieces.collect()
    });
    Rc::new(link)
}

/// A card that answers every APDU with 300 bytes, all FF.
fn usual(kind: u8) -> (u8, u8, Vec<u8>) {
    match kind {
        0x62 => (0x80, 0, hex("3B00")),
        0x6F => (0x80, 0, [vec![0xFF; 300], hex("9000")].concat()),
        _ => (0x81, 1, Vec::new()),
    }
}

async fn opened(link: &Rc<ScriptedLink>) -> Result<Reader, LinkError> {
    open(link.clone(), Rc::new(PausedTimer)).await
}

#[test]
fn messages_travel_in_values_of_any_size() {
    for size in [1, 4, 5, 9, 10, 20, 180, 512] {
        block_on(async {
            let link = answering(size, usual);
            let reader = opened(&link).await.unwrap();
            let mut channel = reader.power_on().await.unwrap();
            let data = vec![0xAA; 1_500];
            let command = Command::new([0, 0xD6, 0, 0]).with_data(&data).unwrap();
            let response = channel.exchange(&command).await.unwrap();
            assert_eq!(response.status(), StatusWord::Success);
            assert_eq!(response.data(), vec![0xFF; 300], "values of {size}");
            let writes = link.writes.borrow();
            let lengths: Vec<_> = writes.iter().rev().take(3).map(Vec::len).collect();
            assert_eq!(lengths, [10 + 4 + 3 + 1_500 - 1_024, 512, 512]);
        });
    }
}

#[test]
fn a_reader_that_speaks_in_cipher_is_refused_and_let_go() {
    for size in [4, 512] {
        let link = Rc::new(ScriptedLink::new(&ONE_CARD, move |value| {
            let answer = [0x81, 0, 0, 0, 0x80, 0, value[6], 0, 0, 0];
            let pieces = answer
                .chunks(size)
                .map(|piece| (Role::Answer, piece.to_vec()));
            pieces.collect()
        }));
        let refused = block_on(opened(&link)).err();
        assert_eq!(refused, Some(LinkError::ReaderLocked), "values of {size}");
        assert!(link.is_gone());
    }
}

#[test]
fn the_status_says_how_many_slots_there_are() {
    let table = [
        ("", Err(LinkError::MalformedMessage)),
        ("00", Err(LinkError::NotAReader)),
        // Asleep, and without a slot all the same.
        ("80", Err(LinkError::NotAReader)),
        ("01", Err(LinkError::MalformedMessage)),
        ("0503", Err(LinkError::MalformedMessage)),
        ("0103", Ok((1, "5003"))),
        ("8100", Ok((1, "5000"))),
        ("050C01", Ok((5, "500C01"))),
    ];
    for (value, expected) in table {
        let states = SlotStates::try_from(hex(value).as_slice());
        let found = states.map(|states| (states.count, states.to_notification()));
        let expected = expected.map(|(count, bits)| (count, hex(bits)));
        assert_eq!(found, expected, "{value}");
        if let Ok((count, _)) = found {
            let interface = interface(count).unwrap();
            assert_eq!(interface.descriptor.max_slot_index, count - 1);
        }
    }
}

#[test]
fn a_status_that_is_told_wakes_whoever_waits_for_a_card() {
    block_on(async {
        let there = Rc::new(core::cell::Cell::new(false));
        let card = there.clone();
        let link = answering(512, move |_| {
            (0x81, if card.get() { 1 } else { 2 }, Vec::new())
        });
        let reader = opened(&link).await.unwrap();
        let begin = tokio::time::Instant::now();
        let comes = async {
            tokio::time::sleep(core::time::Duration::from_millis(100)).await;
            there.set(true);
            link.tell(Role::Status, ONE_CARD.to_vec());
        };
        let (waited, ()) = tokio::join!(reader.wait_for_card(), comes);
        waited.unwrap();
        assert_eq!(begin.elapsed().as_millis(), 100);
    });
}

#[test]
fn a_connection_that_ends_is_a_reader_that_is_gone() {
    block_on(async {
        let link = answering(512, usual);
        let reader = opened(&link).await.unwrap();
        let mut channel = reader.power_on().await.unwrap();
        link.disconnect();
        let command = Command::new([0, 0x84, 0, 0]);
        let lost = channel.exchange(&command).await.err();
        assert_eq!(lost, Some(LinkError::Unplugged));
        assert_eq!(channel.power_off().await, Ok(()));
    });
}

#[test]
fn every_service_has_characteristics_of_its_kind() {
    for service in SERVICES {
        let roles: Vec<_> = service.characteristics().map(|(role, _)| role).collect();
        assert_eq!(roles, [Role::Command, Role::Answer, Role::Status]);
        for identity in service
            .characteristics()
            .map(|(_, it)| it)
            .chain([service.service])
        {
            assert_eq!(identity.len(), 36, "{identity}");
            assert_eq!(identity, identity.to_ascii_lowercase());
        }
        let is_bonded = service.service.starts_with("7f20cdc5-a9fc-4c70-9292-3acf");
        assert_eq!(is_bonded, service.command.starts_with("cd5bce75"));
    }
}
