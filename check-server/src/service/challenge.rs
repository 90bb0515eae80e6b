//! Challenges: given to registered terminals, for one context, for a short time.

use super::Refusal;
use super::status::timestamp;
use crate::gateway::Gateway;
use crate::random::name;
use crate::store::OpenChallenge;
use check_api::field::{ChallengeId, Date, FacilityCode, Nonce, Origin, TerminalId};
use check_api::{Challenge, ChallengeContext, ProblemCode, SignatureAlgorithm};

/// Long enough to look for a card and to type a PIN twice.
const SECONDS_TO_LIVE: i64 = 5 * 60;
/// Octets of a nonce: 256 bits.
const NONCE_OCTETS: usize = 32;

impl Gateway {
    /// Gives a challenge to a page of `origin`.
    pub(crate) async fn give_challenge(
        &self,
        origin: Origin,
        context: ChallengeContext,
    ) -> Result<Challenge, Refusal> {
        let now = self.now();
        self.require_open(now)?;
        self.require_registered(&context.facility_code, &context.terminal_id)?;
        require_answerable(&context, now)?;
        self.require_method(&context)?;
        let id = ChallengeId::try_from(name(&*self.parts.randomness)?)
            .map_err(|_| Refusal::from(ProblemCode::Internal))?;
        let mut nonce = vec![0; NONCE_OCTETS];
        self.parts.randomness.fill(&mut nonce)?;
        let nonce = Nonce::try_from(nonce).map_err(|_| Refusal::from(ProblemCode::Internal))?;
        let expires_at = now.saturating_add(SECONDS_TO_LIVE);
        let open = OpenChallenge {
            nonce: nonce.clone(),
            origin,
            context,
            created_at: now,
            expires_at,
        };
        self.store.put_challenge(&id, &open, now).await?;
        let (origin, context) = (&open.origin, &open.context);
        let relay = self.begin_relay(&id, origin, context, now).await?;
        Ok(Challenge {
            challenge_id: id,
            nonce,
            algorithms: SignatureAlgorithm::ALL
                .map(|it| it.name().to_owned())
                .to_vec(),
            expires_at: timestamp(expires_at)?,
            relay,
        })
    }

    /// The facility is registered and the terminal is one of its own.
    pub(super) fn require_registered(
        &self,
        facility: &FacilityCode,
        terminal: &TerminalId,
    ) -> Result<(), Refusal> {
        let terminals = self.config.facilities.get(facility);
        let terminals = terminals.ok_or(ProblemCode::Facility)?;
        if terminals.contains(terminal) {
            Ok(())
        } else {
            Err(ProblemCode::Terminal.into())
        }
    }
}

/// The registry answers for today.
fn require_answerable(context: &ChallengeContext, now: i64) -> Result<(), Refusal> {
    let refuse = |field: &str, rule: &str| {
        Err(Refusal::Field {
            field: field.to_owned(),
            rule: rule.to_owned(),
        })
    };
    if Date::in_japan(now).as_ref() != Some(&context.confirmation_date) {
        return refuse(
            "confirmationDate",
            "must be today in Japan, by the gateway's clock",
        );
    }
    Ok(())
}
