//! `cargo xtask fixtures [--check]`: the keys and certificates of the practice cards.
//!
//! The generator is a program of its own, so that the other commands need not wait until
//! its cryptography is built.

use anyhow::Result;

use crate::arguments::Arguments;
use crate::process;

/// Writes the files, or with `--check` names those that differ from a fresh run.
pub(crate) fn run(mut arguments: Arguments) -> Result<()> {
    let check = arguments.flag("--check");
    arguments.finish()?;
    let mut command = process::cargo();
    command.args(["run", "--quiet", "--package", "fixtures", "--"]);
    if check {
        command.arg("--check");
    }
    process::run(&mut command)
}
