//! 薬剤情報 and 特定健診情報, in one fixed order:
//!
//! 1. the service is open, and facility and terminal are registered;
//! 2. this kind is answered at all, on this terminal and for this kind of facility;
//! 3. whoever looks has a role that the facility has, and that may see this kind;
//! 4. there are grounds: a check of the person's card by this terminal, some minutes ago,
//!    that ended with 有効, and a consent of today; or a disaster measure;
//! 5. the person is found, and is one;
//! 6. it is recorded that somebody looked, also a refusal. What is not recorded is not shown.

use super::Refusal;
use crate::config::MedicalSettings;
use crate::gateway::Gateway;
use crate::random::name;
use crate::registry::{CertificateDigest, MedicalPeople};
use crate::store::{Action, Audit, MedicalGrounds};
use check_api::field::{Date, FacilityCode, TerminalId};
use check_api::medical::{
    Basis, CheckAuditId, MedicalConsent, MedicalInformation, MedicalRequest, Role,
    WITHOUT_CARD_MEASURE,
};
use check_api::{ChallengeContext, CheckAnswer, Disaster, ProblemCode, Verdict};

/// Somebody may tick a box a moment before a clock says so.
const CONSENT_TOLERANCE_SECONDS: i64 = 60;

/// Whose information there is, and the rules for it.
pub(crate) struct Medical {
    pub(crate) settings: MedicalSettings,
    pub(crate) people: MedicalPeople,
}

/// How a look ended, and the name under which it is recorded.
pub(crate) struct Looked {
    pub(crate) audit_id: Option<String>,
    pub(crate) result: Result<MedicalInformation, Refusal>,
}

impl Looked {
    const fn unrecorded(refusal: Refusal) -> Self {
        Self {
            audit_id: None,
            result: Err(refusal),
        }
    }
}

impl Gateway {
    /// Answers for one look.
    pub(crate) async fn medical_information(&self, request: MedicalRequest) -> Looked {
        let now = self.now();
        let open = self.require_open(now);
        let audit_id = match open.and_then(|()| Ok(name(&*self.parts.randomness)?)) {
            Ok(audit_id) => audit_id,
            Err(refusal) => return Looked::unrecorded(refusal),
        };
        let result = self.look(&request, &audit_id, now).await;
        let outcome = match &result {
            Ok(information) => information.kind.name(),
            Err(refusal) => refusal.code(),
        };
        let line = Audit {
            facility: Some(request.facility_code.as_str()),
            terminal: Some(request.terminal_id.as_str()),
            auth_method: Some(grounds_name(&request)),
            ..Audit::of(&audit_id, now, Action::MedicalInformation, outcome)
        };
        match self.store.record(&line).await {
            Ok(()) => Looked {
                audit_id: Some(audit_id),
                result,
            },
            // What is not recorded is not shown.
            Err(error) => Looked::unrecorded(error.into()),
        }
    }

    /// Steps 1 to 5.
    async fn look(
        &self,
        request: &MedicalRequest,
        audit_id: &str,
        now: i64,
    ) -> Result<MedicalInformation, Refusal> {
        let (facility, terminal) = (&request.facility_code, &request.terminal_id);
        self.require_terminal(facility, terminal)?;
        let medical = self.medical.as_ref().ok_or(ProblemCode::Capability)?;
        let settings = &medical.settings;
        if !settings.kinds.contains(&request.kind) || !request.kind.is_for(facility) {
            return Err(ProblemCode::Capability.into());
        }
        let place = settings.facilities.get(facility);
        let place = place.filter(|place| place.terminals.contains(terminal));
        let place = place.ok_or(ProblemCode::Capability)?;
        if !place.roles.contains(&request.role) || !request.role.may_see(request.kind) {
            return Err(ProblemCode::Role.into());
        }
        let found = match request.basis().ok_or(ProblemCode::Consent)? {
            Basis::Consent { check, consent } => {
                require_consent(consent, now)?;
                let holder = self.checked(request, check, now).await?;
                medical
                    .people
                    .of_certificate(&holder, request.kind, audit_id)
            }
            Basis::Disaster { person } => {
                if !self.disaster(now).is_some_and(allows_without_card) {
                    return Err(ProblemCode::Capability.into());
                }
                medical.people.of_person(person, request.kind, audit_id)
            }
        };
        found.ok_or_else(|| ProblemCode::PersonUnknown.into())
    }

    /// The certificate that was checked.
    async fn checked(
        &self,
        request: &MedicalRequest,
        check: &CheckAuditId,
        now: i64,
    ) -> Result<CertificateDigest, Refusal> {
        let (facility, terminal) = (&request.facility_code, &request.terminal_id);
        let grounds = self
            .store
            .medical_grounds(check.as_str(), facility, terminal, now)
            .await?;
        grounds.ok_or_else(|| ProblemCode::CheckUnknown.into())
    }

    /// Remembers a check that may be built upon: it ended with 有効, its certificate has not
    /// expired, and its terminal is one on which somebody may look.
    pub(super) async fn keep_medical_grounds(
        &self,
        answer: &CheckAnswer,
        certificate: &CertificateDigest,
        context: &ChallengeContext,
        now: i64,
    ) -> Result<(), Refusal> {
        let Some(medical) = &self.medical else {
            return Ok(());
        };
        let (facility, terminal) = (&context.facility_code, &context.terminal_id);
        let place = medical.settings.facilities.get(facility);
        let is_place = place.is_some_and(|place| place.terminals.contains(terminal));
        if !is_place || Verdict::of_answer(answer) != Verdict::Valid {
            return Ok(());
        }
        let grounds = MedicalGrounds {
            audit_id: &answer.audit_id,
            facility,
            terminal,
            certificate,
            expires_at: now.saturating_add(medical.settings.check_seconds),
        };
        Ok(self.store.put_medical_grounds(&grounds, now).await?)
    }

    /// The measures that are in force.
    pub(super) fn disaster(&self, now: i64) -> Option<&Disaster> {
        let disaster = self.config.disaster.as_ref()?;
        let until = disaster
            .until
            .as_ref()
            .and_then(|until| until.unix_seconds());
        until.is_none_or(|until| now < until).then_some(disaster)
    }

    fn require_terminal(
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

/// A consent is one of today, and not of a time that has not come.
fn require_consent(consent: &MedicalConsent, now: i64) -> Result<(), Refusal> {
    let at = consent.at.unix_seconds().ok_or(ProblemCode::Consent)?;
    let in_future = at > now.saturating_add(CONSENT_TOLERANCE_SECONDS);
    if in_future || Date::in_japan(at) != Date::in_japan(now) {
        Err(ProblemCode::Consent.into())
    } else {
        Ok(())
    }
}

fn allows_without_card(disaster: &Disaster) -> bool {
    let mut measures = disaster.allows.iter();
    measures.any(|measure| measure == WITHOUT_CARD_MEASURE)
}

/// On what grounds and in which role somebody wanted to look, for the record.
const fn grounds_name(request: &MedicalRequest) -> &'static str {
    match (request.basis(), request.role) {
        (Some(Basis::Consent { .. }), Role::Physician) => "paper-consent physician",
        (Some(Basis::Consent { .. }), Role::Dentist) => "paper-consent dentist",
        (Some(Basis::Consent { .. }), Role::Pharmacist) => "paper-consent pharmacist",
        (Some(Basis::Consent { .. }), Role::Other) => "paper-consent other",
        (Some(Basis::Disaster { .. }), Role::Physician) => "disaster physician",
        (Some(Basis::Disaster { .. }), Role::Dentist) => "disaster dentist",
        (Some(Basis::Disaster { .. }), Role::Pharmacist) => "disaster pharmacist",
        (Some(Basis::Disaster { .. }), Role::Other) => "disaster other",
        (None, _) => "no-grounds",
    }
}
