//! PINs that are entered on a reader, at every level.

use super::*;
use crate::ccid::PinPadTrust;
use crate::ccid::script::{
    EXTENDED, Event, INACTIVE, Kind, POWER_ON, REFUSED, STATUS, Step, open_as,
};
use crate::iso7816::{Command, Response, StatusWord};
use crate::link::CardChannel;
use crate::link::script::{block_on, hex};

const PAD: Kind = Kind {
    pin_support: 0x03,
    ..EXTENDED
};
const TPDU_PAD: Kind = Kind {
    features: 0x0001_04B8,
    ..PAD
};
/// A reader that stands in no table, and two that do.
const UNKNOWN: [u16; 2] = [0x1209, 0x0001];
const CHERRY: [u16; 2] = [0x046A, 0x003E];
const GEMPC: [u16; 2] = [0x08E6, 0x3478];

const JAPANESE: u16 = 0x0411;
const ENTRY: PinEntry = PinEntry::new([0x00, 0x20, 0x00, 0x98], 4, JAPANESE);
/// The message up to bNumberMessage, and the rest behind bTeoPrologue.
const SECURE: &str = "69000000 00 3C 82 04 00 0404 02 FF 1104 00 000000 00200098 04 FFFFFFFF";

fn powered(atr: &'static str, steps: Vec<Step>) -> Vec<Step> {
    let begin = vec![
        (STATUS, vec![INACTIVE]),
        (POWER_ON, vec![Event::Reply(atr)]),
    ];
    [begin, steps].concat()
}

/// Enters a PIN, then sends SELECT MF so that it shows whether numbers still agree.
fn enter(
    device: [u16; 2],
    kind: Kind,
    trust: PinPadTrust,
    steps: Vec<Step>,
    then_select: bool,
) -> Result<StatusWord, LinkError> {
    block_on(async {
        let (reader, pipe) = open_as(device, kind, steps).await;
        let mut channel = reader.trusting(trust).power_on().await.unwrap();
        let result = channel.verify_on_pin_pad(&ENTRY).await;
        assert_eq!(
            channel.has_pin_pad(),
            result.as_ref().err() != Some(&LinkError::PinPadUnavailable)
        );
        if then_select {
            let select = Command::new([0x00, 0xA4, 0x00, 0x00]);
            assert!(channel.exchange(&select).await.is_ok());
        }
        pipe.assert_finished();
        result.map(|response: Response| response.status())
    })
}

#[test]
fn the_structure_has_its_bytes() {
    let plain = structure(&ENTRY, PinPad::PLAIN, [0; 3]);
    assert_eq!([&hex("69000000")[..], &plain].concat(), hex(SECURE));
    let one_message = PinPad { messages: 1 };
    let bytes = structure(&ENTRY, one_message, [0x00, 0x40, 0x09]);
    assert_eq!(bytes[8], 1);
    assert_eq!(bytes[12..15], [0x00, 0x40, 0x09]);
}

#[test]
fn only_pads_that_are_trusted_are_used() {
    let deaf = Kind {
        pin_support: 0x02,
        ..PAD
    };
    let unavailable = Err(LinkError::PinPadUnavailable);
    let [known, announced] = [PinPadTrust::Known, PinPadTrust::Announced];
    let right = Ok(StatusWord::Success);
    let table = [
        (UNKNOWN, PAD, known, unavailable),
        (UNKNOWN, PAD, announced, right),
        (UNKNOWN, deaf, announced, unavailable),
        (CHERRY, PAD, known, right),
        (CHERRY, EXTENDED, known, unavailable),
        // A keyboard that shows the PIN to the computer.
        ([0x03F0, 0x1024], PAD, announced, unavailable),
    ];
    for (device, kind, trust, expected) in table {
        let mut steps = powered("800000003B00", vec![]);
        if expected.is_ok() {
            steps.push((SECURE, vec![Event::Reply("80000000 9000")]));
        }
        assert_eq!(enter(device, kind, trust, steps, false), expected);
    }
}

#[test]
fn a_pad_gets_the_messages_that_it_takes() {
    let secure = "69000000 00 3C 82 04 00 0404 02 01 1104 00 000000 00200098 04 FFFFFFFF";
    let steps = powered(
        "800000003B00",
        vec![(secure, vec![Event::Reply("80000000 63C2")])],
    );
    let result = enter(GEMPC, PAD, PinPadTrust::Known, steps, false);
    assert_eq!(result, Ok(StatusWord::TriesLeft(2)));
}

#[test]
fn what_people_do_instead_has_its_own_errors() {
    let table = [
        ("8040EF00", Err(LinkError::PinEntryCancelled)),
        ("8040F000", Err(LinkError::PinEntryTimedOut)),
        ("8042FE00", Err(LinkError::CardRemoved)),
        (
            "80401200",
            Err(LinkError::ReaderRefused(SlotError::Parameter(0x12))),
        ),
    ];
    for (answer, expected) in table {
        let steps = powered("800000003B00", vec![(SECURE, vec![Event::Reply(answer)])]);
        let result = enter(UNKNOWN, PAD, PinPadTrust::Announced, steps, false);
        assert_eq!(result, expected, "{answer}");
    }
}

/// The older My Number Card at TPDU level: the block is the reader's, its number is ours.
#[test]
fn numbers_agree_whatever_becomes_of_an_entry() {
    let set = ("61010000 1110FF4500FE00", vec![Event::Reply("82000001")]);
    let secure = "69000000 00 3C 82 04 00 0404 02 FF 1104 00 000009 00200098 04 FFFFFFFF";
    let select = |number: &'static str| (number, vec![Event::Reply("80000000 000002 9000 92")]);
    let first = select("6F000000 000004 00A40000 A0");
    let second = (
        "6F000000 004004 00A40000 E0",
        vec![Event::Reply("80000000 004002 9000 D2")],
    );
    let table: [(Event, Vec<Step>, _); 4] = [
        (
            Event::Reply("80000000 000002 9000 92"),
            vec![second],
            Ok(StatusWord::Success),
        ),
        (
            Event::Reply("8040EF00"),
            vec![first.clone()],
            Err(LinkError::PinEntryCancelled),
        ),
        (
            Event::Reply("8040F000"),
            vec![first.clone()],
            Err(LinkError::PinEntryTimedOut),
        ),
        // The block of the reader was lost: it cannot be sent again.
        (
            Event::Reply("80000000 008100 81"),
            vec![
                (
                    "6F000000 00C000 C0",
                    vec![Event::Reply("80000000 00E000 E0")],
                ),
                first.clone(),
            ],
            Err(LinkError::BlocksLost),
        ),
    ];
    for (answer, rest, expected) in table {
        let begin = vec![set.clone(), (secure, vec![answer])];
        let steps = powered("80000000 3BE000FF8131FE4514", [begin, rest].concat());
        let result = enter(UNKNOWN, TPDU_PAD, PinPadTrust::Announced, steps, true);
        assert_eq!(result, expected);
    }
    let steps = [vec![set, (REFUSED, vec![])], vec![first]].concat();
    let steps = powered("80000000 3BE000FF8131FE4514", steps);
    let result = enter(UNKNOWN, TPDU_PAD, PinPadTrust::Announced, steps, true);
    assert_eq!(result, Err(LinkError::NotAccepted));
}
