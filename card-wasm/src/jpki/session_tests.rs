//! Whole visits, byte by byte, with a card that says exactly what it is told to. A card that
//! signs is in the tests across crates.

use super::*;
use crate::iso7816::StatusWord;
use crate::link::script::{ScriptedChannel, block_on};
use crate::link::{Limits, LinkError};

const SELECT: (&str, &str) = ("00A4040C0AD392F000260100000001", "9000");
const CLOSE: (&str, &str) = ("00A4040C07A0000001510000", "9000");
const QUERY: &str = "00200098";
const VERIFY: &str = "002000980431323334";

fn label(text: &str) -> String {
    let digits: String = format!("{text:32}")
        .bytes()
        .map(|byte| format!("{byte:02X}"))
        .collect();
    digits + "9000"
}

/// A visit that begins with selection and label.
fn script<'a>(label: &'a str, steps: &[(&'a str, &'a str)]) -> ScriptedChannel {
    ScriptedChannel::new(&[&[SELECT, ("00B0860020", label)], steps].concat())
}

async fn open(channel: &ScriptedChannel) -> Result<Session<Selected>, CardError> {
    Session::open(Box::new(channel.clone()), &Meter::new()).await
}

async fn verify(session: Session<Selected>, tries: TriesLeft) -> Result<Verification, CardError> {
    let pin = Pin::try_from("1234").unwrap();
    match tries {
        TriesLeft::Several(several) => session.verify(pin, several).await,
        TriesLeft::Last(last) => session.verify(pin, last.confirmed()).await,
    }
}

/// Opens, asks for the tries and sends the PIN once.
fn visit_to_pin(steps: &[(&str, &str)]) -> (Result<Verification, CardError>, ScriptedChannel) {
    let label = label("JPKIAPICCTOKEN2");
    let channel = script(&label, steps);
    let result = block_on(async {
        let mut session = open(&channel).await?;
        let tries = session.tries_left().await?;
        verify(session, tries).await
    });
    (result, channel)
}

/// The error of a visit, which must have been played to its end and powered off.
#[track_caller]
fn ended(steps: &[(&str, &str)]) -> CardError {
    let (result, channel) = visit_to_pin(steps);
    channel.assert_finished();
    assert_eq!(channel.times_powered_off(), 1);
    match result {
        Err(error) => error,
        Ok(_) => panic!("the visit went well"),
    }
}

#[test]
fn a_card_without_the_application_is_named_and_powered_off() {
    let channel = ScriptedChannel::new(&[(SELECT.0, "6A82"), CLOSE]);
    let error = block_on(open(&channel)).err();
    assert_eq!(error, Some(CardError::NotMyNumberCard));
    channel.assert_finished();
    assert_eq!(channel.times_powered_off(), 1);
}

#[test]
fn a_first_command_without_a_diagnosis_is_sent_once_more() {
    let label = label("JPKIAPICCTOKEN2");
    let twice = [
        (SELECT.0, "6F00"),
        SELECT,
        ("00B0860020", label.as_str()),
        CLOSE,
    ];
    let channel = ScriptedChannel::new(&twice);
    block_on(async { open(&channel).await.unwrap().close().await.unwrap() });
    channel.assert_finished();

    let channel = ScriptedChannel::new(&[(SELECT.0, "6F00"), (SELECT.0, "6F00"), CLOSE]);
    let expected = CardError::UnexpectedStatus {
        step: Step::Select,
        status: StatusWord::NoDiagnosis,
    };
    assert_eq!(block_on(open(&channel)).err(), Some(expected));
    channel.assert_finished();
}

#[test]
fn closing_selects_the_card_manager_and_powers_off() {
    let label = label("JPKIAPIOSTOKEN");
    // The card manager may be missing, as on a phone: the power is taken all the same.
    for answer in ["9000", "6A82", "LINK-TIMEOUT"] {
        let channel = script(&label, &[(CLOSE.0, answer)]);
        block_on(async {
            let session = open(&channel).await.unwrap();
            assert_eq!(session.token(), Token::Iphone);
            session.close().await.unwrap();
        });
        channel.assert_finished();
        assert_eq!(channel.times_powered_off(), 1);
    }
}

#[test]
fn a_card_that_may_still_be_unlocked_is_worth_an_error() {
    let label = label("JPKIAPICCTOKEN2");
    for (selected, closed) in [
        ("9000", Ok(())),
        ("6A82", Err(CardError::NotClosed)),
        ("LINK-TIMEOUT", Err(CardError::NotClosed)),
    ] {
        let channel = script(&label, &[(CLOSE.0, selected)]);
        let channel = channel.failing_to_power_off(LinkError::Cancelled);
        let result = block_on(async { open(&channel).await.unwrap().close().await });
        assert_eq!(result, closed, "{selected}");
    }
    // It outranks what went wrong before.
    let channel = ScriptedChannel::new(&[(SELECT.0, "6A82"), (CLOSE.0, "6A82")]);
    let channel = channel.failing_to_power_off(LinkError::Timeout);
    assert_eq!(block_on(open(&channel)).err(), Some(CardError::NotClosed));
}

#[test]
fn a_right_pin_verifies_and_a_wrong_one_says_what_is_left() {
    let (result, channel) = visit_to_pin(&[(QUERY, "63C3"), (VERIFY, "9000")]);
    assert!(matches!(result, Ok(Verification::Verified(_))));
    channel.assert_finished();

    let steps = [
        (QUERY, "63C3"),
        (VERIFY, "63C2"),
        (VERIFY, "63C1"),
        (VERIFY, "63C0"),
        CLOSE,
    ];
    let (result, channel) = visit_to_pin(&steps);
    let error = block_on(async {
        let Ok(Verification::WrongPin { session, tries }) = result else {
            panic!("not a wrong PIN");
        };
        assert_eq!(tries.count(), 2);
        let Ok(Verification::WrongPin { session, tries }) = verify(session, tries).await else {
            panic!("not a wrong PIN");
        };
        assert!(matches!(tries, TriesLeft::Last(_)));
        verify(session, tries).await.err()
    });
    assert_eq!(error, Some(CardError::PinLocked));
    channel.assert_finished();
    assert_eq!(channel.times_powered_off(), 1);
}

#[test]
fn a_pin_is_warranted_once_and_the_last_try_only_when_it_was_confirmed() {
    for (count, confirmed) in [("63C3", false), ("63C2", false), ("63C1", true)] {
        let (result, channel) = visit_to_pin(&[(QUERY, count), (VERIFY, "9000")]);
        assert!(result.is_ok());
        let warrant = format!("PinTyped {{ last_try_confirmed: {confirmed} }}");
        assert_eq!(channel.warrants(), [warrant]);
    }
}

#[test]
fn what_the_reader_did_not_take_is_sent_once_more() {
    let label = label("JPKIAPICCTOKEN2");
    let label = label.as_str();
    for refused in [
        vec![
            (SELECT.0, "LINK-NOT-ACCEPTED"),
            SELECT,
            ("00B0860020", label),
        ],
        vec![
            SELECT,
            ("00B0860020", "LINK-NOT-ACCEPTED"),
            SELECT,
            ("00B0860020", label),
        ],
        // A selection whose answer has to be fetched.
        vec![
            (SELECT.0, "6102"),
            ("00C0000002", "6F00 9000"),
            ("00B0860020", label),
        ],
    ] {
        let channel = ScriptedChannel::new(&[&refused[..], &[CLOSE]].concat());
        block_on(async { open(&channel).await.unwrap().close().await.unwrap() });
        channel.assert_finished();
    }
}

#[test]
fn a_label_in_another_form_is_not_asked_for_twice() {
    let label = label("JPKIAPICCTOKEN2");
    let rest = label.clone();
    for steps in [
        // A card without short identifiers.
        vec![
            ("00B0860020", "6A82"),
            ("00A4020C020006", "9000"),
            ("00B0000020", label.as_str()),
        ],
        // Cards that want the answer fetched, or another length.
        vec![("00B0860020", "6120"), ("00C0000020", rest.as_str())],
        vec![("00B0860020", "6C20"), ("00B0860020", rest.as_str())],
    ] {
        let channel = ScriptedChannel::new(&[&[SELECT], &steps[..], &[CLOSE]].concat());
        block_on(async {
            let session = open(&channel).await.unwrap();
            assert_eq!(session.token(), Token::MyNumberCard);
            session.close().await.unwrap();
        });
        channel.assert_finished();
    }
}

#[test]
fn a_pin_that_cannot_be_used_is_never_sent() {
    for answer in ["63C0", "6983", "6984"] {
        assert_eq!(ended(&[(QUERY, answer), CLOSE]), CardError::PinUnusable);
    }
    let unlimited = CardError::TriesUnknown(StatusWord::VerificationFailed);
    assert_eq!(ended(&[(QUERY, "6300"), CLOSE]), unlimited);
    // A card that claims to be verified already tells no count either.
    let verified = CardError::TriesUnknown(StatusWord::Success);
    assert_eq!(ended(&[(QUERY, "9000"), CLOSE]), verified);
}

#[test]
fn a_pin_found_locked_ends_the_visit() {
    for answer in ["6984", "6983", "63C0"] {
        let steps = [(QUERY, "63C1"), (VERIFY, answer), CLOSE];
        assert_eq!(ended(&steps), CardError::PinLocked);
    }
    let steps = [(QUERY, "63C1"), (VERIFY, "6300"), (QUERY, "63C0"), CLOSE];
    assert_eq!(ended(&steps), CardError::PinLocked);
}

#[test]
fn after_a_lost_answer_the_tries_are_read_before_anything_else() {
    for (again, tries_left) in [("63C2", Some(2)), ("63C0", Some(0)), ("LINK-TIMEOUT", None)] {
        let lost = [
            (QUERY, "63C3"),
            (VERIFY, "LINK-TIMEOUT"),
            (QUERY, again),
            CLOSE,
        ];
        let cause = LinkError::Timeout;
        assert_eq!(
            ended(&lost),
            CardError::VerifyAnswerLost { tries_left, cause }
        );
    }
    for (answer, status) in [
        ("6581", StatusWord::MemoryFailure),
        ("6C04", StatusWord::ExactLength(4)),
        ("6700", StatusWord::WrongLength),
    ] {
        let strange = [(QUERY, "63C3"), (VERIFY, answer), (QUERY, "63C3"), CLOSE];
        let tries_left = Some(3);
        assert_eq!(
            ended(&strange),
            CardError::VerifyUnexpected { tries_left, status }
        );
    }
}

#[test]
fn how_the_pin_is_named_is_found_out_before_it_is_sent() {
    let select = ("00A4020C020018", "9000");
    for refusal in ["6A86", "6A88", "6A82", "6A81", "6986", "6B00"] {
        let steps = [
            (QUERY, refusal),
            select,
            ("00200080", "63C3"),
            select,
            ("002000800431323334", "9000"),
        ];
        let (result, channel) = visit_to_pin(&steps);
        assert!(matches!(result, Ok(Verification::Verified(_))), "{refusal}");
        channel.assert_finished();
    }
    // A VERIFY that is refused in the same words is not sent in the other form.
    let steps = [(QUERY, "63C3"), (VERIFY, "6A88"), (QUERY, "63C3"), CLOSE];
    assert_eq!(ended(&steps).code(), "CARD-VERIFY-UNEXPECTED");
}

#[test]
fn a_permit_of_another_reading_sends_nothing() {
    let label = label("JPKIAPICCTOKEN2");
    let channel = script(&label, &[CLOSE]);
    let error = block_on(async {
        let session = open(&channel).await.unwrap();
        let foreign = TriesLeft::from_count(3).unwrap();
        verify(session, foreign).await.err()
    });
    assert_eq!(error, Some(CardError::TriesNotRead));
    channel.assert_finished();
}

#[test]
fn a_permit_that_is_out_of_date_sends_nothing() {
    let label = label("JPKIAPICCTOKEN2");
    let channel = script(&label, &[(QUERY, "63C3"), (QUERY, "63C2"), CLOSE]);
    let error = block_on(async {
        let mut session = open(&channel).await.unwrap();
        let shown = session.tries_left().await.unwrap();
        session.tries_left().await.unwrap();
        verify(session, shown).await.err()
    });
    assert_eq!(error, Some(CardError::TriesNotRead));
    channel.assert_finished();
}

#[test]
fn a_phone_is_not_asked_for_its_certificate_before_the_pin() {
    for text in ["JPKIAPGPSETOKEN", "JPKIAPIOSTOKEN"] {
        let label = label(text);
        let channel = script(&label, &[CLOSE]);
        block_on(async {
            let mut session = open(&channel).await.unwrap();
            assert!(session.token().is_phone());
            assert!(session.certificate().await.unwrap().is_none());
            session.close().await.unwrap();
        });
        channel.assert_finished();
    }
}

#[test]
fn the_meter_counts_also_what_fails() {
    let meter = Meter::new();
    let channel = ScriptedChannel::new(&[(SELECT.0, "6A82"), (CLOSE.0, "LINK-TIMEOUT")])
        .with_limits(Limits::EXTENDED);
    let error = block_on(Session::open(Box::new(channel), &meter)).err();
    assert_eq!(error, Some(CardError::NotMyNumberCard));
    let traffic = meter.traffic();
    assert_eq!(
        (traffic.apdus, traffic.bytes_out, traffic.bytes_in),
        (2, 15 + 12, 2)
    );
}
