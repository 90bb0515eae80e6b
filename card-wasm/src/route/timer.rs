//! The browser's timer.

use core::time::Duration;

use async_trait::async_trait;
use gloo::timers::callback::Timeout;
use js_sys::Promise;

use crate::link::Timer;

/// Waits with `setTimeout`.
#[derive(Clone, Copy, Debug, Default)]
pub struct BrowserTimer;

#[async_trait(?Send)]
impl Timer for BrowserTimer {
    async fn sleep(&self, duration: Duration) {
        let milliseconds = u32::try_from(duration.as_millis()).unwrap_or(u32::MAX);
        // Dropped with this future, and so the timer ends when nobody waits any more.
        let mut timeout = None;
        let elapsed = Promise::new(&mut |resolve, _reject| {
            timeout = Some(Timeout::new(milliseconds, move || {
                // Resolving a promise cannot fail.
                let _ = resolve.call0(&wasm_bindgen::JsValue::UNDEFINED);
            }));
        });
        // It is never rejected.
        let _ = elapsed.await;
        drop(timeout);
    }
}
