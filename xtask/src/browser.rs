//! Opening an address in the person's own browser, and the Node packages of tests.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::debian;
use crate::step::step;
use crate::tools::install_npm_packages;
use crate::workspace;

/// Opens `address` where a desktop is there to show it.
pub(crate) fn open(address: &str) {
    let mut command = match std::env::consts::OS {
        "macos" => Command::new("open"),
        "windows" => {
            let mut shell = Command::new("cmd");
            shell.args(["/C", "start", ""]);
            shell
        }
        _ if std::env::var_os("DISPLAY").is_none()
            && std::env::var_os("WAYLAND_DISPLAY").is_none() =>
        {
            return;
        }
        _ => Command::new("xdg-open"),
    };
    // The address is printed as well: without a browser the person opens it.
    let _ = command
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn();
}

/// The folder of the end-to-end tests, with the browser and Node packages they need.
pub(crate) fn end_to_end() -> Result<PathBuf> {
    debian::ensure(&debian::BROWSER)?;
    let folder = workspace::root().join("tests").join("e2e");
    ensure_packages(&folder)?;
    Ok(folder)
}

/// Installs a folder's Node packages where its lock file is newer than they are.
pub(crate) fn ensure_packages(folder: &Path) -> Result<()> {
    let wanted = folder.join("package-lock.json").metadata()?.modified()?;
    let installed = folder.join("node_modules").join(".package-lock.json");
    let is_current = installed
        .metadata()
        .and_then(|metadata| metadata.modified())
        .is_ok_and(|installed| installed >= wanted);
    if !is_current {
        step("installing the browser tests' packages", || {
            install_npm_packages(folder)
        })
        .with_context(|| folder.display().to_string())?;
    }
    Ok(())
}
