//! One question at a time, where nothing tells an answer from the one to the question before.
//!
//! A question whose answer is late, or whose asker has gone, is brought to its end before the
//! next one is asked: so no answer is ever taken for that to another question. Knows neither
//! questions nor answers.

use core::future::Future;
use core::time::Duration;
use std::rc::Rc;

use futures_util::future::{Either, LocalBoxFuture, select};

use crate::link::{LinkError, Timer};

/// How long an abandoned question may still take before the next one is refused.
const SETTLE: Duration = Duration::from_secs(1);

/// The question that is under way, if any.
pub(super) struct Turn<T> {
    timer: Rc<dyn Timer>,
    pending: Option<LocalBoxFuture<'static, T>>,
}

impl<T> Turn<T> {
    pub(super) const fn new(timer: Rc<dyn Timer>) -> Self {
        Self {
            timer,
            pending: None,
        }
    }

    /// Asks, and waits for the answer. May be dropped at any time; the question goes on then,
    /// and ends at the latest while the next one is being asked.
    ///
    /// # Errors
    /// [`LinkError::Timeout`] if there is no answer within `wait`, or none yet to an earlier
    /// question: then this one was not asked at all.
    pub(super) async fn ask(
        &mut self,
        question: impl Future<Output = T> + 'static,
        wait: Duration,
    ) -> Result<T, LinkError> {
        if !self.settle().await {
            return Err(LinkError::Timeout);
        }
        let question = self.pending.insert(Box::pin(question));
        match select(question, self.timer.sleep(wait)).await {
            Either::Left((answer, _)) => {
                self.pending = None;
                Ok(answer)
            }
            Either::Right(_) => Err(LinkError::Timeout),
        }
    }

    /// Brings an abandoned question to its end; false if that takes too long.
    pub(super) async fn settle(&mut self) -> bool {
        let Some(earlier) = &mut self.pending else {
            return true;
        };
        match select(earlier, self.timer.sleep(SETTLE)).await {
            Either::Left(_) => self.pending = None,
            Either::Right(_) => return false,
        }
        true
    }

    /// Gives up the question that is under way, if any. Only for a protocol that can tell its
    /// answer from the next one.
    pub(super) fn give_up(&mut self) {
        self.pending = None;
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;
    use crate::ccid::script::PausedTimer;
    use crate::link::script::block_on;

    const WAIT: Duration = Duration::from_secs(5);

    /// Notes when it begins and when it ends.
    async fn takes(seconds: u64, name: &'static str, log: Rc<RefCell<Vec<String>>>) -> u64 {
        log.borrow_mut().push(format!("{name} begins"));
        tokio::time::sleep(Duration::from_secs(seconds)).await;
        log.borrow_mut().push(format!("{name} ends"));
        seconds
    }

    #[test]
    fn a_late_answer_is_not_the_answer_to_the_next_question() {
        block_on(async {
            let log = Rc::<RefCell<Vec<String>>>::default();
            let mut turn = Turn::new(Rc::new(PausedTimer));
            let late = turn.ask(takes(7, "late", log.clone()), WAIT).await;
            assert_eq!(late, Err(LinkError::Timeout));
            // One second more is not enough: the next one does not even begin.
            let refused = turn.ask(takes(1, "refused", log.clone()), WAIT).await;
            assert_eq!(refused, Err(LinkError::Timeout));
            assert_eq!(turn.ask(takes(2, "next", log.clone()), WAIT).await, Ok(2));
            let expected = ["late begins", "late ends", "next begins", "next ends"];
            assert_eq!(*log.borrow(), expected);
        });
    }

    #[test]
    fn a_question_whose_asker_has_gone_is_brought_to_its_end() {
        block_on(async {
            let log = Rc::<RefCell<Vec<String>>>::default();
            let mut turn = Turn::new(Rc::new(PausedTimer));
            let asked = turn.ask(takes(2, "gone", log.clone()), WAIT);
            let left = tokio::time::timeout(Duration::from_millis(1_500), asked).await;
            assert!(left.is_err());
            assert_eq!(turn.ask(takes(1, "next", log.clone()), WAIT).await, Ok(1));
            let expected = ["gone begins", "gone ends", "next begins", "next ends"];
            assert_eq!(*log.borrow(), expected);
        });
    }
}
