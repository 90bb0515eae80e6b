//! Building the native host for people: stripped, and without a path of the computer that
//! built it, so that two of them make the same bytes on Linux. (For Windows the order of the
//! imports still follows the folder of the build.)

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::debian;
use crate::process::{self, cargo};
use crate::step::{note, step};
use crate::workspace;

const WINDOWS_TARGET: &str = "x86_64-pc-windows-gnu";
const WINDOWS_LINKER: &str = "x86_64-w64-mingw32-gcc";

/// A system that the host runs on.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum System {
    Linux,
    Windows,
    MacOs,
}

impl System {
    /// The system of this computer.
    pub(crate) const fn here() -> Self {
        if cfg!(windows) {
            Self::Windows
        } else if cfg!(target_os = "macos") {
            Self::MacOs
        } else {
            Self::Linux
        }
    }

    /// Its folder among the templates and in `dist/host`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Linux => "debian",
            Self::Windows => "windows",
            Self::MacOs => "macos",
        }
    }
}

/// The program for this computer; nothing where it cannot be linked.
pub(crate) fn native() -> Result<Option<PathBuf>> {
    if System::here() == System::Linux
        && let Err(error) = debian::ensure(&debian::NATIVE_HOST)
    {
        note(&format!("no native host: {error:#}"));
        return Ok(None);
    }
    let folder = target();
    step("building the native host", || {
        process::run_quietly(&mut build(&folder, &[])?)
    })?;
    let name = format!("bridge-host{}", std::env::consts::EXE_SUFFIX);
    Ok(Some(folder.join("release").join(name)))
}

/// The program for Windows, where Rust and the linker for it are here.
pub(crate) fn for_windows() -> Result<Option<PathBuf>> {
    let has_linker = Command::new(WINDOWS_LINKER)
        .arg("--version")
        .output()
        .is_ok();
    if !has_linker || !has_target(WINDOWS_TARGET) {
        note(&format!(
            "no bridge-host.exe: it needs {WINDOWS_LINKER} (Debian: gcc-mingw-w64-x86-64) and \
             `rustup target add {WINDOWS_TARGET}`"
        ));
        return Ok(None);
    }
    let folder = target();
    step("building the native host for Windows", || {
        // The time of linking would be written into the program.
        let timeless = ["-Clink-arg=-Wl,--no-insert-timestamp"];
        process::run_quietly(build(&folder, &timeless)?.args(["--target", WINDOWS_TARGET]))
    })?;
    let folder = folder.join(WINDOWS_TARGET).join("release");
    Ok(Some(folder.join("bridge-host.exe")))
}

/// Apart from other builds, which have other flags and would be thrown away each time.
fn target() -> PathBuf {
    workspace::target().join("host-package")
}

fn build(folder: &Path, flags: &[&str]) -> Result<Command> {
    let mut flags: Vec<String> = flags.iter().map(ToString::to_string).collect();
    for (path, name) in [
        (workspace::root(), "."),
        (cargo_home()?.join("registry").join("src"), "crates"),
    ] {
        flags.push(format!("--remap-path-prefix={}={name}", path.display()));
    }
    let mut command = cargo();
    command
        .args(["build", "--locked", "--release", "--package", "bridge-host"])
        .env("CARGO_TARGET_DIR", folder)
        .env("CARGO_PROFILE_RELEASE_STRIP", "symbols")
        // Unlike RUSTFLAGS it takes paths with blanks.
        .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
    Ok(command)
}

fn cargo_home() -> Result<PathBuf> {
    match std::env::var_os("CARGO_HOME") {
        Some(folder) => Ok(PathBuf::from(folder)),
        None => Ok(std::env::home_dir()
            .context("no home folder")?
            .join(".cargo")),
    }
}

/// Whether the standard library for `target` is installed.
fn has_target(target: &str) -> bool {
    let root = Command::new("rustc")
        .current_dir(workspace::root())
        .args(["--print", "sysroot"])
        .output();
    root.is_ok_and(|output| {
        let root = String::from_utf8_lossy(&output.stdout);
        Path::new(root.trim())
            .join("lib/rustlib")
            .join(target)
            .join("lib")
            .exists()
    })
}
