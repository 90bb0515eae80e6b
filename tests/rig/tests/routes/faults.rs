//! What goes wrong on the ways that pass whole APDUs to a place for a card.

use card_wasm::iso7816::Command;
use card_wasm::jpki::CardError;
use card_wasm::link::LinkError;
use virtual_card::carrier::{AcsFault, NoticeDialect, PlaceFault, VirtualAcsReader};

use crate::desk::{Desk, block_on, visit};

const PLACES: [&str; 3] = ["acs", "hid", "smart-card"];

/// The PIN counts once, whatever becomes of its answer, and is never sent again.
#[test]
fn a_lost_answer_costs_at_most_the_pin_that_was_sent() {
    for way in PLACES {
        for (pin, left) in [("1234", 3), ("9999", 2)] {
            let desk = Desk::new(way, "valid-adult");
            desk.place(|place| place.set_fault(Some(PlaceFault::VerifyAnswerLost)));
            let error = block_on(desk.visit(pin)).unwrap_err();
            let expected = match way {
                "acs" => CardError::VerifyAnswerLost {
                    tries_left: Some(left),
                    cause: LinkError::Timeout,
                },
                // Nothing tells a late answer from the next one, so nothing is asked any more.
                _ => CardError::NotClosed,
            };
            assert_eq!(error, expected, "{way}, {pin}");
            assert_eq!(desk.tries_left(), left, "{way}, {pin}");
            // The service would have to end the transmission first, which it never does here.
            if way != "smart-card" {
                desk.assert_locked();
            }
        }
    }
}

/// The card is pulled, or the reader goes, during each command of the visit in turn.
#[test]
fn a_loss_at_any_moment_is_named() {
    for way in PLACES {
        for after_apdus in 0..8 {
            for (fault, expected) in [
                (
                    PlaceFault::CardPulled { after_apdus },
                    LinkError::CardRemoved,
                ),
                (PlaceFault::ReaderGone { after_apdus }, LinkError::Unplugged),
            ] {
                let desk = Desk::new(way, "valid-adult");
                let result = block_on(async {
                    let reader = desk.open().await?;
                    reader.wait_for_card().await?;
                    desk.place(|place| place.set_fault(Some(fault)));
                    visit(&*reader, "1234").await
                });
                assert_eq!(desk.tries_left(), 3, "{way}, {fault:?}");
                let is_pull = expected == LinkError::CardRemoved;
                match result {
                    // This device answers for a card that is not there in its place.
                    Err(_) if way == "hid" && is_pull => {}
                    Err(CardError::Link(cause)) => assert_eq!(cause, expected, "{way}, {fault:?}"),
                    Err(CardError::VerifyAnswerLost { cause, .. }) => {
                        assert_eq!(cause, expected, "{way}, {fault:?}");
                    }
                    // The visit was over before, or it was the command with which it ends.
                    Ok(_) => assert!(after_apdus >= 6, "{way}, {fault:?}"),
                    Err(other) => panic!("{way}, {fault:?}: {other:?}"),
                }
                desk.assert_locked();
            }
        }
    }
}

#[test]
fn what_the_reader_calls_present_does_not_matter() {
    for dialect in [NoticeDialect::Manual, NoticeDialect::Obniz] {
        let mut reader = VirtualAcsReader::new([0xA5; 16]);
        reader.set_dialect(dialect);
        let desk = Desk::acs(reader);
        block_on(async {
            let reader = desk.open().await.unwrap();
            desk.put("valid-adult");
            reader.wait_for_card().await.unwrap();
            let channel = reader.power_on().await.unwrap();
            desk.take();
            reader.wait_for_removal().await.unwrap();
            drop(channel);
        });
    }
}

#[test]
fn an_acs_reader_with_a_key_of_its_owner_is_refused() {
    let mut reader = VirtualAcsReader::new([0xA5; 16]);
    reader.set_fault(Some(AcsFault::OtherKey));
    let error = block_on(Desk::acs(reader).open()).err();
    assert_eq!(error, Some(LinkError::ReaderLocked));
}

#[test]
fn a_garbled_answer_is_none_and_nothing_is_believed_after_it() {
    block_on(async {
        let desk = Desk::new("acs", "valid-adult");
        let reader = desk.open().await.unwrap();
        let mut channel = reader.power_on().await.unwrap();
        let Desk::Acs(link) = &desk else {
            panic!("another desk");
        };
        link.change(|it| it.set_fault(Some(AcsFault::Garbled)));
        let challenge = Command::new([0, 0x84, 0, 0]);
        for _ in 0..2 {
            let error = channel.exchange(&challenge).await.err();
            assert_eq!(error, Some(LinkError::MalformedMessage));
        }
        let apdus = desk.place(|place| place.apdus());
        assert_eq!(apdus, 1);
    });
}
