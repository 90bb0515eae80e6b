//! The site: a release build by Trunk, made again only when something it is made of changed.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use anyhow::{Context, Result};

use crate::process;
use crate::step::{note, step};
use crate::tools::{self, Tools};
use crate::workspace;

/// Everything that the site is made of.
const SOURCES: [&str; 13] = [
    ".cargo",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "card-wasm",
    "check-api",
    "index.html",
    "rust-toolchain.toml",
    "virtual-card",
    "web",
    "xtask/npm/package.json",
    "xtask/src/split_page.rs",
    "xtask/src/wasm_module.rs",
];

/// Builds the site where needed and says where it is.
pub(crate) fn build() -> Result<PathBuf> {
    let site = workspace::target().join("site");
    let stamp = workspace::target().join("site.stamp");
    let fingerprint = fingerprint()?;
    if site.join("index.html").is_file()
        && fs::read_to_string(&stamp).is_ok_and(|old| old == fingerprint)
    {
        note("the site is up to date");
        return Ok(site);
    }
    let tools = Tools::ensure()?;
    // Trunk hands its own --offline on to cargo, so the sources must be here before.
    step("fetching sources", || {
        process::run(process::cargo().args(["fetch", "--locked", "--target", tools::WASM_TARGET]))
    })?;
    step("building the site", || {
        process::run(
            tools
                .trunk()?
                .args([
                    "build",
                    "--release",
                    "--offline=true",
                    "--skip-version-check",
                ])
                .args(["--cargo-profile", "web", "--filehash=true", "--dist"])
                .arg(&site),
        )
    })?;
    fs::write(&stamp, fingerprint)?;
    Ok(site)
}

/// Changes whenever a source is added, removed or written.
fn fingerprint() -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for source in SOURCES {
        let path = workspace::root().join(source);
        hash_tree(&path, &mut hasher).with_context(|| path.display().to_string())?;
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn hash_tree(path: &Path, hasher: &mut DefaultHasher) -> Result<()> {
    let metadata = fs::metadata(path)?;
    path.hash(hasher);
    if metadata.is_dir() {
        let mut entries = fs::read_dir(path)?.collect::<std::io::Result<Vec<_>>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            // The fuzz crate is a workspace of its own, with a target folder.
            if entry.file_name() != "fuzz" {
                hash_tree(&entry.path(), hasher)?;
            }
        }
        return Ok(());
    }
    metadata.len().hash(hasher);
    metadata
        .modified()?
        .duration_since(UNIX_EPOCH)?
        .as_nanos()
        .hash(hasher);
    Ok(())
}
