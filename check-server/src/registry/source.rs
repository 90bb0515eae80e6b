//! The embedded registry as a source of eligibility.

use super::InsuredKey;
use crate::source::{
    AfterLoss, BatchAnswers, BatchHead, BatchRows, BatchWay, EligibilitySource, OfficialElements,
    Progress, Question, Receipt, SourceAnswer, SourceFailure,
};
use crate::store::Store;
use async_trait::async_trait;
use check_api::ProblemCode;
use check_api::code::{ProcessingResultStatus, QualificationValidity};

/// Answers from the people that were imported.
pub(crate) struct RegistrySource {
    store: Store,
}

impl RegistrySource {
    pub(crate) const fn new(store: Store) -> Self {
        Self { store }
    }
}

#[async_trait]
impl EligibilitySource for RegistrySource {
    fn batches(&self) -> BatchWay {
        BatchWay::RowByRow
    }

    /// Looking something up changes nothing.
    fn after_loss(&self) -> AfterLoss {
        AfterLoss::AskAgain
    }

    async fn check(&self, question: &Question) -> Result<SourceAnswer, SourceFailure> {
        let Some(key) = InsuredKey::of(&question.search) else {
            return Ok(without_result(QualificationValidity::NoEligibility));
        };
        let found = self.store.insured(&key).await;
        let mut found = found
            .map_err(|_| SourceFailure::NotAsked(ProblemCode::SourceUnreachable))?
            .into_iter();
        Ok(match (found.next(), found.next()) {
            (None, _) => without_result(QualificationValidity::NoEligibility),
            (Some((header, body)), None) => SourceAnswer { header, body },
            (Some(_), Some(_)) => without_result(QualificationValidity::Multiple),
        })
    }

    async fn submit(&self, _: &BatchHead, _: &dyn BatchRows) -> Result<Receipt, SourceFailure> {
        Err(SourceFailure::NotAsked(ProblemCode::Capability))
    }

    async fn poll(
        &self,
        _: &BatchHead,
        _: &Receipt,
        _: &dyn BatchAnswers,
    ) -> Result<Progress, SourceFailure> {
        Err(SourceFailure::NotAsked(ProblemCode::Capability))
    }
}

/// An answer that a code alone makes.
pub(crate) fn without_result(validity: QualificationValidity<'_>) -> SourceAnswer {
    let body = [
        (
            "ProcessingResultStatus",
            ProcessingResultStatus::Done.code(),
        ),
        ("QualificationValidity", validity.code()),
    ];
    SourceAnswer {
        header: OfficialElements::new(),
        body: body
            .into_iter()
            .map(|(name, text)| (name.to_owned(), text.into()))
            .collect(),
    }
}
