//! The site as an Isolated Web App: one signed bundle, with what a browser and an
//! administrator need to install it and keep it up to date. A part of `cargo xtask dist`.
//!
//! Why one wants it: such an app may claim readers of the smart-card class, which no page may.
//! Builds no site itself; the web bundle is written by Google's own packages wbn and wbn-sign.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::json;

use crate::arguments::Arguments;
use crate::files::Files;
use crate::isolated_app_config::Configuration;
use crate::isolated_app_key::{HOW_TO_MAKE, Key};
use crate::isolated_app_manifest::{self as manifest, ICON, MANIFEST};
use crate::isolated_app_options::Options;
use crate::isolated_app_policy::{self as policy, Installation};
use crate::process;
use crate::site;
use crate::step::{note, step};
use crate::tools;
use crate::workspace;

const EXAMPLE_UPDATE_ADDRESS: &str = "https://isolated-app.example/update.json";
const NAME: &str = "myna-check";

/// All that a bundle is made of.
pub(crate) struct Settings<'a> {
    /// The built site.
    pub(crate) site: &'a Path,
    /// What signs the bundle.
    pub(crate) key: &'a Key,
    /// One to four numbers with dots between.
    pub(crate) version: &'a str,
    /// Where the update manifest will lie.
    pub(crate) update_address: Option<&'a str>,
    /// The page's config.json.
    pub(crate) configuration: &'a Configuration,
    /// Where everything is written, anew.
    pub(crate) folder: &'a Path,
}

/// What came out.
pub(crate) struct Built {
    /// The signed web bundle.
    pub(crate) bundle: PathBuf,
    /// The origin of the app's page, `isolated-app://…`.
    pub(crate) origin: String,
}

/// `cargo xtask isolated-app`: the app alone.
pub(crate) fn run(mut arguments: Arguments) -> Result<()> {
    let gateway = arguments.value::<String>("--gateway")?;
    let options = Options::take(&mut arguments, gateway.as_deref())?;
    arguments.finish()?;
    let options = options.with_context(|| {
        format!("the isolated app needs a key (--isolated-app-key FILE); {HOW_TO_MAKE}")
    })?;
    let folder = workspace::target().join("isolated-app");
    build_for_dist(Some(&options), gateway.as_deref(), &site::build()?, &folder)?;
    println!("{}", folder.display());
    Ok(())
}

/// Writes `dist/isolated-app`, or says how one gets it.
pub(crate) fn build_for_dist(
    options: Option<&Options>,
    gateway: Option<&str>,
    site: &Path,
    folder: &Path,
) -> Result<()> {
    let Some(options) = options else {
        note("no isolated app: it needs a key (--isolated-app-key FILE, docs/isolated-web-app)");
        return Ok(());
    };
    let practice;
    let configuration = match (&options.configuration, gateway) {
        (Some(configuration), _) => configuration,
        (None, Some(gateway)) => {
            note("the isolated app has the practice config.json (no --isolated-app-config FILE)");
            let sample = fs::read(site.join("config.json")).context("the site's config.json")?;
            practice = Configuration::practice(&sample, gateway)?;
            &practice
        }
        (None, None) => bail!("the isolated app has no gateway"),
    };
    let built = build(&Settings {
        site,
        key: &options.key,
        version: &options.version,
        update_address: options.update_address.as_deref(),
        configuration,
        folder,
    })?;
    note(&format!("{}: {}", built.bundle.display(), built.origin));
    note("the gateway's list of origins must name this origin");
    Ok(())
}

/// Writes the bundle and everything to install it with.
pub(crate) fn build(settings: &Settings<'_>) -> Result<Built> {
    let tools = tools::isolated_app()?;
    step("packing the isolated app", || {
        let mut files = Files::read(settings.site)?;
        settings.configuration.put_into(&mut files)?;
        let own = workspace::root().join("xtask").join("isolated-app");
        let icon = fs::read(own.join("icon-512.png")).context("the app's icon")?;
        files.put(ICON, icon)?;
        let manifest = manifest::web_manifest(settings.version, settings.update_address);
        files.put(MANIFEST, format!("{manifest:#}\n").into_bytes())?;

        let folder = settings.folder;
        if folder.exists() {
            fs::remove_dir_all(folder).context("the old isolated-app folder")?;
        }
        let unpacked = folder.join("unpacked");
        let mut entries = Vec::new();
        for (path, file) in files.iter() {
            let source = unpacked.join(path);
            write(&source, &file.plain)?;
            let headers = manifest::headers(file.content_type, settings.configuration.gateway());
            entries.push(json!({
                // The page itself stands under the app's root alone.
                "path": if path == "index.html" { "/".to_owned() } else { format!("/{path}") },
                "source": source,
                "headers": headers.into_iter().collect::<std::collections::BTreeMap<_, _>>(),
            }));
        }
        let name = format!("{NAME}-{}.swbn", settings.version);
        let bundle = folder.join(&name);
        let origin = settings.key.origin();
        let plan = json!({
            "key": fs::canonicalize(settings.key.file())?,
            "origin": origin,
            "bundle": bundle,
            "files": entries,
        });
        let plan_file = folder.join("plan.json");
        write(&plan_file, plan.to_string().as_bytes())?;
        let mut node = Command::new("node");
        node.arg(own.join("bundle.mjs")).arg(&tools).arg(&plan_file);
        process::run_quietly(&mut node).context("Node.js 20 or later is needed")?;
        fs::remove_file(&plan_file)?;

        let update = manifest::update_manifest(settings.version, &name);
        write(
            &folder.join("update.json"),
            format!("{update:#}\n").as_bytes(),
        )?;
        let id = settings.key.id();
        write(
            &folder.join("ID.txt"),
            format!("{id}\n{origin}\n").as_bytes(),
        )?;
        let installation = Installation {
            id,
            origin: &origin,
            update_address: settings.update_address.unwrap_or(EXAMPLE_UPDATE_ADDRESS),
        };
        for (file, text) in policy::all(&installation) {
            write(&folder.join("policy").join(file), text.as_bytes())?;
        }
        Ok(Built { bundle, origin })
    })
}

fn write(path: &Path, content: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, content).with_context(|| path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The signature of a PNG and its header (PNG, 5.2 and 11.2.2).
    #[test]
    fn the_icon_is_a_png_of_512_pixels() {
        let file = workspace::root().join("xtask/isolated-app/icon-512.png");
        let icon = fs::read(file).unwrap();
        assert_eq!(&icon[..8], b"\x89PNG\r\n\x1A\n");
        assert_eq!(&icon[12..24], b"IHDR\0\0\x02\0\0\0\x02\0");
    }
}
