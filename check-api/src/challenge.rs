//! `POST /v1/challenges`: the context in which a card is checked, and the
//! challenge that the gateway gives for it.

use crate::field::{ChallengeId, Date, FacilityCode, Nonce, TerminalId, Timestamp};
use crate::relay::RelayCommands;
use serde::{Deserialize, Serialize};

/// What a check is for. The gateway stores it with the challenge, and the card
/// signs it: a signature fits this facility, terminal, day and consent alone.
///
/// The fields stand in alphabetical order of their names on the wire, because
/// the derived serialization is signed as it is; see [`crate::signed`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChallengeContext {
    /// How the person is authenticated.
    pub auth_method: AuthMethod,
    /// The day for which eligibility is asked.
    pub confirmation_date: Date,
    /// What the person agreed to.
    pub consents: Consents,
    /// The facility that asks.
    pub facility_code: FacilityCode,
    /// What the answer is for.
    pub purpose: Purpose,
    /// What staff have confirmed with their own eyes: there if and only if the method is
    /// [`AuthMethod::Visual`]; see [`ChallengeContext::confirmation_fits`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff_confirmation: Option<StaffConfirmation>,
    /// The terminal of the facility that asks.
    pub terminal_id: TerminalId,
}

/// The body of `POST /v1/challenges` is the context itself.
pub type ChallengeRequest = ChallengeContext;

/// What the answer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Purpose {
    /// Eligibility for insurance, nothing else.
    Eligibility,
}

/// How the person is authenticated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AuthMethod {
    /// The person types the PIN of the user-authentication key.
    Pin,
    /// Staff compare face and photo. Offered only where the state lists it.
    Visual,
}

/// What staff have confirmed with their own eyes. It is part of what the card signs, so
/// nobody can add it afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StaffConfirmation {
    /// The person is the one on the photo of the card.
    pub face_photo: Confirmed,
}

/// Something was confirmed. What was not confirmed has no form: it is absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Confirmed {
    /// 確認した.
    #[serde(rename = "1")]
    Yes,
}

/// What the person agreed to, under the official names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Consents {
    /// Whether 限度額 may be handed over.
    #[serde(rename = "LimitApplicationCertificateRelatedConsFlg")]
    pub limit_application_certificate: Consent,
}

/// One consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Consent {
    /// 未同意.
    #[serde(rename = "0")]
    NotGiven,
    /// 同意.
    #[serde(rename = "1")]
    Given,
}

/// A challenge: good for one check, for a short time, in one context.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Challenge {
    /// Its name in the check.
    pub challenge_id: ChallengeId,
    /// What makes it unique. Signed by the card.
    pub nonce: Nonce,
    /// Names of the signature algorithms that the gateway verifies. Text, so that
    /// an algorithm of a later version does not make the challenge unreadable.
    pub algorithms: Vec<String>,
    /// When it ends, by the gateway's clock.
    pub expires_at: Timestamp,
    /// The first commands that the card must hear from a verifier, where the person is
    /// authenticated without a PIN; see [`crate::relay`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relay: Option<RelayCommands>,
}

impl ChallengeContext {
    /// Whether what staff confirmed goes with the method: required without a PIN, and out
    /// of place with one.
    #[must_use]
    pub const fn confirmation_fits(&self) -> bool {
        match self.auth_method {
            AuthMethod::Pin => self.staff_confirmation.is_none(),
            AuthMethod::Visual => self.staff_confirmation.is_some(),
        }
    }
}
