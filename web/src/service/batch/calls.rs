//! The single calls of a batch, and what each reply means for it. The one question here
//! is whether something is certain; what follows from it is the sequence's matter.

use check_api::batch::{
    BATCHES_BY_KEY_PATH, BATCHES_PATH, BatchAnswer, MOST_ROWS_AT_ONCE, Reception,
};
use check_api::code::SegmentOfResult;
use check_api::field::{IdempotencyKey, ReceptionNumber};
use check_api::{ProblemCode, Unconfirmed};

use super::super::gateway::{GatewayError, Method, Request, Transport, accept_up_to};
use crate::domain::advice::ErrorCode;
use crate::domain::batch::Receipts;

/// A batch of the largest size is written down before it is received.
const SUBMIT_SECONDS: u16 = 120;
/// To look something up.
const LOOK_SECONDS: u16 = 60;
/// A thousand rows of an answer, each as long as any answer about one person may be, would
/// be more; but no service writes those.
const LONGEST_BODY: usize = 32 * 1024 * 1024;

/// What became of a batch that was sent.
pub(super) enum Delivery {
    /// The gateway has it.
    Received(Reception),
    /// The gateway certainly does not have it, and would refuse it again.
    Refused(ErrorCode),
    /// Nobody knows.
    OutcomeUnknown(ErrorCode),
}

/// What the gateway says of a key.
pub(super) enum Found {
    /// It has the batch.
    There(Reception),
    /// It does not know the key.
    Unknown,
    /// It had the batch and has deleted it.
    Gone(ErrorCode),
}

/// What a look at a batch shows.
pub(super) enum Look {
    /// It is worked on; so many rows are done, and so long is to be waited.
    Working {
        /// Rows that are done.
        done: Option<u32>,
        /// Seconds to wait, if the gateway said so.
        wait: Option<u32>,
    },
    /// Rows of the answer.
    Rows(BatchAnswer),
    /// There will be no answer. What the service itself says of it, if it said something.
    Ended(ErrorCode, Option<BatchAnswer>),
    /// It could not be looked at this time.
    Trouble {
        /// Why.
        code: ErrorCode,
        /// Seconds to wait, if the gateway said so.
        wait: Option<u32>,
    },
}

pub(super) async fn submit(
    transport: &impl Transport,
    key: &IdempotencyKey,
    body: String,
) -> Delivery {
    let request = Request {
        idempotency_key: Some(key.as_str()),
        ..Request::post(BATCHES_PATH, body, SUBMIT_SECONDS)
    };
    let reply = match transport.send(request).await {
        Ok(reply) => reply,
        Err(error) => return Delivery::OutcomeUnknown(GatewayError::from(error).code()),
    };
    let status = reply.status;
    match accept_up_to(LONGEST_BODY, reply) {
        Ok(body) => match serde_json::from_slice(&body) {
            Ok(reception) => Delivery::Received(reception),
            Err(_) => Delivery::OutcomeUnknown(GatewayError::Nonsense.code()),
        },
        Err(error) if is_final(status) => Delivery::Refused(error.code()),
        Err(error) => Delivery::OutcomeUnknown(error.code()),
    }
}

/// Whether a status says for good that a request was refused (RFC 9110, 15.5): the client
/// is at fault, and not by being too early, too fast or beside another one like it.
fn is_final(status: u16) -> bool {
    (400..500).contains(&status) && !matches!(status, 408 | 409 | 425 | 429)
}

pub(super) async fn find(
    transport: &impl Transport,
    key: &IdempotencyKey,
) -> Result<Found, GatewayError> {
    let path = [BATCHES_BY_KEY_PATH, "/", key.as_str()].concat();
    let reply = transport.send(Request::get(&path, LOOK_SECONDS)).await?;
    match accept_up_to(LONGEST_BODY, reply) {
        Ok(body) => serde_json::from_slice(&body)
            .map(Found::There)
            .map_err(|_| GatewayError::Nonsense),
        Err(error) if says(&error, ProblemCode::BatchUnknown) => Ok(Found::Unknown),
        Err(error) if says(&error, ProblemCode::BatchGone) => Ok(Found::Gone(error.code())),
        Err(error) => Err(error),
    }
}

pub(super) async fn look(transport: &impl Transport, number: &ReceptionNumber, from: u32) -> Look {
    let query = [
        "?from=",
        &from.to_string(),
        "&count=",
        &MOST_ROWS_AT_ONCE.to_string(),
    ]
    .concat();
    let path = [BATCHES_PATH, "/", number.as_str(), &query].concat();
    let reply = match transport.send(Request::get(&path, LOOK_SECONDS)).await {
        Ok(reply) => reply,
        Err(error) => {
            let code = GatewayError::from(error).code();
            return Look::Trouble { code, wait: None };
        }
    };
    let wait = reply.retry_after;
    let body = match accept_up_to(LONGEST_BODY, reply) {
        Ok(body) => body,
        Err(error) if says(&error, ProblemCode::BatchUnknown) => {
            return Look::Ended(error.code(), None);
        }
        Err(error) if says(&error, ProblemCode::BatchGone) => {
            return Look::Ended(error.code(), None);
        }
        Err(error) => {
            let code = error.code();
            return Look::Trouble { code, wait };
        }
    };
    let Ok(answer) = serde_json::from_slice::<BatchAnswer>(&body) else {
        let code = GatewayError::Nonsense.code();
        return Look::Trouble { code, wait };
    };
    let header = answer.xml_msg.header();
    let reason = match header.segment_of_result().map(SegmentOfResult::of) {
        Some(SegmentOfResult::Done) => return Look::Rows(answer),
        Some(SegmentOfResult::Processing) => {
            let done = header.number_of_processing_result();
            let done = done.and_then(|count| count.parse().ok());
            return Look::Working { done, wait };
        }
        Some(SegmentOfResult::Failed) => Unconfirmed::ServiceFailed,
        Some(SegmentOfResult::Unknown(_)) => Unconfirmed::UnknownCode,
        None => Unconfirmed::MissingElement,
    };
    Look::Ended(ErrorCode::new(reason.code()), Some(answer))
}

/// Has the gateway forget every batch, and forgets its receipt then. Stops where it cannot.
///
/// # Errors
/// [`GatewayError`] of the first batch that is still there.
pub async fn forget(
    transport: &impl Transport,
    receipts: &mut Receipts,
) -> Result<(), GatewayError> {
    let all: Vec<_> = receipts.iter().cloned().collect();
    for receipt in all {
        let number = match receipt.reception_number {
            Some(number) => Some(number),
            None => match find(transport, &receipt.key).await? {
                Found::There(reception) => Some(reception.reception_number),
                Found::Unknown | Found::Gone(_) => None,
            },
        };
        if let Some(number) = number {
            delete(transport, &number).await?;
        }
        receipts.forget(&receipt.key);
    }
    Ok(())
}

async fn delete(transport: &impl Transport, number: &ReceptionNumber) -> Result<(), GatewayError> {
    let path = [BATCHES_PATH, "/", number.as_str()].concat();
    let request = Request {
        method: Method::Delete,
        ..Request::get(&path, LOOK_SECONDS)
    };
    match accept_up_to(LONGEST_BODY, transport.send(request).await?) {
        Ok(_) => Ok(()),
        Err(error)
            if says(&error, ProblemCode::BatchUnknown) || says(&error, ProblemCode::BatchGone) =>
        {
            Ok(())
        }
        Err(error) => Err(error),
    }
}

fn says(error: &GatewayError, problem: ProblemCode) -> bool {
    matches!(error, GatewayError::Refused { code, .. } if code.as_str() == problem.code())
}
