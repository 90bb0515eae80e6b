//! `cargo xtask extension`, and its part in `cargo xtask dist`: the bridge's extension with
//! its manifest filled in, packed for those who install it by policy.
//!
//! Knows no protocol and no browser: files in, files out, the same bytes every time.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::arguments::Arguments;
use crate::extension_crx::{self, Identity};
use crate::extension_policy::{self, Installation};
use crate::extension_zip;
use crate::step::{note, step};
use crate::workspace;

/// The id that the public key in the manifest stands for: an unpacked extension has it
/// everywhere.
pub(crate) const EXTENSION_ID: &str = "pegfhncljpopgialcjihjefnjnepkiol";

/// Pages on this computer itself, for development and the demo.
const LOCAL: [&str; 2] = ["http://localhost", "http://127.0.0.1"];
const EXAMPLE_ORIGIN: &str = "https://check.clinic.example";
const EXAMPLE_ADDRESS: &str = "https://extension.example/bridge";

/// What of the extension's folder the browser gets, beside the manifest.
const SHIPPED: [&str; 4] = ["_locales", "icons", "managed_schema.json", "src"];

/// Files of the extension by their path.
pub(crate) type Package = BTreeMap<String, Vec<u8>>;

/// What the command line says about the extension.
#[derive(Default)]
pub(crate) struct Options {
    /// Pages that may use it; none means those of this computer.
    origins: Vec<String>,
    /// The key that the package is signed with.
    key: Option<PathBuf>,
    /// Where the package will be fetched from.
    address: Option<String>,
}

impl Options {
    /// What the tests need: the page under another name of this computer stays outside.
    pub(crate) fn for_tests(key: Option<PathBuf>) -> Self {
        Self {
            origins: vec!["http://localhost".to_owned()],
            key,
            address: None,
        }
    }

    /// For one page alone.
    pub(crate) fn for_page(origin: &str) -> Self {
        Self {
            origins: vec![origin.to_owned()],
            ..Self::default()
        }
    }

    /// Takes `--origin` as often as it stands there, `--extension-key`, `--extension-address`.
    pub(crate) fn take(arguments: &mut Arguments) -> Result<Self> {
        let mut options = Self::default();
        while let Some(origin) = arguments.value::<String>("--origin")? {
            options.origins.push(checked(&origin)?.to_owned());
        }
        options.key = arguments.value("--extension-key")?;
        options.address = arguments.value("--extension-address")?;
        Ok(options)
    }

    /// Pages that may use it.
    pub(crate) fn origins(&self) -> &[String] {
        &self.origins
    }

    /// The id that the extension will have.
    pub(crate) fn id(&self) -> Result<String> {
        let identity = self.key.as_deref().map(Identity::read).transpose()?;
        let id = identity.as_ref().map_or(EXTENSION_ID, Identity::id);
        Ok(id.to_owned())
    }
}

pub(crate) fn run(mut arguments: Arguments) -> Result<()> {
    let options = Options::take(&mut arguments)?;
    arguments.finish()?;
    let folder = workspace::target().join("extension");
    build(&options, &folder)?;
    println!("{}", folder.display());
    Ok(())
}

/// Writes the extension and everything to install it with into `folder`, anew.
pub(crate) fn build(options: &Options, folder: &Path) -> Result<()> {
    step("packing the extension", || {
        let identity = options.key.as_deref().map(Identity::read).transpose()?;
        let package = assemble(&options.origins, identity.as_ref())?;
        if folder.exists() {
            fs::remove_dir_all(folder).context("the old extension folder")?;
        }
        for (path, content) in &package {
            write(&folder.join("unpacked").join(path), content)?;
        }
        let name = format!("bridge-extension-{}", version());
        let zip = extension_zip::pack(&package)?;
        write(&folder.join(format!("{name}.zip")), &zip)?;

        let address = options.address.as_deref().unwrap_or(EXAMPLE_ADDRESS);
        let installation = Installation {
            id: identity.as_ref().map_or(EXTENSION_ID, Identity::id),
            version: version(),
            minimum_browser: minimum_browser(&package)?,
            address: address.trim_end_matches('/'),
            package: &format!("{name}.crx"),
            origins: if options.origins.is_empty() {
                vec![EXAMPLE_ORIGIN]
            } else {
                options.origins.iter().map(String::as_str).collect()
            },
        };
        for (path, text) in extension_policy::all(&installation) {
            write(&folder.join("policy").join(path), text.as_bytes())?;
        }
        if let Some(identity) = &identity {
            write(
                &folder.join(installation.package),
                &extension_crx::sign(&zip, identity)?,
            )?;
            write(
                &folder.join("updates.xml"),
                extension_policy::updates(&installation).as_bytes(),
            )?;
            if identity.id() != EXTENSION_ID {
                note(&format!(
                    "this key's id is {}: the page and the host must name it",
                    identity.id()
                ));
            }
        } else {
            note("no .crx and no updates.xml: they need a key (--extension-key FILE)");
        }
        Ok(())
    })
}

/// The extension's files with the manifest filled in.
fn assemble(origins: &[String], identity: Option<&Identity>) -> Result<Package> {
    let source = workspace::root().join("bridge-extension").join("extension");
    let mut package = Package::new();
    for name in SHIPPED {
        collect(&source.join(name), name, &mut package)?;
    }
    let template = fs::read(source.join("manifest.template.json")).context("the manifest")?;
    let mut manifest: Value = serde_json::from_slice(&template).context("the manifest")?;
    let origins: Vec<&str> = if origins.is_empty() {
        LOCAL.to_vec()
    } else {
        origins.iter().map(String::as_str).collect()
    };
    let patterns: Vec<String> = origins.iter().map(|origin| format!("{origin}/*")).collect();
    let fields = manifest.as_object_mut().context("the manifest")?;
    fields.insert("version".to_owned(), json!(version()));
    fields.insert(
        "externally_connectable".to_owned(),
        json!({ "matches": patterns }),
    );
    if let Some(identity) = identity {
        fields.insert("key".to_owned(), json!(identity.public_key_base64()));
    }
    let mut text = serde_json::to_vec_pretty(&manifest)?;
    text.push(b'\n');
    package.insert("manifest.json".to_owned(), text);
    Ok(package)
}

fn minimum_browser(package: &Package) -> Result<String> {
    let manifest: Value =
        serde_json::from_slice(package.get("manifest.json").context("no manifest")?)?;
    let version = manifest
        .get("minimum_chrome_version")
        .and_then(Value::as_str);
    Ok(version
        .context("no minimum_chrome_version in the manifest")?
        .to_owned())
}

pub(crate) fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

/// An origin as the host takes it too: HTTPS, or this computer itself. A trailing `/` or `/*`
/// is what people copy along.
fn checked(origin: &str) -> Result<&str> {
    let bare = origin.trim_end_matches('*').trim_end_matches('/');
    let host = match bare.split_once("://") {
        Some(("https", host)) => host,
        Some(("http", host)) if LOCAL.contains(&bare.trim_end_matches(port_of(host))) => host,
        _ => bail!("--origin {origin}: not https, and not this computer"),
    };
    let name = host.trim_end_matches(port_of(host));
    let sound = |letter: char| letter.is_ascii_alphanumeric() || letter == '.' || letter == '-';
    if name.is_empty() || !name.chars().all(sound) || name.bytes().any(|b| b.is_ascii_uppercase()) {
        bail!("--origin {origin}: scheme, host and port, in lower case, and nothing more");
    }
    Ok(bare)
}

/// `:443` of `host:443`, or nothing.
fn port_of(host: &str) -> &str {
    match host.rfind(':') {
        Some(at) if host[at + 1..].parse::<u16>().is_ok() => &host[at..],
        _ => "",
    }
}

fn collect(from: &Path, path: &str, package: &mut Package) -> Result<()> {
    if from.is_dir() {
        for entry in fs::read_dir(from).with_context(|| path.to_owned())? {
            let entry = entry?;
            let inner = format!("{path}/{}", entry.file_name().to_string_lossy());
            collect(&entry.path(), &inner, package)?;
        }
    } else {
        let content = fs::read(from).with_context(|| path.to_owned())?;
        package.insert(path.to_owned(), content);
    }
    Ok(())
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

    #[test]
    fn takes_origins_and_nothing_wider() {
        for (given, taken) in [
            (
                "https://check.clinic.example",
                "https://check.clinic.example",
            ),
            (
                "https://check.clinic.example/*",
                "https://check.clinic.example",
            ),
            (
                "https://check.clinic.example:8443",
                "https://check.clinic.example:8443",
            ),
            ("http://localhost/*", "http://localhost"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ] {
            assert_eq!(checked(given).unwrap(), taken);
        }
        for wrong in [
            "http://check.clinic.example",
            "https://*.clinic.example/*",
            "https://*/*",
            "https://check.clinic.example/page",
            "https://Check.clinic.example",
            "https://",
            "http://localhost.evil.example",
            "http://localhost:99999",
            "<all_urls>",
            "check.clinic.example",
        ] {
            assert!(checked(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn fills_in_the_manifest() {
        let package = assemble(&["https://check.clinic.example".to_owned()], None).unwrap();
        let manifest: Value = serde_json::from_slice(&package["manifest.json"]).unwrap();
        assert_eq!(manifest["version"], version());
        assert_eq!(
            manifest["externally_connectable"],
            json!({ "matches": ["https://check.clinic.example/*"] })
        );
        assert_eq!(
            manifest["permissions"],
            json!(["nativeMessaging", "storage"])
        );
        assert!(package.keys().all(|path| !path.contains("test")));
        let local = assemble(&[], None).unwrap();
        assert!(String::from_utf8_lossy(&local["manifest.json"]).contains("http://localhost/*"));
    }

    #[test]
    fn everything_the_manifest_names_is_there() {
        let package = assemble(&[], None).unwrap();
        for path in [
            "src/background.js",
            "src/options.html",
            "src/consent.html",
            "managed_schema.json",
            "icons/128.png",
            "_locales/ja/messages.json",
            "_locales/en/messages.json",
        ] {
            assert!(package.contains_key(path), "{path}");
        }
    }
}
