//! What the command line says about the isolated app, checked before anything is built.

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::arguments::Arguments;
use crate::extension;
use crate::isolated_app_config::Configuration;
use crate::isolated_app_key::{HOW_TO_MAKE, Key};

/// What the command line says about the app.
pub(crate) struct Options {
    pub(crate) key: Key,
    pub(crate) version: String,
    pub(crate) update_address: Option<String>,
    pub(crate) configuration: Option<Configuration>,
}

impl Options {
    /// Takes what begins with `--isolated-app-`; nothing without a key. Everything is checked
    /// at once, for the build of the site takes minutes. `gateway` is the one of a practice
    /// app, which has no config.json of its own.
    pub(crate) fn take(arguments: &mut Arguments, gateway: Option<&str>) -> Result<Option<Self>> {
        let key: Option<PathBuf> = arguments.value("--isolated-app-key")?;
        let version: Option<String> = arguments.value("--isolated-app-version")?;
        let update_address: Option<String> = arguments.value("--isolated-app-update-url")?;
        let configuration: Option<PathBuf> = arguments.value("--isolated-app-config")?;
        let Some(key) = key else {
            if version.is_some() || update_address.is_some() || configuration.is_some() {
                bail!("the isolated app needs a key (--isolated-app-key FILE); {HOW_TO_MAKE}");
            }
            return Ok(None);
        };
        let version = version.unwrap_or_else(|| extension::version().to_owned());
        if !is_version(&version) {
            bail!("--isolated-app-version {version}: one to four numbers, such as 1.2.3");
        }
        if let Some(address) = &update_address {
            check_update_address(address)?;
        }
        match (&configuration, gateway) {
            (Some(_), _) => {}
            (None, Some(gateway)) => drop(Configuration::practice(b"{}", gateway)?),
            (None, None) => bail!(
                "the isolated app holds its own config.json, which names an https gateway: give \
                 --isolated-app-config FILE, or --gateway https://… for practice"
            ),
        }
        Ok(Some(Self {
            key: Key::read(&key)?,
            version,
            update_address,
            configuration: configuration
                .as_deref()
                .map(Configuration::read)
                .transpose()?,
        }))
    }
}

/// Chromium `iwa_version.h`: one to four numbers of 32 bits without leading zeros.
fn is_version(text: &str) -> bool {
    let is_number = |part: &str| {
        part.bytes().all(|byte| byte.is_ascii_digit())
            && (part == "0" || !part.starts_with('0'))
            && part.parse::<u32>().is_ok()
    };
    text.split('.').count() <= 4 && text.split('.').all(is_number)
}

/// WICG isolated-web-apps, `Updates.md`: HTTPS alone, but for tests.
fn check_update_address(address: &str) -> Result<()> {
    let host = address.strip_prefix("https://").unwrap_or_default();
    if host.is_empty() || host.starts_with('/') || address.contains([' ', '"', '#']) {
        bail!("--isolated-app-update-url {address}: the https address of update.json");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_numbers_with_dots() {
        for good in ["1", "0.1.0", "1.2.3.4", "4294967295", "10.20"] {
            assert!(is_version(good), "{good}");
        }
        for wrong in [
            "",
            ".",
            "1.",
            "1..2",
            "01",
            "1.2.3.4.5",
            "v1",
            "1.2-beta",
            "4294967296",
            "+1",
        ] {
            assert!(!is_version(wrong), "{wrong}");
        }
    }

    #[test]
    fn the_other_options_need_the_key() {
        let taken = |words: &[&str]| Options::take(&mut Arguments::of(words), None);
        assert!(taken(&[]).unwrap().is_none());
        for alone in [
            ["--isolated-app-version", "1.0"],
            [
                "--isolated-app-update-url",
                "https://files.example/update.json",
            ],
            ["--isolated-app-config", "config.json"],
        ] {
            let complaint = taken(&alone).err().unwrap().to_string();
            assert!(complaint.contains("--isolated-app-key"), "{complaint}");
        }
    }

    #[test]
    fn the_app_needs_a_gateway_that_it_may_speak_to() {
        let key = ["--isolated-app-key", "missing.pem"];
        for (gateway, complaint) in [
            (None, "--isolated-app-config FILE, or --gateway"),
            (Some("http://127.0.0.1:1"), "may only speak HTTPS"),
            (
                Some("https://gateway.example"),
                "missing.pem cannot be read",
            ),
        ] {
            let error = Options::take(&mut Arguments::of(&key), gateway)
                .err()
                .unwrap();
            assert!(format!("{error:#}").contains(complaint), "{error:#}");
        }
    }

    #[test]
    fn updates_come_over_https() {
        check_update_address("https://files.example/app/update.json").unwrap();
        for wrong in [
            "http://files.example/update.json",
            "https://",
            "https:///x",
            "update.json",
            "",
        ] {
            assert!(check_update_address(wrong).is_err(), "{wrong}");
        }
    }
}
