//! What happens in the guest: a script makes it a system in which Chromium runs, then this
//! program serves gateway and site there and has Node.js run the stories.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::arguments::Arguments;
use crate::demo::Stack;
use crate::files::Files;
use crate::guest_app;
use crate::guest_machine::{ENDED, LIMIT, UP};
use crate::workspace;

/// The command by which the program calls itself inside.
pub(crate) const COMMAND: &str = "guest-stories";

/// The site's port; inside there is nobody else.
const PORT: u16 = 8080;

/// What is done in the guest.
#[derive(Clone, Copy)]
pub(crate) enum Work<'a> {
    /// All stories, or those whose files have one of these names, with commas between.
    Stories(Option<&'a str>),
    /// A person works at the serial line.
    Shell,
}

/// What the guest runs as its first program.
pub(crate) fn script(app: &Path, work: Work<'_>) -> Result<String> {
    let program = std::env::current_exe().context("this program")?;
    let program = quoted(&program.display().to_string());
    let work = match work {
        Work::Stories(None) => format!("{} {program} {COMMAND}", limit()),
        Work::Stories(Some(name)) => {
            format!("{} {program} {COMMAND} --only {}", limit(), quoted(name))
        }
        Work::Shell => "/run/busybox setsid /run/busybox cttyhack /bin/bash".to_owned(),
    };
    Ok(format!(
        "echo '{UP}'\n\
         export PATH={path} HOME=/root LANG=C.UTF-8 NO_COLOR=1 CARGO_TARGET_DIR={target}\n\
         export APP_FOLDER={app} APP_ORIGIN={origin}\n\
         {SET_UP}\
         {work}\n\
         echo '{ENDED}'$?\n\
         /run/busybox poweroff -f\n",
        path = quoted(&format!(
            "{}:/usr/sbin:/sbin",
            std::env::var("PATH").unwrap_or_default()
        )),
        target = quoted(&workspace::target().display().to_string()),
        app = quoted(&app.display().to_string()),
        origin = guest_app::ORIGIN,
    ))
}

/// A guest that nobody hears any more ends by itself a little later.
fn limit() -> String {
    let seconds = LIMIT.as_secs() + 60;
    format!("(/run/busybox sleep {seconds}; /run/busybox poweroff -f) &\n")
}

/// Loopback, and what tells Chromium and pcscd of USB devices.
const SET_UP: &str = "\
ip link set lo up
mkdir -p /run/udev /run/pcscd
/lib/systemd/systemd-udevd --daemon 2>/dev/null
udevadm trigger --subsystem-match=usb --subsystem-match=virtio-ports
udevadm settle
";

fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// Inside: serves what was built outside and runs the stories.
pub(crate) fn run(mut arguments: Arguments) -> Result<()> {
    let only = arguments.value::<String>("--only")?;
    arguments.finish()?;
    let site = workspace::target().join("site");
    let stack = Stack::serve(PORT, &site, Files::default(), &[guest_app::ORIGIN])?;
    let end_to_end = workspace::root().join("tests").join("e2e");
    let mut stories = Vec::new();
    for entry in fs::read_dir(end_to_end.join("guest"))? {
        let path = entry?.path().display().to_string();
        let wanted = only
            .as_ref()
            .is_none_or(|names| names.split(',').any(|name| path.contains(name)));
        if path.ends_with(".test.mjs") && wanted {
            stories.push(path);
        }
    }
    stories.sort();
    let status = Command::new("node")
        .args(["--test", "--test-reporter=spec", "--test-concurrency=1"])
        .args(stories)
        .env("SITE", stack.site())
        .env("GATEWAY", stack.gateway())
        .env("PCSC_DIRECT", workspace::target().join("debug/pcsc-direct"))
        .current_dir(&end_to_end)
        .status()
        .context("node")?;
    ensure!(status.success(), "the stories failed");
    Ok(())
}
