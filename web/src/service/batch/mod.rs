//! The sequence of a 一括照会: what is kept before something is sent, what is asked when
//! nobody knows whether it arrived, and when the answers are looked for. Pure but for
//! its [`Transport`] and its [`Surroundings`]; tested with a gateway that fails at every
//! point.
//!
//! No row is asked twice: a key is kept before its batch is sent, a batch is sent again
//! only under the same key, and only where the gateway says that it does not have it.

mod calls;
mod collect;
mod parts;

pub use calls::forget;
pub use parts::{Asker, Outgoing, outgoing};

use super::gateway::Transport;
use crate::domain::batch::{BatchProblem, Receipt, Receipts};
use crate::state::batch::BatchEvent;
use calls::{Delivery, Found};
use collect::Part;

/// Longest pause between two attempts at something that does not work.
const LONGEST_PAUSE: u32 = 60;
/// How often it is asked whether a batch arrived: more than half a day, at the longest pause.
const MOST_ATTEMPTS: u32 = 1000;
/// A request that was on its way when the page ended has arrived or is lost by then.
const SETTLED_SECONDS: u64 = 150;

/// What the sequence needs besides the gateway.
#[expect(async_fn_in_trait, reason = "the page has one thread")]
pub trait Surroundings {
    /// Keeps the receipts where a crash does not reach them. False where nothing is kept.
    fn keep(&self, receipts: &Receipts) -> bool;
    /// Hears what happened.
    fn report(&self, event: BatchEvent);
    /// Lets time pass.
    async fn pause(&self, seconds: u32);
    /// Seconds since 1970 on the gateway's clock.
    fn now(&self) -> u64;
    /// False once a person has erased the run, or another one has begun.
    fn goes_on(&self) -> bool;
}

/// Sends batches and collects their answers. Returns when none of them is under way any
/// more.
pub async fn send(
    transport: &impl Transport,
    around: &impl Surroundings,
    receipts: &mut Receipts,
    outgoing: Vec<Outgoing>,
    poll_seconds: u32,
) {
    if !keep_all(around, receipts, &outgoing) {
        return;
    }
    let mut parts = Vec::with_capacity(outgoing.len());
    for one in outgoing {
        parts.extend(deliver(transport, around, receipts, one).await);
    }
    collect::collect(transport, around, parts, poll_seconds).await;
}

/// Collects the answers of all batches that were sent before the page was loaded.
pub async fn resume(
    transport: &impl Transport,
    around: &impl Surroundings,
    receipts: &mut Receipts,
    poll_seconds: u32,
) {
    let earlier: Vec<_> = receipts.iter().cloned().collect();
    let mut parts = Vec::with_capacity(earlier.len());
    for receipt in earlier {
        let part = match receipt.reception_number.clone() {
            Some(number) => Some(Part::of_receipt(&receipt, number)),
            None => look_for(transport, around, receipts, &receipt).await,
        };
        parts.extend(part);
    }
    collect::collect(transport, around, parts, poll_seconds).await;
}

/// Keeps the receipts of everything before anything is sent. Nothing is sent that could
/// not be found again.
fn keep_all(around: &impl Surroundings, receipts: &mut Receipts, outgoing: &[Outgoing]) -> bool {
    let before = receipts.clone();
    let room = outgoing.iter().all(|one| receipts.add(one.receipt.clone()));
    if room && around.keep(receipts) {
        return true;
    }
    *receipts = before;
    for one in outgoing {
        around.report(BatchEvent::Failed {
            identifiers: one.identifiers.clone(),
            rows: one.receipt.rows,
            code: BatchProblem::NotKept.into(),
            answer: None,
        });
    }
    false
}

/// Sends a batch until the gateway has it or has refused it for good.
async fn deliver(
    transport: &impl Transport,
    around: &impl Surroundings,
    receipts: &mut Receipts,
    one: Outgoing,
) -> Option<Part> {
    let Outgoing {
        receipt,
        identifiers,
        body,
    } = one;
    let key = &receipt.key;
    let failed = |code| BatchEvent::Failed {
        identifiers: identifiers.clone(),
        rows: receipt.rows,
        code,
        answer: None,
    };
    for attempt in 0..MOST_ATTEMPTS {
        if !around.goes_on() {
            return None;
        }
        // The first attempt sends; each later one asks first whether it arrived.
        let delivery = match attempt {
            0 => calls::submit(transport, key, body.clone()).await,
            _ => match calls::find(transport, key).await {
                Ok(Found::There(reception)) => Delivery::Received(reception),
                Ok(Found::Unknown) => calls::submit(transport, key, body.clone()).await,
                Ok(Found::Gone(code)) => Delivery::Refused(code),
                Err(error) => Delivery::OutcomeUnknown(error.code()),
            },
        };
        match delivery {
            Delivery::Received(reception) => {
                receipts.received(key, &reception);
                // The key is kept already: without the number it only takes longer.
                around.keep(receipts);
                around.report(BatchEvent::Trouble(None));
                around.report(BatchEvent::Received {
                    identifiers: identifiers.clone(),
                    rejected: reception.rejected,
                });
                return Some(Part {
                    number: reception.reception_number,
                    rows: reception.accepted,
                    identifiers: Some(identifiers),
                });
            }
            Delivery::Refused(code) => {
                receipts.forget(key);
                around.keep(receipts);
                around.report(failed(code));
                return None;
            }
            Delivery::OutcomeUnknown(code) => around.report(BatchEvent::Trouble(Some(code))),
        }
        around.pause(backoff(attempt)).await;
    }
    around.report(failed(BatchProblem::OutcomeUnknown.into()));
    None
}

/// Finds out what became of a batch that was being sent when the page ended. Its rows are
/// gone with the page, so it is never sent again.
async fn look_for(
    transport: &impl Transport,
    around: &impl Surroundings,
    receipts: &mut Receipts,
    receipt: &Receipt,
) -> Option<Part> {
    for attempt in 0..MOST_ATTEMPTS {
        if !around.goes_on() {
            return None;
        }
        let gone = match calls::find(transport, &receipt.key).await {
            Ok(Found::There(reception)) => {
                receipts.received(&receipt.key, &reception);
                around.keep(receipts);
                around.report(BatchEvent::Trouble(None));
                around.report(BatchEvent::Received {
                    identifiers: Vec::new(),
                    rejected: reception.rejected,
                });
                return Some(Part {
                    number: reception.reception_number,
                    rows: reception.accepted,
                    identifiers: None,
                });
            }
            Ok(Found::Unknown) => {
                let age = around.now().saturating_sub(receipt.made_at);
                (age >= SETTLED_SECONDS).then(|| BatchProblem::NotReceived.into())
            }
            Ok(Found::Gone(code)) => Some(code),
            Err(error) => {
                around.report(BatchEvent::Trouble(Some(error.code())));
                None
            }
        };
        if let Some(code) = gone {
            receipts.forget(&receipt.key);
            around.keep(receipts);
            around.report(BatchEvent::Failed {
                identifiers: Vec::new(),
                rows: receipt.rows,
                code,
                answer: None,
            });
            return None;
        }
        around.pause(backoff(attempt)).await;
    }
    None
}

/// The pause after so many attempts: 1, 2, 4, … seconds.
fn backoff(attempt: u32) -> u32 {
    1_u32
        .checked_shl(attempt)
        .unwrap_or(LONGEST_PAUSE)
        .clamp(1, LONGEST_PAUSE)
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
#[cfg(test)]
mod world;
