//! Readers that leave the transmission protocol to the host.

use core::time::Duration;

use super::script::{
    EXTENDED, Event, INACTIVE, Kind, POWER_OFF, POWER_ON, REFUSED, STATUS, Step, open,
};
use super::{BlockTraffic, SlotError};
use crate::iso7816::{Command, ExpectedLength, StatusWord};
use crate::link::script::{block_on, hex};
use crate::link::{CardChannel, Limits, LinkError};

/// Takes blocks, tells nothing and negotiates nothing.
const TPDU: Kind = Kind {
    features: 0x0001_0038,
    ..EXTENDED
};
/// Negotiates what it is told.
const TOLD: Kind = Kind {
    features: 0x0001_00B8,
    ..EXTENDED
};
/// Tells cards by itself how much it can receive.
const AUTOMATIC: Kind = Kind {
    features: 0x0001_04B8,
    ..EXTENDED
};

/// The older My Number Card (OpenSC `card-jpki.c`): T=1, IFSC 254.
const T1_CARD: &str = "3BE000FF8131FE4514";
/// The newer one (OpenSC, issue 3021): TA1 13, IFSC 251.
const FAST_CARD: &str = "3BDA13FF8131FB468012392F31C173C601C03B";
/// Made up: T=0 alone.
const T0_CARD: &str = "3B00";

/// Text that lives as long as the test.
fn keep(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

fn with_lrc(block: &str) -> String {
    let sum = hex(block).iter().fold(0, |sum, byte| sum ^ byte);
    format!("{block}{sum:02X}")
}

/// A block of T=1 to the card, as an XfrBlock.
fn sent(block: &str) -> &'static str {
    keep(format!("6F000000{}", with_lrc(block)))
}

/// A block of T=1 from the card.
fn block(block: &str) -> Event {
    Event::Reply(keep(format!("80000000{}", with_lrc(block))))
}

fn reply(bytes: &str) -> Event {
    Event::Reply(keep(format!("80000000{bytes}")))
}

const SILENCE: Event = Event::Reply("8040FE00");
const GARBLED: Event = Event::Reply("8040FD00");

fn power_on(atr: &str) -> Vec<Step> {
    vec![(STATUS, vec![INACTIVE]), (POWER_ON, vec![reply(atr)])]
}

/// SetParameters and its acceptance.
fn set(parameters: &str) -> Step {
    let number = if hex(parameters).len() == 5 { 0 } else { 1 };
    (
        keep(format!("610{number}0000{parameters}")),
        vec![Event::Reply("82000001")],
    )
}

/// S(IFS request) of 254 and its response.
fn told() -> Step {
    (sent("00C101FE"), vec![block("00E101FE")])
}

fn activated() -> Vec<Step> {
    [power_on(T1_CARD), vec![set("1110FF4500FE00"), told()]].concat()
}

fn read() -> Command {
    Command::new([0x00, 0xB0, 0x00, 0x00]).expecting(ExpectedLength::at_most(2))
}

/// Powers a card and sends commands; returns what came of each, or why there is no card.
fn converse(
    kind: Kind,
    steps: Vec<Step>,
    commands: &[Command],
) -> Result<Vec<Result<Vec<u8>, LinkError>>, LinkError> {
    block_on(async {
        let (reader, pipe) = open(kind, steps).await;
        let channel = reader.power_on().await;
        let mut outcomes = Vec::new();
        let result = match channel {
            Ok(mut channel) => {
                for command in commands {
                    let response = channel.exchange(command).await;
                    outcomes.push(response.map(|response| {
                        assert_eq!(response.status(), StatusWord::Success);
                        response.into_data()
                    }));
                }
                Ok(outcomes)
            }
            Err(error) => Err(error),
        };
        pipe.assert_finished();
        result
    })
}

#[test]
fn a_card_of_blocks_is_spoken_to_in_blocks() {
    let exchange = vec![
        (sent("000005 00B0000002"), vec![block("000004 0102 9000")]),
        (sent("004005 00B0000002"), vec![block("004004 0304 9000")]),
    ];
    let steps = [activated(), exchange].concat();
    let outcomes = converse(TOLD, steps, &[read(), read()]).unwrap();
    assert_eq!(outcomes, [Ok(vec![1, 2]), Ok(vec![3, 4])]);
}

#[test]
fn who_tells_what_follows_the_features() {
    // The reader negotiates 43 010 bit/s, or the host does, or nobody.
    let quick = |kind| Kind {
        max_data_rate: 344_086,
        ..kind
    };
    let pps = ("6F000000FF1113FD", vec![reply("FF1113FD")]);
    let fast = set("1310FF4600FB00");
    let slow = set("1110FF4600FB00");
    let read = (sent("000005 00B0000002"), vec![block("000004 0102 9000")]);
    let asked = |number: &str| {
        let answer = keep(format!("820000{number}1310FF4600FB00"));
        ("6C000000", vec![Event::Reply(answer)])
    };
    let own = Kind {
        features: 0x0001_0078,
        ..EXTENDED
    };
    let table = [
        (TOLD, vec![slow.clone(), told()]),
        (quick(TOLD), vec![fast.clone(), told()]),
        (quick(AUTOMATIC), vec![fast.clone()]),
        (TPDU, vec![slow.clone(), told()]),
        (quick(TPDU), vec![pps, fast, told()]),
        // A card may keep its speed.
        (
            quick(TPDU),
            vec![("6F000000FF1113FD", vec![reply("FF01FE")]), slow, told()],
        ),
        (own, vec![asked("01"), told()]),
        (
            own,
            vec![("6C000000", vec![Event::Reply("82400000")]), told()],
        ),
    ];
    for (kind, steps) in table {
        let steps = [power_on(FAST_CARD), steps, vec![read.clone()]].concat();
        let outcomes = converse(kind, steps, &[self::read()]).unwrap();
        assert_eq!(outcomes, [Ok(vec![1, 2])]);
    }
}

#[test]
fn a_card_that_refuses_the_proposal_is_reset_and_left_as_it_is() {
    let quick = Kind {
        max_data_rate: 344_086,
        ..TPDU
    };
    for refusal in [SILENCE, GARBLED, reply("FF1112FC"), reply("")] {
        let steps = [
            power_on(FAST_CARD),
            vec![
                ("6F000000FF1113FD", vec![refusal]),
                (POWER_OFF, vec![INACTIVE]),
            ],
            power_on(FAST_CARD),
            vec![set("1110FF4600FB00"), told()],
        ]
        .concat();
        assert_eq!(converse(quick, steps, &[]), Ok(vec![]));
    }
}

#[test]
fn the_field_size_fits_reader_and_message() {
    let table = [
        (0, 271, None),
        (32, 271, None),
        (247, 271, Some("F7")),
        (254, 271, Some("FE")),
        (1_024, 271, Some("FE")),
        (65_535, 65_554, Some("FE")),
        // A limit that cannot be right, as the answer to a short APDU would not fit.
        (254, 64, Some("FE")),
    ];
    for (max_ifsd, max_message_length, size) in table {
        let kind = Kind {
            max_ifsd,
            max_message_length,
            ..TOLD
        };
        let mut steps = [power_on(T1_CARD), vec![set("1110FF4500FE00")]].concat();
        if let Some(size) = size {
            steps.push((
                sent(&format!("00C101{size}")),
                vec![block(&format!("00E101{size}"))],
            ));
        }
        assert_eq!(converse(kind, steps, &[]), Ok(vec![]), "{max_ifsd}");
    }
}

#[test]
fn cards_that_cannot_be_spoken_with_are_refused_and_powered_off() {
    let off = (POWER_OFF, vec![INACTIVE]);
    let table = [
        // Another protocol, no ATR, parameters that the reader fails on.
        ("3B8003 83", vec![], LinkError::ProtocolDisjoint),
        ("3BE0", vec![], LinkError::MalformedAtr),
        (
            T1_CARD,
            vec![("610100001110FF4500FE00", vec![Event::Reply("8240FB00")])],
            LinkError::ReaderRefused(SlotError::Hardware),
        ),
    ];
    for (atr, steps, expected) in table {
        let steps = [power_on(atr), steps, vec![off.clone()]].concat();
        assert_eq!(converse(TOLD, steps, &[]), Err(expected), "{atr}");
    }
}

#[test]
fn more_time_is_passed_on_to_the_reader() {
    let granted = keep(format!("6F030000{}", with_lrc("00E30103")));
    let exchange = vec![
        (sent("000005 00B0000002"), vec![block("00C30103")]),
        (granted, vec![block("000004 0102 9000")]),
    ];
    let steps = [activated(), exchange].concat();
    assert_eq!(converse(TOLD, steps, &[read()]), Ok(vec![Ok(vec![1, 2])]));
}

#[test]
fn lost_blocks_are_recovered_and_a_lost_command_is_not_sent_again() {
    let first = sent("000005 00B0000002");
    let recovered = vec![
        (first, vec![SILENCE]),
        (sent("008200"), vec![block("008000")]),
        (first, vec![block("000004 0102 9000")]),
    ];
    let steps = [activated(), recovered].concat();
    assert_eq!(converse(TOLD, steps, &[read()]), Ok(vec![Ok(vec![1, 2])]));

    let lost = vec![
        (first, vec![SILENCE]),
        (sent("008200"), vec![GARBLED]),
        (sent("008100"), vec![reply("FFFF")]),
        (sent("00C000"), vec![block("00E000")]),
        told(),
        (first, vec![block("000004 0102 9000")]),
    ];
    let steps = [activated(), lost].concat();
    let outcomes = converse(TOLD, steps, &[read(), read()]).unwrap();
    assert_eq!(outcomes, [Err(LinkError::BlocksLost), Ok(vec![1, 2])]);
}

#[test]
fn a_card_that_says_nothing_any_more_loses_its_power() {
    let resynch = sent("00C000");
    let dead = vec![
        (sent("000005 00B0000002"), vec![block("00C000")]),
        (resynch, vec![SILENCE]),
        (resynch, vec![SILENCE]),
        (resynch, vec![SILENCE]),
        (POWER_OFF, vec![INACTIVE]),
    ];
    let steps = [activated(), dead].concat();
    let outcomes = converse(TOLD, steps, &[read(), read()]).unwrap();
    assert_eq!(outcomes, vec![Err(LinkError::CardMute); 2]);
}

#[test]
fn a_card_that_is_gone_is_gone() {
    for (answer, expected) in [
        ("8042FE00", LinkError::CardRemoved),
        ("8041FE00", LinkError::CardReplaced),
        ("8040FB00", LinkError::ReaderRefused(SlotError::Hardware)),
    ] {
        let lost = (sent("000005 00B0000002"), vec![Event::Reply(answer)]);
        let steps = [activated(), vec![lost]].concat();
        assert_eq!(converse(TOLD, steps, &[read()]), Ok(vec![Err(expected)]));
    }
}

#[test]
fn only_a_command_that_has_not_begun_was_not_accepted() {
    let steps = [activated(), vec![(REFUSED, vec![])]].concat();
    let again = (sent("000005 00B0000002"), vec![block("000004 0102 9000")]);
    let steps = [steps, vec![again]].concat();
    let outcomes = converse(TOLD, steps, &[read(), read()]).unwrap();
    assert_eq!(outcomes, [Err(LinkError::NotAccepted), Ok(vec![1, 2])]);

    let begun = vec![
        (sent("000005 00B0000002"), vec![block("00C30101")]),
        (REFUSED, vec![]),
    ];
    let steps = [activated(), begun].concat();
    assert_eq!(
        converse(TOLD, steps, &[read()]),
        Ok(vec![Err(LinkError::Stalled)])
    );
}

#[test]
fn commands_of_the_older_protocol_are_short() {
    let extended = Command::new([0x00, 0xB0, 0x00, 0x00]).expecting(ExpectedLength::MAXIMUM);
    let exchange = vec![
        ("6F00000000B0000002", vec![reply("6C01")]),
        ("6F00000000B0000001", vec![reply("01 9000")]),
        ("6F00000000B0000002", vec![SILENCE]),
        (POWER_OFF, vec![INACTIVE]),
    ];
    let steps = [power_on(T0_CARD), vec![set("1100000A00")], exchange].concat();
    let outcomes = converse(TOLD, steps, &[read(), extended, read()]).unwrap();
    let expected = [
        Ok(vec![1]),
        Err(LinkError::CommandTooLong),
        Err(LinkError::CardMute),
    ];
    assert_eq!(outcomes, expected);
}

#[test]
fn the_limits_are_those_of_the_protocol() {
    let set = vec![set("1110FF4500FE00"), told()];
    block_on(async {
        let (reader, _pipe) = open(TOLD, [power_on(T1_CARD), set].concat()).await;
        let channel = reader.power_on().await.unwrap();
        assert_eq!(channel.limits(), Limits::EXTENDED);
    });
    // Card capabilities that deny extended length fields.
    let atr = "3B8580018073802100 56";
    let set = vec![self::set("1110004D002000"), told()];
    block_on(async {
        let (reader, _pipe) = open(TOLD, [power_on(atr), set].concat()).await;
        let channel = reader.power_on().await.unwrap();
        assert_eq!(channel.limits(), Limits::SHORT);
    });
}

#[test]
fn what_passes_is_counted() {
    let exchange = (sent("000005 00B0000002"), vec![block("000004 0102 9000")]);
    let steps = [activated(), vec![exchange]].concat();
    block_on(async {
        let (reader, _pipe) = open(TOLD, steps).await;
        let before = reader.traffic().await;
        let mut channel = reader.power_on().await.unwrap();
        channel.exchange(&read()).await.unwrap();
        let after = reader.traffic().await;
        assert_eq!(before.messages, 1);
        let expected = BlockTraffic {
            // Status, power, parameters, size, command.
            messages: before.messages + 5,
            blocks: 2,
            bytes_out: before.bytes_out + 10 + 10 + 17 + 15 + 19,
            bytes_in: before.bytes_in + 10 + 19 + 10 + 15 + 18,
        };
        assert_eq!(after, expected);
    });
}

/// A card asks for the longest time, and the reader never answers: there is an end.
#[test]
fn a_reader_that_falls_silent_is_not_waited_for_without_end() {
    let granted = keep(format!("6FFF0000{}", with_lrc("00E301FF")));
    let exchange = vec![
        (sent("000005 00B0000002"), vec![block("00C301FF")]),
        (granted, vec![]),
    ];
    let steps = [activated(), exchange].concat();
    block_on(async {
        let (reader, _pipe) = open(TOLD, steps).await;
        let mut channel = reader.power_on().await.unwrap();
        let begin = tokio::time::Instant::now();
        let result = channel.exchange(&read()).await;
        assert_eq!(result.err(), Some(LinkError::Timeout));
        assert!(begin.elapsed() <= Duration::from_secs(31));
    });
}
