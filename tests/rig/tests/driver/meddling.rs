//! Something between driver and card that meddles with what passes: cards with fewer
//! abilities, and answers that are not what they seem.

use async_trait::async_trait;
use card_wasm::iso7816::{Command, Response, StatusWord};
use card_wasm::jpki::{CardError, Pin, Session, Signature, TriesLeft, Verification};
use card_wasm::link::{CardChannel, Limits, LinkError, Meter};

use crate::desk::{Desk, MESSAGE, block_on};

/// What is done to the conversation.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Meddling {
    /// The card understands no short file identifier.
    NoShortIds,
    /// It understands them everywhere but in the signature command.
    NoShortIdToSign,
    /// One bit of the signature is another.
    FlippedBit,
    /// The signature lacks its last byte.
    CutOff,
    /// The card answers with as many bytes as a signature has.
    Rubbish,
}

struct Meddler {
    channel: Box<dyn CardChannel>,
    meddling: Meddling,
}

#[async_trait(?Send)]
impl CardChannel for Meddler {
    fn limits(&self) -> Limits {
        self.channel.limits()
    }

    async fn exchange(&mut self, command: &Command) -> Result<Response, LinkError> {
        let [p1, p2] = command.parameters();
        let signs = command.instruction() == 0x2A;
        let names_short_id = match command.instruction() {
            0xB0 => p1 & 0x80 != 0,
            0x20 | 0x2A => p2 & 0x1F != 0,
            _ => false,
        };
        let refused = match self.meddling {
            Meddling::NoShortIds => names_short_id,
            Meddling::NoShortIdToSign => names_short_id && signs,
            _ => false,
        };
        if refused {
            return Ok(Response::new(Vec::new(), StatusWord::WrongParameters).unwrap());
        }
        let response = self.channel.exchange(command).await?;
        if !signs || response.status() != StatusWord::Success {
            return Ok(response);
        }
        let mut data = response.into_data();
        match self.meddling {
            Meddling::FlippedBit => data[100] ^= 0x01,
            Meddling::CutOff => drop(data.pop()),
            Meddling::Rubbish => data.fill(0x2A),
            Meddling::NoShortIds | Meddling::NoShortIdToSign => {}
        }
        Ok(Response::new(data, StatusWord::Success).unwrap())
    }

    async fn power_off(&mut self) -> Result<(), LinkError> {
        self.channel.power_off().await
    }
}

async fn visit(desk: &Desk, meddling: Meddling) -> Result<Signature, CardError> {
    let reader = desk.open().await?;
    let channel = reader.power_on().await?;
    let channel = Box::new(Meddler { channel, meddling });
    let mut session = Session::open(channel, &Meter::new()).await?;
    session.certificate().await?;
    let TriesLeft::Several(several) = session.tries_left().await? else {
        panic!("not several tries");
    };
    let pin = Pin::try_from("1234").unwrap();
    let Verification::Verified(mut session) = session.verify(pin, several).await? else {
        panic!("the PIN is right");
    };
    let signature = session.sign(MESSAGE).await?;
    session.close().await?;
    Ok(signature)
}

#[test]
fn a_card_without_short_identifiers_is_served_by_selection() {
    for model in ["extended", "short"] {
        for card in ["valid-adult", "android-phone", "p384-future"] {
            for meddling in [Meddling::NoShortIds, Meddling::NoShortIdToSign] {
                let desk = Desk::new(model, card);
                let result = block_on(visit(&desk, meddling));
                assert!(result.is_ok(), "{model}, {card}, {meddling:?}: {result:?}");
                assert_eq!(desk.tries_left(), 3);
                desk.assert_locked();
            }
        }
    }
}

#[test]
fn a_signature_that_is_none_never_leaves_the_session() {
    for meddling in [Meddling::FlippedBit, Meddling::CutOff, Meddling::Rubbish] {
        let desk = Desk::new("extended", "valid-adult");
        let result = block_on(visit(&desk, meddling));
        assert_eq!(result, Err(CardError::WrongSignature), "{meddling:?}");
        desk.assert_locked();
    }
}
