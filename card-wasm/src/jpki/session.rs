//! One visit of one card as typestate.
//!
//! ```text
//! open ─▶ Session<Selected> ── tries_left, verify ─▶ Session<UserVerified> ── sign ─▶ close
//! ```
//!
//! A signature without a verified PIN does not compile, and neither does a PIN without the
//! tries left:
//!
//! ```compile_fail
//! # use card_wasm::jpki::{Selected, Session};
//! async fn sign(mut session: Session<Selected>) {
//!     session.sign(b"text").await;
//! }
//! ```
//! ```compile_fail
//! # use card_wasm::jpki::{Pin, Selected, Session};
//! async fn verify(session: Session<Selected>, pin: Pin) {
//!     session.verify(pin, 3).await;
//! }
//! ```
//! ```compile_fail
//! # use card_wasm::jpki::{LastTry, Pin, Selected, Session};
//! async fn verify(session: Session<Selected>, pin: Pin, last: LastTry) {
//!     session.verify(pin, last).await;
//! }
//! ```
//! ```
//! # use card_wasm::jpki::{LastTry, Pin, Selected, Session};
//! async fn verify(session: Session<Selected>, pin: Pin, last: LastTry) {
//!     session.verify(pin, last.confirmed()).await;
//! }
//! ```

use card_certificate::Certificate;

use super::card::Card;
use super::{
    CardError, ExtendedLength, Pin, Signature, Step, Token, TriesLeft, VerifyPermit,
    certificate_file,
};
use crate::iso7816::StatusWord;
use crate::link::{CardChannel, LinkError, Meter};

/// A visit that has begun, in state `S`.
///
/// Every error ends it: the card manager is selected and the card powered off before the
/// error is returned. A visit that goes well ends with [`Session::close`]. One that is
/// merely dropped cannot wait for a reader; dropping its channel then leaves the power-off
/// to the reader, which does it before anything else.
pub struct Session<S> {
    pub(super) card: Card,
    pub(super) token: Token,
    pub(super) certificate: Option<Certificate>,
    pub(super) state: S,
}

/// The application is selected. Nothing is unlocked.
pub struct Selected {
    /// The tries left that a person was shown last.
    tries: Option<u8>,
}

/// The PIN was right. The key can be used.
pub struct UserVerified(());

/// Where a PIN comes from.
enum Source<'a> {
    /// A person typed it here.
    Typed(&'a Pin),
    /// A person enters it on the reader.
    Pad { language: u16 },
}

/// Some readers report in place of the card how an entry ended (PC/SC part 10, 2.5.2: 6401
/// cancelled, 6400 timed out).
const fn entered(answered: Result<StatusWord, CardError>) -> Result<StatusWord, CardError> {
    match answered {
        Ok(StatusWord::Other(0x6401)) => Err(CardError::Link(LinkError::PinEntryCancelled)),
        Ok(StatusWord::ExecutionError) => Err(CardError::Link(LinkError::PinEntryTimedOut)),
        answered => answered,
    }
}

/// Whether the card heard nothing of a PIN, because none was entered.
const fn was_certainly_not_sent(cause: LinkError) -> bool {
    matches!(
        cause,
        LinkError::PinEntryCancelled | LinkError::PinEntryTimedOut | LinkError::PinPadUnavailable
    )
}

/// What became of a PIN.
pub enum Verification {
    /// It was right.
    Verified(Session<UserVerified>),
    /// It was wrong, and the card says how many tries are left now.
    WrongPin {
        /// The visit, which may go on with another PIN.
        session: Session<Selected>,
        /// The tries left, and the permission to try again.
        tries: TriesLeft,
    },
}

impl Session<Selected> {
    /// Selects the application and finds out what carries it. Traffic is counted in
    /// `meter`, which stays readable whatever becomes of the visit.
    ///
    /// # Errors
    /// [`CardError::NotMyNumberCard`] above all.
    pub async fn open(channel: Box<dyn CardChannel>, meter: &Meter) -> Result<Self, CardError> {
        let mut card = Card::new(channel, meter);
        let token = card.begin().await;
        let token = card.or_end(token).await?;
        Ok(Self {
            card,
            token,
            certificate: None,
            state: Selected { tries: None },
        })
    }

    /// The certificate, or `None` where it can be read only after the PIN.
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

    /// Asks how many tries are left. This costs none.
    ///
    /// # Errors
    /// [`CardError::PinUnusable`] if there is none.
    pub async fn tries_left(&mut self) -> Result<TriesLeft, CardError> {
        let tries = self.query_tries().await;
        self.card.or_end(tries).await
    }

    /// Sends the PIN, once. `permit` comes from the last reading of the tries left.
    ///
    /// # Errors
    /// [`CardError::PinLocked`] if this was the last try; [`CardError::VerifyAnswerLost`]
    /// with the tries that are left now, if the answer did not arrive.
    pub async fn verify(
        mut self,
        pin: Pin,
        permit: impl Into<VerifyPermit>,
    ) -> Result<Verification, CardError> {
        let result = self.send_pin(Source::Typed(&pin), permit.into()).await;
        // Before anything else: the digits are not needed any more.
        drop(pin);
        self.verified(result).await
    }

    /// Whether the PIN can be entered on the reader itself.
    #[must_use]
    pub fn has_pin_pad(&self) -> bool {
        self.card.has_pin_pad()
    }

    /// Has the reader ask for the PIN and send it, once; what it shows is in this language
    /// (USB-IF, Language Identifiers), if it knows it. `permit` is as with [`Self::verify`].
    ///
    /// # Errors
    /// As [`Self::verify`]; [`LinkError::PinEntryCancelled`] and
    /// [`LinkError::PinEntryTimedOut`] if no PIN was sent, so that no try was made.
    pub async fn verify_on_pin_pad(
        mut self,
        permit: impl Into<VerifyPermit>,
        language: u16,
    ) -> Result<Verification, CardError> {
        let result = self.send_pin(Source::Pad { language }, permit.into()).await;
        self.verified(result).await
    }

    async fn verified(
        mut self,
        result: Result<Option<TriesLeft>, CardError>,
    ) -> Result<Verification, CardError> {
        match self.card.or_end(result).await? {
            None => Ok(Verification::Verified(Session {
                card: self.card,
                token: self.token,
                certificate: self.certificate,
                state: UserVerified(()),
            })),
            Some(tries) => Ok(Verification::WrongPin {
                session: self,
                tries,
            }),
        }
    }

    async fn query_tries(&mut self) -> Result<TriesLeft, CardError> {
        match self.card.query_tries().await? {
            StatusWord::TriesLeft(count) => self.witness(count).ok_or(CardError::PinUnusable),
            StatusWord::VerificationBlocked | StatusWord::ReferenceDataLocked => {
                Err(CardError::PinUnusable)
            }
            status => Err(CardError::TriesUnknown(status)),
        }
    }

    /// `None` if the PIN was right.
    async fn send_pin(
        &mut self,
        source: Source<'_>,
        permit: VerifyPermit,
    ) -> Result<Option<TriesLeft>, CardError> {
        if self.state.tries.take() != Some(permit.count()) {
            return Err(CardError::TriesNotRead);
        }
        // A permit for the last try exists only once a person has confirmed it.
        let last_try_confirmed = permit.count() == 1;
        let sent = match source {
            Source::Typed(pin) => self.card.verify(pin, last_try_confirmed).await,
            Source::Pad { language } => entered(self.card.verify_on_pin_pad(language).await),
        };
        let status = match sent {
            Ok(status) => status,
            Err(CardError::Link(cause)) if !was_certainly_not_sent(cause) => {
                let tries_left = self.count_again().await;
                return Err(CardError::VerifyAnswerLost { tries_left, cause });
            }
            Err(error) => return Err(error),
        };
        match status {
            StatusWord::Success => Ok(None),
            StatusWord::TriesLeft(count) => {
                self.witness(count).map(Some).ok_or(CardError::PinLocked)
            }
            StatusWord::VerificationBlocked | StatusWord::ReferenceDataLocked => {
                Err(CardError::PinLocked)
            }
            // Wrong, but without a count: it has to be asked for.
            StatusWord::VerificationFailed => match self.query_tries().await {
                Err(CardError::PinUnusable) => Err(CardError::PinLocked),
                tries => tries.map(Some),
            },
            status => {
                let tries_left = self.count_again().await;
                Err(CardError::VerifyUnexpected { tries_left, status })
            }
        }
    }

    fn witness(&mut self, count: u8) -> Option<TriesLeft> {
        self.state.tries = Some(count);
        TriesLeft::from_count(count)
    }

    /// The tries left after an answer that was lost or strange.
    async fn count_again(&mut self) -> Option<u8> {
        match self.card.query_tries().await {
            Ok(StatusWord::TriesLeft(count)) => Some(count),
            Ok(StatusWord::VerificationBlocked | StatusWord::ReferenceDataLocked) => Some(0),
            Ok(_) | Err(_) => None,
        }
    }
}

impl Session<UserVerified> {
    /// The certificate.
    ///
    /// # Errors
    /// What is wrong with card or certificate.
    pub async fn certificate(&mut self) -> Result<&Certificate, CardError> {
        if self.certificate.is_none() {
            let read = certificate_file::read(&mut self.card).await;
            self.certificate = self.card.or_end(read).await?;
        }
        if self.certificate.is_none() {
            let missing = CardError::PinRequired(Step::Certificate);
            return self.card.or_end(Err(missing)).await;
        }
        self.certificate.as_ref().ok_or(CardError::SessionEnded)
    }

    /// Has `message` hashed here and signed by the card, and holds the signature against
    /// the certificate, which is read first if it was not yet.
    ///
    /// # Errors
    /// [`CardError::WrongSignature`] if it does not fit.
    pub async fn sign(&mut self, message: &[u8]) -> Result<Signature, CardError> {
        let certificate = self.certificate().await?.clone();
        let signature = self.card.sign(message, &certificate).await;
        self.card.or_end(signature).await
    }
}

impl<S> Session<S> {
    /// What carries the application: a card or a phone.
    #[must_use]
    pub const fn token(&self) -> Token {
        self.token
    }

    /// What is known of commands of extended length between this reader and this card; they
    /// are tried when the certificate is read.
    #[must_use]
    pub const fn extended_length(&self) -> ExtendedLength {
        self.card.extended
    }

    /// Ends the visit: selects the card manager and powers off.
    ///
    /// # Errors
    /// [`CardError::NotClosed`] if neither was possible and the card is still there.
    pub async fn close(mut self) -> Result<(), CardError> {
        self.card.end().await
    }
}

#[cfg(test)]
#[path = "session_tests.rs"]
mod tests;
