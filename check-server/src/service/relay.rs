//! Relays: what a verifier and a card say to each other over a page, before a check without
//! PIN.
//!
//! A relay belongs to one challenge, its origin and its terminal. Every round takes it out of
//! the store; only a good one puts it back, one stage further. The check takes it for good.

use super::{Refusal, Sealed};
use crate::config::Visual;
use crate::gateway::Gateway;
use crate::store::{OpenRelay, Stage};
use crate::verifier::Verifier;
use check_api::field::{ChallengeId, Origin};
use check_api::relay::{Done, RelayCommands, RelayRequest, RelayStep};
use check_api::terminal;
use check_api::{AuthMethod, ChallengeContext, ProblemCode};

/// Long enough for a slow card and a slow line, and no longer: the card waits, powered.
const SECONDS_TO_LIVE: i64 = 60;

/// One round as it was sent.
pub(crate) struct RelayRound {
    /// The page that asks.
    pub(crate) origin: Origin,
    /// The challenge in its path.
    pub(crate) challenge: ChallengeId,
    /// What the card answered.
    pub(crate) request: RelayRequest,
    /// The octets in which it was sent, and the terminal's signature over them.
    pub(crate) sealed: Sealed,
}

impl Gateway {
    /// Refuses methods that are not offered to a terminal, and a context that does not go
    /// with its method.
    pub(super) fn require_method(&self, context: &ChallengeContext) -> Result<(), Refusal> {
        if context.auth_method == AuthMethod::Visual {
            self.visual_for(context)?;
        }
        if context.confirmation_fits() {
            return Ok(());
        }
        Err(Refusal::Field {
            field: "staffConfirmation".to_owned(),
            rule: "must be there if authMethod is visual, and only then".to_owned(),
        })
    }

    /// The first round of a challenge that is answered without PIN.
    pub(super) async fn begin_relay(
        &self,
        challenge: &ChallengeId,
        origin: &Origin,
        context: &ChallengeContext,
        now: i64,
    ) -> Result<Option<RelayCommands>, Refusal> {
        if context.auth_method != AuthMethod::Visual {
            return Ok(None);
        }
        let commands = self.visual_for(context)?.verifier.introduction();
        let commands = commands.ok_or(ProblemCode::Internal)?;
        let relay = OpenRelay {
            origin: origin.clone(),
            facility: context.facility_code.clone(),
            terminal: context.terminal_id.clone(),
            stage: Stage::Certificate,
            expires_at: now.saturating_add(SECONDS_TO_LIVE),
        };
        self.store.put_relay(challenge, &relay, now).await?;
        Ok(Some(commands))
    }

    /// One round: what the card answered, and what follows.
    pub(crate) async fn relay(&self, round: RelayRound) -> Result<RelayStep, Refusal> {
        let now = self.now();
        self.require_open(now)?;
        let visual = self.visual()?;
        let relay = self
            .take_relay(&round.challenge, &round.origin, now)
            .await?;
        self.require_terminal_signature(
            (&relay.facility, &relay.terminal),
            &round.sealed,
            |body| terminal::to_be_signed_for_relay(&round.challenge, body),
        )
        .await?;
        let heard = &round.request.responses;
        let (step, stage) = match relay.stage {
            Stage::Certificate => {
                let commands = visual.verifier.authentication(heard);
                let commands = commands.ok_or(ProblemCode::Relay)?;
                (RelayStep::Commands(commands), Stage::Authentication)
            }
            Stage::Authentication if Verifier::is_trusted(heard) => {
                (RelayStep::Done(Done), Stage::Done)
            }
            Stage::Authentication | Stage::Done => return Err(ProblemCode::Relay.into()),
        };
        let relay = OpenRelay { stage, ..relay };
        self.store.put_relay(&round.challenge, &relay, now).await?;
        Ok(step)
    }

    /// A check without PIN is for a card that has trusted the verifier before.
    pub(super) async fn require_relayed(
        &self,
        challenge: &ChallengeId,
        origin: &Origin,
        context: &ChallengeContext,
        now: i64,
    ) -> Result<(), Refusal> {
        if context.auth_method != AuthMethod::Visual {
            return Ok(());
        }
        self.visual_for(context)?;
        let relay = self.take_relay(challenge, origin, now).await?;
        let same = relay.facility == context.facility_code && relay.terminal == context.terminal_id;
        if same && relay.stage == Stage::Done {
            Ok(())
        } else {
            Err(ProblemCode::Relay.into())
        }
    }

    /// Unknown, over and somebody else's are one refusal.
    async fn take_relay(
        &self,
        challenge: &ChallengeId,
        origin: &Origin,
        now: i64,
    ) -> Result<OpenRelay, Refusal> {
        let taken = self.store.take_relay(challenge).await?;
        let open = taken.filter(|relay| now < relay.expires_at && relay.origin == *origin);
        open.ok_or_else(|| ProblemCode::Relay.into())
    }

    fn visual(&self) -> Result<&Visual, Refusal> {
        let visual = self.config.visual.as_ref();
        visual.ok_or_else(|| ProblemCode::Capability.into())
    }

    fn visual_for(&self, context: &ChallengeContext) -> Result<&Visual, Refusal> {
        let visual = self.visual()?;
        if visual.is_offered_to(context) {
            Ok(visual)
        } else {
            Err(ProblemCode::Capability.into())
        }
    }
}
