//! One visit of one patient, from the card on the reader to the answer. The sequence
//! stands here once, from top to bottom, and is the same for every reader and gateway.
//!
//! Knows neither browser nor screen: what happens is reported to an [`Attendant`],
//! who also asks the person for the PIN.

use card_wasm::certificate::{Certificate, TrustStore, UnixTime};
use card_wasm::jpki::{
    CardError, Pin, Selected, Session, Signature, TriesLeft, UserVerified, Verification,
    VerifyPermit,
};
use card_wasm::link::{CardChannel, Meter};
use check_api::field::{Base64, Origin};
use check_api::token::TokenFormat;
use check_api::{
    CardCheckRequest, Challenge, ChallengeContext, CheckAnswer, SignatureAlgorithm, Token, signed,
};
use futures_util::future::join;

use super::gateway::Gateway;
use super::pin_desk::NoPin;
use crate::domain::advice::ErrorCode;
use crate::state::{Failure, Step, VisitEvent};

/// Release of the page, for support.
const APP_VERSION: &str = concat!("myna-check/", env!("CARGO_PKG_VERSION"));

/// Who stands between the visit and the person.
#[expect(async_fn_in_trait, reason = "the page has one thread")]
pub trait Attendant {
    /// Hears what happens.
    fn report(&self, event: VisitEvent);
    /// Asks a person whether the last try shall be used.
    async fn last_try(&self) -> Result<(), NoPin>;
    /// Asks a person for the PIN.
    async fn pin(&self) -> Result<Pin, NoPin>;
    /// Whether a reader with keys of its own is to ask for the PIN, and in which language
    /// (USB-IF, Language Identifiers).
    fn pin_pad_language(&self) -> Option<u16>;
}

/// What is settled before the card is touched.
pub struct Terms<'a> {
    /// The page's own origin, as the browser sends it.
    pub origin: Origin,
    /// What the check is for; the card signs it.
    pub context: ChallengeContext,
    /// The authorities trusted.
    pub trust: &'a TrustStore,
    /// The gateway's time.
    pub now: UnixTime,
}

/// One visit.
pub struct Visit<'a, G, A> {
    /// The gateway.
    pub gateway: &'a G,
    /// The attendant.
    pub attendant: &'a A,
    /// What is settled.
    pub terms: &'a Terms<'a>,
    /// Counts what passes between page and card.
    pub meter: &'a Meter,
}

/// What the card gave: everything the gateway needs. The card is closed by then.
pub struct Signed(pub(super) CardCheckRequest);

impl Signed {
    /// The last second of the card's certificate, in seconds since 1970.
    #[must_use]
    pub fn certificate_ends(&self) -> Option<u64> {
        let certificate = self.0.token.unverified_certificate.as_bytes();
        let certificate = Certificate::from_der(certificate).ok()?;
        Some(certificate.validity().not_after().as_secs())
    }
}

impl<G: Gateway, A: Attendant> Visit<'_, G, A> {
    /// The part with the card. It must run to its end, because only then is the card
    /// certainly locked again.
    ///
    /// # Errors
    /// Why the card gave no signature. The card is closed then, too.
    pub async fn sign(&self, channel: Box<dyn CardChannel>) -> Result<Signed, Failure> {
        let challenge = self.gateway.challenge(&self.terms.context);
        let (challenge, session) = join(challenge, self.open(channel)).await;
        let session = session?;
        let challenge = match challenge {
            Ok(challenge) => challenge,
            // Without something to sign no PIN is needed.
            Err(error) => return Err(closed(session, error.into()).await),
        };
        let session = self.verify(session).await?;
        self.sign_challenge(session, challenge).await
    }

    /// The part with the gateway. It may be abandoned at any time.
    ///
    /// # Errors
    /// Why the gateway gave no answer.
    pub async fn check(&self, Signed(request): Signed) -> Result<CheckAnswer, Failure> {
        Ok(self.gateway.check_card(&request).await?)
    }

    /// Selects the application and judges the certificate, where it may be read already.
    async fn open(&self, channel: Box<dyn CardChannel>) -> Result<Session<Selected>, Failure> {
        let mut session = Session::open(channel, self.meter).await?;
        if session.token().shows_certificate_before_pin() {
            self.attendant.report(VisitEvent::Began(Step::Certificate));
        }
        let judged = match session.certificate().await? {
            Some(certificate) => self.judge(certificate),
            None => Ok(()),
        };
        match judged {
            Ok(()) => Ok(session),
            Err(failure) => Err(closed(session, failure).await),
        }
    }

    /// The gateway decides; but what it would refuse, the desk hears at once.
    pub(super) fn judge(&self, certificate: &Certificate) -> Result<(), Failure> {
        let standing = self.terms.trust.check(certificate, self.terms.now);
        standing.map_err(CardError::from)?;
        Ok(())
    }

    /// Asks for the PIN until it is right, is given up, or is locked. Every VERIFY is
    /// for a PIN that a person typed after seeing how many tries were left.
    async fn verify(
        &self,
        mut session: Session<Selected>,
    ) -> Result<Session<UserVerified>, Failure> {
        let mut tries = session.tries_left().await?;
        let mut wrong_before = false;
        loop {
            self.attendant.report(VisitEvent::PinNeeded {
                tries_left: tries.count(),
                wrong_before,
            });
            let permit = match self.permit(tries).await {
                Ok(permit) => permit,
                Err(failure) => return Err(closed(session, failure).await),
            };
            let language = self.attendant.pin_pad_language();
            let verification = match language.filter(|_| session.has_pin_pad()) {
                Some(language) => self.verify_on_reader(session, permit, language).await?,
                None => self.verify_typed(session, permit).await?,
            };
            match verification {
                Verification::Verified(session) => return Ok(session),
                Verification::WrongPin {
                    session: same,
                    tries: left,
                } => {
                    (session, tries, wrong_before) = (same, left, true);
                }
            }
        }
    }

    async fn permit(&self, tries: TriesLeft) -> Result<VerifyPermit, Failure> {
        Ok(match tries {
            TriesLeft::Several(several) => VerifyPermit::from(several),
            TriesLeft::Last(last) => {
                self.attendant.last_try().await?;
                VerifyPermit::from(last.confirmed())
            }
        })
    }

    async fn verify_typed(
        &self,
        session: Session<Selected>,
        permit: VerifyPermit,
    ) -> Result<Verification, Failure> {
        let pin = match self.attendant.pin().await {
            Ok(pin) => pin,
            Err(reason) => return Err(closed(session, reason.into()).await),
        };
        self.attendant.report(VisitEvent::PinSent);
        Ok(session.verify(pin, permit).await?)
    }

    /// The PIN is entered on the reader and never reaches this computer.
    async fn verify_on_reader(
        &self,
        session: Session<Selected>,
        permit: VerifyPermit,
        language: u16,
    ) -> Result<Verification, Failure> {
        self.attendant.report(VisitEvent::PinOnReader);
        let verification = session.verify_on_pin_pad(permit, language).await;
        self.attendant.report(VisitEvent::PinSent);
        Ok(verification?)
    }

    /// Has the card sign, closes it, and only then lets anything leave the page.
    async fn sign_challenge(
        &self,
        mut session: Session<UserVerified>,
        challenge: Challenge,
    ) -> Result<Signed, Failure> {
        if !session.token().shows_certificate_before_pin() {
            self.attendant.report(VisitEvent::Began(Step::Certificate));
        }
        let certificate = session.certificate().await?.clone();
        let algorithm = self
            .judge(&certificate)
            .and_then(|()| accepted_algorithm(&certificate, &challenge));
        let algorithm = match algorithm {
            Ok(algorithm) => algorithm,
            Err(failure) => return Err(closed(session, failure).await),
        };
        let message = signed::to_be_signed(
            algorithm,
            &self.terms.origin,
            &challenge.nonce,
            &self.terms.context,
        );
        let signature = session.sign(&message).await?;
        session.close().await?;
        question(challenge, algorithm, &certificate, &signature)
    }
}

/// The question to the gateway, of what the card gave.
pub(super) fn question(
    challenge: Challenge,
    algorithm: SignatureAlgorithm,
    certificate: &Certificate,
    signature: &Signature,
) -> Result<Signed, Failure> {
    let base64 = |bytes: &[u8]| Base64::try_from(bytes.to_vec()).map_err(|_| algorithm_unfit());
    Ok(Signed(CardCheckRequest {
        challenge_id: challenge.challenge_id,
        token: Token {
            format: TokenFormat::V1,
            algorithm,
            unverified_certificate: base64(certificate.as_der())?,
            signature: base64(signature.as_bytes())?,
            app_version: APP_VERSION.to_owned(),
        },
    }))
}

/// Closes the card because of `failure`. That the card could not be locked is worse
/// than anything else.
pub(super) async fn closed<S>(session: Session<S>, failure: Failure) -> Failure {
    match session.close().await {
        Err(error @ CardError::NotClosed) => error.into(),
        _ => failure,
    }
}

/// The algorithm of the card's key, if the gateway verifies it.
pub(super) fn accepted_algorithm(
    certificate: &Certificate,
    challenge: &Challenge,
) -> Result<SignatureAlgorithm, Failure> {
    let name = certificate.signature_algorithm().name();
    SignatureAlgorithm::of(name)
        .filter(|_| challenge.algorithms.iter().any(|accepted| accepted == name))
        .ok_or_else(algorithm_unfit)
}

fn algorithm_unfit() -> Failure {
    Failure::new(ErrorCode::new("CHECK-ALGORITHM"))
}

impl From<NoPin> for Failure {
    fn from(reason: NoPin) -> Self {
        match reason {
            NoPin::TimedOut => Self::new(ErrorCode::new("DESK-PIN-TIMEOUT")),
            // Nobody sees it: the screen shows this visit no longer.
            NoPin::Stopped => Self::new(ErrorCode::new("DESK-STOPPED")),
            NoPin::Gone(error) => CardError::from(error).into(),
        }
    }
}

impl From<CardError> for Failure {
    fn from(error: CardError) -> Self {
        let tries_left = match error {
            CardError::VerifyAnswerLost { tries_left, .. }
            | CardError::VerifyUnexpected { tries_left, .. } => tries_left,
            CardError::PinLocked | CardError::PinUnusable => Some(0),
            _ => None,
        };
        Self {
            tries_left,
            ..Self::new(ErrorCode::new(error.code()))
        }
    }
}

#[cfg(test)]
#[path = "visit_tests.rs"]
mod tests;
