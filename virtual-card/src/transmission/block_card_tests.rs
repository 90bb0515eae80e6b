//! The card's side of T=1, block by block.

use super::*;

const CHECK: CheckCode = CheckCode::Longitudinal;

fn card() -> BlockCard {
    BlockCard::new(CHECK, 32, 1)
}

/// A block with right check bytes from its first ones.
fn block(prologue: [u8; 2], information: &[u8]) -> Vec<u8> {
    let [address, control] = prologue;
    let length = u8::try_from(information.len()).unwrap();
    let body = [&[address, control, length][..], information].concat();
    [body.clone(), CHECK.of(&body)].concat()
}

/// Control byte and information of what the card sends.
fn sent(action: Action) -> (u8, Vec<u8>) {
    let Action::Send(bytes) = action else {
        panic!("the card executes: {action:?}");
    };
    (bytes[1], bytes[3..bytes.len() - 1].to_vec())
}

fn says(card: &mut BlockCard, control: u8, information: &[u8]) -> (u8, Vec<u8>) {
    sent(card.receive(&block([0, control], information)))
}

fn executes(card: &mut BlockCard, control: u8, information: &[u8]) -> Vec<u8> {
    match card.receive(&block([0, control], information)) {
        Action::Execute(command) => command,
        Action::Send(bytes) => panic!("the card sends {bytes:02X?}"),
    }
}

#[test]
fn numbers_alternate_in_both_directions() {
    let mut card = card();
    for control in [0x00, 0x40, 0x00] {
        assert_eq!(executes(&mut card, control, &[1, 2]), [1, 2]);
        let answer = card.answer(vec![0x90, 0x00]);
        assert_eq!(answer, block([0, control], &[0x90, 0x00]));
    }
}

#[test]
fn a_command_and_its_answer_come_in_chains() {
    let mut card = card();
    assert_eq!(says(&mut card, 0x20, &[1; 32]), (0x90, vec![]));
    assert_eq!(says(&mut card, 0x60, &[2; 32]), (0x80, vec![]));
    let command = executes(&mut card, 0x00, &[3]);
    assert_eq!(command, [&[1; 32][..], &[2; 32], &[3]].concat());
    assert_eq!(card.answer(vec![7; 70]), block([0, 0x20], &[7; 32]));
    assert_eq!(says(&mut card, 0x90, &[]), (0x60, vec![7; 32]));
    assert_eq!(says(&mut card, 0x80, &[]), (0x00, vec![7; 6]));
    assert_eq!(executes(&mut card, 0x40, &[4]), [4]);
}

#[test]
fn a_block_that_does_not_belong_is_asked_for_again_and_changes_nothing() {
    let mut card = card();
    let mut broken = block([0, 0x00], &[9]);
    broken[3] ^= 1;
    assert_eq!(sent(card.receive(&broken)), (0x81, vec![]));
    for bytes in [
        block([0, 0x40], &[9]),
        block([1, 0x00], &[9]),
        block([0, 0x00], &[9; 33]),
        block([0, 0xE3], &[2]),
        block([0, 0xC1], &[0xFF]),
        block([0, 0xC1], &[0]),
        block([0, 0xC0], &[0]),
    ] {
        assert_eq!(sent(card.receive(&bytes)), (0x82, vec![]), "{bytes:02X?}");
    }
    assert_eq!(executes(&mut card, 0x00, &[1]), [1]);
    card.answer(vec![7; 40]);
    // In the middle of its own chain it takes no command.
    assert_eq!(says(&mut card, 0x40, &[1]), (0x92, vec![]));
    assert_eq!(says(&mut card, 0x90, &[]), (0x40, vec![7; 8]));
}

#[test]
fn the_last_block_is_repeated_when_the_host_asks() {
    let mut card = card();
    assert_eq!(
        says(&mut card, 0x80, &[]),
        (0x80, vec![]),
        "nothing came yet"
    );
    assert_eq!(says(&mut card, 0x20, &[1]), (0x90, vec![]));
    assert_eq!(says(&mut card, 0x80, &[]), (0x90, vec![]), "its R-block");
    executes(&mut card, 0x40, &[2]);
    card.answer(vec![7; 33]);
    for _ in 0..2 {
        assert_eq!(says(&mut card, 0x81, &[]), (0x20, vec![7; 32]));
    }
    assert_eq!(says(&mut card, 0x90, &[]), (0x40, vec![7]));
    assert_eq!(says(&mut card, 0x92, &[]), (0x40, vec![7]));
    assert_eq!(
        says(&mut card, 0x80, &[]),
        (0x80, vec![]),
        "the next command is lost"
    );
    // The same command again is none: its number is old.
    assert_eq!(says(&mut card, 0x40, &[2]), (0x82, vec![]));
}

#[test]
fn sizes_are_agreed_on() {
    let mut card = card();
    assert_eq!(says(&mut card, 0xC1, &[0xFE]), (0xE1, vec![0xFE]));
    executes(&mut card, 0x00, &[1]);
    assert_eq!(card.answer(vec![7; 300]), block([0, 0x20], &[7; 254]));
    assert_eq!(says(&mut card, 0x90, &[]), (0x40, vec![7; 46]));
}

#[test]
fn a_signature_is_preceded_by_a_request_for_time() {
    let mut card = BlockCard::new(CHECK, 254, 3);
    let sign = [0x80, 0x2A, 0x00, 0x97, 0x01, 0xAA, 0x00];
    assert_eq!(says(&mut card, 0x00, &sign), (0xC3, vec![3]));
    for (control, value) in [(0x80, &[][..]), (0xE3, &[2]), (0xE1, &[3]), (0x40, &[1])] {
        assert_eq!(says(&mut card, control, value), (0xC3, vec![3]));
    }
    assert_eq!(card.waiting_times(), 1);
    assert_eq!(executes(&mut card, 0xE3, &[3]), sign);
    assert_eq!(card.waiting_times(), 3);
    assert_eq!(executes(&mut card, 0x40, &[0x00, 0x20]), [0x00, 0x20]);
    assert_eq!(card.waiting_times(), 1);
}

#[test]
fn an_answer_can_wait_for_a_request() {
    let mut card = card();
    executes(&mut card, 0x00, &[1]);
    let answer = card.answer(vec![0x90, 0x00]);
    let request = card.ask_first(Subject::InformationSize, &[16], answer.clone());
    assert_eq!(request, block([0, 0xC1], &[16]));
    assert_eq!(
        card.receive(&block([0, 0xE1], &[16])),
        Action::Send(answer.clone())
    );
    assert_eq!(card.receive(&block([0, 0x80], &[])), Action::Send(answer));
    assert_eq!(
        says(&mut card, 0x40, &[1; 17]),
        (0x92, vec![]),
        "it said 16"
    );
    assert_eq!(says(&mut card, 0x60, &[1; 16]), (0x80, vec![]));
}

#[test]
fn resynchronization_starts_anew() {
    let mut card = card();
    says(&mut card, 0xC1, &[0xFE]);
    executes(&mut card, 0x00, &[1]);
    card.answer(vec![7; 300]);
    assert_eq!(says(&mut card, 0xC0, &[]), (0xE0, vec![]));
    assert_eq!(executes(&mut card, 0x00, &[2]), [2]);
    assert_eq!(card.answer(vec![7; 300]), block([0, 0x20], &[7; 32]));
}

#[test]
fn either_side_can_abort_a_chain() {
    let mut card = card();
    says(&mut card, 0x20, &[1]);
    assert_eq!(says(&mut card, 0xC2, &[]), (0xE2, vec![]));
    assert_eq!(
        executes(&mut card, 0x40, &[2]),
        [2],
        "what came before is gone"
    );

    let mut card = BlockCard::new(CHECK, 254, 1);
    let mut control = 0x20;
    let mut said = (0, vec![]);
    for _ in 0..=APDU_MAXIMUM / 254 {
        said = says(&mut card, control, &[0; 254]);
        control ^= 0x40;
    }
    assert_eq!(said, (0xC2, vec![]));
    let (listens, _) = says(&mut card, 0xE2, &[]);
    assert_eq!(listens & 0xEF, 0x80);
}

#[test]
fn a_card_with_crc_takes_nothing_else() {
    let mut card = BlockCard::new(CheckCode::Cyclic, 254, 1);
    let body = [0, 0, 1, 9];
    let right = [&body[..], &CheckCode::Cyclic.of(&body)].concat();
    assert!(matches!(
        card.receive(&block([0, 0], &[9])),
        Action::Send(_)
    ));
    assert_eq!(card.receive(&right), Action::Execute(vec![9]));
}
