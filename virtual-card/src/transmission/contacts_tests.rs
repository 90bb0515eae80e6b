//! Answers to reset, and the choice of a protocol.

use super::*;

/// ISO/IEC 7816-3, 8.2.5: all bytes from T0 to TCK, exclusive-ored, give 00.
#[test]
fn check_bytes_of_the_answers_to_reset_are_right() {
    for answer in ContactAnswer::ALL {
        let bytes = answer.atr().iter().skip(1);
        assert_eq!(bytes.fold(0, |sum, byte| sum ^ byte), 0, "{answer:?}");
    }
}

/// T=1, 32 bytes of information at most: the fields stand where the table says.
#[test]
fn the_answers_to_reset_say_what_the_card_then_does() {
    for answer in ContactAnswer::ALL {
        let atr = answer.atr();
        let size_at = atr.windows(2).position(|pair| pair == [0x81, 0x31]);
        if let Some(at) = size_at {
            assert_eq!(atr[at + 2], answer.block_size(), "{answer:?}");
            assert_eq!(atr[at + 3], answer.waiting_integers(), "{answer:?}");
        }
        let has_first_interface_byte = atr[1] & 0x10 != 0;
        let rate = if has_first_interface_byte {
            atr[2]
        } else {
            DEFAULT_RATE
        };
        assert_eq!(rate, answer.offered_rate(), "{answer:?}");
    }
}

#[test]
fn a_choice_is_made_once_and_first() {
    let mut card = Contacts::reset(ContactAnswer::Second);
    let faster = [0xFF, 0x11, 0x13, 0xFD];
    assert_eq!(card.receive(&[0xFF, 0x00, 0xFF]), Heard::Silence, "no T=0");
    assert_eq!(card.receive(&faster), Heard::Send(faster.to_vec()));
    assert_eq!((card.protocol(), card.rate()), (Protocol::Blocks, 0x13));
    assert!(!card.negotiates(&faster));
    let refused = Heard::Send(vec![0x00, 0x82, 0x00, 0x82]);
    assert_eq!(
        card.receive(&faster),
        refused,
        "a block of a wrong address now"
    );

    let mut card = Contacts::reset(ContactAnswer::Second);
    card.receive(&[0x00, 0xC1, 0x01, 0xFE, 0x3E]);
    assert_eq!(card.receive(&faster), refused);
    assert_eq!(card.rate(), DEFAULT_RATE);
}

#[test]
fn a_rate_that_is_not_offered_is_left_out_of_the_answer() {
    let mut card = Contacts::reset(ContactAnswer::First);
    let answer = card.receive(&[0xFF, 0x11, 0x13, 0xFD]);
    assert_eq!(answer, Heard::Send(vec![0xFF, 0x01, 0xFE]));
    assert_eq!(card.rate(), DEFAULT_RATE);
}

#[test]
fn a_card_with_two_protocols_begins_with_the_first() {
    let read = [0x00, 0xB0, 0x85, 0x00, 0x00];
    let mut card = Contacts::reset(ContactAnswer::BothProtocols);
    assert_eq!(card.receive(&read), Heard::Execute(read.to_vec()));
    assert_eq!(card.answer(vec![1, 0x90, 0x00]), [0x6C, 1]);

    let mut card = Contacts::reset(ContactAnswer::BothProtocols);
    let blocks = vec![0xFF, 0x01, 0xFE];
    assert_eq!(card.receive(&blocks), Heard::Send(blocks));
    assert_eq!(card.protocol(), Protocol::Blocks);
    let block = [0x00, 0x00, 0x01, 0xAA, 0xAB];
    assert_eq!(card.receive(&block), Heard::Execute(vec![0xAA]));
}
