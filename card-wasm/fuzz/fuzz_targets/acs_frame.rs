//! Feeds the `acs_frame` target.
#![no_main]

#[path = "../targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::run("acs_frame", bytes));
