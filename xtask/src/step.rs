//! Progress on stderr: what is being done, and how long it took.
//!
//! Nothing here writes to stdout, which belongs to a command's result.

use std::time::Instant;

use anyhow::Result;

/// Runs `work` under a title. The time is printed even when it fails.
pub(crate) fn step<T>(title: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("  .. {title}");
    let started = Instant::now();
    let outcome = work();
    let mark = if outcome.is_ok() { "ok" } else { "!!" };
    eprintln!(
        "  {mark} {title} ({:.1} s)",
        started.elapsed().as_secs_f64()
    );
    outcome
}

/// One line about something that needed no work.
pub(crate) fn note(text: &str) {
    eprintln!("     {text}");
}
