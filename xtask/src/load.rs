//! The gateway's part of `cargo xtask bench`: card checks and rows of batches under load, on
//! SQLite, on PostgreSQL, and by two instances on one PostgreSQL. What a check costs the
//! gateway's processor stands beside what openssl needs for the two signatures that it
//! verifies: the card's, and that of the authority on the certificate.

use anyhow::Result;
use serde_json::{Map, Value};

use crate::bench::{json_line, line};
use crate::gateway::{Gateway, Profile};
use crate::postgres::Postgres;
use crate::process::cargo;

/// A page that the gateway lets ask.
const SITE: &str = "http://127.0.0.1:8080";
/// Card checks; rows of the timed batch; rows under way when memory is looked at.
const AMOUNT: [&str; 3] = ["2000", "10000", "100000"];
/// What one check verifies.
const SIGNATURES: f64 = 2.0;

/// The figures for each way to run the gateway.
pub(crate) fn measure() -> Result<Value> {
    Gateway::build(Profile::Release)?;
    let mut figures = Map::new();
    figures.insert("sqlite".to_owned(), with(&[None])?);
    let postgres = Postgres::start()?;
    let one = postgres.database()?;
    figures.insert("postgres".to_owned(), with(&[Some(&one)])?);
    let shared = postgres.database()?;
    let both = with(&[Some(&shared), Some(&shared)])?;
    figures.insert("postgres, two gateways".to_owned(), both);
    Ok(Value::Object(figures))
}

/// With one instance on each of these databases.
fn with(databases: &[Option<&str>]) -> Result<Value> {
    let gateways = databases
        .iter()
        .map(|database| Gateway::start_on(*database, Profile::Release, &[SITE]))
        .collect::<Result<Vec<_>>>()?;
    let mut load = cargo();
    load.args([
        "run",
        "--quiet",
        "--release",
        "--package=tests",
        "--bin=gateway-load",
        "--",
    ]);
    load.args(AMOUNT);
    for gateway in &gateways {
        load.arg(gateway.origin())
            .arg(gateway.process().to_string());
    }
    json_line(&mut load)
}

/// The rows of the table, beside `openssl_micros` for one verification.
pub(crate) fn rows(load: &Value, openssl_micros: f64) -> Vec<String> {
    let bare = openssl_micros * SIGNATURES;
    let mut rows = Vec::new();
    for (way, figures) in load.as_object().into_iter().flatten() {
        let number = |path: &str| figures.pointer(path).and_then(Value::as_f64);
        let number = |path: &str| number(path).unwrap_or(f64::NAN);
        let mut row = |title: &str, ours: f64, compared: f64| {
            rows.push(line(&format!("{way}: {title}"), ours, compared));
        };
        let check = number("/check/processorMicros");
        row(
            "card checks a second and core (bare)",
            1e6 / check,
            1e6 / bare,
        );
        row("card check, µs of processor (bare)", check, bare);
        row("card checks a second", number("/check/perSecond"), f64::NAN);
        for percentile in ["p50", "p99"] {
            row(
                &format!("card check, {percentile}, ms (of a state)"),
                number(&format!("/check/{percentile}Millis")),
                number(&format!("/status/{percentile}Millis")),
            );
        }
        let batch_row = number("/batch/processorMicros");
        row(
            "batch rows a second and core (bare)",
            1e6 / batch_row,
            1e6 / bare,
        );
        row("batch rows a second", number("/batch/perSecond"), f64::NAN);
        row(
            "memory, 100,000 rows under way, MiB (idle)",
            number("/memory/peakMiB"),
            number("/memory/idleMiB"),
        );
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_check_stands_beside_the_two_signatures_that_it_verifies() {
        let load = json!({ "sqlite": { "check": { "processorMicros": 300.0 } } });
        let rows = rows(&load, 50.0);
        let row = rows.iter().find(|row| row.contains("µs of processor"));
        let ratio = row.and_then(|row| row.split_whitespace().last());
        assert_eq!(ratio, Some("3.00"), "{rows:?}");
    }
}
