//! The tools that build the site, at pinned versions in the user's cache, and the wasm target.
//!
//! trunk and wasm-bindgen come as crates, wasm-opt in npm's binaryen, terser from npm. Trunk takes the
//! other two from PATH and, being told to stay offline, fetches nothing itself. What writes
//! the isolated app's bundle comes from npm too.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process::{self, cargo};
use crate::step::step;
use crate::workspace;

/// The last release whose minimum Rust version is below this workspace's.
const TRUNK: &str = "0.21.14";
/// Where browser code is compiled for.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Folders of the tools, present and of the right version.
pub(crate) struct Tools {
    trunk: PathBuf,
    wasm_bindgen: PathBuf,
    binaryen: PathBuf,
    terser: PathBuf,
}

impl Tools {
    /// Installs what is missing.
    pub(crate) fn ensure() -> Result<Self> {
        ensure_wasm_target()?;
        Ok(Self {
            trunk: ensure_crate("trunk", TRUNK, "trunk", true)?,
            // Its own lock file names a crate version that not every index has; the
            // versions in Cargo.lock and of this tool are what must agree.
            wasm_bindgen: ensure_crate(
                "wasm-bindgen-cli",
                &locked_version("wasm-bindgen")?,
                "wasm-bindgen",
                false,
            )?,
            binaryen: ensure_programs("npm", "binaryen")?,
            terser: ensure_programs("terser", "terser")?,
        })
    }

    /// `trunk`, with the other tools on its PATH.
    pub(crate) fn trunk(&self) -> Result<Command> {
        let mut command = Command::new(self.trunk.join("trunk"));
        command
            .current_dir(workspace::root())
            .env("PATH", self.search_path()?)
            .env_remove("RUSTFLAGS");
        Ok(command)
    }

    /// `wasm-bindgen`.
    pub(crate) fn wasm_bindgen(&self) -> Command {
        Command::new(self.wasm_bindgen.join("wasm-bindgen"))
    }

    /// `wasm-opt`.
    pub(crate) fn wasm_opt(&self) -> Command {
        Command::new(self.binaryen.join("wasm-opt"))
    }

    /// `terser`, which makes scripts short.
    pub(crate) fn terser(&self) -> Command {
        Command::new(self.terser.join("terser"))
    }

    fn search_path(&self) -> Result<OsString> {
        let inherited = std::env::var_os("PATH").unwrap_or_default();
        let ours = [self.wasm_bindgen.clone(), self.binaryen.clone()];
        Ok(std::env::join_paths(
            ours.into_iter().chain(std::env::split_paths(&inherited)),
        )?)
    }
}

/// `npm ci` in a folder that has a package.json and its lock.
pub(crate) fn install_npm_packages(folder: &Path) -> Result<()> {
    process::run(
        Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
            .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
            .current_dir(folder),
    )
    .context("Node.js 20 or later with npm is needed")
}

/// The version that Cargo.lock has of a crate.
fn locked_version(name: &str) -> Result<String> {
    let lock = fs::read_to_string(workspace::root().join("Cargo.lock")).context("Cargo.lock")?;
    version_in(&lock, name).with_context(|| format!("Cargo.lock has no {name}"))
}

fn version_in(lock: &str, name: &str) -> Option<String> {
    let wanted = format!("name = \"{name}\"");
    let mut lines = lock.lines().skip_while(|line| **line != wanted);
    let version = lines
        .nth(1)?
        .strip_prefix("version = \"")?
        .strip_suffix('"')?;
    Some(version.to_owned())
}

fn ensure_crate(name: &str, version: &str, program: &str, locked: bool) -> Result<PathBuf> {
    let folder = workspace::tool(name, version)?;
    let programs = folder.join("bin");
    if programs
        .join(program)
        .with_extension(std::env::consts::EXE_EXTENSION)
        .is_file()
    {
        return Ok(programs);
    }
    step(
        &format!("installing {name} {version} (some minutes, once)"),
        || {
            let mut install = cargo();
            install
                .args([
                    "install",
                    name,
                    "--version",
                    &format!("={version}"),
                    "--force",
                    "--root",
                ])
                .arg(&folder)
                .env_remove("CARGO_TARGET_DIR");
            if locked {
                install.arg("--locked");
            }
            process::run(&mut install)
        },
    )?;
    Ok(programs)
}

/// The programs of what `xtask/<source>/package.json` pins.
fn ensure_programs(source: &str, package: &str) -> Result<PathBuf> {
    let folder = ensure_npm_tool(source, package)?;
    Ok(folder.join("node_modules").join(".bin"))
}

/// The folder with the packages that write and sign web bundles.
pub(crate) fn isolated_app() -> Result<PathBuf> {
    ensure_npm_tool("isolated-app", "wbn-sign")
}

/// Installs what `xtask/<source>/package.json` pins, into a folder that is named after the
/// most important package.
fn ensure_npm_tool(source: &str, package: &str) -> Result<PathBuf> {
    let manifest = workspace::root().join("xtask").join(source);
    let pinned: serde_json::Value =
        serde_json::from_slice(&fs::read(manifest.join("package.json"))?)?;
    let version = pinned
        .get("dependencies")
        .and_then(|packages| packages.get(package)?.as_str())
        .with_context(|| format!("xtask/{source}/package.json pins no {package}"))?;
    let folder = workspace::tool(package, version)?;
    if folder
        .join("node_modules")
        .join(".package-lock.json")
        .exists()
    {
        return Ok(folder);
    }
    step(&format!("installing {package} {version}"), || {
        fs::create_dir_all(&folder)?;
        for file in ["package.json", "package-lock.json"] {
            fs::copy(manifest.join(file), folder.join(file))?;
        }
        install_npm_packages(&folder)
    })?;
    Ok(folder)
}

/// Brings the wasm target of the pinned toolchain.
pub(crate) fn ensure_wasm_target() -> Result<()> {
    let libraries =
        process::run_quietly(Command::new("rustc").current_dir(workspace::root()).args([
            "--print",
            "target-libdir",
            "--target",
            WASM_TARGET,
        ]))?;
    if Path::new(String::from_utf8(libraries.stdout)?.trim()).is_dir() {
        return Ok(());
    }
    let added = step(&format!("adding the target {WASM_TARGET}"), || {
        process::run(Command::new("rustup").current_dir(workspace::root()).args([
            "target",
            "add",
            WASM_TARGET,
        ]))
    });
    if added.is_err() {
        bail!("the Rust target {WASM_TARGET} is missing: run `rustup target add {WASM_TARGET}`");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_version_of_exactly_that_crate() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.57\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(version_in(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in(lock, "wasm"), None);
    }
}
