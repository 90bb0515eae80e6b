//! One visit without PIN (目視), from the card on the reader to what the card signed. Staff
//! compare face and photo, a verifier behind the gateway speaks to the card, and the card
//! lends its key once. The sequence stands here, from top to bottom.
//!
//! Knows neither what a verifier says nor who it is: the page carries it, and the guard below
//! lets nothing pass that could touch a PIN.

use card_wasm::jpki::{Authorised, Relaying, Session};
use card_wasm::link::CardChannel;
use check_api::field::{Base64, ChallengeId};
use check_api::relay::{self, RelayCommands, RelayRequest, RelayResponses, RelayStep};
use check_api::{AuthMethod, ChallengeContext, StaffConfirmation, signed};

use super::gateway::{Gateway, GatewayError, HttpGateway, Request, Transport, json};
use super::pin_desk::NoPin;
use super::visit::{Attendant, Signed, Visit, accepted_algorithm, closed, question};
use crate::domain::advice::ErrorCode;
use crate::state::{Failure, Step, VisitEvent};

/// The verifier signs and passes on; the card waits meanwhile.
const RELAY_SECONDS: u16 = 10;

/// A gateway behind which there is a verifier.
#[expect(async_fn_in_trait, reason = "the page has one thread")]
pub trait RelayGateway: Gateway {
    /// Brings the verifier what the card answered.
    async fn relay(
        &self,
        challenge: &ChallengeId,
        round: &RelayRequest,
    ) -> Result<RelayStep, GatewayError>;
}

/// Who can ask staff to look.
#[expect(async_fn_in_trait, reason = "the page has one thread")]
pub trait Witness: Attendant {
    /// Asks staff to compare face and photo, and to tick that they did.
    async fn face_photo(&self) -> Result<StaffConfirmation, NoPin>;
}

impl<T: Transport> RelayGateway for HttpGateway<T> {
    async fn relay(
        &self,
        challenge: &ChallengeId,
        round: &RelayRequest,
    ) -> Result<RelayStep, GatewayError> {
        let path = relay::path(challenge);
        let request = Request::post(&path, json(round)?, RELAY_SECONDS);
        let body = self.call(request).await?;
        serde_json::from_slice(&body).map_err(|_| GatewayError::Nonsense)
    }
}

impl<G: RelayGateway, A: Witness> Visit<'_, G, A> {
    /// The part with the card. It must run to its end, because only then is the card
    /// certainly locked again.
    ///
    /// # Errors
    /// Why the card gave no signature. The card is closed then, too.
    pub async fn sign_by_eye(&self, channel: Box<dyn CardChannel>) -> Result<Signed, Failure> {
        let session = self.open_for_verifier(channel).await?;
        self.attendant.report(VisitEvent::ConfirmationNeeded);
        // Before anything is asked for: the tick is part of what the card signs.
        let confirmation = match self.attendant.face_photo().await {
            Ok(confirmation) => confirmation,
            Err(reason) => return Err(closed(session, reason.into()).await),
        };
        self.attendant.report(VisitEvent::Confirmed);
        let context = ChallengeContext {
            auth_method: AuthMethod::Visual,
            staff_confirmation: Some(confirmation),
            ..self.terms.context.clone()
        };
        self.sign_as(session, &context).await
    }

    /// Selects the application and judges the certificate. What shows it only after a PIN
    /// carries no photo either: it is a phone.
    async fn open_for_verifier(
        &self,
        channel: Box<dyn CardChannel>,
    ) -> Result<Session<Relaying>, Failure> {
        let mut session = Session::open_for_verifier(channel, self.meter).await?;
        self.attendant.report(VisitEvent::Began(Step::Certificate));
        let judged = match session.certificate().await? {
            Some(certificate) => self.judge(certificate),
            None => Err(failure("DESK-NO-FACE-PHOTO")),
        };
        match judged {
            Ok(()) => Ok(session),
            Err(failure) => Err(closed(session, failure).await),
        }
    }

    async fn sign_as(
        &self,
        mut session: Session<Relaying>,
        context: &ChallengeContext,
    ) -> Result<Signed, Failure> {
        let mut challenge = match self.gateway.challenge(context).await {
            Ok(challenge) => challenge,
            Err(error) => return Err(closed(session, error.into()).await),
        };
        let Some(certificate) = session.certificate().await?.cloned() else {
            return Err(closed(session, failure("DESK-NO-FACE-PHOTO")).await);
        };
        let algorithm = match accepted_algorithm(&certificate, &challenge) {
            Ok(algorithm) => algorithm,
            Err(failure) => return Err(closed(session, failure).await),
        };
        let Some(introduction) = challenge.relay.take() else {
            return Err(closed(session, no_verifier()).await);
        };
        let challenge_id = &challenge.challenge_id;
        let mut session = self.relay(session, challenge_id, introduction).await?;
        let origin = &self.terms.origin;
        let message = signed::to_be_signed(algorithm, origin, &challenge.nonce, context);
        let signature = session.sign(&message).await?;
        session.close().await?;
        question(challenge, algorithm, &certificate, &signature)
    }

    /// Carries commands and answers until the verifier has nothing more to say.
    async fn relay(
        &self,
        mut session: Session<Relaying>,
        challenge: &ChallengeId,
        introduction: RelayCommands,
    ) -> Result<Session<Authorised>, Failure> {
        let mut commands = introduction;
        for _ in 0..relay::MOST_ROUNDS {
            let answers = session.relay(commands.iter()).await?;
            let Some(round) = round(answers) else {
                return Err(closed(session, no_verifier()).await);
            };
            match self.gateway.relay(challenge, &round).await {
                Ok(RelayStep::Commands(next)) => commands = next,
                Ok(RelayStep::Done(_)) => return Ok(session.authorised().await?),
                Err(error) => return Err(closed(session, error.into()).await),
            }
        }
        Err(closed(session, no_verifier()).await)
    }
}

/// What a card answered to one round; nothing where it is more than a round can hold.
fn round(answers: Vec<Vec<u8>>) -> Option<RelayRequest> {
    let answers: Result<Vec<_>, _> = answers.into_iter().map(Base64::try_from).collect();
    let responses = RelayResponses::try_from(answers.ok()?).ok()?;
    Some(RelayRequest { responses })
}

/// The gateway offers checks without PIN, but its verifier has nothing to say, or no end.
const fn no_verifier() -> Failure {
    failure("CHECK-RELAY")
}

const fn failure(code: &'static str) -> Failure {
    Failure::new(ErrorCode::new(code))
}

#[cfg(test)]
#[path = "visual_tests.rs"]
mod tests;
