//! The page over the bridge, as part of `cargo xtask test`: real Chromium, extension, host,
//! pcscd and virtual cards, in network and mount namespaces of their own, so that neither
//! ports nor sockets meet those of this machine.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::arguments::Arguments;
use crate::browser;
use crate::demo::Stack;
use crate::extension::{self, Options};
use crate::gateway::{Gateway, Profile};
use crate::process::{self, cargo};
use crate::site;
use crate::step::step;
use crate::tally::Tally;
use crate::workspace;

/// The command by which the program calls itself inside the namespaces.
pub(crate) const COMMAND: &str = "bridge-scenarios";

/// Its flag for the times instead of the scenarios.
pub(crate) const MEASURE: &str = "--measure";

/// Makes loopback and a place for pcscd's socket, then goes on as the program named.
const SET_UP: &str =
    "ip link set lo up && mount -t tmpfs tmpfs /run && mkdir /run/pcscd && exec \"$0\" \"$@\"";

/// Builds everything, for inside there is no network, and runs the scenarios.
pub(crate) fn in_chromium() -> Result<Tally> {
    prepare()?;
    Tally::run(&mut enter(&[COMMAND])?)
}

/// Everything that is needed inside.
pub(crate) fn prepare() -> Result<()> {
    browser::end_to_end()?;
    site::build()?;
    Gateway::build(Profile::Debug)?;
    step("building host, virtual card and measure", || {
        // With the features that the whole workspace gives them, so that nothing is built twice.
        process::run(cargo().args(["build", "--workspace"]).args([
            "--bin",
            "bridge-host",
            "--bin",
            "virtual-card",
            "--bin",
            "pcsc-direct",
        ]))
    })?;
    let options = Options::for_page("http://127.0.0.1");
    extension::build(&options, &workspace::target().join("bridge-test"))
}

/// This program with other arguments, inside namespaces.
pub(crate) fn enter(arguments: &[&str]) -> Result<Command> {
    let mut command = Command::new("unshare");
    let is_root = process::run_quietly(Command::new("id").arg("-u"))?.stdout;
    if is_root.trim_ascii() != b"0" {
        command.args(["--user", "--map-root-user"]);
    }
    command
        .args(["--net", "--mount", "sh", "-c", SET_UP])
        .arg(std::env::current_exe().context("this program")?)
        .args(arguments);
    Ok(command)
}

/// Inside: serves the page and has Node.js run the scenarios, or those named, or measure.
pub(crate) fn run(mut arguments: Arguments) -> Result<()> {
    let only = arguments.value::<String>("--only")?;
    let measure = arguments.flag(MEASURE);
    arguments.finish()?;
    let stack = Stack::start(0)?;
    let end_to_end = workspace::root().join("tests").join("e2e");
    let mut node = Command::new("node");
    if measure {
        node.arg("measure-bridge.mjs");
    } else {
        node.args(["--test", "--test-reporter=spec", "--test-concurrency=1"]);
        let wanted = |file: &String| only.as_ref().is_none_or(|name| file.contains(name));
        node.args(
            scenarios(&end_to_end.join("bridge"))?
                .into_iter()
                .filter(wanted),
        );
    }
    let status = surroundings(&mut node, &stack)
        .current_dir(&end_to_end)
        .status()
        .context("node")?;
    anyhow::ensure!(status.success(), "the scenarios failed");
    Ok(())
}

/// Where programs inside find what they need.
pub(crate) fn surroundings<'a>(command: &'a mut Command, stack: &Stack) -> &'a mut Command {
    let programs = workspace::target().join("debug");
    command
        .env("SITE", stack.site())
        .env("GATEWAY", stack.gateway())
        .env("BRIDGE_HOST", programs.join("bridge-host"))
        .env("VIRTUAL_CARD", programs.join("virtual-card"))
        .env("PCSC_DIRECT", programs.join("pcsc-direct"))
        .env(
            "EXTENSION",
            workspace::target().join("bridge-test").join("unpacked"),
        )
}

fn scenarios(folder: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(folder)?;
    let mut files = entries
        .map(|entry| Ok(entry?.path().display().to_string()))
        .collect::<Result<Vec<_>>>()?;
    files.sort();
    Ok(files)
}
