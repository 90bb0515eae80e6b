//! The extension's part of `cargo xtask test`: its types, its unit tests, and the built
//! extension in a real Chromium with a stand-in for the host.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::browser;
use crate::debian;
use crate::extension::{self, Options};
use crate::process;
use crate::tally::Tally;
use crate::workspace;

/// Types and unit tests.
pub(crate) fn by_itself() -> Result<Tally> {
    let folder = folder();
    browser::ensure_packages(&folder)?;
    let mut types = Command::new("node");
    types
        .args(["node_modules/typescript/bin/tsc", "--project", "."])
        .current_dir(&folder);
    let mut tally = Tally::of_step(&process::run(&mut types));
    tally.add(Tally::run(&mut tests("unit")?)?);
    Ok(tally)
}

/// The unpacked extension, and the package signed with a key made for this run.
pub(crate) fn in_chromium() -> Result<Tally> {
    debian::ensure(&debian::BROWSER)?;
    browser::ensure_packages(&folder())?;
    let unsigned = workspace::target().join("extension-test");
    extension::build(&Options::for_tests(None), &unsigned)?;

    let key = workspace::target().join("extension-test.pem");
    process::run_quietly(
        Command::new("openssl")
            .args(["genpkey", "-algorithm", "RSA", "-out"])
            .arg(&key),
    )?;
    let signed = workspace::target().join("extension-test-signed");
    let built = extension::build(&Options::for_tests(Some(key.clone())), &signed);
    fs::remove_file(&key)?;
    built?;

    Tally::run(
        tests("browser")?
            .env("EXTENSION", unsigned)
            .env("SIGNED_EXTENSION", signed),
    )
}

fn folder() -> PathBuf {
    workspace::root().join("bridge-extension").join("extension")
}

/// Node's runner on the test files of one folder, by name: not every Node.js takes a pattern.
fn tests(kind: &str) -> Result<Command> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder().join("test").join(kind))? {
        let path = entry?.path();
        if path.to_string_lossy().ends_with(".test.mjs") {
            files.push(path);
        }
    }
    files.sort();
    let mut command = Command::new("node");
    command
        .args(["--test", "--test-reporter=spec"])
        .args(files)
        .current_dir(folder());
    Ok(command)
}
