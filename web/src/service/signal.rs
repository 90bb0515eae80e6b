//! A bell between two tasks of the one thread: ringing it lets whoever waits go on.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::task::{Poll, Waker};

/// A bell. It stays rung until somebody has waited for it.
#[derive(Debug, Default)]
pub struct Signal {
    rung: Cell<bool>,
    waiting: RefCell<Vec<Waker>>,
}

impl Signal {
    /// Rings.
    pub fn ring(&self) {
        self.rung.set(true);
        for waker in self.waiting.take() {
            waker.wake();
        }
    }

    /// Forgets that it was rung.
    pub fn reset(&self) {
        self.rung.set(false);
    }

    /// Waits until it rings, or goes on at once if it was rung before.
    pub async fn wait(&self) {
        poll_fn(|context| {
            if self.rung.replace(false) {
                return Poll::Ready(());
            }
            self.waiting.borrow_mut().push(context.waker().clone());
            Poll::Pending
        })
        .await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;

    #[test]
    fn a_bell_rung_before_is_heard_once() {
        let signal = Signal::default();
        assert_eq!(signal.wait().now_or_never(), None);
        signal.ring();
        assert_eq!(signal.wait().now_or_never(), Some(()));
        assert_eq!(signal.wait().now_or_never(), None);
    }

    #[test]
    fn a_bell_that_was_reset_is_not_heard() {
        let signal = Signal::default();
        signal.ring();
        signal.reset();
        assert_eq!(signal.wait().now_or_never(), None);
    }
}
