//! The Debian package of the native host.
//!
//! The manifests for the browsers are no files of the package: the program itself writes them
//! when the package is configured. So they follow the extensions that the administrator's
//! settings name, and the host alone knows where they lie and what they say.
//!
//! The program lies in `/usr/bin`, and not out of sight, because people call it as well
//! (`bridge-host doctor`).

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::extension::version;
use crate::host_package::{Settings, templates};
use crate::process;
use crate::step::note;
use crate::workspace;

pub(crate) const PROGRAM: &str = "usr/bin/bridge-host";
pub(crate) const SETTINGS: &str = "etc/myna-check/bridge.json";
const COPYRIGHT: &str = "usr/share/doc/bridge-host/copyright";

/// The time of every file unless SOURCE_DATE_EPOCH says otherwise: that of the extension's
/// package too, 1 January 1980.
const TIME: &str = "315532800";

/// Makes the package in `folder` and returns its name; nothing where there is no `dpkg-deb`.
pub(crate) fn pack(settings: &Settings, program: &Path, folder: &Path) -> Result<Option<String>> {
    let Some(architecture) = architecture() else {
        note("no .deb of the host: there is no dpkg-deb here");
        return Ok(None);
    };
    let tree = workspace::target().join("host-package").join("tree");
    if tree.exists() {
        fs::remove_dir_all(&tree)?;
    }
    fill(&tree, settings, program, &architecture)?;
    let name = format!("bridge-host_{}_{architecture}.deb", version());
    fs::create_dir_all(folder)?;
    let mut command = Command::new("dpkg-deb");
    command
        // gzip and not xz, whose output depends on the number of processors.
        .args(["--root-owner-group", "-Zgzip", "-z9", "--build"])
        .arg(&tree)
        .arg(folder.join(&name));
    if std::env::var_os("SOURCE_DATE_EPOCH").is_none() {
        command.env("SOURCE_DATE_EPOCH", TIME);
    }
    process::run_quietly(&mut command)?;
    Ok(Some(name))
}

fn architecture() -> Option<String> {
    let output = Command::new("dpkg-deb").arg("--version").output().ok()?;
    let printed = Command::new("dpkg").arg("--print-architecture").output();
    let printed = printed.ok().filter(|_| output.status.success())?;
    Some(String::from_utf8_lossy(&printed.stdout).trim().to_owned())
}

/// What the package holds, under a root of its own.
fn fill(tree: &Path, settings: &Settings, program: &Path, architecture: &str) -> Result<()> {
    let program = fs::read(program).with_context(|| program.display().to_string())?;
    let settings = settings.text().into_bytes();
    let copyright = copyright()?.into_bytes();
    let size = [&program, &settings, &copyright].map(|file| file.len().div_ceil(1024));
    let control = template("control")?
        .replace("@VERSION@", version())
        .replace("@ARCHITECTURE@", architecture)
        .replace("@SIZE@", &size.iter().sum::<usize>().to_string())
        .replace("@GLIBC@", &newest_glibc(&program));

    write(tree, PROGRAM, &program, 0o755)?;
    write(tree, SETTINGS, &settings, 0o644)?;
    write(tree, COPYRIGHT, &copyright, 0o644)?;
    let sums = Command::new("md5sum")
        .args([PROGRAM, COPYRIGHT])
        .current_dir(tree)
        .output()
        .context("md5sum")?;
    write(tree, "DEBIAN/md5sums", &sums.stdout, 0o644)?;
    write(tree, "DEBIAN/control", control.as_bytes(), 0o644)?;
    let kept = format!("/{SETTINGS}\n");
    write(tree, "DEBIAN/conffiles", kept.as_bytes(), 0o644)?;
    for script in ["postinst", "prerm"] {
        let text = template(script)?;
        write(tree, &format!("DEBIAN/{script}"), text.as_bytes(), 0o755)?;
    }
    Ok(())
}

fn template(name: &str) -> Result<String> {
    let path = templates().join("debian").join(name);
    fs::read_to_string(&path).with_context(|| path.display().to_string())
}

/// The licence in the form of a control file: indented, empty lines as dots.
fn copyright() -> Result<String> {
    let licence = fs::read_to_string(workspace::root().join("LICENSE-MIT"))?;
    let lines = licence.trim_end().lines().map(|line| match line {
        "" => " .".to_owned(),
        line => format!(" {line}"),
    });
    Ok(template("copyright")?.replace("@MIT@", &lines.collect::<Vec<_>>().join("\n")))
}

/// The C library that the program asks for: the newest of the versions of its symbols.
fn newest_glibc(program: &[u8]) -> String {
    let name = b"GLIBC_2.";
    let minor = program
        .windows(name.len() + 3)
        .filter_map(|window| window.strip_prefix(name))
        .filter_map(|digits| {
            let length = digits
                .iter()
                .take_while(|byte| byte.is_ascii_digit())
                .count();
            std::str::from_utf8(digits.get(..length)?)
                .ok()?
                .parse()
                .ok()
        })
        .max()
        .unwrap_or(0_u16);
    format!("2.{minor}")
}

/// Modes and folders are set, whatever mask the builder has.
fn write(tree: &Path, path: &str, content: &[u8], mode: u32) -> Result<()> {
    let mut folder = PathBuf::from(tree);
    let (folders, _) = path.rsplit_once('/').context("a path without a folder")?;
    fs::create_dir_all(&folder)?;
    set_mode(&folder, 0o755)?;
    for part in folders.split('/') {
        folder.push(part);
        fs::create_dir_all(&folder)?;
        set_mode(&folder, 0o755)?;
    }
    let file = tree.join(path);
    fs::write(&file, content).with_context(|| file.display().to_string())?;
    set_mode(&file, mode)
}

fn set_mode(path: &Path, mode: u32) -> Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(mode))?;
    }
    #[cfg(not(unix))]
    let _ = (path, mode);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_symbol_counts() {
        assert_eq!(
            newest_glibc(b"\0GLIBC_2.2.5\0GLIBC_2.34\0GLIBC_2.9\0.."),
            "2.34"
        );
        assert_eq!(newest_glibc(b"GLIBC_PRIVATE"), "2.0");
    }

    #[test]
    fn the_licence_is_in_the_form_of_a_control_file() {
        let text = copyright().unwrap();
        assert!(text.contains("License: Expat\n MIT License\n .\n Copyright (c) "));
        assert!(!text.contains("\n\n\n") && !text.contains('@'));
    }
}
