//! The site as an Isolated Web App for the guest, signed with a key of no worth.

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
pub(crate) const SECURE_GATEWAY: &str = "https://127.0.0.1:8443";

/// The app as it can be installed.
pub(crate) struct App {
    pub(crate) bundle: PathBuf,
    pub(crate) origin: String,
}

impl App {
    /// Packs the built site.
    pub(crate) fn build(site: &Path) -> Result<Self> {
        let folder = workspace::target().join("guest");
        fs::create_dir_all(&folder)?;
        let key = key(&folder.join("app-key.pem"))?;
        let sample = fs::read(site.join("config.json")).context("the site's config.json")?;
        let configuration = Configuration::practice(&sample, SECURE_GATEWAY)?;
        let built = isolated_app::build(&Settings {
            site,
            key: &key,
            version: "1.0.0",
            update_address: None,
            configuration: &configuration,
            folder: &folder.join("app"),
        })?;
        Ok(Self {
            bundle: built.bundle,
            origin: built.origin,
        })
    }
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
