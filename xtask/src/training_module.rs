//! `cargo xtask training-module`: the virtual card and reader as a wasm module of their own,
//! which the page loads only when training is opened. Trunk calls this after its build.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::arguments::Arguments;
use crate::tools::Tools;
use crate::wasm_module;

pub(crate) fn run(arguments: Arguments) -> Result<()> {
    arguments.finish()?;
    let staging = std::env::var_os("TRUNK_STAGING_DIR")
        .context("TRUNK_STAGING_DIR is not set: Trunk calls this command")?;
    let folder = PathBuf::from(staging).join("training");
    wasm_module::build(&Tools::ensure()?, "virtual-card", &folder)
}
