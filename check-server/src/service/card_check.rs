//! The check of a card, in one fixed order:
//!
//! 1. the challenge is taken and is gone, whatever comes after;
//! 2. origin, facility and terminal are those for which it was given, and the
//!    terminal has signed where that is required; without PIN, the card has trusted
//!    the verifier before;
//! 3. what the card should have signed is rebuilt from what was stored;
//! 4. the signature fits it and the certificate's key, which also proves nonce,
//!    origin and context;
//! 5. the certificate is of the right kind, issued by an anchor, in date or in
//!    its months of grace;
//! 6. it has not been revoked;
//! 7. the registry answers;
//! 8. the check is recorded, also a refused one.

use super::answer::{Answered, of_stored};
use super::{Refusal, Sealed};
use crate::gateway::Gateway;
use crate::random::name;
use crate::registry::CertificateDigest;
use crate::store::{Action, Audit, OpenChallenge};
use card_certificate::{Certificate, Standing, UnixTime};
use check_api::code::ReferenceClassification;
use check_api::field::{ChallengeId, Date, Origin};
use check_api::{
    AuthMethod, CardCheckRequest, CertificateNotice, CertificateStanding, ChallengeContext,
    CheckAnswer, ProblemCode, Token, Verdict, signed, terminal,
};
use std::time::Duration;

/// How a check ended, and the name under which it is recorded.
pub(crate) struct Recorded {
    pub(crate) audit_id: Option<String>,
    pub(crate) result: Result<CheckAnswer, Refusal>,
}

impl Recorded {
    /// Refused before anything could be recorded.
    fn unrecorded(refusal: Refusal) -> Self {
        Self {
            audit_id: None,
            result: Err(refusal),
        }
    }
}

/// A check as it was asked for.
pub(crate) struct CardCheck {
    /// The page that asks.
    pub(crate) origin: Origin,
    /// What it sent.
    pub(crate) request: CardCheckRequest,
    /// The octets in which it was sent, and the terminal's signature over them.
    pub(crate) sealed: Sealed,
}

impl Gateway {
    /// Checks a card.
    pub(crate) async fn check_card(&self, asked: CardCheck) -> Recorded {
        let now = self.now();
        let open = self.require_open(now);
        let audit_id = match open.and_then(|()| Ok(name(&*self.parts.randomness)?)) {
            Ok(audit_id) => audit_id,
            Err(refusal) => return Recorded::unrecorded(refusal),
        };
        let (context, result) = match self.take(&asked.request.challenge_id, now).await {
            Ok(challenge) => {
                let context = challenge.context.clone();
                (
                    Some(context),
                    self.judge(&audit_id, &asked, challenge, now).await,
                )
            }
            Err(refusal) => (None, Err(refusal)),
        };
        match self.record(&audit_id, context.as_ref(), &result, now).await {
            Ok(()) => Recorded {
                audit_id: Some(audit_id),
                result,
            },
            // An answer that is not recorded is not given.
            Err(refusal) => Recorded::unrecorded(refusal),
        }
    }

    /// Step 1. Unknown, used and over are one refusal: the page asks for a new one.
    async fn take(&self, id: &ChallengeId, now: i64) -> Result<OpenChallenge, Refusal> {
        let taken = self.store.take_challenge(id).await?;
        let open = taken.filter(|challenge| now < challenge.expires_at);
        open.ok_or_else(|| ProblemCode::Challenge.into())
    }

    /// Steps 2 to 7.
    async fn judge(
        &self,
        audit_id: &str,
        asked: &CardCheck,
        challenge: OpenChallenge,
        now: i64,
    ) -> Result<CheckAnswer, Refusal> {
        let CardCheckRequest {
            challenge_id,
            token,
        } = &asked.request;
        if asked.origin != challenge.origin {
            return Err(ProblemCode::Origin.into());
        }
        self.require_registered(
            &challenge.context.facility_code,
            &challenge.context.terminal_id,
        )?;
        let context = &challenge.context;
        self.require_terminal_signature(
            (&context.facility_code, &context.terminal_id),
            &asked.sealed,
            |body| terminal::to_be_signed(challenge_id, body),
        )
        .await?;
        self.require_relayed(challenge_id, &asked.origin, &challenge.context, now)
            .await?;
        let certificate = Certificate::from_der(token.unverified_certificate.as_bytes())?;
        require_signature(&certificate, &challenge, token)?;
        let notice = self.standing(&certificate, now)?;
        let digest = CertificateDigest::of_certificate(&certificate)
            .ok_or(card_certificate::CertificateError::KeyIdentifier)?;
        if self.store.is_revoked(&digest).await? {
            return Err(ProblemCode::Revoked.into());
        }
        let stored = self.store.person(&digest).await?;
        let answered = Answered {
            facility: &challenge.context.facility_code,
            confirmation_date: &challenge.context.confirmation_date,
            reference: ReferenceClassification::Card,
            identifier: None,
            consent: challenge.context.consents.limit_application_certificate,
            asked_at: challenge.created_at,
            now,
        };
        let answer = CheckAnswer {
            audit_id: audit_id.to_owned(),
            certificate: Some(notice),
            xml_msg: answered.message(of_stored(stored))?,
        };
        self.keep_medical_grounds(&answer, &digest, &challenge.context, now)
            .await?;
        Ok(answer)
    }

    /// Step 5.
    fn standing(&self, certificate: &Certificate, now: i64) -> Result<CertificateNotice, Refusal> {
        let standing = match self.trust.check(certificate, unix_time(now))? {
            Standing::Valid => CertificateStanding::Valid,
            Standing::InGrace { .. } => CertificateStanding::Grace,
        };
        let last = certificate.validity().usable_until().as_secs();
        let usable_until = i64::try_from(last).ok().and_then(Date::in_japan);
        let usable_until = usable_until.ok_or(Refusal::Fault {
            part: "clock",
            code: "CLOCK-RANGE",
        })?;
        Ok(CertificateNotice {
            standing,
            usable_until,
        })
    }

    /// Step 8.
    async fn record(
        &self,
        id: &str,
        context: Option<&ChallengeContext>,
        result: &Result<CheckAnswer, Refusal>,
        at: i64,
    ) -> Result<(), Refusal> {
        let outcome = match result {
            Ok(answer) => Verdict::of_answer(answer).name(),
            Err(refusal) => refusal.code(),
        };
        Ok(self
            .store
            .record(&Audit {
                facility: context.map(|context| context.facility_code.as_str()),
                terminal: context.map(|context| context.terminal_id.as_str()),
                auth_method: context.map(|context| match context.auth_method {
                    AuthMethod::Pin => "pin",
                    AuthMethod::Visual => "visual",
                }),
                ..Audit::of(id, at, Action::CheckCard, outcome)
            })
            .await?)
    }
}

/// Steps 3 and 4.
fn require_signature(
    certificate: &Certificate,
    challenge: &OpenChallenge,
    token: &Token,
) -> Result<(), Refusal> {
    if certificate.signature_algorithm().name() != token.algorithm.name() {
        return Err(ProblemCode::Algorithm.into());
    }
    let message = signed::to_be_signed(
        token.algorithm,
        &challenge.origin,
        &challenge.nonce,
        &challenge.context,
    );
    Ok(certificate.verify(&message, token.signature.as_bytes())?)
}

fn unix_time(seconds: i64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
}
