//! What a device tells by itself, kept until somebody takes it. For one thread.

use core::cell::{Cell, RefCell};
use core::future::poll_fn;
use core::task::{Poll, Waker};
use std::collections::VecDeque;

use crate::link::LinkError;

/// Things that nobody has taken. A device that tells more than that tells nothing of use.
const MOST: usize = 4096;

/// Things in the order in which they arrived.
#[derive(Debug)]
pub(crate) struct Arrivals<T> {
    things: RefCell<VecDeque<T>>,
    ended: Cell<Option<LinkError>>,
    waiting: RefCell<Vec<Waker>>,
}

impl<T> Default for Arrivals<T> {
    fn default() -> Self {
        Self {
            things: RefCell::default(),
            ended: Cell::new(None),
            waiting: RefCell::default(),
        }
    }
}

impl<T> Arrivals<T> {
    /// One more has arrived.
    pub(crate) fn push(&self, thing: T) {
        let mut things = self.things.borrow_mut();
        if things.len() < MOST {
            things.push_back(thing);
        } else {
            self.ended.set(Some(LinkError::Babble));
        }
        drop(things);
        self.wake();
    }

    /// No more will arrive, for this reason; the first one counts. What is there can still be
    /// taken.
    pub(crate) fn end(&self, reason: LinkError) {
        self.ended.set(Some(self.ended.get().unwrap_or(reason)));
        self.wake();
    }

    /// Whether no more will arrive.
    pub(crate) fn has_ended(&self) -> bool {
        self.ended.get().is_some()
    }

    /// Takes the next one as soon as it is there. May be dropped at any time.
    pub(crate) async fn next(&self) -> Result<T, LinkError> {
        poll_fn(|context| {
            if let Some(thing) = self.things.borrow_mut().pop_front() {
                return Poll::Ready(Ok(thing));
            }
            if let Some(reason) = self.ended.get() {
                return Poll::Ready(Err(reason));
            }
            self.waiting.borrow_mut().push(context.waker().clone());
            Poll::Pending
        })
        .await
    }

    fn wake(&self) {
        for waker in self.waiting.take() {
            waker.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use core::time::Duration;
    use std::rc::Rc;

    use super::*;
    use crate::link::script::block_on;

    #[test]
    fn things_are_taken_in_order_and_then_the_end_is_told() {
        block_on(async {
            let arrivals = Rc::new(Arrivals::default());
            arrivals.push(1);
            arrivals.push(2);
            assert_eq!(arrivals.next().await, Ok(1));
            let later = async {
                assert_eq!(arrivals.next().await, Ok(2));
                assert_eq!(arrivals.next().await, Ok(3));
                arrivals.next().await
            };
            let told = async {
                tokio::time::sleep(Duration::from_secs(1)).await;
                arrivals.push(3);
                tokio::time::sleep(Duration::from_secs(1)).await;
                arrivals.end(LinkError::Unplugged);
                arrivals.end(LinkError::Cancelled);
            };
            let (end, ()) = tokio::join!(later, told);
            assert_eq!(end, Err(LinkError::Unplugged));
        });
    }

    #[test]
    fn a_flood_ends_it() {
        let arrivals = Arrivals::default();
        for thing in 0..=MOST {
            assert!(!arrivals.has_ended(), "{thing}");
            arrivals.push(thing);
        }
        assert!(arrivals.has_ended());
        assert_eq!(block_on(arrivals.next()), Ok(0));
    }
}
