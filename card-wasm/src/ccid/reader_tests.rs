//! Opening readers, powering cards, and noticing that they come and go.

use core::time::Duration;
use std::rc::Rc;

use super::script::{
    ABSENT, ACTIVE, ATR, EXTENDED, Event, INACTIVE, Kind, POWER_OFF, POWER_ON, PausedTimer,
    REFUSED, STATUS, ScriptedPipe, Step, configuration, interface, open,
};
use super::{ExchangeLevel, Reader, SlotError};
use crate::iso7816::Command;
use crate::link::LinkError;
use crate::link::script::block_on;

const SMART_CARD: Kind = Kind {
    class: 0x0B,
    ..EXTENDED
};
const CHARACTER: Kind = Kind {
    features: 0x0000_0030,
    ..EXTENDED
};

fn try_open(
    kinds: &[Kind],
    claims: &[LinkError],
    steps: Vec<Step>,
) -> (Result<Reader, LinkError>, Rc<ScriptedPipe>) {
    let interfaces: Vec<_> = (0..)
        .zip(kinds)
        .map(|(n, kind)| interface(n, *kind))
        .collect();
    let pipe = ScriptedPipe::new(configuration(&interfaces), steps);
    pipe.refuse_claims(claims);
    let opened = block_on(Reader::open(pipe.clone(), Rc::new(PausedTimer)));
    pipe.assert_finished();
    (opened, pipe)
}

#[test]
fn the_first_interface_that_can_be_used_is_used() {
    let (reader, pipe) = try_open(
        &[SMART_CARD, CHARACTER, EXTENDED],
        &[LinkError::ProtectedClass],
        vec![(STATUS, vec![ABSENT])],
    );
    let reader = reader.unwrap();
    assert_eq!(reader.interface().number, 2);
    assert_eq!(reader.level(), ExchangeLevel::ExtendedApdu);
    let claims = ["claim 0", "claim 1", "release 1", "claim 2"];
    assert_eq!(*pipe.claims.borrow(), claims);
}

#[test]
fn the_most_useful_reason_is_reported() {
    let silent = vec![(STATUS, vec![]); 2];
    let [protected, in_use] = [LinkError::ProtectedClass, LinkError::ReaderInUse];
    let table = [
        (vec![], vec![], vec![], LinkError::NotAReader),
        (vec![CHARACTER], vec![], vec![], LinkError::CharacterLevel),
        (
            vec![SMART_CARD, CHARACTER],
            vec![protected],
            vec![],
            protected,
        ),
        (vec![CHARACTER, SMART_CARD], vec![in_use], silent, in_use),
    ];
    for (kinds, claims, steps, expected) in table {
        assert_eq!(try_open(&kinds, &claims, steps).0.err(), Some(expected));
    }
}

#[test]
fn a_reader_that_is_known_to_be_better_than_it_says_is_believed_to_be() {
    let pipe = ScriptedPipe::new(
        configuration(&[interface(0, CHARACTER)]),
        vec![(STATUS, vec![ABSENT])],
    );
    // Omnikey 3x21.
    *pipe.device.borrow_mut() = [0x076B, 0x3031];
    let reader = block_on(Reader::open(pipe.clone(), Rc::new(PausedTimer))).unwrap();
    assert_eq!(reader.level(), ExchangeLevel::ExtendedApdu);
    pipe.assert_finished();
}

#[test]
fn a_reader_that_holds_old_answers_is_brought_to_its_senses() {
    let old = Event::Stale("80000000 9000");
    let steps = vec![
        (REFUSED, vec![]),
        (STATUS, vec![old.clone(), old, INACTIVE]),
    ];
    let (reader, pipe) = try_open(&[EXTENDED], &[], steps);
    assert!(reader.is_ok());
    assert_eq!(*pipe.cleared.borrow(), [0x02]);

    let (reader, pipe) = try_open(&[EXTENDED], &[], vec![(STATUS, vec![]); 2]);
    assert_eq!(reader.err(), Some(LinkError::Timeout));
    assert_eq!(*pipe.claims.borrow(), ["claim 0", "release 0"]);
}

#[test]
fn a_card_that_a_reloaded_page_left_powered_is_powered_off_at_once() {
    let steps = vec![(STATUS, vec![ACTIVE]), (POWER_OFF, vec![INACTIVE])];
    assert!(try_open(&[EXTENDED], &[], steps).0.is_ok());
}

fn power_on(kind: Kind, steps: Vec<Step>) -> Result<(), LinkError> {
    block_on(async {
        let (reader, pipe) = open(kind, steps).await;
        let result = reader.power_on().await.map(drop);
        pipe.assert_finished();
        result
    })
}

#[test]
fn voltages_are_tried_as_far_as_needed() {
    let manual = |voltages| Kind {
        features: 0x0004_0040,
        voltages,
        ..EXTENDED
    };
    let [five, three, low] = ["62010000", "62020000", "62030000"];
    let mute = || vec![Event::Reply("8041FE00")];
    let inactive = (STATUS, vec![INACTIVE]);
    let table = [
        (EXTENDED, vec![(POWER_ON, vec![ATR])], Ok(())),
        (
            EXTENDED,
            vec![(POWER_ON, mute()), (POWER_ON, vec![ATR])],
            Ok(()),
        ),
        (
            EXTENDED,
            vec![(POWER_ON, mute()), (POWER_ON, mute())],
            Err(LinkError::CardMute),
        ),
        (
            manual(7),
            vec![(five, mute()), (three, mute()), (low, vec![ATR])],
            Ok(()),
        ),
        (manual(2), vec![(three, vec![ATR])], Ok(())),
        (
            manual(5),
            vec![(five, mute()), (low, mute())],
            Err(LinkError::CardMute),
        ),
        (manual(0), vec![(POWER_ON, vec![ATR])], Ok(())),
        (
            EXTENDED,
            vec![(POWER_ON, vec![Event::Reply("8042FE00")])],
            Err(LinkError::CardAbsent),
        ),
        // It says that it chooses by itself, and does not take that.
        (
            EXTENDED,
            vec![
                (POWER_ON, vec![Event::Reply("80410700")]),
                (five, mute()),
                (three, vec![ATR]),
            ],
            Ok(()),
        ),
        (
            manual(2),
            vec![(three, vec![Event::Reply("80410700")])],
            Err(LinkError::ReaderRefused(SlotError::Parameter(7))),
        ),
    ];
    for (kind, steps, expected) in table {
        let steps = [vec![inactive.clone()], steps].concat();
        assert_eq!(power_on(kind, steps), expected);
    }
    assert_eq!(
        power_on(EXTENDED, vec![(STATUS, vec![ABSENT])]),
        Err(LinkError::CardAbsent)
    );
}

#[test]
fn a_card_that_somebody_left_powered_is_powered_off_first() {
    let steps = vec![
        (STATUS, vec![ACTIVE]),
        (POWER_OFF, vec![INACTIVE]),
        (POWER_ON, vec![ATR]),
    ];
    assert_eq!(power_on(EXTENDED, steps), Ok(()));
}

#[test]
fn parameters_are_set_only_where_the_reader_wants_them() {
    let kind = Kind {
        features: 0x0004_000C,
        ..EXTENDED
    };
    let set = "61010000 1110FF4500FE00";
    let atr = Event::Reply("80000000 3BE000FF8131FE4514");
    for (answer, expected) in [
        ("82000001 1110FF4500FE00", Ok(())),
        ("82400000", Ok(())),
        ("82400A00", Ok(())),
        ("8240FB00", Err("LINK-READER-REFUSED")),
    ] {
        let mut steps = vec![
            (STATUS, vec![INACTIVE]),
            (POWER_ON, vec![atr.clone()]),
            (set, vec![Event::Reply(answer)]),
        ];
        if expected.is_err() {
            steps.push((POWER_OFF, vec![INACTIVE]));
        }
        let result = power_on(kind, steps).map_err(|error| error.code());
        assert_eq!(result, expected, "{answer}");
    }
}

#[test]
fn without_an_interrupt_endpoint_the_slot_is_polled() {
    block_on(async {
        let (reader, pipe) = open(EXTENDED, vec![(STATUS, vec![ABSENT]); 3]).await;
        pipe.then(vec![(STATUS, vec![INACTIVE])]);
        let begin = tokio::time::Instant::now();
        reader.wait_for_card().await.unwrap();
        assert_eq!(begin.elapsed(), 3 * Duration::from_millis(300));
        pipe.then(vec![(STATUS, vec![INACTIVE]), (STATUS, vec![ABSENT])]);
        reader.wait_for_removal().await.unwrap();
        pipe.assert_finished();
    });
}

#[test]
fn with_one_the_reader_says_when() {
    let kind = Kind {
        interrupt: true,
        ..EXTENDED
    };
    block_on(async {
        let (reader, pipe) = open(kind, vec![(STATUS, vec![ABSENT]); 2]).await;
        let begin = tokio::time::Instant::now();
        let insertion = async {
            tokio::time::sleep(Duration::from_millis(2050)).await;
            // Something in another slot.
            pipe.interrupt("500C");
            tokio::time::sleep(Duration::from_millis(50)).await;
            pipe.then(vec![(STATUS, vec![INACTIVE])]);
            pipe.interrupt("5003");
        };
        let (waited, ()) = tokio::join!(reader.wait_for_card(), insertion);
        waited.unwrap();
        // Asked at once, after two seconds without a word, and at the message for its slot.
        assert_eq!(begin.elapsed(), Duration::from_millis(2100));
        pipe.assert_finished();
    });
}

#[test]
fn an_interrupt_endpoint_that_does_not_work_is_done_without() {
    let kind = Kind {
        interrupt: true,
        ..EXTENDED
    };
    block_on(async {
        let (reader, pipe) = open(kind, vec![(STATUS, vec![ABSENT]); 2]).await;
        pipe.then(vec![(STATUS, vec![INACTIVE])]);
        pipe.fail_interrupt(LinkError::TransferFailed);
        let begin = tokio::time::Instant::now();
        reader.wait_for_card().await.unwrap();
        // Asked again at once, and then by polling.
        assert_eq!(begin.elapsed(), Duration::from_millis(300));
        pipe.assert_finished();
    });
}

#[test]
fn how_readers_say_that_there_is_no_card() {
    for answer in ["81020000", "8142FE00", "8141FE00", "8140FE00"] {
        block_on(async {
            let steps = vec![(REFUSED, vec![]), (STATUS, vec![Event::Reply(answer)])];
            let (reader, pipe) = open(EXTENDED, steps).await;
            assert_eq!(reader.card_present().await, Ok(false), "{answer}");
            pipe.assert_finished();
        });
    }
}

#[test]
fn a_removal_that_the_session_noticed_is_one_also_if_another_card_is_there() {
    block_on(async {
        let steps = vec![(STATUS, vec![INACTIVE]), (POWER_ON, vec![ATR])];
        let (reader, pipe) = open(EXTENDED, steps).await;
        let mut channel = reader.power_on().await.unwrap();
        pipe.then(vec![
            (STATUS, vec![ACTIVE]),
            ("6F00000000200098", vec![Event::Reply("8042FE00")]),
        ]);
        let session = async {
            tokio::time::sleep(Duration::from_millis(10)).await;
            let query = Command::new([0x00, 0x20, 0x00, 0x98]);
            channel.exchange(&query).await
        };
        let (removed, lost) = tokio::join!(reader.wait_for_removal(), session);
        assert_eq!((removed, lost), (Ok(()), Err(LinkError::CardRemoved)));
        pipe.assert_finished();
    });
}

#[test]
fn a_swap_between_two_questions_is_a_removal() {
    block_on(async {
        let steps = vec![(STATUS, vec![INACTIVE]), (POWER_ON, vec![ATR])];
        let (reader, pipe) = open(EXTENDED, steps).await;
        let _channel = reader.power_on().await.unwrap();
        // Present all the time, but once without power.
        pipe.then(vec![(STATUS, vec![ACTIVE]), (STATUS, vec![INACTIVE])]);
        reader.wait_for_removal().await.unwrap();
        pipe.assert_finished();
    });
}

#[test]
fn a_reader_that_leaves_the_bus_ends_the_waiting() {
    block_on(async {
        let (reader, pipe) = open(EXTENDED, vec![(STATUS, vec![Event::Unplug])]).await;
        assert_eq!(reader.wait_for_card().await, Err(LinkError::Unplugged));
        pipe.assert_finished();
    });
}

#[test]
fn closing_powers_off_and_gives_the_interface_back() {
    block_on(async {
        let steps = vec![(STATUS, vec![INACTIVE]), (POWER_ON, vec![ATR])];
        let (reader, pipe) = open(EXTENDED, steps).await;
        let _channel = reader.power_on().await.unwrap();
        pipe.then(vec![(POWER_OFF, vec![INACTIVE])]);
        reader.close().await.unwrap();
        pipe.assert_finished();
        assert_eq!(*pipe.claims.borrow(), ["claim 0", "release 0"]);
    });
}
