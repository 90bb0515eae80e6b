//! Visits without PIN: what is carried, what is refused, and that every end locks the card.

use super::*;
use crate::link::Limits;
use crate::link::script::{ScriptedChannel, block_on, hex};

const SELECT: (&str, &str) = ("00A4040C0AD392F000260100000001", "9000");
/// JPKIAPICCTOKEN2.
const LABEL: (&str, &str) = (
    "00B0860020",
    "4A504B494150494343544F4B454E32202020202020202020202020202020202020 9000",
);
const CLOSE: (&str, &str) = ("00A4040C07A0000001510000", "9000");
const SELECT_KEY: (&str, &str) = ("00A4020C020016", "9000");
const CHALLENGE: (&str, &str) = ("0084000004", "01020304 9000");
const AUTHENTICATE: &str = "0082000003AABBCC";

/// A visit with these rounds, each of commands in hexadecimal.
fn visit(
    steps: &[(&str, &str)],
    rounds: &[&[&str]],
) -> (Result<Vec<Vec<u8>>, CardError>, ScriptedChannel) {
    let steps: Vec<_> = [&[SELECT, LABEL][..], steps].concat();
    let channel = ScriptedChannel::new(&steps)
        .with_limits(Limits::EXTENDED)
        .with_pin_pad();
    let result = block_on(async {
        let meter = Meter::new();
        let opened = Session::open_for_verifier(Box::new(channel.clone()), &meter);
        let mut session = opened.await?;
        let mut answers = Vec::new();
        for round in rounds {
            let round: Vec<_> = round.iter().map(|command| hex(command)).collect();
            answers.extend(session.relay(round.iter().map(Vec::as_slice)).await?);
        }
        session.close().await?;
        Ok(answers)
    });
    channel.assert_finished();
    assert_eq!(channel.times_powered_off(), 1, "every end powers off");
    assert!(channel.warrants().is_empty(), "nothing was typed or signed");
    (result, channel)
}

#[test]
fn a_verifier_is_heard_in_rounds() {
    let steps = [SELECT_KEY, CHALLENGE, (AUTHENTICATE, "9000"), CLOSE];
    let rounds = [&[SELECT_KEY.0, CHALLENGE.0][..], &[AUTHENTICATE]];
    let (answers, _) = visit(&steps, &rounds);
    let expected = ["9000", "010203049000", "9000"].map(hex);
    assert_eq!(answers, Ok(expected.to_vec()));
}

#[test]
fn a_round_with_anything_else_is_not_begun() {
    for forbidden in [
        "00200098",
        "002000980431323334",
        "802A009702010200",
        "00B08A0000",
        "",
    ] {
        let (answers, _) = visit(&[CLOSE], &[&[SELECT_KEY.0, forbidden]]);
        assert_eq!(answers, Err(CardError::RelayForbidden), "{forbidden}");
    }
    let (answers, _) = visit(&[CLOSE], &[&[]]);
    assert_eq!(answers, Err(CardError::RelayForbidden), "an empty round");
    let (answers, _) = visit(&[CLOSE], &[&[SELECT_KEY.0; MOST_COMMANDS + 1]]);
    assert_eq!(answers, Err(CardError::RelayForbidden), "a long round");
    // A known command in the wrong place is stopped by the guard.
    let (answers, _) = visit(&[CLOSE], &[&[CHALLENGE.0]]);
    assert_eq!(answers, Err(CardError::RelayForbidden), "not at the key");
}

#[test]
fn a_card_that_does_not_trust_the_verifier_ends_the_visit() {
    for (answer, status) in [
        ("6985", StatusWord::ConditionsNotSatisfied),
        ("6300", StatusWord::VerificationFailed),
        ("63C2", StatusWord::TriesLeft(2)),
    ] {
        let steps = [SELECT_KEY, (AUTHENTICATE, answer), CLOSE];
        let (answers, _) = visit(&steps, &[&[SELECT_KEY.0, AUTHENTICATE, CHALLENGE.0]]);
        assert_eq!(answers, Err(CardError::VerifierRefused(status)));
    }
}

#[test]
fn an_authentication_is_not_repeated_and_a_selection_is() {
    let refused = "LINK-NOT-ACCEPTED";
    let steps = [
        (SELECT_KEY.0, refused),
        SELECT_KEY,
        (AUTHENTICATE, refused),
        CLOSE,
    ];
    let (answers, _) = visit(&steps, &[&[SELECT_KEY.0, AUTHENTICATE]]);
    assert_eq!(answers, Err(CardError::Link(LinkError::NotAccepted)));
}

#[test]
fn rounds_are_counted() {
    let round: &[&str] = &[SELECT_KEY.0];
    let mut steps = vec![SELECT_KEY; MOST_ROUNDS.into()];
    steps.push(CLOSE);
    let (answers, _) = visit(&steps, &vec![round; usize::from(MOST_ROUNDS) + 1]);
    assert_eq!(answers, Err(CardError::RelayForbidden));
}

#[test]
fn without_a_certificate_nothing_is_signed() {
    let channel = ScriptedChannel::new(&[SELECT, LABEL, CLOSE]);
    let result = block_on(async {
        let meter = Meter::new();
        let opened = Session::open_for_verifier(Box::new(channel.clone()), &meter);
        opened.await?.authorised().await.map(drop)
    });
    channel.assert_finished();
    assert_eq!(result, Err(CardError::PinRequired(Step::Certificate)));
    assert_eq!(channel.times_powered_off(), 1);
}
