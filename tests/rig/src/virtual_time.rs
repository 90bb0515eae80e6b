//! Time that passes only while nothing else can happen, so that what waits takes none.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use async_trait::async_trait;
use card_wasm::link::Timer;

/// A clock that stands at zero, and whoever waits for it.
#[derive(Clone, Default)]
pub struct VirtualTime(Rc<Clock>);

#[derive(Default)]
struct Clock {
    now: Cell<Duration>,
    sleepers: RefCell<BTreeMap<Duration, Vec<Waker>>>,
}

impl VirtualTime {
    /// Runs a future to its end, or to where it waits for what never comes.
    pub fn run<F: Future>(&self, future: F) -> Option<F::Output> {
        let mut future = pin!(future);
        let woken = Arc::new(Flag(AtomicBool::new(true)));
        let waker = Waker::from(Arc::clone(&woken));
        let mut context = Context::from_waker(&waker);
        loop {
            while woken.0.swap(false, Ordering::Relaxed) {
                if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
                    return Some(output);
                }
            }
            let (then, sleepers) = self.0.sleepers.borrow_mut().pop_first()?;
            self.0.now.set(then.max(self.0.now.get()));
            sleepers.into_iter().for_each(Waker::wake);
        }
    }
}

#[async_trait(?Send)]
impl Timer for VirtualTime {
    async fn sleep(&self, duration: Duration) {
        let then = self.0.now.get().saturating_add(duration);
        poll_fn(|context| {
            if self.0.now.get() >= then {
                return Poll::Ready(());
            }
            let mut sleepers = self.0.sleepers.borrow_mut();
            sleepers
                .entry(then)
                .or_default()
                .push(context.waker().clone());
            Poll::Pending
        })
        .await;
    }
}

struct Flag(AtomicBool);

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_waits_goes_on_and_for_ever_is_never() {
        let time = VirtualTime::default();
        let both = async {
            time.sleep(Duration::from_secs(3_600)).await;
            time.sleep(Duration::from_millis(1)).await;
            time.0.now.get()
        };
        assert_eq!(time.run(both), Some(Duration::from_millis(3_600_001)));
        assert!(time.run(std::future::pending::<()>()).is_none());
    }
}
