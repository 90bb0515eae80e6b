//! APDUs through a reader that misbehaves in every way that readers were seen to.

use core::time::Duration;

use super::script::{ABSENT, ACTIVE, INACTIVE, POWER_ON};
use super::script::{
    EXTENDED, Event, Kind, POWER_OFF, REFUSED, SHORT, STATUS, Step, open, powered,
};
use crate::iso7816::{Command, ExpectedLength, StatusWord};
use crate::link::script::block_on;
use crate::link::{CardChannel, Limits, LinkError};

/// READ BINARY, `00 B0 00 00 02`, as an XfrBlock.
const READ: &str = "6F00000000B0000002";
/// Two bytes and 9000.
const DONE: Event = Event::Reply("80000000 0102 9000");

fn read() -> Command {
    Command::new([0x00, 0xB0, 0x00, 0x00]).expecting(ExpectedLength::at_most(2))
}

/// Sends one command and returns its data, or what went wrong; then the clock.
fn exchange(
    kind: Kind,
    command: &Command,
    steps: Vec<Step>,
) -> (Result<Vec<u8>, LinkError>, Duration) {
    block_on(async {
        let (reader, pipe) = open(kind, powered(steps)).await;
        let mut channel = reader.power_on().await.unwrap();
        let begin = tokio::time::Instant::now();
        let response = channel.exchange(command).await;
        let data = response.map(|response| {
            assert_eq!(response.status(), StatusWord::Success);
            response.into_data()
        });
        pipe.assert_finished();
        (data, begin.elapsed())
    })
}

fn outcome(events: Vec<Event>) -> Result<Vec<u8>, LinkError> {
    exchange(EXTENDED, &read(), vec![(READ, events)]).0
}

#[test]
fn what_readers_get_away_with() {
    let table = [
        ("plain", vec![DONE]),
        ("byte by byte", vec![Event::Split("80000000 0102 9000", 1)]),
        ("an empty transfer first", vec![Event::Raw(""), DONE]),
        (
            "somebody else's answer",
            vec![Event::Stale("80000000 FFFF 9000"), DONE],
        ),
        (
            "nonsense for somebody else",
            vec![
                Event::Stale("81C30000 FFFF"),
                Event::Stale("99000000"),
                DONE,
            ],
        ),
        (
            "an answer of another kind",
            vec![Event::Reply("81000000"), DONE],
        ),
        ("a halt", vec![Event::HaltIn, DONE]),
        ("two halts", vec![Event::HaltIn, Event::HaltIn, DONE]),
        (
            "more time",
            vec![Event::Reply("80800200"), Event::Reply("80800000"), DONE],
        ),
    ];
    for (what, events) in table {
        assert_eq!(outcome(events), Ok(vec![1, 2]), "{what}");
    }
}

#[test]
fn what_they_do_not_get_away_with() {
    let table = [
        (vec![Event::Unplug], LinkError::Unplugged),
        (vec![Event::Reply("8042FE00")], LinkError::CardRemoved),
        (vec![Event::Reply("80020000 9000")], LinkError::CardRemoved),
        (vec![Event::Reply("8041FE00")], LinkError::CardReplaced),
        (vec![Event::Reply("8040FE00")], LinkError::CardMute),
        (
            vec![Event::Reply("80000000 90")],
            LinkError::MalformedResponse,
        ),
        (
            vec![Event::Reply("80000007 9000")],
            LinkError::MalformedMessage,
        ),
        (
            vec![Event::Raw("80FFFFFF7F00")],
            LinkError::MalformedMessage,
        ),
        (vec![Event::HaltIn; 3], LinkError::Stalled),
        (vec![Event::Raw(""); 17], LinkError::MalformedMessage),
        (
            vec![Event::Stale("80000000 9000"); 11],
            LinkError::UnexpectedMessage,
        ),
        (vec![Event::Reply("80800100"); 121], LinkError::CardTooSlow),
        (vec![], LinkError::Timeout),
    ];
    for (events, expected) in table {
        assert_eq!(outcome(events), Err(expected), "{expected}");
    }
    let refused = outcome(vec![Event::Reply("8040C300")]);
    assert_eq!(refused.unwrap_err().code(), "LINK-READER-REFUSED");
}

#[test]
fn a_refused_apdu_is_not_sent_again_by_the_driver() {
    let (result, _) = exchange(EXTENDED, &read(), vec![(REFUSED, vec![])]);
    assert_eq!(result, Err(LinkError::NotAccepted));
}

#[test]
fn more_time_is_as_much_as_was_asked_for() {
    // Eight seconds for a card; three times that after the request, but not for ever.
    for (request, seconds) in [("80800300", 24), ("8080FF00", 30)] {
        let silent = vec![(READ, vec![Event::Reply(request)])];
        let (result, waited) = exchange(EXTENDED, &read(), silent);
        let expected = (Err(LinkError::Timeout), Duration::from_secs(seconds));
        assert_eq!((result, waited), expected);
    }
}

#[test]
fn a_late_answer_is_not_taken_for_the_next_one() {
    block_on(async {
        let (reader, pipe) = open(EXTENDED, powered(vec![(READ, vec![])])).await;
        let mut channel = reader.power_on().await.unwrap();
        assert_eq!(channel.exchange(&read()).await, Err(LinkError::Timeout));
        // It comes together with the next one.
        pipe.then(vec![(READ, vec![Event::Stale("80000000 FFFF 9000"), DONE])]);
        let begin = tokio::time::Instant::now();
        let response = channel.exchange(&read()).await.unwrap();
        assert_eq!(response.data(), [1, 2]);
        // It had a last chance before.
        assert_eq!(begin.elapsed(), Duration::from_secs(1));
        pipe.assert_finished();
    });
}

#[test]
fn half_an_answer_is_forgotten() {
    block_on(async {
        let half = vec![(READ, vec![Event::Raw("80 04000000 00")])];
        let (reader, pipe) = open(EXTENDED, powered(half)).await;
        let mut channel = reader.power_on().await.unwrap();
        assert_eq!(channel.exchange(&read()).await, Err(LinkError::Timeout));
        pipe.then(vec![(READ, vec![DONE])]);
        assert_eq!(channel.exchange(&read()).await.unwrap().data(), [1, 2]);
        pipe.assert_finished();
    });
}

#[test]
fn an_exchange_that_nobody_waits_for_any_more_disturbs_nothing() {
    block_on(async {
        let (reader, pipe) = open(EXTENDED, powered(vec![(READ, vec![])])).await;
        let mut channel = reader.power_on().await.unwrap();
        let command = read();
        let abandoned = tokio::time::timeout(Duration::from_millis(5), channel.exchange(&command));
        assert!(abandoned.await.is_err());
        pipe.then(vec![(READ, vec![Event::Stale("80000000 FFFF 9000"), DONE])]);
        assert_eq!(channel.exchange(&read()).await.unwrap().data(), [1, 2]);
        pipe.assert_finished();
    });
}

/// A command of `length` bytes and the messages of 271 bytes that carry it.
fn long_command() -> Command {
    Command::new([0x80, 0xA2, 0x06, 0xC1])
        .with_data(&[0xAB; 600])
        .unwrap()
}

#[test]
fn a_long_command_travels_in_blocks() {
    // 7 bytes of header and Lc, 600 of data: 261, 261 and 85.
    let block = |length: usize| "AB".repeat(length);
    let first: &str = format!("6F000100 80A206C1000258{}", block(254)).leak();
    let second: &str = format!("6F000300 {}", block(261)).leak();
    let third: &str = format!("6F000200 {}", block(85)).leak();
    let steps = |between: &'static str| {
        vec![
            (first, vec![Event::Reply(between)]),
            (second, vec![Event::Reply("80000010")]),
            (third, vec![Event::Reply("80000000 9000")]),
        ]
    };
    let (result, _) = exchange(EXTENDED, &long_command(), steps("80000010"));
    assert_eq!(result, Ok(vec![]));
    // A reader that answers in the middle took the block for a command.
    let early = vec![(first, vec![Event::Reply("80000000 6700")])];
    let (result, _) = exchange(EXTENDED, &long_command(), early);
    assert_eq!(result, Err(LinkError::UnexpectedMessage));
    // At short-APDU level there is nothing to be done.
    let (result, _) = exchange(SHORT, &long_command(), vec![]);
    assert_eq!(result, Err(LinkError::CommandTooLong));
}

#[test]
fn a_long_answer_is_fetched_block_by_block() {
    let next = "6F001000";
    let steps = vec![
        (READ, vec![Event::Reply("80000001 0102")]),
        (next, vec![Event::Reply("80000003 03")]),
        (next, vec![Event::Reply("80000010")]),
        (next, vec![Event::Reply("80000002 04 9000")]),
    ];
    for kind in [EXTENDED, SHORT] {
        let (result, _) = exchange(kind, &read(), steps.clone());
        assert_eq!(result, Ok(vec![1, 2, 3, 4]));
    }
    // One that never ends is given up.
    let endless = std::iter::repeat_n((next, vec![Event::Reply("80000003")]), 2048);
    let steps = std::iter::once((READ, vec![Event::Reply("80000001")])).chain(endless);
    let (result, _) = exchange(EXTENDED, &read(), steps.collect());
    assert_eq!(result, Err(LinkError::ResponseTooLong));
}

#[test]
fn an_answer_that_is_longer_than_any_is_given_up() {
    let next = "6F001000";
    // 252 blocks of 261 bytes are the first to exceed 65 538.
    let block: &str = format!("80000003 {}", "00".repeat(261)).leak();
    let mut steps = vec![(next, vec![Event::Reply(block)]); 252];
    steps[0].0 = READ;
    let (result, _) = exchange(EXTENDED, &read(), steps);
    assert_eq!(result, Err(LinkError::ResponseTooLong));
}

#[test]
fn a_limit_that_leaves_no_room_is_not_believed() {
    let kind = Kind {
        max_message_length: 4,
        ..EXTENDED
    };
    let (result, _) = exchange(kind, &read(), vec![(READ, vec![DONE])]);
    assert_eq!(result, Ok(vec![1, 2]));
}

#[test]
fn limits_follow_reader_and_card() {
    let silent_atr = "80000000 3BE000FF8131FE4514";
    let short_atr = "80000000 3BC5FF8131FB458073C6010000";
    let small = Kind {
        max_message_length: 64,
        ..SHORT
    };
    let table = [
        (EXTENDED, silent_atr, Limits::EXTENDED),
        (EXTENDED, short_atr, Limits::SHORT),
        (SHORT, silent_atr, Limits::SHORT),
        (small, silent_atr, Limits::SHORT.narrowed(54, 54)),
    ];
    for (kind, atr, limits) in table {
        block_on(async {
            let steps = vec![
                (STATUS, vec![INACTIVE]),
                (POWER_ON, vec![Event::Reply(atr)]),
            ];
            let (reader, _) = open(kind, steps).await;
            assert_eq!(reader.power_on().await.unwrap().limits(), limits);
        });
    }
}

#[test]
fn a_channel_ends_with_its_card() {
    block_on(async {
        let swapped = vec![(STATUS, vec![ACTIVE]), (STATUS, vec![INACTIVE])];
        let (reader, pipe) = open(EXTENDED, powered(swapped)).await;
        let mut channel = reader.power_on().await.unwrap();
        assert_eq!(reader.card_present().await, Ok(true));
        // Present, but without the power that it was given: another card.
        assert_eq!(reader.card_present().await, Ok(true));
        assert_eq!(
            channel.exchange(&read()).await,
            Err(LinkError::CardReplaced)
        );
        assert_eq!(channel.power_off().await, Ok(()));
        pipe.then(powered(vec![(STATUS, vec![ABSENT])]));
        let mut second = reader.power_on().await.unwrap();
        assert_eq!(channel.exchange(&read()).await, Err(LinkError::PoweredOff));
        assert_eq!(reader.card_present().await, Ok(false));
        assert_eq!(second.exchange(&read()).await, Err(LinkError::CardRemoved));
        pipe.assert_finished();
    });
}

#[test]
fn a_channel_that_is_dropped_leaves_no_power_behind() {
    block_on(async {
        let (reader, pipe) = open(EXTENDED, powered(vec![])).await;
        drop(reader.power_on().await.unwrap());
        let off = (POWER_OFF, vec![INACTIVE]);
        pipe.then(vec![off.clone(), (STATUS, vec![INACTIVE])]);
        assert_eq!(reader.card_present().await, Ok(true));
        pipe.assert_finished();

        // A reader that fails to do it is told again.
        pipe.then(powered(vec![]));
        drop(reader.power_on().await.unwrap());
        let refused = (POWER_OFF, vec![Event::Reply("8140FB00")]);
        pipe.then(vec![refused, (STATUS, vec![ACTIVE])]);
        assert_eq!(reader.card_present().await, Ok(true));
        pipe.then(vec![off.clone(), (STATUS, vec![INACTIVE])]);
        assert_eq!(reader.card_present().await, Ok(true));
        pipe.assert_finished();

        // One that was powered off owes nothing.
        pipe.then(powered(vec![off, (STATUS, vec![INACTIVE])]));
        let mut channel = reader.power_on().await.unwrap();
        channel.power_off().await.unwrap();
        drop(channel);
        assert_eq!(reader.card_present().await, Ok(true));
        pipe.assert_finished();
    });
}
