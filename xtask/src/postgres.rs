//! A PostgreSQL server for tests and measurements, in a folder of its own and on a socket
//! alone; it goes with whoever started it.

use std::cell::Cell;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::debian;
use crate::process;
use crate::workspace;

/// Under which the gateway's tests find the server.
pub(crate) const VARIABLE: &str = "MYNA_CHECK_POSTGRES";

/// The running server.
pub(crate) struct Postgres {
    process: Child,
    address: String,
    made: Cell<u32>,
}

impl Postgres {
    /// Starts it.
    pub(crate) fn start() -> Result<Self> {
        debian::ensure(&debian::POSTGRES)?;
        let mut process = Command::new("sh")
            .arg(workspace::root().join("check-server/tests/postgres.sh"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start sh")?;
        let mut address = String::new();
        if let Some(output) = process.stdout.take() {
            BufReader::new(output).read_line(&mut address)?;
        }
        if !address.starts_with("postgres://") {
            bail!("PostgreSQL does not start");
        }
        Ok(Self {
            process,
            address: address.trim().to_owned(),
            made: Cell::default(),
        })
    }

    /// Its address, with the database that it has from the beginning.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// A new database: its address.
    pub(crate) fn database(&self) -> Result<String> {
        let (server, _) = self.address.rsplit_once('/').context("an address")?;
        let name = format!("new{}", self.made.replace(self.made.get() + 1));
        process::run_quietly(
            Command::new("psql")
                .args(["--quiet", "--command", &format!("CREATE DATABASE {name}")])
                .arg(&self.address),
        )?;
        Ok(format!("{server}/{name}"))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // It ends when its input does.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}
