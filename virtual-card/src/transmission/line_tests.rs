//! What the line does to blocks, one mishap after another.

use super::super::contacts::{ContactAnswer, Heard};
use super::*;

const CHECK: CheckCode = CheckCode::Longitudinal;

fn fault(at: u32, direction: BlockDirection, mishap: BlockMishap) -> Line {
    Line::new(&[BlockFault {
        at,
        direction,
        mishap,
    }])
}

/// A card whose answer to `block` is `answer`, as it arrives under the mishap.
fn arrival(mishap: BlockMishap) -> (Arrival, Contacts) {
    let mut contacts = Contacts::reset(ContactAnswer::First);
    let heard = contacts.receive(&[0x00, 0x00, 0x01, 0x05, 0x04]);
    assert_eq!(heard, Heard::Execute(vec![5]));
    let block = contacts.answer(vec![0x90, 0x00]);
    let mut line = fault(0, BlockDirection::FromCard, mishap);
    (line.carry_from_card(block, &mut contacts), contacts)
}

#[test]
fn each_mishap_does_to_a_block_what_it_says() {
    let block = |bytes: &[u8]| Arrival::Block(bytes.to_vec());
    let table = [
        (BlockMishap::Lost, Arrival::Silence),
        (BlockMishap::Late, Arrival::Silence),
        (BlockMishap::Empty, Arrival::Empty),
        (BlockMishap::Repeated, block(&[0, 0, 2, 0x90, 0, 0x92])),
        (
            BlockMishap::Corrupted { byte: 9, mask: 0 },
            block(&[0, 0, 2, 0x91, 0, 0x92]),
        ),
        (BlockMishap::CutOff { bytes: 0 }, block(&[0, 0, 2, 0x90, 0])),
        (BlockMishap::CutOff { bytes: 200 }, block(&[])),
        (BlockMishap::WrongLength, block(&[0, 0, 3, 0x90, 0, 0x93])),
        (
            BlockMishap::WrongSequence,
            block(&[0, 0x40, 2, 0x90, 0, 0xD2]),
        ),
        (
            BlockMishap::WrongAddress,
            block(&[0x12, 0, 2, 0x90, 0, 0x80]),
        ),
        (
            BlockMishap::Supervision { control: 4 },
            block(&[0, 0xC4, 0, 0xC4]),
        ),
        (
            BlockMishap::WaitingTime { times: 7 },
            block(&[0, 0xC3, 1, 7, 0xC5]),
        ),
        (
            BlockMishap::InformationSize { size: 0 },
            block(&[0, 0xC1, 1, 1, 0xC1]),
        ),
    ];
    for (mishap, expected) in table {
        assert_eq!(arrival(mishap).0, expected, "{mishap:?}");
    }
}

#[test]
fn a_question_put_before_an_answer_is_the_cards_own() {
    let (_, mut contacts) = arrival(BlockMishap::WaitingTime { times: 7 });
    let answer = contacts.receive(&[0, 0xE3, 1, 7, 0xE5]);
    assert_eq!(answer, Heard::Send(vec![0, 0, 2, 0x90, 0, 0x92]));
    assert_eq!(contacts.waiting_times(), 7);
}

#[test]
fn a_late_block_takes_the_place_of_the_next() {
    let mut contacts = Contacts::reset(ContactAnswer::First);
    let mut line = fault(0, BlockDirection::FromCard, BlockMishap::Late);
    let (first, second) = (vec![0, 0x80, 0, 0x80], vec![0, 0x90, 0, 0x90]);
    assert_eq!(
        line.carry_from_card(first.clone(), &mut contacts),
        Arrival::Silence
    );
    assert_eq!(
        line.carry_from_card(second.clone(), &mut contacts),
        Arrival::Block(first)
    );
    assert_eq!(
        line.carry_from_card(second.clone(), &mut contacts),
        Arrival::Block(second)
    );
    assert_eq!(line.carried(), 3);
}

#[test]
fn a_mishap_strikes_one_block_of_one_direction() {
    let mut line = fault(1, BlockDirection::ToCard, BlockMishap::Repeated);
    let block = [0, 0x80, 0, 0x80];
    let copies: Vec<_> = (0..3)
        .map(|_| line.carry_to_card(&block, CHECK).len())
        .collect();
    assert_eq!(copies, [1, 2, 1]);
    let mut line = fault(0, BlockDirection::ToCard, BlockMishap::Lost);
    assert!(line.carry_to_card(&block, CHECK).is_empty());
    // An R-block keeps its number.
    let mut line = fault(0, BlockDirection::ToCard, BlockMishap::WrongSequence);
    assert_eq!(line.carry_to_card(&block, CHECK), [block]);
}
