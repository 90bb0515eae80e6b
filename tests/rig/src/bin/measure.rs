//! Measures natively and prints one JSON line, for `cargo xtask bench`.

use std::error::Error;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let started = Instant::now();
    let durations = rig::measure(&|| started.elapsed().as_secs_f64() * 1e6)?;
    let rig::Durations { apdu, parse, judge } = durations;
    println!("{{\"apdu\":{apdu:.2},\"parse\":{parse:.2},\"judge\":{judge:.2}}}");
    Ok(())
}
