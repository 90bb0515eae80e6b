//! The reading of the certificate file in long and in short pieces.

use super::*;
use crate::link::script::{ScriptedChannel, block_on};
use crate::link::{Limits, LinkError, Meter};

const SELECT: &str = "00A4040C0AD392F000260100000001";
const TOKEN: &str = "00B0860020";
const WHOLE: &str = "00B08A00000000";

/// Reads as far as a script goes. What it ends in is the parser's opinion of bytes that are
/// no certificate; what matters is which commands were sent.
fn read_with(limits: Limits, steps: &[(&str, &str)]) -> Result<(), CardError> {
    let script = [&[(SELECT, "9000"), (TOKEN, "9000")], steps].concat();
    let channel = ScriptedChannel::new(&script).with_limits(limits);
    let result = block_on(async {
        let mut card = Card::new(Box::new(channel.clone()), &Meter::new());
        card.begin().await.unwrap();
        read(&mut card).await.map(|found| assert!(found.is_none()))
    });
    channel.assert_finished();
    result
}

/// `length` bytes of a data object of 600 bytes, from `offset` on.
fn piece(offset: usize, length: usize) -> String {
    let object = [vec![0x30, 0x82, 0x02, 0x54], vec![0xAB; 596]].concat();
    let digits = object
        .iter()
        .skip(offset)
        .take(length)
        .map(|byte| format!("{byte:02X}"));
    digits.collect::<String>() + "9000"
}

const MALFORMED: &str = "CERT-MALFORMED";

#[track_caller]
fn assert_code(result: Result<(), CardError>, code: &str) {
    assert_eq!(result.unwrap_err().code(), code);
}

#[test]
fn the_whole_file_comes_at_once_where_that_is_possible() {
    let file = piece(0, 600);
    assert_code(read_with(Limits::EXTENDED, &[(WHOLE, &file)]), MALFORMED);
    // Through something that carries 400 bytes of an answer.
    let (first, second) = (piece(0, 400), piece(400, 200));
    let steps = [
        ("00B08A00000190", first.as_str()),
        ("00B00190C8", second.as_str()),
    ];
    assert_code(
        read_with(Limits::EXTENDED.narrowed(1000, 402), &steps),
        MALFORMED,
    );
}

#[test]
fn short_pieces_end_with_the_der() {
    let (first, second, third) = (piece(0, 256), piece(256, 256), piece(512, 88));
    let short = [
        ("00B08A0000", first.as_str()),
        ("00B0010000", second.as_str()),
        ("00B0020058", third.as_str()),
    ];
    assert_code(read_with(Limits::SHORT, &short), MALFORMED);

    // The same after any failure of the extended read.
    for failure in [
        "6700",
        "6F00",
        "6D00",
        "9000",
        "LINK-TIMEOUT",
        "LINK-TRANSFER-FAILED",
    ] {
        let steps = [&[(WHOLE, failure)], &short[..]].concat();
        assert_code(read_with(Limits::EXTENDED, &steps), MALFORMED);
    }
    // An extended read that brings only the beginning is continued.
    let steps = [
        (WHOLE, first.as_str()),
        ("00B00100000158", &piece(256, 344)),
    ];
    assert_code(read_with(Limits::EXTENDED, &steps), MALFORMED);
}

#[test]
fn behind_a_piece_that_is_cut_short_is_read_again_from_its_end() {
    let (first, cut, wrong) = (piece(0, 256), piece(256, 100), piece(512, 88));
    let (second, third) = (piece(356, 244), "6B00");
    let steps = [
        ("00B08A0000", first.as_str()),
        ("00B0010000", cut.as_str()),
        ("00B0020058", wrong.as_str()),
        ("00B00164F4", second.as_str()),
    ];
    assert_code(read_with(Limits::SHORT, &steps), MALFORMED);
    let steps = [("00B08A0000", first.as_str()), ("00B0010000", third)];
    assert_code(read_with(Limits::SHORT, &steps), "CARD-UNEXPECTED-STATUS");
}

#[test]
fn a_reader_with_small_messages_gets_small_pieces() {
    let narrow = Limits::SHORT.narrowed(54, 202);
    let pieces = [piece(0, 200), piece(200, 200), piece(400, 200)];
    let [first, second, third] = pieces.each_ref().map(String::as_str);
    let steps = [
        ("00B08A00C8", first),
        ("00B000C8C8", second),
        ("00B00190C8", third),
    ];
    assert_code(read_with(narrow, &steps), MALFORMED);
}

#[test]
fn a_card_that_is_gone_is_not_asked_again() {
    for gone in [LinkError::CardRemoved, LinkError::Unplugged] {
        let result = read_with(Limits::EXTENDED, &[(WHOLE, gone.code())]);
        assert_eq!(result, Err(CardError::Link(gone)));
    }
}

#[test]
fn a_certificate_behind_the_pin_is_no_error() {
    assert_eq!(read_with(Limits::EXTENDED, &[(WHOLE, "6982")]), Ok(()));
    assert_eq!(read_with(Limits::SHORT, &[("00B08A0000", "6982")]), Ok(()));
}

#[test]
fn a_card_without_short_identifiers_is_asked_by_selection() {
    let file = piece(0, 600);
    let steps = [
        (WHOLE, "6A82"),
        ("00A4020C02000A", "9000"),
        ("00B00000000000", file.as_str()),
    ];
    assert_code(read_with(Limits::EXTENDED, &steps), MALFORMED);
}

#[test]
fn what_is_in_the_file_has_a_name() {
    let short_limits = Limits::SHORT;
    let filler = "00".repeat(256) + "9000";
    let endless = "3082FFFF".to_owned() + &"00".repeat(252) + "9000";
    let table: [(&[(&str, &str)], &str); 4] = [
        (&[("00B08A0000", &filler)], "CERT-EMPTY"),
        (&[("00B08A0000", "9000")], "CERT-EMPTY"),
        (
            &[("00B08A0000", "30820200 9000"), ("00B0000400", "6B00")],
            "CARD-UNEXPECTED-STATUS",
        ),
        (
            &[
                ("00B08A0000", "30820200 9000"),
                ("00B0000400", "9000"),
                ("00B0010400", "9000"),
            ],
            "CERT-TRUNCATED",
        ),
    ];
    for (steps, code) in table {
        assert_code(read_with(short_limits, steps), code);
    }
    // A length beyond every certificate is not read to its end.
    let mut steps = vec![("00B08A0000".to_owned(), endless)];
    for page in 1..16 {
        steps.push((format!("00B0{page:02X}0000"), "00".repeat(256) + "9000"));
    }
    let steps: Vec<_> = steps
        .iter()
        .map(|(c, a)| (c.as_str(), a.as_str()))
        .collect();
    assert_code(read_with(short_limits, &steps), "CERT-TOO-LARGE");
}

#[test]
fn it_is_remembered_what_became_of_the_first_long_command() {
    let (whole, first) = (piece(0, 600), piece(0, 256));
    let (second, third) = (piece(256, 256), piece(512, 88));
    let short: [(&str, &str); 3] = [
        ("00B08A0000", &first),
        ("00B0010000", &second),
        ("00B0020058", &third),
    ];
    let table = [
        (vec![(WHOLE, whole.as_str())], ExtendedLength::Works(600)),
        (
            [&[(WHOLE, "6700")], &short[..]].concat(),
            ExtendedLength::Refused(StatusWord::WrongLength),
        ),
        (
            [&[(WHOLE, LinkError::Timeout.code())], &short[..]].concat(),
            ExtendedLength::Failed(LinkError::Timeout),
        ),
    ];
    for (steps, expected) in table {
        let script = [&[(SELECT, "9000"), (TOKEN, "9000")], &steps[..]].concat();
        let channel = ScriptedChannel::new(&script).with_limits(Limits::EXTENDED);
        let found = block_on(async {
            let mut card = Card::new(Box::new(channel), &Meter::new());
            card.begin().await.unwrap();
            // What the bytes are is another matter.
            let _ = read(&mut card).await;
            card.extended
        });
        assert_eq!(found, expected);
    }
}
