//! The isolated app's part of `cargo xtask test`: bundles with keys made for this run, read
//! again by an independent reader, and the app installed in a real Chromium.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::arguments::Arguments;
use crate::browser;
use crate::gateway::{Gateway, Profile};
use crate::isolated_app::{self, Settings};
use crate::isolated_app_config::Configuration;
use crate::isolated_app_key::Key;
use crate::process;
use crate::site;
use crate::tally::Tally;
use crate::workspace;

/// The origin of an app that a developer's browser takes from a server: 32 bytes that are
/// nobody's key, and 00 00 02 (WICG isolated-web-apps, `Scheme.md`).
const DEVELOPMENT_ORIGIN: &str =
    "isolated-app://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac";
const UPDATE_ADDRESS: &str = "https://files.clinic.example/app/update.json";
const ED25519: &[&str] = &["-algorithm", "ED25519"];
const P256: &[&str] = &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"];

/// These tests alone.
pub(crate) const COMMAND: &str = "isolated-app-test";

pub(crate) fn run(arguments: Arguments) -> Result<()> {
    arguments.finish()?;
    let tally = in_chromium()?;
    ensure!(tally.failed == 0, "the isolated app's tests failed");
    Ok(())
}

/// Builds the bundles, starts the gateway and runs the tests.
pub(crate) fn in_chromium() -> Result<Tally> {
    let end_to_end = browser::end_to_end()?;
    let site = site::build()?;
    Gateway::build(Profile::Debug)?;
    let folder = workspace::target().join("isolated-app-test");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    // An app may speak HTTPS alone: the tests put a certificate before the gateway there.
    let port = workspace::free_port()?;
    let secure_gateway = format!("https://127.0.0.1:{port}");
    let sample = fs::read(site.join("config.json")).context("the site's config.json")?;
    let configuration = Configuration::practice(&sample, &secure_gateway)?;

    let make = |key: &Throwaway, name: &str| {
        let folder = folder.join(name);
        let built = isolated_app::build(&Settings {
            site: &site,
            key: &Key::read(&key.0)?,
            version: "1.2.3",
            update_address: Some(UPDATE_ADDRESS),
            configuration: &configuration,
            folder: &folder,
        })?;
        Ok::<_, anyhow::Error>((folder, built))
    };
    let keys = [("ed25519.pem", ED25519), ("p256.pem", P256)];
    let [ed25519_key, p256_key] =
        keys.map(|(name, kind)| Throwaway::make(&folder.join(name), kind));
    let (ed25519_key, p256_key) = (ed25519_key?, p256_key?);
    let (ed25519, built) = make(&ed25519_key, "ed25519")?;
    let (again, _) = make(&ed25519_key, "again")?;
    let (p256, _) = make(&p256_key, "p256")?;

    let gateway = Gateway::start(&[&built.origin, DEVELOPMENT_ORIGIN])?;
    Tally::run(
        Command::new("node")
            .args(["--test", "--test-reporter=spec"])
            .args(["isolated/bundle.test.mjs", "isolated/app.test.mjs"])
            .current_dir(&end_to_end)
            .env("ED25519", ed25519)
            .env("AGAIN", again)
            .env("P256", p256)
            .env("ED25519_KEY", &ed25519_key.0)
            .env("P256_KEY", &p256_key.0)
            .env("BUNDLE", &built.bundle)
            .env("APP_ORIGIN", &built.origin)
            .env("DEVELOPMENT_ORIGIN", DEVELOPMENT_ORIGIN)
            .env("GATEWAY", gateway.origin())
            .env("GATEWAY_AS_SEEN", &secure_gateway),
    )
}

/// A key that goes with its file.
struct Throwaway(PathBuf);

impl Throwaway {
    fn make(file: &Path, kind: &[&str]) -> Result<Self> {
        let mut command = Command::new("openssl");
        command.arg("genpkey").args(kind).arg("-out").arg(file);
        process::run_quietly(&mut command)?;
        Ok(Self(file.to_owned()))
    }
}

impl Drop for Throwaway {
    fn drop(&mut self) {
        // What is left behind lies in the target folder and opens nothing.
        let _ = fs::remove_file(&self.0);
    }
}
