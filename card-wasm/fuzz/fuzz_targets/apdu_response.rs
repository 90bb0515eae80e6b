//! Feeds the `apdu_response` target.
#![no_main]

#[path = "../targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::run("apdu_response", bytes));
