//! The contract's part of `cargo xtask test`: requests that schemathesis makes from
//! docs/openapi.json, good and bad ones, against the running gateway on each kind of
//! database. What comes back must be what the contract says.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::gateway::{Gateway, Profile};
use crate::postgres::Postgres;
use crate::process;
use crate::python;
use crate::step::step;
use crate::tally::Tally;
use crate::workspace;

/// A page that the gateway lets ask.
const SITE: &str = "http://127.0.0.1:8080";
/// Requests for each call and phase.
const EXAMPLES: &str = "60";

/// On SQLite, and on PostgreSQL.
pub(crate) fn run() -> Result<Tally> {
    let python = python::ensure()?;
    Gateway::build(Profile::Debug)?;
    let mut tally = Tally::default();
    tally.add(on(&python, "SQLite", None));
    let postgres = Postgres::start()?;
    tally.add(on(&python, "PostgreSQL", Some(&postgres.database()?)));
    Ok(tally)
}

fn on(python: &Path, title: &str, database: Option<&str>) -> Tally {
    Tally::of_step(&step(&format!("the contract on {title}"), || {
        let gateway = Gateway::start_on(database, Profile::Debug, &[SITE])?;
        let root = workspace::root();
        process::run_quietly(
            Command::new(python)
                .args(["-m", "schemathesis.cli", "--config-file"])
                .arg(root.join("tests/contract/schemathesis.toml"))
                .arg("run")
                .arg(root.join("docs/openapi.json"))
                .args(["--url", gateway.origin()])
                .args(["--header", &format!("Origin: {SITE}")])
                .args(["--max-examples", EXAMPLES, "--no-color"])
                // Nothing is kept beside the project.
                .args(["--generation-database", ":memory:"])
                .current_dir(workspace::target()),
        )?;
        Ok(())
    }))
}
