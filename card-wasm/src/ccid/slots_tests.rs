//! Readers with several slots.

use super::script::{ABSENT, ATR, EXTENDED, Event, INACTIVE, Kind, POWER_OFF, STATUS, Step, open};
use super::{Reader, SlotError};
use crate::iso7816::Command;
use crate::link::LinkError;
use crate::link::script::block_on;

const TWO: Kind = Kind {
    max_slot_index: 1,
    ..EXTENDED
};

/// The same to the second slot.
const STATUS_1: &str = "@1 65000000";
const POWER_ON: &str = "62000000";
const POWER_ON_1: &str = "@1 62000000";
const POWER_OFF_1: &str = "@1 63000000";
const SELECT_1: &str = "@1 6F000000 00A4040C 02 D392";
const SELECT: &str = "6F000000 00A4040C 02 D392";
const APPLICATION: &[u8] = &[0xD3, 0x92];
const DONE: Event = Event::Reply("80000000 9000");
const NOT_FOUND: Event = Event::Reply("80000000 6A82");
const MUTE: Event = Event::Reply("8041FE00");

/// What both slots hold.
fn look(first: Event, second: Event) -> Vec<Step> {
    vec![(STATUS, vec![first]), (STATUS_1, vec![second])]
}

/// Runs a conversation with a reader whose first slot holds a card at the beginning, and whose
/// second slot holds `second`.
async fn reader(
    second: Event,
    steps: Vec<Step>,
) -> (Reader, std::rc::Rc<super::script::ScriptedPipe>) {
    open(TWO, [vec![(STATUS_1, vec![second])], steps].concat()).await
}

#[test]
fn the_slot_that_holds_a_card_is_used() {
    block_on(async {
        let steps = [
            look(ABSENT, ABSENT),
            look(ABSENT, INACTIVE),
            look(ABSENT, INACTIVE),
            vec![
                (STATUS_1, vec![INACTIVE]),
                (POWER_ON_1, vec![ATR]),
                ("@1 6F00000000B00000", vec![DONE]),
                (POWER_OFF_1, vec![INACTIVE]),
            ],
        ];
        let (reader, pipe) = reader(ABSENT, steps.concat()).await;
        reader.wait_for_card().await.unwrap();
        let mut channel = reader.power_on().await.unwrap();
        channel
            .exchange(&Command::new([0, 0xB0, 0, 0]))
            .await
            .unwrap();
        channel.power_off().await.unwrap();
        pipe.assert_finished();
    });
}

/// A message about any slot is reason to look, and one about none is not waited for longer.
#[test]
fn a_change_in_any_slot_is_noticed_at_once() {
    block_on(async {
        let kind = Kind {
            interrupt: true,
            ..TWO
        };
        let steps = [
            vec![(STATUS_1, vec![ABSENT])],
            look(ABSENT, ABSENT),
            look(ABSENT, INACTIVE),
        ];
        let (reader, pipe) = open(kind, steps.concat()).await;
        let begin = tokio::time::Instant::now();
        // Slot 2 does not exist here; slot 1 does.
        pipe.interrupt("5030");
        pipe.interrupt("500C");
        reader.wait_for_card().await.unwrap();
        assert!(begin.elapsed().is_zero());
        pipe.assert_finished();
    });
}

#[test]
fn a_card_that_refuses_power_gives_way_to_the_other() {
    block_on(async {
        let steps = [
            look(INACTIVE, INACTIVE),
            vec![
                (STATUS, vec![INACTIVE]),
                (POWER_ON, vec![MUTE]),
                (POWER_ON, vec![MUTE]),
                (STATUS_1, vec![INACTIVE]),
                (POWER_ON_1, vec![ATR]),
            ],
        ];
        let (reader, pipe) = reader(INACTIVE, steps.concat()).await;
        assert!(reader.power_on().await.is_ok());
        pipe.assert_finished();
    });
    block_on(async {
        let steps = [
            look(INACTIVE, ABSENT),
            vec![
                (STATUS, vec![INACTIVE]),
                (POWER_ON, vec![MUTE]),
                (POWER_ON, vec![MUTE]),
            ],
        ];
        let (reader, pipe) = reader(ABSENT, steps.concat()).await;
        assert_eq!(reader.power_on().await.err(), Some(LinkError::CardMute));
        pipe.assert_finished();
    });
}

#[test]
fn a_slot_that_does_not_exist_is_empty() {
    block_on(async {
        let nowhere = Event::Reply("81420500");
        let (reader, pipe) = reader(nowhere.clone(), look(INACTIVE, nowhere)).await;
        assert_eq!(reader.card_present().await, Ok(true));
        pipe.assert_finished();
        pipe.then(vec![(STATUS, vec![Event::Reply("8142FB00")])]);
        let refused = LinkError::ReaderRefused(SlotError::Hardware);
        assert_eq!(reader.card_present().await, Err(refused));
    });
}

/// The SAM is asked once for the application, and from then on there is only the other slot.
#[test]
fn a_card_without_the_application_is_passed_over() {
    block_on(async {
        let steps = [
            look(INACTIVE, ABSENT),
            vec![
                (STATUS, vec![INACTIVE]),
                (POWER_ON, vec![ATR]),
                (SELECT, vec![NOT_FOUND]),
                (POWER_OFF, vec![INACTIVE]),
            ],
            look(INACTIVE, ABSENT),
            look(INACTIVE, INACTIVE),
            look(INACTIVE, INACTIVE),
            vec![(STATUS_1, vec![INACTIVE]), (POWER_ON_1, vec![ATR])],
        ];
        let (reader, pipe) = reader(ABSENT, steps.concat()).await;
        let reader = reader.looking_for(APPLICATION);
        reader.wait_for_card().await.unwrap();
        assert!(reader.power_on().await.is_ok());
        pipe.assert_finished();
    });
}

#[test]
fn of_two_cards_the_one_with_the_application_is_used() {
    let mute = vec![
        (STATUS, vec![INACTIVE]),
        (POWER_ON, vec![MUTE]),
        (POWER_ON, vec![MUTE]),
    ];
    let other = vec![
        (STATUS, vec![INACTIVE]),
        (POWER_ON, vec![ATR]),
        (SELECT, vec![NOT_FOUND]),
        (POWER_OFF, vec![INACTIVE]),
    ];
    for first in [mute, other] {
        block_on(async {
            let steps = [
                look(INACTIVE, INACTIVE),
                first,
                vec![
                    (STATUS_1, vec![INACTIVE]),
                    (POWER_ON_1, vec![ATR]),
                    (SELECT_1, vec![DONE]),
                    (POWER_OFF_1, vec![INACTIVE]),
                    (STATUS_1, vec![INACTIVE]),
                    (POWER_ON_1, vec![ATR]),
                ],
            ];
            let (reader, pipe) = reader(INACTIVE, steps.concat()).await;
            let reader = reader.looking_for(APPLICATION);
            assert!(reader.power_on().await.is_ok());
            pipe.assert_finished();
        });
    }
}

#[test]
fn a_card_that_comes_to_the_other_slot_takes_the_place_of_the_one_before() {
    block_on(async {
        let steps = [
            look(INACTIVE, ABSENT),
            vec![
                (STATUS, vec![INACTIVE]),
                (POWER_ON, vec![ATR]),
                (POWER_OFF, vec![INACTIVE]),
                (STATUS, vec![INACTIVE]),
            ],
            look(INACTIVE, ABSENT),
            vec![(STATUS, vec![INACTIVE])],
            look(INACTIVE, INACTIVE),
        ];
        let (reader, pipe) = reader(ABSENT, steps.concat()).await;
        let mut channel = reader.power_on().await.unwrap();
        channel.power_off().await.unwrap();
        reader.wait_for_removal().await.unwrap();
        pipe.assert_finished();
        pipe.then(look(INACTIVE, INACTIVE));
        reader.wait_for_card().await.unwrap();
        pipe.then(look(INACTIVE, INACTIVE));
        pipe.then(vec![(STATUS_1, vec![INACTIVE]), (POWER_ON_1, vec![ATR])]);
        assert!(reader.power_on().await.is_ok());
        pipe.assert_finished();
    });
}

/// Whoever asked for the card stops waiting in the middle: it does not keep its power.
#[test]
fn a_card_that_nobody_waits_for_loses_its_power() {
    block_on(async {
        let set = Kind {
            features: 0x0004_000C,
            ..EXTENDED
        };
        let atr = Event::Reply("80000000 3BE000FF8131FE4514");
        let steps = vec![
            (STATUS, vec![INACTIVE]),
            (POWER_ON, vec![atr]),
            ("61010000 1110FF4500FE00", vec![]),
        ];
        let (reader, pipe) = open(set, steps).await;
        {
            let power_on = std::pin::pin!(reader.power_on());
            let soon = std::pin::pin!(tokio::time::sleep(core::time::Duration::from_secs(1)));
            let first = futures_util::future::select(power_on, soon).await;
            assert!(matches!(first, futures_util::future::Either::Right(_)));
        }
        pipe.then(vec![(POWER_OFF, vec![INACTIVE]), (STATUS, vec![INACTIVE])]);
        assert_eq!(reader.card_present().await, Ok(true));
        pipe.assert_finished();
    });
}
