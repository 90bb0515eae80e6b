//! Visits in which the PIN is entered on the reader.

use super::{CardError, Selected, Session, TriesLeft, Verification};
use crate::iso7816::StatusWord;
use crate::link::script::{ScriptedChannel, block_on};
use crate::link::{LinkError, Meter};

const SELECT: (&str, &str) = ("00A4040C0AD392F000260100000001", "9000");
/// JPKIAPICCTOKEN2.
const LABEL: (&str, &str) = (
    "00B0860020",
    "4A504B494150494343544F4B454E32202020202020202020202020202020202020 9000",
);
const CLOSE: (&str, &str) = ("00A4040C07A0000001510000", "9000");
const QUERY: &str = "00200098";
const VERIFY: &str = "002000980431323334";
const JAPANESE: u16 = 0x0411;

async fn enter(session: Session<Selected>, tries: TriesLeft) -> Result<Verification, CardError> {
    assert!(session.has_pin_pad());
    match tries {
        TriesLeft::Several(several) => session.verify_on_pin_pad(several, JAPANESE).await,
        TriesLeft::Last(last) => {
            let permit = last.confirmed();
            session.verify_on_pin_pad(permit, JAPANESE).await
        }
    }
}

/// A visit up to the PIN.
#[track_caller]
fn visit(steps: &[(&str, &str)]) -> (Result<Verification, CardError>, Meter) {
    let steps: Vec<_> = [&[SELECT, LABEL][..], steps].concat();
    let channel = ScriptedChannel::new(&steps).with_pin_pad();
    let meter = Meter::new();
    let result = block_on(async {
        let mut session = Session::open(Box::new(channel.clone()), &meter).await?;
        let tries = session.tries_left().await?;
        enter(session, tries).await
    });
    channel.assert_finished();
    assert!(channel.warrants().is_empty(), "nothing was typed here");
    assert_eq!(channel.times_powered_off(), u32::from(result.is_err()));
    (result, meter)
}

#[test]
fn a_pin_from_the_keys_of_the_reader_verifies() {
    let (result, meter) = visit(&[(QUERY, "63C3"), (VERIFY, "9000")]);
    assert!(matches!(result, Ok(Verification::Verified(_))));
    let traffic = meter.traffic();
    assert_eq!((traffic.apdus, traffic.bytes_out), (4, 15 + 5 + 4 + 9));

    let (result, _) = visit(&[(QUERY, "63C1"), (VERIFY, "9000")]);
    assert!(matches!(result, Ok(Verification::Verified(_))));
    let (result, _) = visit(&[(QUERY, "63C3"), (VERIFY, "63C2")]);
    let left = match result {
        Ok(Verification::WrongPin { tries, .. }) => tries.count(),
        _ => panic!("it was wrong"),
    };
    assert_eq!(left, 2);
}

#[test]
fn an_entry_that_is_none_costs_nothing_and_ends_the_visit() {
    let cancelled = LinkError::PinEntryCancelled;
    let timed_out = LinkError::PinEntryTimedOut;
    let table = [
        ("LINK-PIN-ENTRY-CANCELLED", cancelled),
        ("LINK-PIN-ENTRY-TIMEOUT", timed_out),
        // Readers that answer in place of the card.
        ("6401", cancelled),
        ("6400", timed_out),
    ];
    for (answer, expected) in table {
        let (result, _) = visit(&[(QUERY, "63C3"), (VERIFY, answer), CLOSE]);
        assert_eq!(result.err(), Some(CardError::Link(expected)), "{answer}");
    }
}

#[test]
fn what_may_have_reached_the_card_is_counted_again() {
    let steps = [
        (QUERY, "63C3"),
        (VERIFY, "LINK-TIMEOUT"),
        (QUERY, "63C2"),
        CLOSE,
    ];
    let expected = CardError::VerifyAnswerLost {
        tries_left: Some(2),
        cause: LinkError::Timeout,
    };
    assert_eq!(visit(&steps).0.err(), Some(expected));
    let steps = [(QUERY, "63C3"), (VERIFY, "6700"), (QUERY, "63C3"), CLOSE];
    let expected = CardError::VerifyUnexpected {
        tries_left: Some(3),
        status: StatusWord::WrongLength,
    };
    assert_eq!(visit(&steps).0.err(), Some(expected));
    let (result, _) = visit(&[(QUERY, "63C1"), (VERIFY, "63C0"), CLOSE]);
    assert_eq!(result.err(), Some(CardError::PinLocked));
}

#[test]
fn without_a_pad_nothing_is_asked() {
    let steps = [SELECT, LABEL, (QUERY, "63C3"), CLOSE];
    let channel = ScriptedChannel::new(&steps);
    let result = block_on(async {
        let mut session = Session::open(Box::new(channel.clone()), &Meter::new()).await?;
        assert!(!session.has_pin_pad());
        let TriesLeft::Several(tries) = session.tries_left().await? else {
            panic!("there are several");
        };
        session.verify_on_pin_pad(tries, JAPANESE).await
    });
    let expected = CardError::Link(LinkError::PinPadUnavailable);
    assert_eq!(result.err(), Some(expected));
    channel.assert_finished();
}
