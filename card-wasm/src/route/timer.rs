//! Lets time pass in a page.

use core::time::Duration;

use async_trait::async_trait;
use js_sys::{Function, Promise};
use web_sys::window;

use crate::link::Timer;

/// The timer of the page.
#[derive(Clone, Copy, Debug, Default)]
pub struct BrowserTimer;

#[async_trait(?Send)]
impl Timer for BrowserTimer {
    async fn sleep(&self, duration: Duration) {
        let milliseconds = i32::try_from(duration.as_millis()).unwrap_or(i32::MAX);
        let mut start = |resolve: Function, _: Function| {
            if let Some(window) = window() {
                // A window that refuses a timer is being closed: nobody waits any more.
                let _ = window
                    .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
            }
        };
        let elapsed: Promise = Promise::new(&mut start);
        let _ = elapsed.await;
    }
}
