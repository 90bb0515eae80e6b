//! Builds one crate as a wasm module of its own, small, with the JavaScript that loads it.

use std::fs;
use std::path::Path;

use anyhow::Result;

use crate::process::{cargo, run, run_quietly};
use crate::step::step;
use crate::tools::{Tools, WASM_TARGET};
use crate::workspace;

/// Writes `<name>.js` and `<name>_bg.wasm` of `package` into `folder`, where the name is the
/// package's with `_` for `-`.
pub(crate) fn build(tools: &Tools, package: &str, folder: &Path) -> Result<()> {
    let name = package.replace('-', "_");
    step(&format!("{package} module: cargo build"), || {
        run(cargo()
            .args([
                "build",
                "--lib",
                "--profile=web",
                "--target",
                WASM_TARGET,
                "--package",
            ])
            .arg(package))
    })?;
    let built = workspace::target()
        .join(WASM_TARGET)
        .join("web")
        .join(format!("{name}.wasm"));
    fs::create_dir_all(folder)?;
    step(&format!("{package} module: wasm-bindgen"), || {
        bind(tools, &built, folder, &name, &[])
    })?;
    step(&format!("{package} module: wasm-opt"), || {
        shrink(tools, &folder.join(format!("{name}_bg.wasm")))
    })
}

/// Writes `<name>.js` and `<name>_bg.wasm`, which belong together, into `folder`. The
/// arguments in `more` are wasm-bindgen's own.
pub(crate) fn bind(
    tools: &Tools,
    built: &Path,
    folder: &Path,
    name: &str,
    more: &[&str],
) -> Result<()> {
    run_quietly(
        tools
            .wasm_bindgen()
            .args(["--target=web", "--no-typescript", "--out-name", name])
            .args(more)
            .arg("--out-dir")
            .arg(folder)
            .arg(built),
    )?;
    Ok(())
}

/// Makes a module as small as it gets, in place.
pub(crate) fn shrink(tools: &Tools, wasm: &Path) -> Result<()> {
    // Without --all-features, which would let it write what browsers do not read yet.
    run_quietly(tools.wasm_opt().arg("-Oz").arg(wasm).arg("-o").arg(wasm))?;
    Ok(())
}
