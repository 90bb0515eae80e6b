//! Reads any bytes as the official XML.

#![no_main]

#[allow(dead_code, reason = "each target uses its own part")]
#[path = "../format_property.rs"]
mod format_property;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    format_property::xml_holds(bytes, &check_api::format::Cp932);
});
