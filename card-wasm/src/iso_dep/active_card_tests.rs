//! Cards that answer, hesitate, or are not there.

use super::*;
use crate::iso_dep::script::{NOISE, SILENCE, ScriptedField, UNPLUGGED};
use crate::link::script::block_on;

const CALL: &str = "050008";
const CARD: &str = "50 11223344 00000000 00 81 81";
const ATTRIB: (&str, &str) = ("1D 11223344 00 08 01 00", "00");

type Script = [(&'static str, &'static str)];

fn activate(steps: &Script) -> Result<Option<ActiveCard>, LinkError> {
    let mut field = ScriptedField::new(steps);
    let card = block_on(ActiveCard::activate(&mut field));
    field.assert_finished();
    card
}

#[test]
fn a_card_is_found_and_activated() {
    let table: [&Script; 4] = [
        &[(CALL, CARD), ATTRIB],
        &[(CALL, SILENCE), (CALL, NOISE), (CALL, CARD), ATTRIB],
        // An answer that is lost: the card is called anew.
        &[
            (CALL, CARD),
            (ATTRIB.0, SILENCE),
            (CALL, CARD),
            (ATTRIB.0, "05"),
            (CALL, CARD),
            ATTRIB,
        ],
        &[
            (CALL, NOISE),
            (CALL, NOISE),
            (CALL, NOISE),
            (CALL, CARD),
            ATTRIB,
        ],
    ];
    for steps in table {
        assert!(activate(steps).unwrap().is_some(), "{steps:?}");
    }
}

#[test]
fn an_empty_field_is_no_error() {
    let silence = [(CALL, SILENCE); 3];
    assert!(activate(&silence).unwrap().is_none());
    let mut field = ScriptedField::new(&silence);
    assert_eq!(
        block_on(ActiveCard::is_in_field(&mut field)),
        Ok(false),
        "nothing answers"
    );
    // Two cards at once are something.
    let mut field = ScriptedField::new(&[(CALL, NOISE), (CALL, SILENCE), (CALL, SILENCE)]);
    assert_eq!(block_on(ActiveCard::is_in_field(&mut field)), Ok(true));
}

#[test]
fn a_card_that_cannot_be_used_says_so() {
    let mute = Some(LinkError::CardMute);
    assert_eq!(activate(&[(CALL, NOISE); 9]).err(), mute);
    let refused = [(CALL, CARD), (ATTRIB.0, SILENCE)].repeat(3);
    assert_eq!(activate(&refused).err(), mute);
    let memory = [(CALL, "50 11223344 00000000 00 80 81")];
    assert_eq!(activate(&memory).err(), mute);
    let gone = Some(LinkError::Unplugged);
    assert_eq!(activate(&[(CALL, UNPLUGGED)]).err(), gone);
    assert_eq!(activate(&[(CALL, CARD), (ATTRIB.0, UNPLUGGED)]).err(), gone);
}

/// Activates a card and does something with it.
fn with_card<T>(
    steps: &Script,
    act: impl AsyncFnOnce(ActiveCard, &mut ScriptedField) -> T,
) -> (T, ScriptedField) {
    let mut field = ScriptedField::new(&[&[(CALL, CARD), ATTRIB][..], steps].concat());
    let result = block_on(async {
        let card = ActiveCard::activate(&mut field).await.unwrap().unwrap();
        act(card, &mut field).await
    });
    field.assert_finished();
    (result, field)
}

#[test]
fn after_a_failure_the_card_is_not_spoken_to() {
    let steps = [
        ("02 00A4", SILENCE),
        ("B2", SILENCE),
        ("B2", SILENCE),
        ("B2", SILENCE),
    ];
    with_card(&steps, async |mut card, field| {
        let lost = card.exchange(field, &[0x00, 0xA4]).await;
        assert_eq!(lost, Err(LinkError::CardRemoved));
        let again = card.exchange(field, &[0x00, 0xA4]).await;
        assert_eq!(again, Err(LinkError::PoweredOff));
        assert_eq!(card.is_present(field).await, Ok(false));
    });
}

#[test]
fn an_abandoned_command_leaves_the_card_unusable() {
    with_card(&[("02 00A4", UNPLUGGED)], async |mut card, field| {
        let unplugged = card.exchange(field, &[0x00, 0xA4]).await;
        assert_eq!(unplugged, Err(LinkError::Unplugged));
        let again = card.exchange(field, &[0x00, 0xA4]).await;
        assert_eq!(again, Err(LinkError::PoweredOff));
    });
}

#[test]
fn presence_is_asked_for_between_commands() {
    let steps = [
        ("B2", "A3"),
        ("02 00A4", "02 9000"),
        ("B3", NOISE),
        ("B3", "A2"),
        ("03 00B0", "03 9000"),
        ("B2", SILENCE),
        ("B2", SILENCE),
        ("B2", SILENCE),
        ("B2", SILENCE),
    ];
    with_card(&steps, async |mut card, field| {
        assert_eq!(card.is_present(field).await, Ok(true));
        assert!(card.exchange(field, &[0x00, 0xA4]).await.is_ok());
        assert_eq!(card.is_present(field).await, Ok(true));
        assert!(card.exchange(field, &[0x00, 0xB0]).await.is_ok());
        assert_eq!(card.is_present(field).await, Ok(false));
    });
}

#[test]
fn a_card_is_deselected_within_two_attempts() {
    for steps in [
        &[("C2", "C2")][..],
        &[("C2", SILENCE), ("C2", "C2")],
        &[("C2", "A2"), ("C2", NOISE)],
    ] {
        let (result, _) = with_card(steps, async |card, field| card.deselect(field).await);
        assert_eq!(result, Ok(()));
    }
    let (result, _) = with_card(&[("C2", UNPLUGGED)], async |card, field| {
        card.deselect(field).await
    });
    assert_eq!(result, Err(LinkError::Unplugged));
}

#[test]
fn the_card_gets_the_time_that_it_says_it_needs() {
    let steps = [("02 00", "F2 04"), ("F2 04", "02 9000")];
    let (_, field) = with_card(&steps, async |mut card, field| {
        card.exchange(field, &[0x00]).await.unwrap();
    });
    let milliseconds: Vec<_> = field.waits.iter().map(Duration::as_millis).collect();
    // WUPB; ATTRIB and the block with FWI 8; four times that; 3.6 ms of grace each.
    assert_eq!(milliseconds, [5, 80, 80, 312]);
}

/// A card of FWI 14 may take five seconds for a command, but not to say that it is there.
#[test]
fn a_slow_card_that_is_gone_does_not_block_the_desk() {
    let slow = "50 11223344 00000000 00 81 E1";
    let steps = [
        (CALL, slow),
        ATTRIB,
        ("B2", SILENCE),
        ("B2", SILENCE),
        ("B2", SILENCE),
        ("B2", "A3"),
        ("02 00", SILENCE),
        ("B2", SILENCE),
        ("B2", SILENCE),
        ("B2", SILENCE),
    ];
    let mut field = ScriptedField::new(&steps);
    block_on(async {
        let mut card = ActiveCard::activate(&mut field).await.unwrap().unwrap();
        assert_eq!(card.is_present(&mut field).await, Ok(true));
        let lost = card.exchange(&mut field, &[0x00]).await;
        assert_eq!(lost, Err(LinkError::CardRemoved));
    });
    let milliseconds: Vec<_> = field.waits[2..].iter().map(Duration::as_millis).collect();
    assert_eq!(milliseconds, [50, 50, 50, 50, 4952, 500, 500, 500]);
}
