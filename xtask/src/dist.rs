//! `cargo xtask dist`: the site ready to upload, the server settings for it, its size against
//! the budget, and the bridge's extension and native host.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::arguments::Arguments;
use crate::extension;
use crate::headers;
use crate::host_package;
use crate::isolated_app;
use crate::isolated_app_options;
use crate::server_settings;
use crate::site;
use crate::size::Sizes;
use crate::step::{note, step};
use crate::workspace;

/// Stands in the server settings until the administrator names the gateway.
pub(crate) const EXAMPLE_GATEWAY: &str = "https://gateway.example";

pub(crate) fn run(mut arguments: Arguments) -> Result<()> {
    let gateway = arguments.value::<String>("--gateway")?;
    let extension = extension::Options::take(&mut arguments)?;
    let isolated_app = isolated_app_options::Options::take(&mut arguments, gateway.as_deref())?;
    arguments.finish()?;
    let sizes = build(gateway.as_deref().unwrap_or(EXAMPLE_GATEWAY))?;
    extension::build(
        &extension,
        &workspace::root().join("dist").join("extension"),
    )?;
    host_package::build(
        &host_package::Settings::of(&extension)?,
        &workspace::root().join("dist").join("host"),
    )?;
    let dist = workspace::root().join("dist");
    isolated_app::build_for_dist(
        isolated_app.as_ref(),
        gateway.as_deref(),
        &dist.join("site"),
        &dist.join("isolated-app"),
    )?;
    print!("{sizes}");
    sizes.check_budget()
}

/// Writes `dist/` anew.
pub(crate) fn build(gateway: &str) -> Result<Sizes> {
    let built = site::build()?;
    let dist = workspace::root().join("dist");
    let site = dist.join("site");
    step("writing dist", || {
        if dist.exists() {
            fs::remove_dir_all(&dist).context("the old dist folder")?;
        }
        copy_folder(&built, &site)?;
        let settings = dist.join("server");
        fs::create_dir_all(&settings)?;
        for (name, text) in server_settings::all(&headers::production(&[gateway])) {
            fs::write(settings.join(name), text)?;
        }
        Ok(())
    })?;
    note(&format!(
        "{}: upload site/, put server/ into the web server's settings",
        dist.display()
    ));
    Sizes::measure(&site)
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}
