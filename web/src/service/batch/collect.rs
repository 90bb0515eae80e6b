//! Looks for the answers of all batches of a run in turn, no faster than the gateway
//! allows, and fetches them page by page.

use check_api::field::ReceptionNumber;

use super::super::gateway::Transport;
use super::calls::{self, Look};
use super::{LONGEST_PAUSE, Surroundings, backoff};
use crate::domain::batch::Receipt;
use crate::state::batch::BatchEvent;

/// Looks at all batches together; at the shortest pause more than a working day.
const MOST_ROUNDS: u32 = 40_000;
/// Where the gateway names no pause.
const SHORTEST_PAUSE: u32 = 1;

/// A batch that the gateway has.
pub(super) struct Part {
    pub(super) number: ReceptionNumber,
    pub(super) rows: u32,
    /// Its rows in the order in which they were sent; none after a reload.
    pub(super) identifiers: Option<Vec<String>>,
}

impl Part {
    /// A batch of which the receipt alone is left.
    pub(super) fn of_receipt(receipt: &Receipt, number: ReceptionNumber) -> Self {
        Self {
            number,
            rows: receipt.rows,
            identifiers: None,
        }
    }
}

/// A batch whose answer is not complete.
struct Open {
    part: Part,
    from: u32,
    fetched: u32,
    done: u32,
}

/// What a look led to.
enum Step {
    /// To be looked at again at once, after these seconds, or not any more.
    AtOnce,
    After(u32),
    Ended,
}

pub(super) async fn collect(
    transport: &impl Transport,
    around: &impl Surroundings,
    parts: Vec<Part>,
    poll_seconds: u32,
) {
    let open = |part| Open {
        part,
        from: 0,
        fetched: 0,
        done: 0,
    };
    let mut open: Vec<Open> = parts.into_iter().map(open).collect();
    let (mut finished, mut failures) = (0_u32, 0_u32);
    for _ in 0..MOST_ROUNDS {
        let mut pause = poll_seconds.max(SHORTEST_PAUSE);
        let mut left = Vec::with_capacity(open.len());
        for mut one in open {
            let step = loop {
                if !around.goes_on() {
                    return;
                }
                match step(transport, around, &mut one, &mut failures).await {
                    Step::AtOnce => {}
                    step => break step,
                }
            };
            match step {
                Step::After(seconds) => {
                    pause = pause.max(seconds);
                    left.push(one);
                }
                Step::AtOnce | Step::Ended => finished = finished.saturating_add(one.part.rows),
            }
        }
        open = left;
        let done = open
            .iter()
            .fold(finished, |sum, it| sum.saturating_add(it.done));
        around.report(BatchEvent::Progress(done));
        if open.is_empty() {
            return;
        }
        around.pause(pause).await;
    }
}

async fn step(
    transport: &impl Transport,
    around: &impl Surroundings,
    one: &mut Open,
    failures: &mut u32,
) -> Step {
    let look = calls::look(transport, &one.part.number, one.from).await;
    if !matches!(look, Look::Trouble { .. }) && std::mem::take(failures) > 0 {
        around.report(BatchEvent::Trouble(None));
    }
    match look {
        Look::Working { done, wait } => {
            one.done = done.unwrap_or(one.done).min(one.part.rows);
            // An hour is an answer; a longer pause would be a mistake.
            Step::After(wait.unwrap_or_default().min(3600))
        }
        Look::Trouble { code, wait } => {
            around.report(BatchEvent::Trouble(Some(code)));
            *failures = failures.saturating_add(1);
            Step::After(
                wait.unwrap_or_else(|| backoff(*failures))
                    .min(LONGEST_PAUSE * 60),
            )
        }
        Look::Ended(code, answer) => {
            around.report(BatchEvent::Failed {
                answer,
                identifiers: one.part.identifiers.take().unwrap_or_default(),
                rows: one.part.rows.saturating_sub(one.fetched),
                code,
            });
            Step::Ended
        }
        Look::Rows(answer) => {
            let units = answer.xml_msg.body().bulk_units().count();
            one.fetched = one
                .fetched
                .saturating_add(u32::try_from(units).unwrap_or(u32::MAX));
            one.done = one.fetched.min(one.part.rows);
            // A page that leads back, or to nothing new, would never end.
            let next = answer.next.filter(|next| *next > one.from && units > 0);
            let known = one.part.identifiers.is_some();
            around.report(BatchEvent::Rows { answer, known });
            match next {
                Some(next) => {
                    one.from = next;
                    // The screen draws between two pages.
                    around.pause(0).await;
                    Step::AtOnce
                }
                None => {
                    around.report(BatchEvent::Ended {
                        missing: match &one.part.identifiers {
                            Some(_) => 0,
                            None => one.part.rows.saturating_sub(one.fetched),
                        },
                        identifiers: one.part.identifiers.take().unwrap_or_default(),
                    });
                    Step::Ended
                }
            }
        }
    }
}
