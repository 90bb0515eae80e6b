//! PINs that are entered on the keys of a reader.

use card_wasm::ccid::PinPadTrust;
use card_wasm::jpki::{CardError, Session, TriesLeft, Verification};
use card_wasm::link::LinkError;
use virtual_card::PadInput;

use crate::desk::{Desk, MESSAGE, block_on};

const READERS: [&str; 2] = ["pin-pad", "tpdu-pin-pad"];
const JAPANESE: u16 = 0x0411;

/// What became of a PIN, after which the visit is at its end.
#[derive(Debug, PartialEq)]
enum Outcome {
    Signed,
    Wrong(u8),
}

async fn visit(desk: &Desk) -> Result<Outcome, CardError> {
    let reader = desk.open().await?.trusting(PinPadTrust::Announced);
    let channel = reader.power_on().await?;
    let mut session = Session::open(channel, &desk.meter).await?;
    assert!(session.has_pin_pad());
    session.certificate().await?;
    let entered = match session.tries_left().await? {
        TriesLeft::Several(several) => session.verify_on_pin_pad(several, JAPANESE).await,
        TriesLeft::Last(last) => session.verify_on_pin_pad(last.confirmed(), JAPANESE).await,
    };
    match entered? {
        Verification::Verified(mut session) => {
            session.sign(MESSAGE).await?;
            session.close().await?;
            Ok(Outcome::Signed)
        }
        Verification::WrongPin { session, tries } => {
            session.close().await?;
            Ok(Outcome::Wrong(tries.count()))
        }
    }
}

fn digits(pin: &str) -> PadInput {
    PadInput::Digits(pin.to_owned())
}

#[test]
fn whatever_a_person_does_costs_what_it_should() {
    let cancelled = CardError::Link(LinkError::PinEntryCancelled);
    let timed_out = CardError::Link(LinkError::PinEntryTimedOut);
    let table = [
        (vec![digits("1234")], Ok(Outcome::Signed), 3),
        (vec![digits("9999")], Ok(Outcome::Wrong(2)), 2),
        // Too few are not taken, and nothing is sent.
        (vec![digits("12"), PadInput::Cancel], Err(cancelled), 3),
        (vec![PadInput::Cancel], Err(cancelled), 3),
        (vec![PadInput::Timeout], Err(timed_out), 3),
    ];
    for model in READERS {
        for (inputs, expected, left) in &table {
            let desk = Desk::new(model, "valid-adult");
            desk.pipe
                .change(|reader| reader.expect_at_pad(inputs.iter().cloned()));
            let outcome = block_on(visit(&desk));
            assert_eq!(outcome, *expected, "{model}");
            assert_eq!(desk.tries_left(), *left, "{model}");
            desk.assert_locked();
        }
    }
}

/// A reader that nobody knows is not believed to keep a PIN to itself.
#[test]
fn an_unknown_pad_is_not_used() {
    for model in READERS {
        let desk = Desk::new(model, "valid-adult");
        block_on(async {
            let reader = desk.open().await.unwrap();
            let channel = reader.power_on().await.unwrap();
            assert!(!channel.has_pin_pad());
        });
    }
}
