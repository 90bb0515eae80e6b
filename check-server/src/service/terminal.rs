//! Terminals: enrolled once with a code, and recognised by their key.

use super::Refusal;
use crate::config::Config;
use crate::gateway::{Gateway, Parts};
use crate::random::{NoRandomness, name};
use crate::store::{Action, Audit, DONE, Store, StoreError};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use check_api::ProblemCode;
use check_api::field::{ActivationCode, FacilityCode, FieldError, TerminalId};
use check_api::terminal::{Enrolment, EnrolmentRequest};
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};

/// What came with a check from the terminal itself.
pub(crate) struct Sealed {
    /// The octets of the body.
    pub(crate) body: axum::body::Bytes,
    /// The signature header, in base64.
    pub(crate) signature: Option<String>,
}

impl Gateway {
    /// Enrols a terminal.
    pub(crate) async fn enrol(&self, request: EnrolmentRequest) -> Result<Enrolment, Refusal> {
        let now = self.now();
        self.require_open(now)?;
        let key = request.public_key.as_bytes();
        if key.len() != UNCOMPRESSED || VerifyingKey::from_sec1_bytes(key).is_err() {
            return Err(Refusal::Field {
                field: "publicKey".to_owned(),
                rule: "must be an uncompressed point on P-256".to_owned(),
            });
        }
        let taken = self.store.take_activation(&request.activation_code).await?;
        let open = taken.filter(|(_, expires_at)| now < *expires_at);
        let (enrolment, _) = open.ok_or(ProblemCode::Activation)?;
        let id = name(&*self.parts.randomness)?;
        let line = enrolment_line(&id, now, Action::Enrolment, &enrolment);
        self.store
            .put_terminal_key(&enrolment, key, now, &line)
            .await?;
        Ok(enrolment)
    }

    /// Where it is required, the terminal has signed this very request.
    pub(super) async fn require_terminal_signature(
        &self,
        (facility, terminal): (&FacilityCode, &TerminalId),
        sealed: &Sealed,
        to_be_signed: impl FnOnce(&[u8]) -> Vec<u8>,
    ) -> Result<(), Refusal> {
        if !self.config.require_terminal_signature {
            return Ok(());
        }
        let key = self.store.terminal_key(facility, terminal).await?;
        let fits = key.and_then(|key| {
            let key = VerifyingKey::from_sec1_bytes(&key).ok()?;
            let signature = STANDARD.decode(sealed.signature.as_deref()?).ok()?;
            let signature = Signature::from_slice(&signature).ok()?;
            key.verify(&to_be_signed(&sealed.body), &signature).ok()
        });
        fits.ok_or_else(|| ProblemCode::TerminalSignature.into())
    }
}

/// Makes a code that enrols a terminal, in place of any that was made for it before.
///
/// # Errors
/// [`ActivationError`] if the terminal is not registered, or a part fails.
pub async fn activation_code(
    config: &Config,
    store: &Store,
    parts: &Parts,
    terminal: &Enrolment,
) -> Result<ActivationCode, ActivationError> {
    let terminals = config.facilities.get(&terminal.facility_code);
    if !terminals.is_some_and(|terminals| terminals.contains(&terminal.terminal_id)) {
        return Err(ActivationError::Unregistered);
    }
    let code = ActivationCode::try_from(name(&*parts.randomness)?)?;
    let now = parts.clock.now();
    let expires_at = now.saturating_add(SECONDS_TO_LIVE);
    let id = name(&*parts.randomness)?;
    let line = enrolment_line(&id, now, Action::Activation, terminal);
    store
        .put_activation(&code, terminal, expires_at, &line)
        .await?;
    Ok(code)
}

fn enrolment_line<'a>(id: &'a str, at: i64, action: Action, of: &'a Enrolment) -> Audit<'a> {
    Audit {
        facility: Some(of.facility_code.as_str()),
        terminal: Some(of.terminal_id.as_str()),
        ..Audit::of(id, at, action, DONE)
    }
}

/// Why there is no activation code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ActivationError {
    /// The configuration does not name the terminal.
    #[error(
        "設定にこの端末がありません\nthe configuration has no such terminal [ACTIVATION-UNREGISTERED]"
    )]
    Unregistered,
    /// There is no randomness.
    #[error(transparent)]
    Random(#[from] NoRandomness),
    /// What randomness gave is no code.
    #[error(transparent)]
    Code(#[from] FieldError),
    /// The database cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A code is handed out on paper and typed within the week.
const SECONDS_TO_LIVE: i64 = 7 * 24 * 60 * 60;
/// Octets of an uncompressed point on P-256 (SEC 1, 2.3.3): 04, x, y.
const UNCOMPRESSED: usize = 65;
