//! `cargo xtask check`: format, lints, unit tests and the rules of form and layering.

use std::process::Command;

use anyhow::{Result, bail};

use crate::arguments::Arguments;
use crate::debian;
use crate::process::{self, cargo};
use crate::step::step;
use crate::tally::Tally;
use crate::tools;

/// Crates that run in the browser: linted for it as well.
const BROWSER_CRATES: [&str; 5] = [
    "--package=bridge-protocol",
    "--package=card-wasm",
    "--package=rig",
    "--package=virtual-card",
    "--package=web",
];

/// Tests of the whole tree that need no built product.
const STRUCTURE_TESTS: [&str; 3] = ["--test=layering", "--test=licences", "--test=tidy"];

pub(crate) fn run(arguments: Arguments) -> Result<()> {
    arguments.finish()?;
    debian::ensure(&debian::NATIVE_HOST)?;
    let mut tally = lint()?;
    tally.add(step("unit and structure tests", || {
        Tally::run(&mut unit_tests())
    })?);
    println!("{} passed, {} failed", tally.passed, tally.failed);
    if tally.failed > 0 {
        bail!("the check failed");
    }
    Ok(())
}

/// Format and lints; each counts as one.
pub(crate) fn lint() -> Result<Tally> {
    tools::ensure_wasm_target()?;
    let mut tally = Tally::default();
    let native = ["clippy", "--workspace", "--all-targets"];
    let mut browser = vec!["clippy", "--target", tools::WASM_TARGET];
    browser.extend(BROWSER_CRATES);
    let steps: [(&str, Command); 3] = [
        ("format", arguments(&["fmt", "--all", "--check"])),
        ("lints, native", denying_warnings(&native)),
        ("lints, browser", denying_warnings(&browser)),
    ];
    for (title, mut command) in steps {
        let outcome = step(title, || process::run(&mut command));
        if let Err(error) = &outcome {
            eprintln!("     {error:#}");
        }
        tally.add(Tally::of_step(&outcome));
    }
    Ok(tally)
}

fn unit_tests() -> Command {
    let mut command = arguments(&["test", "--workspace", "--no-fail-fast", "--lib", "--bins"]);
    command.args(STRUCTURE_TESTS);
    command
}

fn denying_warnings(words: &[&str]) -> Command {
    let mut command = arguments(words);
    command.args(["--", "-D", "warnings"]);
    command
}

fn arguments(words: &[&str]) -> Command {
    let mut command = cargo();
    command.args(words);
    command
}
