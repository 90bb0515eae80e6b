//! Measures natively and prints one JSON object, for `cargo xtask bench`.

use std::error::Error;
use std::time::Instant;

use rig::job::{CARD, CARRIERS, Job, READERS, job};

fn main() -> Result<(), Box<dyn Error>> {
    let started = Instant::now();
    let now = || started.elapsed().as_secs_f64() * 1e6;
    let rig::Durations { apdu, parse, judge } = rig::measure(&now)?;
    let mut jobs = Vec::new();
    for way in READERS.iter().chain(&CARRIERS).chain([&CARD]) {
        jobs.push(format!("\"{way}\":{}", json(job(way, &now)?)));
    }
    let jobs = jobs.join(",");
    println!(
        "{{\"apdu\":{apdu:.2},\"parse\":{parse:.2},\"judge\":{judge:.2},\"jobs\":{{{jobs}}}}}"
    );
    Ok(())
}

/// Without a cable the bytes on it are null.
fn json(job: Job) -> String {
    let wire = job.wire.map_or("null".to_owned(), |wire| {
        (wire.bytes_out + wire.bytes_in).to_string()
    });
    format!(
        "{{\"apdus\":{},\"apduBytes\":{},\"wireBytes\":{wire},\"micros\":{:.0}}}",
        job.apdus,
        job.bytes_out + job.bytes_in,
        job.micros
    )
}
