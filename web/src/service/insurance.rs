//! Asks the gateway by symbol and number. A question whose answer was lost is not asked
//! anew: it is sent again under the key under which it was sent before, so that the
//! gateway knows it and gives the answer that it has (contract of `Idempotency-Key`).
//!
//! Knows neither browser nor clock, and draws no randomness.

use std::time::Duration;

use card_wasm::link::Timer;
use check_api::field::{Date, FacilityCode, FieldError, IdempotencyKey, TerminalId};
use check_api::inquiry::{Inquiry, InquiryBody, InquiryHeader, InsuranceCheckRequest};
use check_api::{CheckAnswer, INSURANCE_CHECKS_PATH, Problem, ProblemCode};

use super::gateway::{GatewayError, Reply, Request, Transport, TransportError, accept, json};
use crate::domain::advice::ErrorCode;
use crate::domain::insurance_form::Question;
use crate::state::Failure;

/// The answer comes from a service behind the gateway, which may need its time.
const FIRST_SECONDS: u16 = 30;
/// Whoever looks for an answer that was lost has waited already.
const LOOK_SECONDS: u16 = 10;
/// Pauses before each look for an answer that was lost, unless the gateway names one.
const PAUSES: [Duration; 3] = [
    Duration::from_secs(1),
    Duration::from_secs(3),
    Duration::from_secs(6),
];
/// No pause that the gateway names is kept longer: a patient stands at the desk.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// Random octets in a key: 128 bits.
pub const KEY_OCTETS: usize = 16;

/// The body of the request for a question.
pub fn request(
    question: &Question,
    today: &Date,
    facility_code: FacilityCode,
    terminal_id: TerminalId,
) -> InsuranceCheckRequest {
    let day = question.day.as_ref().unwrap_or(today);
    InsuranceCheckRequest {
        terminal_id,
        xml_msg: Inquiry {
            message_header: InquiryHeader {
                qualification_confirmation_date: day.clone(),
                medical_institution_code: facility_code,
                arbitrary_file_identifier: None,
            },
            message_body: InquiryBody {
                qualification_confirm_search_info: question.about.clone(),
            },
        },
    }
}

/// A question that was sent and has no answer yet. Sent again, it has the same key.
#[derive(Default)]
pub struct Unresolved(Option<(InsuranceCheckRequest, IdempotencyKey)>);

impl Unresolved {
    /// The key for a request: that of before for the same request, else a new one of
    /// `octets`, which must be random.
    ///
    /// # Errors
    /// [`FieldError`] never, while a key of so many octets fits its rule.
    pub fn key(
        &mut self,
        request: &InsuranceCheckRequest,
        octets: [u8; KEY_OCTETS],
    ) -> Result<IdempotencyKey, FieldError> {
        if let Some((before, key)) = &self.0
            && before == request
        {
            return Ok(key.clone());
        }
        let text: String = octets.iter().map(|octet| format!("{octet:02x}")).collect();
        let key = IdempotencyKey::try_from(text)?;
        self.0 = Some((request.clone(), key.clone()));
        Ok(key)
    }

    /// The answer is there, or nobody wants it any more.
    pub fn forget(&mut self) {
        self.0 = None;
    }
}

/// What became of one request.
enum Outcome {
    /// An answer or a refusal: it will not change.
    Settled(Result<CheckAnswer, GatewayError>),
    /// Whether the question was asked is not known, or its answer is not ready.
    Open(Option<Duration>),
}

/// Asks, and looks for the answer where it was lost.
///
/// # Errors
/// Why there is no answer. [`OUTCOME_UNKNOWN`] if nobody can tell whether the question
/// was asked; then the same question may be sent again under the same key.
pub async fn ask(
    transport: &impl Transport,
    timer: &impl Timer,
    request: &InsuranceCheckRequest,
    key: &IdempotencyKey,
) -> Result<CheckAnswer, Failure> {
    let body = json(request)?;
    let send = |seconds| {
        transport.send(Request {
            idempotency_key: Some(key.as_str()),
            ..Request::post(INSURANCE_CHECKS_PATH, body.clone(), seconds)
        })
    };
    let mut outcome = outcome(send(FIRST_SECONDS).await);
    for pause in PAUSES {
        match outcome {
            Outcome::Settled(answer) => return Ok(answer?),
            Outcome::Open(wanted) => timer.sleep(wanted.unwrap_or(pause)).await,
        }
        outcome = self::outcome(send(LOOK_SECONDS).await);
    }
    match outcome {
        Outcome::Settled(answer) => Ok(answer?),
        Outcome::Open(_) => Err(Failure::new(ErrorCode::new(OUTCOME_UNKNOWN))),
    }
}

/// Nobody can tell whether the question was asked.
pub const OUTCOME_UNKNOWN: &str = "CHECK-OUTCOME-UNKNOWN";

/// The gateway answers for other days than the one asked for.
const DAY_REFUSED: &str = "CHECK-DAY-REFUSED";

/// Whether the gateway refuses the day, which a person can choose, and nothing else.
fn refuses_day(reply: &Reply) -> bool {
    const DAY: &str = "QualificationConfirmationDate";
    let problem: Option<Problem> = (reply.status == ProblemCode::Field.status())
        .then(|| serde_json::from_slice(&reply.body).ok())
        .flatten();
    problem.is_some_and(|problem| {
        problem.code == ProblemCode::Field.code()
            && problem.field.is_some_and(|field| field.ends_with(DAY))
    })
}

fn outcome(reply: Result<Reply, TransportError>) -> Outcome {
    let Ok(reply) = reply else {
        return Outcome::Open(None);
    };
    if refuses_day(&reply) {
        let code = ErrorCode::new(DAY_REFUSED);
        return Outcome::Settled(Err(GatewayError::Refused {
            code,
            audit_id: None,
        }));
    }
    let pause = reply.retry_after.map(u64::from).map(Duration::from_secs);
    let pause = pause.map(|pause| pause.min(LONGEST_PAUSE));
    match accept(reply) {
        Ok(body) => {
            let answer = CheckAnswer::from_json(&body);
            Outcome::Settled(answer.map_err(|_| GatewayError::Nonsense))
        }
        // Something on the way answers for a gateway that may have got the question.
        Err(GatewayError::Status(502..=504)) => Outcome::Open(pause),
        Err(error) if is_open(&error) => Outcome::Open(pause),
        Err(error) => Outcome::Settled(Err(error)),
    }
}

/// Refusals after which the gateway may yet have the answer.
fn is_open(error: &GatewayError) -> bool {
    let GatewayError::Refused { code, .. } = error else {
        return false;
    };
    matches!(
        ProblemCode::of(code.as_str()),
        Some(ProblemCode::InProgress | ProblemCode::Timeout)
    )
}

#[cfg(test)]
#[path = "insurance_tests.rs"]
mod tests;
