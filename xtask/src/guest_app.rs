//! The site as an Isolated Web App for the guest: the files of the packed app, with the
//! gateway that a story puts before the real one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::isolated_app::{self, Settings};
use crate::isolated_app_config::Configuration;
use crate::isolated_app_key::Key;
use crate::process;
use crate::workspace;

/// The gateway as the app reaches it: an app may speak to addresses with https alone, so a
/// story puts a certificate before the gateway there.
const SECURE_GATEWAY: &str = "https://127.0.0.1:8443";

/// The app's origin in the guest, where it is installed as developers do it: 32 bytes that
/// are nobody's key, and 00 00 02 (WICG isolated-web-apps, `Scheme.md`).
pub(crate) const ORIGIN: &str =
    "isolated-app://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac";

/// Packs the built site; the folder with the app's files.
pub(crate) fn build(site: &Path) -> Result<PathBuf> {
    let folder = workspace::target().join("guest");
    fs::create_dir_all(&folder)?;
    let key = key(&folder.join("app-key.pem"))?;
    let sample = fs::read(site.join("config.json")).context("the site's config.json")?;
    let app = folder.join("app");
    isolated_app::build(&Settings {
        site,
        key: &key,
        version: "1.0.0",
        update_address: None,
        configuration: &Configuration::practice(&sample, SECURE_GATEWAY)?,
        folder: &app,
    })?;
    Ok(app.join("unpacked"))
}

/// The key of this working copy, made when there is none.
fn key(file: &Path) -> Result<Key> {
    if !file.is_file() {
        process::run_quietly(
            Command::new("openssl")
                .args(["genpkey", "-algorithm", "ed25519", "-out"])
                .arg(file),
        )?;
    }
    Key::read(file)
}
