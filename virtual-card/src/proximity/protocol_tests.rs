//! The card's side of the block protocol, block by block.

use super::*;

/// Echoes every command behind 61, and counts.
struct Card {
    protocol: Protocol,
    executed: Vec<Vec<u8>>,
}

impl Card {
    fn new(frame_size: usize) -> Self {
        Self {
            protocol: Protocol::new(0, frame_size),
            executed: Vec::new(),
        }
    }

    fn send(&mut self, block: &[u8]) -> Option<Vec<u8>> {
        let executed = &mut self.executed;
        let reaction = self.protocol.receive(block, &mut |apdu| {
            executed.push(apdu.to_vec());
            Some([&[0x61], apdu].concat())
        });
        match reaction {
            Reaction::Send(_, block) | Reaction::Leave(block) => Some(block),
            Reaction::Silence | Reaction::Mute => None,
        }
    }
}

#[test]
fn block_numbers_alternate_from_zero() {
    let mut card = Card::new(256);
    for number in [0, 1, 0, 1] {
        let answer = card.send(&[0x02 | number, 0xAA]);
        assert_eq!(answer, Some(vec![0x02 | number, 0x61, 0xAA]));
    }
}

#[test]
fn an_answer_that_was_lost_comes_once_more_and_nothing_is_done_twice() {
    let mut card = Card::new(256);
    let answer = card.send(&[0x02, 0xAA]);
    assert_eq!(card.send(&[0xB2]), answer, "R(NAK) with the same number");
    assert_eq!(card.send(&[0xB2]), answer);
    assert_eq!(card.send(&[0xB3]), Some(vec![0xA2]), "of another: R(ACK)");
    assert_eq!(card.executed.len(), 1);
}

#[test]
fn a_command_that_was_lost_is_asked_for_by_an_acknowledgement() {
    let mut card = Card::new(256);
    assert_eq!(
        card.send(&[0xB2]),
        Some(vec![0xA3]),
        "the card begins with 1"
    );
    assert_eq!(card.send(&[0x02, 0xAA]), Some(vec![0x02, 0x61, 0xAA]));
}

#[test]
fn commands_and_answers_are_chained() {
    let mut card = Card::new(16);
    assert_eq!(card.send(&[0x12, 1, 2, 3]), Some(vec![0xA2]));
    assert_eq!(card.send(&[0x13, 4, 5, 6]), Some(vec![0xA3]));
    let last = [&[0x02][..], &[7; 20]].concat();
    let first = card.send(&last).expect("the first piece");
    assert_eq!((first[0], first.len()), (0x12, 14));
    assert_eq!(card.send(&[0xB2]), Some(first), "once more");
    let second = card.send(&[0xA3]).expect("the second piece");
    assert_eq!((second[0], second.len()), (0x13, 14));
    let third = card.send(&[0xA2]).expect("the third piece");
    assert_eq!((third[0], third.len()), (0x02, 2));
    assert_eq!(card.send(&[0xA3]), None, "there is no more");
    assert_eq!(
        card.executed,
        [[&[1, 2, 3, 4, 5, 6][..], &[7; 20]].concat()]
    );
}

#[test]
fn a_signature_takes_time_that_the_card_asks_for() {
    let mut card = Card::new(256);
    let sign = [0x02, 0x80, 0x2A, 0x00, 0x97];
    assert_eq!(card.send(&sign), Some(vec![0xF2, 0x01]));
    assert_eq!(
        card.send(&[0xB2]),
        Some(vec![0xF2, 0x01]),
        "asked once more"
    );
    assert_eq!(card.send(&[0xF2, 0x02]), None, "not what was asked for");
    assert_eq!(card.send(&[0x03, 0xAA]), None, "something else");
    assert_eq!(card.send(&[0xF2, 0x01]), Some(vec![0xF2, 0x01]), "again");
    let answer = card.send(&[0xF2, 0x01]).expect("the answer");
    assert_eq!(answer[..2], [0x02, 0x61]);
    assert_eq!(card.executed.len(), 1);
}

#[test]
fn a_card_can_ask_for_time_without_need() {
    let mut card = Card::new(256);
    card.protocol.ask_for_time(59);
    assert_eq!(card.send(&[0x02, 0xAA]), Some(vec![0xF2, 59]));
    assert_eq!(card.send(&[0xF2, 59]), Some(vec![0x02, 0x61, 0xAA]));
    assert_eq!(card.send(&[0xF2, 59]), None, "nobody asked");
}

#[test]
fn a_cid_is_answered_with_itself_and_others_are_not_meant() {
    let mut card = Card::new(256);
    card.protocol = Protocol::new(2, 256);
    assert_eq!(card.send(&[0x0A, 2, 0xAA]), Some(vec![0x0A, 2, 0x61, 0xAA]));
    assert_eq!(card.send(&[0x0B, 3, 0xAA]), None);
    assert_eq!(card.send(&[0x03, 0xAA]), None);
    assert_eq!(card.send(&[0xCA, 2]), Some(vec![0xCA, 2]));
    let mut card = Card::new(256);
    assert_eq!(card.send(&[0x0A, 0, 0xAA]), Some(vec![0x0A, 0, 0x61, 0xAA]));
}

#[test]
fn a_card_without_an_answer_is_mute() {
    let mut protocol = Protocol::new(0, 256);
    let reaction = protocol.receive(&[0x02, 0xAA], &mut |_| None);
    assert_eq!(reaction, Reaction::Mute);
    let mut endless = Protocol::new(0, 256);
    let block = [&[0x12][..], &[0; 253]].concat();
    let mut never = |_: &[u8]| -> Option<Vec<u8>> { panic!("nothing is complete") };
    let reaction = (0..300)
        .map(|_| endless.receive(&block, &mut never))
        .find(|reaction| !matches!(reaction, Reaction::Send(..)));
    assert_eq!(reaction, Some(Reaction::Mute), "a chain has an end");
}
