//! The app's config.json: which gateway its page may speak to, and the certificates that the
//! file names. All of it is part of the bundle, for nothing can be put beside an installed app.
//!
//! Looks at no more than the build must know; the page itself reads the file strictly.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::files::Files;

/// The administrator's file, as far as the build must know it.
#[derive(Debug)]
pub(crate) struct Configuration {
    text: Vec<u8>,
    gateway: String,
    /// Path in the site and file of each certificate that lies beside the config.json.
    anchors: Vec<(String, PathBuf)>,
    /// Paths of those that must be in the site already.
    in_site: Vec<String>,
}

impl Configuration {
    /// A file that the administrator has written; certificates lie relative to it.
    pub(crate) fn read(file: &Path) -> Result<Self> {
        let shown = file.display();
        let text = fs::read(file)
            .with_context(|| format!("the isolated app's config.json {shown} cannot be read"))?;
        let folder = file.parent().unwrap_or(Path::new(""));
        Self::of(text, folder).with_context(|| shown.to_string())
    }

    /// The site's own config.json with another gateway in it: an app for practice.
    pub(crate) fn practice(sample: &[u8], gateway: &str) -> Result<Self> {
        let mut page: Value = serde_json::from_slice(sample).context("config.json")?;
        let members = page.as_object_mut().context("config.json is no object")?;
        members.insert("gateway".to_owned(), gateway.into());
        Self::of(format!("{page:#}\n").into_bytes(), Path::new(""))
    }

    fn of(text: Vec<u8>, folder: &Path) -> Result<Self> {
        let page: Value = serde_json::from_slice(&text).context("config.json is no JSON")?;
        let address = page.get("gateway").and_then(Value::as_str);
        let gateway = origin_of(address.context("config.json names no gateway")?)?;
        let (mut anchors, mut in_site) = (Vec::new(), Vec::new());
        for anchor in page
            .get("anchors")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            let path = anchor.as_str().context("anchors are paths of files")?;
            let stays_inside = !path.starts_with('/')
                && !path.contains([':', '\\', '?', '#'])
                && path.split('/').all(|part| part != "..");
            if !stays_inside {
                bail!("the anchor {path} lies outside of the folder of config.json");
            }
            let file = folder.join(path);
            if !folder.as_os_str().is_empty() && file.is_file() {
                anchors.push((path.to_owned(), file));
            } else {
                in_site.push(path.to_owned());
            }
        }
        Ok(Self {
            text,
            gateway,
            anchors,
            in_site,
        })
    }

    /// The origin of the gateway.
    pub(crate) fn gateway(&self) -> &str {
        &self.gateway
    }

    /// Puts the file and its certificates into the site.
    pub(crate) fn put_into(&self, files: &mut Files) -> Result<()> {
        files.put("config.json", self.text.clone())?;
        for (path, file) in &self.anchors {
            files.put(
                path,
                fs::read(file).with_context(|| file.display().to_string())?,
            )?;
        }
        match self.in_site.iter().find(|path| !files.contains(path)) {
            Some(path) => {
                bail!("the anchor {path} lies neither beside the app's config.json nor in the site")
            }
            None => Ok(()),
        }
    }
}

/// Scheme, host and port of an address that an isolated app may speak to: HTTPS alone, also on
/// this computer itself, for the browser adds a policy of its own to the app's page
/// (`connect-src 'self' https: wss: blob: data:`).
fn origin_of(address: &str) -> Result<String> {
    let authority = address
        .strip_prefix("https://")
        .and_then(|rest| rest.split('/').next())
        .unwrap_or_default();
    let plain = |letter: char| letter.is_ascii_alphanumeric() || ".-:[]".contains(letter);
    if authority.is_empty() || authority.starts_with(':') || !authority.chars().all(plain) {
        bail!(
            "the gateway {address}: an isolated app may only speak HTTPS; name the gateway in \
             config.json (--isolated-app-config FILE) as https://host"
        );
    }
    Ok(format!("https://{authority}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace;

    fn of(text: &str) -> Result<Configuration> {
        Configuration::of(text.as_bytes().to_vec(), Path::new(""))
    }

    #[test]
    fn takes_the_gateways_origin() {
        for (address, origin) in [
            ("https://gateway.example", "https://gateway.example"),
            ("https://gateway.example/api/", "https://gateway.example"),
            ("https://127.0.0.1:8443", "https://127.0.0.1:8443"),
            ("https://[::1]:8443/x", "https://[::1]:8443"),
        ] {
            assert_eq!(origin_of(address).unwrap(), origin);
        }
        for wrong in [
            "http://gateway.example",
            "http://127.0.0.1:35960",
            "https://",
            "https:///path",
            "https://:443",
            "https://gateway.example; script-src *",
            "https://*.example",
            "https://user@gateway.example",
            "gateway.example",
            "",
        ] {
            assert!(origin_of(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn wants_a_gateway_and_paths_that_stay_inside() {
        let good = r#"{ "gateway": "https://gateway.example", "anchors": ["anchors/a.cer"] }"#;
        assert_eq!(of(good).unwrap().gateway(), "https://gateway.example");
        for wrong in ["", "[]", "{}", r#"{ "gateway": 1 }"#] {
            assert!(of(wrong).is_err(), "{wrong}");
        }
        for path in [
            "../a.cer",
            "/a.cer",
            "https://elsewhere.example/a.cer",
            "a\\\\b",
        ] {
            assert!(of(&good.replace("anchors/a.cer", path)).is_err(), "{path}");
        }
    }

    #[test]
    fn certificates_come_from_beside_the_file_or_from_the_site() {
        let folder =
            workspace::target().join(format!("isolated-app-config-{}", std::process::id()));
        fs::create_dir_all(folder.join("anchors")).unwrap();
        fs::write(folder.join("anchors/own.cer"), "own").unwrap();
        let file = folder.join("config.json");
        let text = r#"{ "gateway": "https://gateway.example",
                        "anchors": ["anchors/own.cer", "anchors/practice-01.cer"] }"#;
        fs::write(&file, text).unwrap();
        let configuration = Configuration::read(&file).unwrap();

        let mut files = Files::default();
        let complaint = configuration.put_into(&mut files).unwrap_err().to_string();
        assert!(complaint.contains("anchors/practice-01.cer"), "{complaint}");
        files
            .put("anchors/practice-01.cer", b"site".to_vec())
            .unwrap();
        configuration.put_into(&mut files).unwrap();
        assert_eq!(files.find("/anchors/own.cer").unwrap().1.plain, b"own");
        assert_eq!(files.find("/config.json").unwrap().1.plain, text.as_bytes());
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn practice_keeps_all_but_the_gateway() {
        let sample = br#"{ "gateway": "http://127.0.0.1:1", "training": true }"#;
        let configuration = Configuration::practice(sample, "https://gateway.example").unwrap();
        let page: Value = serde_json::from_slice(&configuration.text).unwrap();
        assert_eq!(page["gateway"], "https://gateway.example");
        assert_eq!(page["training"], true);
        assert!(Configuration::practice(sample, "http://127.0.0.1:1").is_err());
    }
}
