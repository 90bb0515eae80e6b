//! `cargo xtask split-page`: divides the page's wasm into the file of the first view and
//! the chunks that come after it. Trunk calls this after its build, whose undivided module
//! is replaced under the same name.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use wasm_split_cli_support::{Options, transform};

use crate::arguments::Arguments;
use crate::join_styles;
use crate::process;
use crate::step::step;
use crate::tools::{Tools, WASM_TARGET};
use crate::wasm_module;
use crate::workspace;

/// What follows the page's name in the name of its module.
const MODULE: &str = "_bg.wasm";

pub(crate) fn run(arguments: Arguments) -> Result<()> {
    arguments.finish()?;
    let variable = |name: &str| {
        std::env::var(name).with_context(|| format!("{name} is not set: Trunk calls this command"))
    };
    let staging = PathBuf::from(variable("TRUNK_STAGING_DIR")?);
    let profile = match variable("TRUNK_PROFILE")?.as_str() {
        "release" => "web",
        _ => "debug",
    };
    let built = workspace::target().join(WASM_TARGET).join(profile);
    let page = page_name(&staging)?;
    let tools = Tools::ensure()?;
    let chunks = step("page: wasm-split", || {
        split(&built.join("web.wasm"), &staging, &page)
    })?;
    step("page: wasm-bindgen", || {
        let first = staging.join(format!("{page}.wasm"));
        // The chunks and the first file call each other through its table of functions.
        let keep_table = ["--keep-lld-exports"];
        wasm_module::bind(&tools, &first, &staging, &page, &keep_table)?;
        Ok(fs::remove_file(first)?)
    })?;
    step("page: terser", || {
        for script in [format!("{page}.js"), format!("{page}_chunks.js")] {
            let script = staging.join(script);
            process::run_quietly(
                tools
                    .terser()
                    .arg(&script)
                    .args(["--module", "--compress", "--mangle", "--output"])
                    .arg(&script),
            )?;
        }
        Ok(())
    })?;
    join_styles::join(&staging)?;
    step("page: wasm-opt", || {
        let first = staging.join(format!("{page}{MODULE}"));
        chunks
            .iter()
            .chain([&first])
            .try_for_each(|wasm| wasm_module::shrink(&tools, wasm))
    })
}

/// The name that Trunk gave the page, with the hash of what cargo built.
fn page_name(staging: &Path) -> Result<String> {
    for entry in fs::read_dir(staging)? {
        let name = entry?.file_name();
        let name = name.to_string_lossy();
        if let Some(page) = name
            .strip_suffix(MODULE)
            .filter(|it| it.starts_with("web-"))
        {
            return Ok(page.to_owned());
        }
    }
    Err(anyhow!("Trunk has written no page"))
}

/// Writes the first file, which wasm-bindgen takes on, the chunks and the script that
/// loads them. Every name begins with the page's, so that two releases of the page never
/// mix in a cache.
fn split(built: &Path, staging: &Path, page: &str) -> Result<Vec<PathBuf>> {
    let input = fs::read(built).with_context(|| built.display().to_string())?;
    let (first, main_module) = (format!("{page}.wasm"), format!("./{page}.js"));
    let first = staging.join(first);
    let folder = staging.join(page);
    fs::create_dir_all(&folder)?;
    let link_name = format!("./{page}_chunks.js");
    let mut options = Options::new(&input);
    options.output_dir = &folder;
    options.main_out_path = &first;
    options.link_name = &link_name;
    options.main_module = &main_module;
    let divided = transform(options).map_err(|error| anyhow!("{error:#}"))?;
    // The splitter names chunks without the page.
    let script = folder.join(format!("{page}_chunks.js"));
    let mut loader = fs::read_to_string(&script)?;
    let mut chunks = Vec::new();
    for from in divided.split_modules {
        let name = from
            .file_name()
            .context("a chunk without a name")?
            .to_string_lossy()
            .into_owned();
        let ours = format!("{page}_{name}");
        loader = loader.replace(&format!("./{name}"), &format!("./{ours}"));
        let to = staging.join(ours);
        fs::rename(from, &to)?;
        chunks.push(to);
    }
    fs::write(staging.join(format!("{page}_chunks.js")), loader)?;
    fs::remove_dir_all(folder)?;
    Ok(chunks)
}
