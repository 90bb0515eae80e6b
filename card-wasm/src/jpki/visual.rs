//! A visit without PIN (目視): a verifier that the card trusts speaks to it over the page, and
//! the card then lends its key once.
//!
//! ```text
//! open_for_verifier ─▶ Session<Relaying> ── relay … ── authorised ─▶ Session<Authorised> ── sign ─▶ close
//! ```
//!
//! No PIN can be sent on this way: these states have no such method, and their guard no such
//! command.
//!
//! ```compile_fail
//! # use card_wasm::jpki::{LastTryConfirmed, Pin, Relaying, Session};
//! async fn verify(session: Session<Relaying>, pin: Pin, permit: LastTryConfirmed) {
//!     session.verify(pin, permit).await;
//! }
//! ```
//! ```compile_fail
//! # use card_wasm::jpki::{Relaying, Session};
//! async fn sign(mut session: Session<Relaying>) {
//!     session.sign(b"text").await;
//! }
//! ```

use card_certificate::Certificate;

use super::card::Card;
use super::relayed::Relayed;
use super::{CardError, Session, Signature, Step, certificate_file};
use crate::iso7816::StatusWord;
use crate::link::{CardChannel, LinkError, Meter};

/// Most rounds of commands between verifier and card.
const MOST_ROUNDS: u8 = 4;
/// Most commands of one round.
const MOST_COMMANDS: usize = 8;

/// The application is selected, and a verifier may speak to the card.
pub struct Relaying {
    rounds: u8,
}

/// The verifier says that the card trusts it. The card decides when it signs.
pub struct Authorised(());

impl Session<Relaying> {
    /// Selects the application and finds out what carries it.
    ///
    /// # Errors
    /// As [`Session::open`].
    pub async fn open_for_verifier(
        channel: Box<dyn CardChannel>,
        meter: &Meter,
    ) -> Result<Self, CardError> {
        let mut card = Card::for_verifier(channel, meter);
        let token = card.begin().await;
        let token = card.or_end(token).await?;
        Ok(Self {
            card,
            token,
            certificate: None,
            state: Relaying { rounds: 0 },
        })
    }

    /// The certificate, or `None` where it cannot be read without a PIN.
    ///
    /// # Errors
    /// What is wrong with card or certificate.
    pub async fn certificate(&mut self) -> Result<Option<&Certificate>, CardError> {
        if self.certificate.is_none() && self.token.shows_certificate_before_pin() {
            let read = certificate_file::read(&mut self.card).await;
            self.certificate = self.card.or_end(read).await?;
        }
        Ok(self.certificate.as_ref())
    }

    /// Carries one round of commands to the card, each once, and its answers back, each with
    /// its status word. All are judged before one is sent.
    ///
    /// # Errors
    /// [`CardError::RelayForbidden`] if one is not on the list;
    /// [`CardError::VerifierRefused`] if the card answers one with anything but 9000.
    pub async fn relay<'a>(
        &mut self,
        commands: impl IntoIterator<Item = &'a [u8]>,
    ) -> Result<Vec<Vec<u8>>, CardError> {
        let answers = self.carry(commands).await;
        let answers = answers.map_err(|error| match error {
            CardError::Link(LinkError::Forbidden) => CardError::RelayForbidden,
            error => error,
        });
        self.card.or_end(answers).await
    }

    async fn carry<'a>(
        &mut self,
        commands: impl IntoIterator<Item = &'a [u8]>,
    ) -> Result<Vec<Vec<u8>>, CardError> {
        let commands = commands.into_iter().take(MOST_COMMANDS + 1);
        let round: Option<Vec<Relayed>> = commands.map(Relayed::parse).collect();
        let round = round.ok_or(CardError::RelayForbidden)?;
        self.state.rounds = self.state.rounds.saturating_add(1);
        if round.is_empty() || round.len() > MOST_COMMANDS || self.state.rounds > MOST_ROUNDS {
            return Err(CardError::RelayForbidden);
        }
        let mut answers = Vec::with_capacity(round.len());
        for relayed in &round {
            let response = self.card.relay(relayed).await?;
            match response.status() {
                StatusWord::Success => {
                    let mut answer = response.into_data();
                    answer.extend(StatusWord::Success.value().to_be_bytes());
                    answers.push(answer);
                }
                status => return Err(CardError::VerifierRefused(status)),
            }
        }
        Ok(answers)
    }

    /// The verifier has nothing more to say. To be called only when the gateway said so.
    ///
    /// # Errors
    /// [`CardError::PinRequired`] if the certificate was not read: what the card would sign
    /// could not be held against it.
    pub async fn authorised(mut self) -> Result<Session<Authorised>, CardError> {
        if self.certificate.is_none() {
            let missing = CardError::PinRequired(Step::Certificate);
            return self.card.or_end(Err(missing)).await;
        }
        Ok(Session {
            card: self.card,
            token: self.token,
            certificate: self.certificate,
            state: Authorised(()),
        })
    }
}

impl Session<Authorised> {
    /// Has `message` hashed here and signed by the card, once, and holds the signature
    /// against the certificate.
    ///
    /// # Errors
    /// [`CardError::VerifierRefused`] if the card does not lend its key after all;
    /// [`CardError::WrongSignature`] if the signature does not fit.
    pub async fn sign(&mut self, message: &[u8]) -> Result<Signature, CardError> {
        let certificate = self.certificate.clone().ok_or(CardError::SessionEnded)?;
        let signature = self.card.sign(message, &certificate).await;
        let signature = signature.map_err(|error| match error {
            CardError::PinRequired(_) => {
                CardError::VerifierRefused(StatusWord::SecurityStatusNotSatisfied)
            }
            error => error,
        });
        self.card.or_end(signature).await
    }
}

#[cfg(test)]
#[path = "visual_tests.rs"]
mod tests;
