//! RC-S300s of every kind that is thinkable, message by message.

use core::time::Duration;
use std::fmt::Write;

use super::*;
use crate::ccid::script::{
    ACTIVE, ATR, Event, INACTIVE, POWER_OFF, POWER_ON, PausedTimer, STATUS, ScriptedPipe, Step,
    configuration,
};
use crate::iso7816::{Command, StatusWord};
use crate::link::Limits;
use crate::link::script::{block_on, hex};
use crate::sony::port400::command::{Form, Instruction, NO_PARITY, NO_PROLOGUE};

const BEGIN: &str = "6B000000 FF50000002 8100 00";
const END: &str = "6B000000 FF50000002 8200 00";
const OFF: &str = "6B000000 FF50000002 8300 00";
const ON: &str = "6B000000 FF50000002 8400 00";
const FRAMES: &str = "6B000000 FF50000204 8F020103 00";
const BLOCKS: &str = "6B000000 FF50000204 8F020104 00";
const DONE: Event = Event::Reply("83000000 C003009000 9000");
const SILENT: Event = Event::Reply("83000000 C003016401 9000");
const WITH_ATR: Event = Event::Reply("83000000 C003009000 8F020104 5F51023B00 9000");
const HARMLESS: &str = "00A4040000";
/// ATQB with FWI 8.
const CARD: &str = "50 11223344 00000000 00 81 81";
const ATTRIB: &str = "1D 11223344 00 08 01 00";

/// 5 ms, and FWI 8 with its grace.
const CALL: Duration = Duration::from_millis(5);
const BLOCK: Duration = Duration::from_micros(80_953);
const BY_READER: Duration = Duration::from_secs(8);

fn leak(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

/// A transparent exchange.
fn sends(form: Form, flags: u16, data: &str, wait: Duration) -> &'static str {
    let bytes = Instruction::Sony.exchange(form, flags, wait, &hex(data), 64);
    let mut text = String::from("6B000000");
    for byte in bytes.unwrap().iter() {
        write!(text, "{byte:02X}").unwrap();
    }
    leak(text)
}

/// A frame to the card.
fn frame(data: &str, wait: Duration) -> &'static str {
    sends(Form::Long, NO_PARITY | NO_PROLOGUE, data, wait)
}

/// What the card sends.
fn card(data: &str) -> Event {
    let length = hex(data).len();
    Event::Reply(leak(format!(
        "83000000 C003009000 920100 96020000 97{length:02X}{data} 9000"
    )))
}

fn switched_on(layer: &'static str, answer: Event) -> Vec<Step> {
    vec![(OFF, vec![DONE]), (ON, vec![DONE]), (layer, vec![answer])]
}

fn begun() -> Vec<Step> {
    vec![
        (END, vec![Event::Reply("83000000 6985")]),
        (BEGIN, vec![DONE]),
    ]
}

/// The host activates the card.
fn activated() -> Vec<Step> {
    let steps = vec![
        (frame("050008", CALL), vec![card(CARD)]),
        (frame(ATTRIB, BLOCK), vec![card("00")]),
    ];
    [switched_on(FRAMES, DONE), steps].concat()
}

/// The host tries its route, which works.
fn chosen_host() -> Vec<Step> {
    let probe = vec![
        (frame("02 00A4040000", BLOCK), vec![card("02 6A82")]),
        (frame("C2", CALL), vec![card("C2")]),
        (OFF, vec![DONE]),
    ];
    [activated(), probe].concat()
}

/// Nothing answers to the host.
fn silent_host() -> Vec<Step> {
    let calls = vec![(frame("050008", CALL), vec![SILENT]); 3];
    [switched_on(FRAMES, DONE), calls, vec![(OFF, vec![DONE])]].concat()
}

/// A look at an empty field.
fn silent() -> Vec<Step> {
    let off = vec![(OFF, vec![DONE])];
    [silent_host(), switched_on(BLOCKS, SILENT), off].concat()
}

/// An interface of vendor-specific class without a class descriptor.
fn vendor_configuration() -> Vec<u8> {
    let interface = hex("09 04 01 00 02 FF 00 00 00 07 05 81 02 4000 00 07 05 02 02 4000 00");
    configuration(&[interface])
}

async fn open(
    steps: Vec<Vec<Step>>,
) -> (
    Result<Port400Reader, LinkError>,
    Rc<ScriptedPipe>,
    Rc<Trail>,
) {
    let pipe = ScriptedPipe::new(vendor_configuration(), steps.concat());
    let trail = Rc::new(Trail::default());
    let timer = Rc::new(PausedTimer);
    let configuration = vendor_configuration();
    let opened = Port400Reader::open(pipe.clone(), timer, &configuration, Rc::clone(&trail));
    (opened.await, pipe, trail)
}

fn codes(trail: &Trail) -> Vec<String> {
    trail.steps().iter().map(ToString::to_string).collect()
}

fn select() -> Command {
    Command::new([0x00, 0xA4, 0x04, 0x00])
}

#[test]
fn the_host_speaks_to_the_card_through_frames() {
    block_on(async {
        let session = vec![
            (frame("02 00A40400", BLOCK), vec![card("02 9000")]),
            (frame("C2", CALL), vec![card("C2")]),
            (OFF, vec![DONE]),
            // Closing makes sure of it.
            (OFF, vec![DONE]),
            (END, vec![DONE]),
        ];
        let (reader, pipe, trail) = open(vec![begun(), chosen_host(), activated(), session]).await;
        let reader = reader.unwrap();
        assert_eq!(reader.found(), None);
        reader.wait_for_card().await.unwrap();
        assert_eq!(reader.found(), Some(Found::Session(Route::Host)));
        let mut channel = reader.power_on().await.unwrap();
        assert_eq!(channel.limits(), Limits::EXTENDED);
        let response = channel.exchange(&select()).await.unwrap();
        assert_eq!(response.status(), StatusWord::Success);
        channel.power_off().await.unwrap();
        reader.close().await.unwrap();
        pipe.assert_finished();
        assert_eq!(*pipe.claims.borrow(), ["claim 1", "release 1"]);
        let expected = ["class-ff:1", "session:50", "host-activated"];
        assert_eq!(codes(&trail), expected);
    });
}

#[test]
fn the_reader_speaks_to_the_card_where_it_carries_no_frames() {
    let by_reader = |data: &str| sends(Form::Long, NO_PARITY, data, BY_READER);
    let harmless = sends(Form::Long, NO_PARITY, HARMLESS, Duration::from_millis(500));
    block_on(async {
        let probe = vec![(harmless, vec![card("9000")]), (OFF, vec![DONE])];
        let refused = Event::Reply("83000000 C003016A81 9000");
        let session = vec![
            (by_reader("00A40400"), vec![card("6A82")]),
            (by_reader("00A40400"), vec![SILENT]),
            (OFF, vec![DONE]),
        ];
        let (reader, pipe, trail) = open(vec![
            begun(),
            switched_on(FRAMES, refused),
            vec![(OFF, vec![DONE])],
            switched_on(BLOCKS, WITH_ATR),
            probe,
            switched_on(BLOCKS, WITH_ATR),
            session,
        ])
        .await;
        let reader = reader.unwrap();
        reader.wait_for_card().await.unwrap();
        assert_eq!(reader.found(), Some(Found::Session(Route::Reader)));
        let mut channel = reader.power_on().await.unwrap();
        assert_eq!(channel.limits(), Limits::SHORT);
        assert!(channel.exchange(&select()).await.is_ok());
        let lost = channel.exchange(&select()).await;
        assert_eq!(lost.unwrap_err(), LinkError::CardRemoved);
        pipe.assert_finished();
        let expected = ["session:50", "layer-refused:3:6A81", "reader-activated"];
        assert_eq!(codes(&trail)[1..], expected);
    });
}

#[test]
fn without_sessions_the_reader_is_a_plain_one() {
    let unknown = Event::Reply("83400000");
    let other_end = "6B000000 FFC2000002 8200 00";
    let other_begin = "6B000000 FFC2000002 8100 00";
    block_on(async {
        let (reader, pipe, trail) = open(vec![vec![
            (END, vec![unknown.clone()]),
            (BEGIN, vec![unknown.clone()]),
            (other_end, vec![unknown]),
            (other_begin, vec![Event::Reply("83000000 6D00")]),
            (STATUS, vec![INACTIVE]),
            (STATUS, vec![INACTIVE]),
            (STATUS, vec![INACTIVE]),
            (POWER_ON, vec![ATR]),
            (POWER_OFF, vec![INACTIVE]),
        ]])
        .await;
        let reader = reader.unwrap();
        assert_eq!(reader.found(), Some(Found::Plain));
        reader.wait_for_card().await.unwrap();
        let mut channel = reader.power_on().await.unwrap();
        channel.power_off().await.unwrap();
        reader.close().await.unwrap();
        pipe.assert_finished();
        let expected = ["escape-refused:00", "session-refused:C2:6D00"];
        assert_eq!(codes(&trail)[1..], expected);
        let claims = ["claim 1", "release 1", "claim 1", "release 1"];
        assert_eq!(*pipe.claims.borrow(), claims);
    });
}

#[test]
fn a_card_that_only_plain_ccid_sees_is_reached_by_it() {
    block_on(async {
        let (reader, pipe, trail) = open(vec![
            begun(),
            vec![silent(); 4].concat(),
            vec![
                (END, vec![DONE]),
                (STATUS, vec![INACTIVE]),
                (STATUS, vec![INACTIVE]),
                (POWER_ON, vec![ATR]),
                (POWER_OFF, vec![INACTIVE]),
                // Opened anew.
                (STATUS, vec![INACTIVE]),
                (STATUS, vec![INACTIVE]),
            ],
        ])
        .await;
        let reader = reader.unwrap();
        reader.wait_for_card().await.unwrap();
        assert_eq!(reader.found(), Some(Found::Plain));
        pipe.assert_finished();
        let expected = [
            "host-found-nothing",
            "reader-found-nothing",
            "plain-activated",
        ];
        assert_eq!(codes(&trail)[2..], expected);
    });
}

#[test]
fn an_empty_field_is_looked_at_again() {
    let plain = vec![(END, vec![DONE]), (STATUS, vec![Event::Reply("81020000")])];
    // Plain CCID is tried every fourth time only.
    let nothing = [vec![silent(); 4].concat(), plain, begun()].concat();
    block_on(async {
        let (reader, pipe, _) = open(vec![begun(), nothing.clone(), nothing, chosen_host()]).await;
        reader.unwrap().wait_for_card().await.unwrap();
        pipe.assert_finished();
    });
}

/// Some readers say that there is a card whatever there is.
#[test]
fn plain_ccid_is_ruled_out_after_three_cards_that_were_none() {
    let plain = vec![
        (END, vec![DONE]),
        (STATUS, vec![ACTIVE]),
        (STATUS, vec![INACTIVE]),
        (POWER_ON, vec![Event::Reply("8041FE00")]),
        (POWER_ON, vec![Event::Reply("8041FE00")]),
    ];
    let mute = [vec![silent(); 4].concat(), plain, begun()].concat();
    block_on(async {
        let (reader, pipe, trail) = open(vec![
            begun(),
            vec![mute; 3].concat(),
            vec![silent(); 4].concat(),
            chosen_host(),
        ])
        .await;
        reader.unwrap().wait_for_card().await.unwrap();
        pipe.assert_finished();
        assert!(codes(&trail).contains(&String::from("plain-failed:LINK-CARD-MUTE")));
    });
}

#[test]
fn a_session_that_another_program_has_is_taken_over_or_named() {
    let owned = Event::Reply("83000000 698A");
    block_on(async {
        let (reader, pipe, _) = open(vec![
            vec![(END, vec![owned.clone()]), (BEGIN, vec![owned.clone()])],
            begun(),
        ])
        .await;
        assert!(reader.is_ok());
        pipe.assert_finished();
        let refused = |end, begin| {
            vec![vec![(end, vec![owned.clone()]), (begin, vec![owned.clone()])]; 2].concat()
        };
        let (reader, pipe, _) = open(vec![
            refused(END, BEGIN),
            refused("6B000000 FFC2000002 8200 00", "6B000000 FFC2000002 8100 00"),
        ])
        .await;
        assert_eq!(reader.err(), Some(LinkError::ReaderInUse));
        pipe.assert_finished();
        assert_eq!(*pipe.claims.borrow(), ["claim 1", "release 1"]);
    });
}

#[test]
fn a_busy_reader_is_asked_again_but_not_with_a_block() {
    let busy = Event::Reply("8340E000");
    block_on(async {
        let session = vec![
            (frame("02 00A40400", BLOCK), vec![busy.clone()]),
            // Not sent again before the card says that it did not get it.
            (frame("B2", BLOCK), vec![card("A3")]),
            (frame("02 00A40400", BLOCK), vec![card("02 9000")]),
        ];
        let (reader, pipe, _) = open(vec![
            vec![(END, vec![busy.clone()])],
            begun(),
            chosen_host(),
            vec![(OFF, vec![busy])],
            activated(),
            session,
        ])
        .await;
        let reader = reader.unwrap();
        reader.wait_for_card().await.unwrap();
        let mut channel = reader.power_on().await.unwrap();
        assert!(channel.exchange(&select()).await.is_ok());
        pipe.assert_finished();
    });
}

#[test]
fn a_refused_long_form_is_followed_by_the_short_one() {
    let flags = NO_PARITY | NO_PROLOGUE;
    let short = |data, wait| sends(Form::Short, flags, data, wait);
    block_on(async {
        let wrong_length = Event::Reply("83000000 6700");
        let probe = vec![
            (frame("050008", CALL), vec![wrong_length]),
            (short("050008", CALL), vec![card(CARD)]),
            // Room for 128 bytes, as the answer has to fit as well.
            (short("1D 11223344 00 07 01 00", BLOCK), vec![card("00")]),
            (short("02 00A4040000", BLOCK), vec![card("02 9000")]),
            (short("C2", CALL), vec![card("C2")]),
            (OFF, vec![DONE]),
        ];
        let (reader, pipe, trail) = open(vec![begun(), switched_on(FRAMES, DONE), probe]).await;
        reader.unwrap().wait_for_card().await.unwrap();
        pipe.assert_finished();
        assert_eq!(codes(&trail)[2..], ["short-form", "host-activated"]);
    });
}

#[test]
fn an_unplugged_reader_says_so_at_any_step() {
    let whole = [begun(), chosen_host()].concat();
    for step in 0..whole.len() {
        let mut steps = whole[..=step].to_vec();
        steps[step].1 = vec![Event::Unplug];
        block_on(async {
            let (reader, pipe, _) = open(vec![steps]).await;
            let error = match reader {
                Ok(reader) => reader.wait_for_card().await.err(),
                Err(error) => Some(error),
            };
            assert_eq!(error, Some(LinkError::Unplugged), "step {step}");
            pipe.assert_finished();
        });
    }
}
