//! The whole visit of one patient on an open reader, from the card to its signature.

use card_wasm::certificate::Certificate;
use card_wasm::iso7816::StatusWord;
use card_wasm::jpki::{CardError, Pin, Session, Signature, TriesLeft, Verification};
use card_wasm::link::{CardChannel, CardReader, Meter};

/// What a visit brings.
#[derive(Debug)]
pub struct Outcome {
    /// The certificate on the card.
    pub certificate: Certificate,
    /// What the card signed.
    pub signature: Signature,
}

/// Waits for a card and visits it with one PIN, typed once.
///
/// # Errors
/// What reader or card say. A wrong PIN is [`CardError::VerifyUnexpected`].
pub async fn visit(
    reader: &dyn CardReader,
    meter: &Meter,
    pin: Pin,
    message: &[u8],
) -> Result<Outcome, CardError> {
    reader.wait_for_card().await?;
    visit_card(reader.power_on().await?, meter, pin, message).await
}

/// The same with a card that has power.
///
/// # Errors
/// As [`visit`].
pub async fn visit_card(
    channel: Box<dyn CardChannel>,
    meter: &Meter,
    pin: Pin,
    message: &[u8],
) -> Result<Outcome, CardError> {
    let mut session = Session::open(channel, meter).await?;
    session.certificate().await?;
    let verification = match session.tries_left().await? {
        TriesLeft::Several(several) => session.verify(pin, several).await?,
        TriesLeft::Last(last) => session.verify(pin, last.confirmed()).await?,
    };
    let mut session = match verification {
        Verification::Verified(session) => session,
        Verification::WrongPin { session, tries } => {
            session.close().await?;
            return Err(CardError::VerifyUnexpected {
                tries_left: Some(tries.count()),
                status: StatusWord::TriesLeft(tries.count()),
            });
        }
    };
    let signature = session.sign(message).await?;
    let certificate = session.certificate().await?.clone();
    session.close().await?;
    Ok(Outcome {
        certificate,
        signature,
    })
}
