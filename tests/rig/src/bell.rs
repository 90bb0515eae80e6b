//! Wakes whoever waits for something to change. For one thread.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::task::{Poll, Waker};

/// A bell that anyone may ring and anyone may wait for.
#[derive(Debug, Default)]
pub(crate) struct Bell {
    rings: Cell<u64>,
    waiting: RefCell<Vec<Waker>>,
}

impl Bell {
    /// How often it has rung.
    pub(crate) fn rings(&self) -> u64 {
        self.rings.get()
    }

    /// Wakes all who wait.
    pub(crate) fn ring(&self) {
        self.rings.set(self.rings.get().wrapping_add(1));
        for waker in self.waiting.take() {
            waker.wake();
        }
    }

    /// Returns once it has rung since it had rung `before` times.
    pub(crate) async fn rung_since(&self, before: u64) {
        poll_fn(|context| {
            if self.rings() != before {
                return Poll::Ready(());
            }
            self.waiting.borrow_mut().push(context.waker().clone());
            Poll::Pending
        })
        .await;
    }
}
