//! `cargo xtask training-module`: the virtual card and reader as a wasm module of their own,
//! which the page loads only when training is opened. Trunk calls this after its build.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::arguments::Arguments;
use crate::process::{cargo, run, run_quietly};
use crate::step::step;
use crate::tools::{Tools, WASM_TARGET};
use crate::workspace;

pub(crate) fn run_command(arguments: Arguments) -> Result<()> {
    arguments.finish()?;
    let staging = std::env::var_os("TRUNK_STAGING_DIR")
        .context("TRUNK_STAGING_DIR is not set: Trunk calls this command")?;
    build(&Tools::ensure()?, &PathBuf::from(staging).join("training"))
}

/// Writes `virtual_card.js` and `virtual_card_bg.wasm` into `folder`.
fn build(tools: &Tools, folder: &Path) -> Result<()> {
    step("training module: cargo build", || {
        run(cargo().args([
            "build",
            "--package=virtual-card",
            "--lib",
            "--profile=web",
            "--target",
            WASM_TARGET,
        ]))
    })?;
    let module = workspace::target()
        .join(WASM_TARGET)
        .join("web")
        .join("virtual_card.wasm");
    fs::create_dir_all(folder)?;
    step("training module: wasm-bindgen", || {
        run_quietly(
            tools
                .wasm_bindgen()
                .args([
                    "--target=web",
                    "--no-typescript",
                    "--out-name=virtual_card",
                    "--out-dir",
                ])
                .arg(folder)
                .arg(&module),
        )
    })?;
    step("training module: wasm-opt", || {
        let wasm = folder.join("virtual_card_bg.wasm");
        // Without --all-features, which would let it write what browsers do not read yet.
        run_quietly(tools.wasm_opt().arg("-Oz").arg(&wasm).arg("-o").arg(&wasm))
    })?;
    Ok(())
}
