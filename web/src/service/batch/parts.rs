//! Divides the rows of a run into batches that the gateway takes, and writes each down as
//! it is sent.

use check_api::batch::BatchSubmission;
use check_api::field::{ArbitraryIdentifier, Date, FacilityCode, IdempotencyKey, TerminalId};

use crate::domain::batch::row::Question;
use crate::domain::batch::{BatchProblem, Receipt};

/// A batch to be sent.
pub struct Outgoing {
    /// What is kept of it.
    pub receipt: Receipt,
    /// Its rows in the order in which they are sent.
    pub identifiers: Vec<String>,
    /// What is sent.
    pub body: String,
}

/// Who asks, and how.
pub struct Asker {
    /// The facility.
    pub facility_code: FacilityCode,
    /// The terminal.
    pub terminal_id: TerminalId,
    /// The day for which is asked.
    pub confirmation_date: Date,
    /// Most rows of one batch.
    pub most_rows: u32,
    /// Seconds since 1970 on the gateway's clock.
    pub now: u64,
    /// Whether the rows were asked before and failed.
    pub again: bool,
}

/// The batches for some questions. Keys come from whoever has randomness.
///
/// # Errors
/// [`BatchProblem`] where there is nothing to ask, no batches are taken, or there is no key.
pub fn outgoing(
    asker: &Asker,
    questions: &[(ArbitraryIdentifier, Question)],
    mut key: impl FnMut() -> Option<IdempotencyKey>,
) -> Result<Vec<Outgoing>, BatchProblem> {
    if questions.is_empty() {
        return Err(BatchProblem::NothingToAsk);
    }
    let most = usize::try_from(asker.most_rows).unwrap_or(usize::MAX);
    if most == 0 {
        return Err(BatchProblem::NotOffered);
    }
    let batch = |rows: &[(ArbitraryIdentifier, Question)]| {
        let items: Option<Vec<_>> = rows
            .iter()
            .map(|(identifier, question)| question.search_info(identifier.clone()))
            .collect();
        let submission = BatchSubmission {
            facility_code: asker.facility_code.clone(),
            terminal_id: asker.terminal_id.clone(),
            confirmation_date: asker.confirmation_date.clone(),
            items: items.ok_or(BatchProblem::NothingToAsk)?,
        };
        Ok(Outgoing {
            receipt: Receipt {
                key: key().ok_or(BatchProblem::NotKept)?,
                reception_number: None,
                rows: u32::try_from(rows.len()).unwrap_or(u32::MAX),
                rejected: 0,
                again: asker.again,
                made_at: asker.now,
            },
            identifiers: rows.iter().map(|(it, _)| it.as_str().to_owned()).collect(),
            body: serde_json::to_string(&submission).map_err(|_| BatchProblem::NothingToAsk)?,
        })
    };
    questions.chunks(most).map(batch).collect()
}
