//! The check by symbol and number, in one fixed order:
//!
//! 1. the terminal is registered, and has signed where that is required;
//! 2. the request is claimed under its key: who sends it twice is answered once;
//! 3. the source is asked;
//! 4. answer and record are kept together, and then it is answered.
//!
//! It goes on when the page has gone away: the page asks again with the same key.

use super::answer::Answered;
use super::work::{Kept, Worked};
use super::{Refusal, Sealed};
use crate::gateway::Gateway;
use crate::random::name;
use crate::source::{AfterLoss, OfficialElements, Question, SourceAnswer, SourceFailure};
use crate::store::{Action, Audit, Scope};
use check_api::code::ReferenceClassification;
use check_api::field::{Date, IdempotencyKey};
use check_api::inquiry::{InsuranceCheckRequest, SearchInfo};
use check_api::terminal::to_be_signed_with_key;
use check_api::{CheckAnswer, INSURANCE_CHECKS_PATH, ProblemCode, Verdict};
use serde_json::Value;
use std::sync::Arc;

/// A check as it was asked for.
pub(crate) struct InsuranceCheck {
    pub(crate) key: IdempotencyKey,
    pub(crate) request: InsuranceCheckRequest,
    pub(crate) sealed: Sealed,
}

impl Gateway {
    /// Checks by symbol and number.
    pub(crate) async fn check_insurance(self: Arc<Self>, asked: InsuranceCheck) -> Worked {
        // A task of its own: it ends even if nobody waits for it any more.
        let work = tokio::spawn(async move { self.work_on_insurance(&asked).await });
        match work.await {
            Ok(Ok(worked)) => worked,
            Ok(Err(refusal)) => refusal.into(),
            Err(_) => Refusal::from(ProblemCode::Internal).into(),
        }
    }

    async fn work_on_insurance(&self, asked: &InsuranceCheck) -> Result<Worked, Refusal> {
        let asked_at = self.now();
        self.require_open(asked_at)?;
        let header = &asked.request.xml_msg.message_header;
        let scope = Scope {
            facility: header.medical_institution_code.clone(),
            terminal: asked.request.terminal_id.clone(),
            key: asked.key.clone(),
        };
        self.require_registered(&scope.facility, &scope.terminal)?;
        self.require_terminal_signature(
            (&scope.facility, &scope.terminal),
            &asked.sealed,
            |body| to_be_signed_with_key(INSURANCE_CHECKS_PATH, &scope.key, body),
        )
        .await?;
        if Date::in_japan(asked_at).as_ref() != Some(&header.qualification_confirmation_date) {
            return Err(Refusal::Field {
                field: "XmlMsg.MessageHeader.QualificationConfirmationDate".to_owned(),
                rule: "must be today in Japan, by the gateway's clock".to_owned(),
            });
        }
        let id = name(&*self.parts.randomness)?;
        let lost = match self
            .claim(&scope, INSURANCE_CHECKS_PATH, &asked.sealed, &id)
            .await?
        {
            Ok(lost) => lost,
            Err(kept) => {
                return Ok(Worked {
                    audit_id: None,
                    result: kept.into_result(),
                });
            }
        };
        let result = self
            .answer_insurance(&id, &scope, asked, asked_at, lost)
            .await;
        self.keep(&id, &scope, result).await
    }

    /// Step 3.
    async fn answer_insurance(
        &self,
        id: &str,
        scope: &Scope,
        asked: &InsuranceCheck,
        asked_at: i64,
        lost: bool,
    ) -> Result<CheckAnswer, SourceOrRefusal> {
        if lost && self.source.after_loss() == AfterLoss::TellUnknown {
            return Err(SourceFailure::Unknown(ProblemCode::SourceTimeout).into());
        }
        if !self
            .store
            .renew_key(scope, id, true)
            .await
            .map_err(Refusal::from)?
        {
            return Err(Refusal::from(ProblemCode::InProgress).into());
        }
        let header = &asked.request.xml_msg.message_header;
        let search = &asked
            .request
            .xml_msg
            .message_body
            .qualification_confirm_search_info;
        let question = Question {
            facility: scope.facility.clone(),
            confirmation_date: header.qualification_confirmation_date.clone(),
            search: question_elements(search)?,
        };
        let answer = self
            .renewing(scope, id, true, self.source.check(&question))
            .await?;
        let answered = Answered {
            facility: &scope.facility,
            confirmation_date: &header.qualification_confirmation_date,
            reference: ReferenceClassification::SymbolAndNumber,
            identifier: header.arbitrary_file_identifier.as_ref(),
            consent: search.limit_consent,
            asked_at,
            now: self.now(),
        };
        Ok(CheckAnswer {
            audit_id: id.to_owned(),
            certificate: None,
            xml_msg: answered.message(with_question(answer, question.search))?,
        })
    }

    /// Step 4. What was not asked is let go of; all else is kept, also a failure.
    async fn keep(
        &self,
        id: &str,
        scope: &Scope,
        result: Result<CheckAnswer, SourceOrRefusal>,
    ) -> Result<Worked, Refusal> {
        let (outcome, kept) = match result {
            Ok(answer) => (Verdict::of_answer(&answer).name(), Kept::of(200, &answer)?),
            Err(SourceOrRefusal::Refusal(refusal)) => {
                self.store.release_key(scope, id).await?;
                return Err(refusal);
            }
            Err(SourceOrRefusal::Source(failure)) => {
                let refusal = Refusal::Source(failure);
                if let Refusal::Source(SourceFailure::NotAsked(_)) = refusal {
                    self.store.release_key(scope, id).await?;
                    self.store
                        .record(&line(id, self.now(), scope, refusal.code()))
                        .await?;
                    return Ok(Worked {
                        audit_id: Some(id.to_owned()),
                        result: Err(refusal),
                    });
                }
                (refusal.code(), Kept::of_refusal(&refusal, id)?)
            }
        };
        let line = line(id, self.now(), scope, outcome);
        let ours = self
            .store
            .answer_key(scope, id, (kept.status, &kept.content), &line)
            .await?;
        if !ours {
            return Err(Refusal::ComeBack {
                code: ProblemCode::InProgress,
                seconds: 1,
            });
        }
        Ok(Worked {
            audit_id: Some(id.to_owned()),
            result: kept.into_result(),
        })
    }
}

/// Why there is no answer: the source's reason, or ours.
enum SourceOrRefusal {
    Source(SourceFailure),
    Refusal(Refusal),
}

impl From<SourceFailure> for SourceOrRefusal {
    fn from(failure: SourceFailure) -> Self {
        Self::Source(failure)
    }
}

impl From<Refusal> for SourceOrRefusal {
    fn from(refusal: Refusal) -> Self {
        Self::Refusal(refusal)
    }
}

/// The official elements of a question.
pub(super) fn question_elements(search: &SearchInfo) -> Result<OfficialElements, Refusal> {
    match serde_json::to_value(search) {
        Ok(Value::Object(elements)) => Ok(elements),
        _ => Err(ProblemCode::Internal.into()),
    }
}

/// The answer with the question in it, as the official service echoes it.
fn with_question(mut answer: SourceAnswer, question: OfficialElements) -> SourceAnswer {
    answer.body.insert(
        "QualificationConfirmSearchInfo".to_owned(),
        Value::Object(question),
    );
    answer
}

fn line<'a>(id: &'a str, at: i64, scope: &'a Scope, outcome: &'a str) -> Audit<'a> {
    Audit {
        facility: Some(scope.facility.as_str()),
        terminal: Some(scope.terminal.as_str()),
        ..Audit::of(id, at, Action::CheckInsurance, outcome)
    }
}
