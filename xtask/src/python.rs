//! Python with the packages that look at our output from outside: readers of XML and FHIR,
//! and requests generated from the contract. At pinned versions, in the user's cache.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::debian::{self, PYTHON};
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
    let folder = workspace::tool("python", &digest(&pinned))?;
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

/// A name for what is pinned: other packages go to another folder. FNV-1a, 64 bits.
fn digest(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_packages_have_another_folder() {
        assert_eq!(digest(""), "cbf29ce484222325");
        assert_ne!(digest("lxml==6.1.3"), digest("lxml==6.1.4"));
    }
}
