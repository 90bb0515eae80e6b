//! The card's side of type B, frame by frame.

use super::*;
use crate::profile::Interface;

fn send(picc: &mut Picc, bytes: &[u8]) -> Option<Vec<u8>> {
    let reply = picc.receive(&crc::append(bytes), &mut |apdu| Some(apdu.to_vec()))?;
    crc::strip(&reply.frame).map(<[u8]>::to_vec)
}

/// ATTRIB for the card that answered like this.
fn attrib(answer: &[u8], parameters: [u8; 4]) -> Vec<u8> {
    [&[0x1D], &answer[1..5], &parameters].concat()
}

fn in_field() -> Picc {
    let mut picc = Picc::new(7);
    picc.power_on();
    picc
}

#[test]
fn the_card_says_what_its_answer_to_reset_says() {
    let atr = Interface::Contactless.atr();
    assert_eq!(atr[4..8], APPLICATION_DATA);
    assert_eq!(atr[8..11], PROTOCOL_INFO);
}

#[test]
fn a_card_is_found_selected_spoken_to_halted_and_woken() {
    let mut picc = in_field();
    let answer = send(&mut picc, &[0x05, 0x00, 0x00]).expect("ATQB");
    assert_eq!((answer[0], answer.len()), (0x50, 12));
    assert_eq!(
        send(&mut picc, &attrib(&answer, [0, 8, 1, 0])),
        Some(vec![0])
    );
    assert_eq!(send(&mut picc, &[0x05, 0x00, 0x08]), None, "spoken for");
    let apdu = [0x02, 0x00, 0x84, 0x00, 0x00, 0x08];
    assert_eq!(send(&mut picc, &apdu), Some(apdu.to_vec()));
    assert_eq!(send(&mut picc, &[0xC2]), Some(vec![0xC2]));
    assert_eq!(send(&mut picc, &[0x05, 0x00, 0x00]), None, "it sleeps");
    let woken = send(&mut picc, &[0x05, 0x00, 0x08]);
    assert_eq!(woken, Some(answer.clone()), "the same PUPI");
    let halt = [&[0x50], &answer[1..5]].concat();
    assert_eq!(send(&mut picc, &halt), Some(vec![0x00]));
    assert_eq!(send(&mut picc, &[0x05, 0x00, 0x00]), None);
    picc.power_off();
    assert_eq!(send(&mut picc, &[0x05, 0x00, 0x08]), None);
    picc.power_on();
    let again = send(&mut picc, &[0x05, 0x00, 0x00]).expect("ATQB");
    assert_ne!(again[1..5], answer[1..5], "another PUPI");
    assert_eq!(again[5..], answer[5..]);
}

#[test]
fn what_does_not_fit_is_not_answered() {
    let mut picc = in_field();
    let answer = send(&mut picc, &[0x05, 0x00, 0x00]).expect("ATQB");
    let stranger = [&[0x1D], &[0xEE; 4][..], &[0, 8, 1, 0]].concat();
    let table = [
        ("another card", stranger),
        ("212 kbit/s", attrib(&answer, [0, 0x18, 1, 0])),
        ("without ISO/IEC 14443-4", attrib(&answer, [0, 8, 0, 0])),
        ("CID 15", attrib(&answer, [0, 8, 1, 15])),
        ("cut short", attrib(&answer, [0, 8, 1, 0])[..8].to_vec()),
        ("another family", vec![0x05, 0x20, 0x00]),
        ("a reserved number of slots", vec![0x05, 0x00, 0x05]),
        ("a block", vec![0x02, 0x00, 0x84]),
        ("nothing", vec![]),
    ];
    for (what, frame) in table {
        assert_eq!(send(&mut picc, &frame), None, "{what}");
    }
    let attrib = attrib(&answer, [0, 8, 1, 3]);
    let mut spoiled = crc::append(&attrib);
    spoiled[3] ^= 1;
    let mut nobody = |_: &[u8]| -> Option<Vec<u8>> { None };
    assert_eq!(picc.receive(&spoiled, &mut nobody), None, "a wrong check");
    assert_eq!(
        send(&mut picc, &attrib),
        Some(vec![3]),
        "the CID comes back"
    );
    let long = [&[0x0A, 3][..], &[0; 253]].concat();
    assert_eq!(send(&mut picc, &long), None, "longer than FSC");
}

#[test]
fn with_several_slots_the_card_waits_for_its_own() {
    let found = (0..64).any(|seed| {
        let mut picc = Picc::new(seed);
        picc.power_on();
        let marks = (1..16).map(|slot| vec![slot << 4 | 0x05]);
        let frames = [vec![0x05, 0x00, 0x04]].into_iter().chain(marks);
        let answers: Vec<_> = frames.map(|frame| send(&mut picc, &frame)).collect();
        assert_eq!(answers.iter().flatten().count(), 1, "seed {seed}");
        answers[0].is_none()
    });
    assert!(found, "some card was not in the first slot");
}
