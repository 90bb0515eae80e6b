//! Reads any bytes as clipboard text.

#![no_main]

#[allow(dead_code, reason = "each target uses its own part")]
#[path = "../format_property.rs"]
mod format_property;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    format_property::clipboard_holds(bytes);
});
