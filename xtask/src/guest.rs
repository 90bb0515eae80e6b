//! The page and its driver on real USB, as part of `cargo xtask test`: Linux with Chromium in
//! a virtual machine, and readers that are USB devices there, each a program on this side.
//! `cargo xtask guest` runs the guest alone, with the stories named.

use anyhow::{Result, ensure};
use serde_json::{Map, Value};

use crate::arguments::Arguments;
use crate::browser;
use crate::debian;
use crate::gateway::{Gateway, Profile};
use crate::guest_app;
use crate::guest_inside::{self, Work};
use crate::guest_kernel::Kernel;
use crate::guest_machine::{self, UP};
use crate::guest_readers::{Kind, Readers, Socket};
use crate::process::{self, cargo};
use crate::site;
use crate::step::step;
use crate::tally::Tally;
use crate::workspace;

/// What is plugged into the guest, all of it unplugged at first but QEMU's own.
const SOCKETS: [Socket; 5] = [
    Socket {
        name: "extended",
        kind: Kind::Usb("extended"),
    },
    Socket {
        name: "protected",
        kind: Kind::Usb("protected-class"),
    },
    Socket {
        name: "tpdu",
        kind: Kind::Usb("protected-tpdu"),
    },
    Socket {
        name: "sony",
        kind: Kind::Usb("rc-s300"),
    },
    Socket {
        name: "qemu",
        kind: Kind::Card,
    },
];

/// All stories.
pub(crate) fn stories() -> Result<Tally> {
    prepare()?;
    Ok(run_in_guest(None)?.tally)
}

/// What the main job costs on a reader at TPDU level, by our driver and by the system's own.
pub(crate) fn figures() -> Result<Value> {
    prepare()?;
    let report = run_in_guest(Some("app,pcsc"))?;
    ensure!(report.tally.failed == 0, "the guest's stories failed");
    Ok(Value::Object(report.figures))
}

/// What was heard of a guest.
#[derive(Default)]
struct Report {
    tally: Tally,
    /// By the driver's name.
    figures: Map<String, Value>,
}

impl Report {
    fn hear(&mut self, line: &str) {
        self.tally.add(Tally::in_line(line));
        if let Some((name, figures)) = figures_in(line) {
            self.figures.insert(name, figures);
        }
    }
}

/// `figures NAME {…}`, wherever the runner of the stories puts it.
fn figures_in(line: &str) -> Option<(String, Value)> {
    let (_, said) = line.split_once("figures ")?;
    let (name, figures) = said.split_once(' ')?;
    let figures = serde_json::from_str(figures.trim()).ok()?;
    Some((name.to_owned(), figures))
}

/// `cargo xtask guest [--only NAME] [--as-is] [--shell]`.
pub(crate) fn run(mut arguments: Arguments) -> Result<()> {
    let only = arguments.value::<String>("--only")?;
    // What was built before, whatever has been changed since.
    let as_is = arguments.flag("--as-is");
    let shell = arguments.flag("--shell");
    arguments.finish()?;
    if !as_is {
        prepare()?;
    }
    if shell {
        return show();
    }
    let Report { tally, .. } = run_in_guest(only.as_deref())?;
    println!("{} passed, {} failed", tally.passed, tally.failed);
    ensure!(tally.failed == 0, "the guest's stories failed");
    Ok(())
}

/// Builds all that the guest only starts.
fn prepare() -> Result<()> {
    debian::ensure(&debian::NATIVE_HOST)?;
    debian::ensure(&debian::SMART_CARD)?;
    debian::ensure(&debian::GUEST)?;
    browser::end_to_end()?;
    site::build()?;
    Gateway::build(Profile::Debug)?;
    step("building the readers' program and that of PC/SC", || {
        process::run(cargo().args(["build", "--workspace"]).args([
            "--bin",
            "virtual-card",
            "--bin",
            "pcsc-direct",
        ]))
    })
}

fn run_in_guest(only: Option<&str>) -> Result<Report> {
    let kernel = kernel(Work::Stories(only))?;
    if guest_machine::may_accelerate() {
        match attempt(&kernel, true) {
            Ok(report) => return Ok(report),
            Err(Failure::BeforeUp(_)) => guest_machine::note_translation(),
            Err(Failure::Later(error)) => return Err(error),
        }
    }
    attempt(&kernel, false).map_err(|failure| match failure {
        Failure::BeforeUp(error) | Failure::Later(error) => error,
    })
}

/// A guest with a shell on this terminal.
fn show() -> Result<()> {
    let kernel = kernel(Work::Shell)?;
    let readers = readers()?;
    let devices = readers.arguments()?;
    readers.obey();
    guest_machine::show(&kernel, &devices)
}

fn kernel(work: Work<'_>) -> Result<Kernel> {
    let app = guest_app::build(&workspace::target().join("site"))?;
    Kernel::ensure(&guest_inside::script(&app, work)?)
}

fn readers() -> Result<Readers> {
    let program = workspace::target().join("debug").join("virtual-card");
    Readers::start(&program, &SOCKETS)
}

/// How a guest fails: before it could do anything, or after.
enum Failure {
    BeforeUp(anyhow::Error),
    Later(anyhow::Error),
}

fn attempt(kernel: &Kernel, accelerated: bool) -> std::result::Result<Report, Failure> {
    let mut report = Report::default();
    let mut up = false;
    let outcome = machine(kernel, accelerated, |line| {
        up |= line.starts_with(UP);
        if up {
            eprintln!("{line}");
        }
        report.hear(line);
    });
    match outcome {
        Ok(status) => {
            // Whoever failed without naming a story counts as one.
            if status != 0 && report.tally.failed == 0 {
                report.tally.failed = 1;
            }
            Ok(report)
        }
        Err(error) if up => Err(Failure::Later(error)),
        Err(error) => Err(Failure::BeforeUp(error)),
    }
}

fn machine(kernel: &Kernel, accelerated: bool, hear: impl FnMut(&str)) -> Result<i32> {
    let readers = readers()?;
    let devices = readers.arguments()?;
    readers.obey();
    guest_machine::run(kernel, &devices, accelerated, hear)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_heard_among_other_lines() {
        let mut report = Report::default();
        for line in [
            "ℹ pass 2",
            "figures ours {\"blocks\":18}",
            "figures none",
            "ok",
        ] {
            report.hear(line);
        }
        assert_eq!(report.tally.passed, 2);
        assert_eq!(
            Value::Object(report.figures),
            serde_json::json!({ "ours": { "blocks": 18 } })
        );
    }

    #[test]
    fn no_two_readers_have_the_same_name() {
        for (index, socket) in SOCKETS.iter().enumerate() {
            assert!(
                SOCKETS
                    .iter()
                    .skip(index + 1)
                    .all(|other| other.name != socket.name)
            );
        }
    }
}
