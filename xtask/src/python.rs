//! Python with the packages that look at our output from outside: readers of XML and FHIR,
//! and requests generated from the contract. At pinned versions, in the user's cache.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::debian::{self, PYTHON};
use crate::files::fingerprint;
use crate::process;
use crate::step::step;
use crate::workspace;

/// Under which the tests find the interpreter.
pub(crate) const VARIABLE: &str = "MYNA_CHECK_PYTHON";

/// The interpreter, with what `tests/python/requirements.txt` pins.
pub(crate) fn ensure() -> Result<PathBuf> {
    debian::ensure(&PYTHON)?;
    let source = workspace::root().join("tests/python/requirements.txt");
    let pinned = fs::read_to_string(&source).context("tests/python/requirements.txt")?;
    let folder = workspace::tool("python", &fingerprint(pinned.as_bytes()))?;
    let (interpreter, done) = (folder.join("bin/python"), folder.join("installed"));
    if done.exists() {
        return Ok(interpreter);
    }
    step("installing Python packages", || {
        process::run_quietly(
            Command::new("/usr/bin/python3")
                .args(["-m", "venv", "--clear"])
                .arg(&folder),
        )?;
        process::run_quietly(
            Command::new(&interpreter)
                .args([
                    "-m",
                    "pip",
                    "install",
                    "--quiet",
                    "--disable-pip-version-check",
                ])
                .arg("--requirement")
                .arg(&source),
        )?;
        Ok(fs::write(&done, pinned)?)
    })?;
    Ok(interpreter)
}
