//! `cargo xtask test`: everything that is proven by a command, counted to one line.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::arguments::Arguments;
use crate::bridge_test;
use crate::browser;
use crate::check;
use crate::contract_test;
use crate::debian;
use crate::demo::{self, Stack};
use crate::dist;
use crate::extension_test;
use crate::fixtures;
use crate::guest;
use crate::host_package_test;
use crate::isolated_app_test;
use crate::postgres::{self, Postgres};
use crate::process::cargo;
use crate::python;
use crate::site;
use crate::step::step;
use crate::tally::Tally;
use crate::tools::Tools;
use crate::wasm_module;
use crate::workspace;

/// One part of the whole: it counts its tests, or fails before it can.
type Part = fn() -> Result<Tally>;

pub(crate) fn run(arguments: Arguments) -> Result<()> {
    arguments.finish()?;
    debian::ensure(&debian::NATIVE_HOST)?;
    debian::ensure(&debian::SMART_CARD)?;
    debian::ensure(&debian::BROWSER)?;
    let mut tally = Tally::default();
    // Each goes its way even when one before it failed: one run shows all that is wrong.
    let parts: [(&str, Part); 15] = [
        ("format and lints", check::lint),
        ("Rust tests", rust_tests),
        ("the contract against the gateway", contract_test::run),
        ("fixtures are as generated", fixtures_are_fresh),
        ("sizes within the budget", sizes),
        (
            "the virtual reader in the shape of WebUSB",
            virtual_device_tests,
        ),
        (
            "the ways besides USB in the shape of the browser",
            other_ways_tests,
        ),
        ("the extension by itself", extension_test::by_itself),
        ("the extension in Chromium", extension_test::in_chromium),
        ("the native host's packages", host_package_test::run),
        ("the main job, headless", main_job),
        ("the page in Chromium", browser_tests),
        ("the page over the bridge", bridge_test::in_chromium),
        (
            "the isolated app in Chromium",
            isolated_app_test::in_chromium,
        ),
        ("real USB in a guest", guest::stories),
    ];
    for (title, part) in parts {
        tally.add(step(title, part).unwrap_or_else(|error| {
            eprintln!("     {error:#}");
            Tally {
                passed: 0,
                failed: 1,
            }
        }));
    }
    println!("{} passed, {} failed", tally.passed, tally.failed);
    if tally.failed > 0 {
        bail!("the test failed");
    }
    Ok(())
}

/// Unit, integration and documentation tests, with pcscd, OpenSC and PostgreSQL among them.
fn rust_tests() -> Result<Tally> {
    let postgres = Postgres::start()?;
    Tally::run(
        cargo()
            .args(["test", "--workspace", "--no-fail-fast"])
            .env(postgres::VARIABLE, postgres.address())
            .env(python::VARIABLE, python::ensure()?),
    )
}

/// A part that is one test by itself: what is wrong is said where it fails.
fn one(outcome: Result<()>) -> Result<Tally> {
    outcome?;
    Ok(Tally {
        passed: 1,
        failed: 0,
    })
}

fn fixtures_are_fresh() -> Result<Tally> {
    one(fixtures::run(Arguments::of(&["--check"])))
}

fn sizes() -> Result<Tally> {
    one(dist::build(dist::EXAMPLE_GATEWAY)?.check_budget())
}

/// The training module by itself, as WebUSB would show it to a page.
fn virtual_device_tests() -> Result<Tally> {
    Tally::run(
        Command::new("node")
            .args(["--test", "--test-reporter=spec", "bench.test.mjs"])
            .current_dir(workspace::root().join("virtual-card/tests"))
            .env("MODULE", site::build()?.join("training")),
    )
}

/// The drivers for Bluetooth, HID and the browser's smart cards as wasm, with objects in the
/// shape of the browser's and virtual readers behind them.
fn other_ways_tests() -> Result<Tally> {
    let module = workspace::target().join("rig-module");
    wasm_module::build(&Tools::ensure()?, "rig", &module)?;
    Tally::run(
        Command::new("node")
            .args(["--test", "--test-reporter=spec", "routes.test.mjs"])
            .current_dir(workspace::root().join("tests/rig"))
            .env("RIG", &module)
            .env("TRAINING", site::build()?.join("training")),
    )
}

fn main_job() -> Result<Tally> {
    one(demo::run_headless(0))
}

/// One stack for all browser tests; they find it by the environment.
fn browser_tests() -> Result<Tally> {
    let folder = browser::end_to_end()?;
    let stack = Stack::start(0)?;
    Tally::run(
        Command::new("node")
            .args(["--test", "--test-reporter=spec"])
            .args(scenarios(&folder)?)
            .current_dir(&folder)
            .env("SITE", stack.site())
            .env("GATEWAY", stack.gateway())
            .env(python::VARIABLE, python::ensure()?),
    )
}

/// The files with scenarios, by name: not every Node.js takes a folder or a pattern.
fn scenarios(end_to_end: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(end_to_end.join("scenario"))?;
    let mut files = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()?;
    files.sort();
    Ok(files)
}
