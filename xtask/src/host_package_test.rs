//! The native host's packages in `cargo xtask test`: the Debian package is made twice, looked
//! into, and installed and removed with dpkg in a root of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::extension::{EXTENSION_ID, version};
use crate::host_package::{self, Settings};
use crate::host_package_deb::{PROGRAM, SETTINGS};
use crate::process;
use crate::step::note;
use crate::tally::Tally;
use crate::workspace;

/// An extension published under another key.
const OTHER_ID: &str = "abcdefghijklmnopabcdefghijklmnop";
const ORIGIN: &str = "https://check.clinic.example";
const MANIFESTS: [&str; 3] = [
    "etc/chromium/native-messaging-hosts/jp.myna_check.bridge.json",
    "etc/opt/chrome/native-messaging-hosts/jp.myna_check.bridge.json",
    "etc/opt/edge/native-messaging-hosts/jp.myna_check.bridge.json",
];

/// Installs, puts aside what is in `etc`, removes, and installs once more with settings that
/// cannot be read. The program needs /proc to find its own place.
const INSTALL: &str = r#"
root=$1 package=$2
mount --rbind /proc "$root/proc"
mount --bind /dev/null "$root/dev/null"
dpkg() { command dpkg --root="$root" --log=/dev/null --force-depends "$@" 2>&1; }
dpkg --install "$package"
cp -R "$root/etc" "$root/installed"
dpkg --remove bridge-host
cp -R "$root/etc" "$root/removed"
echo '{' > "$root/etc/myna-check/bridge.json"
dpkg --install "$package"
cp -R "$root/etc" "$root/spoilt"
dpkg --purge bridge-host
"#;

pub(crate) fn run() -> Result<Tally> {
    let work = workspace::target().join("host-test");
    let settings = Settings::new(&[ORIGIN], Some(OTHER_ID));
    let packages = [work.join("first"), work.join("second")];
    for folder in &packages {
        host_package::build(&settings, folder)?;
    }
    let Some(package) = debian_package(&packages[0])? else {
        note("no Debian package here: it is not tested");
        return Ok(Tally::default());
    };
    let again = debian_package(&packages[1])?.context("no second package")?;
    let root = work.join("root");
    let mut tally = Tally::default();
    for (title, outcome) in [
        ("the same bytes twice", same_bytes(&package, &again)),
        ("what the package says", says(&package)),
        ("what the package holds", holds(&package)),
        ("installed and removed", installs(&package, &root)),
    ] {
        if let Err(error) = &outcome {
            eprintln!("     {title}: {error:#}");
        }
        tally.add(Tally::of_step(&outcome));
    }
    Ok(tally)
}

fn debian_package(folder: &Path) -> Result<Option<PathBuf>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "deb") {
            return Ok(Some(path));
        }
    }
    Ok(None)
}

fn same_bytes(one: &Path, other: &Path) -> Result<()> {
    ensure!(fs::read(one)? == fs::read(other)?, "two packages differ");
    Ok(())
}

fn says(package: &Path) -> Result<()> {
    let text = printed(Command::new("dpkg-deb").arg("--field").arg(package))?;
    for line in [
        "Package: bridge-host".to_owned(),
        format!("Version: {}", version()),
        "Recommends: pcscd".to_owned(),
    ] {
        ensure!(text.lines().any(|other| other == line), "no {line}: {text}");
    }
    let depends = text.lines().find(|line| line.starts_with("Depends: "));
    let depends = depends.context("no Depends")?;
    ensure!(
        depends.contains("libpcsclite1") && depends.contains("libc6 (>= 2."),
        "{depends}"
    );
    Ok(())
}

/// Everything is root's and nobody else's to change.
fn holds(package: &Path) -> Result<()> {
    let text = printed(Command::new("dpkg-deb").arg("--contents").arg(package))?;
    for line in text.lines() {
        let sound = line.contains(" root/root ")
            && line.contains(" 1980-01-01 ")
            && (line.starts_with("drwxr-xr-x ") || line.starts_with("-rw"));
        ensure!(sound && !line.contains("-rw-rw"), "{line}");
    }
    for (mode, path) in [("-rwxr-xr-x", PROGRAM), ("-rw-r--r--", SETTINGS)] {
        let mut lines = text.lines();
        let found = lines.find(|line| line.ends_with(&format!(" ./{path}")));
        ensure!(
            found.is_some_and(|line| line.starts_with(mode)),
            "{path}: {text}"
        );
    }
    Ok(())
}

fn installs(package: &Path, root: &Path) -> Result<()> {
    if root.exists() {
        fs::remove_dir_all(root).context("the old root")?;
    }
    for folder in [
        "proc",
        "dev",
        "bin",
        "var/lib/dpkg/info",
        "var/lib/dpkg/updates",
    ] {
        fs::create_dir_all(root.join(folder))?;
    }
    for file in ["dev/null", "var/lib/dpkg/status", "var/lib/dpkg/available"] {
        fs::write(root.join(file), "")?;
    }
    fs::copy("/bin/sh", root.join("bin/sh"))?;
    let program = crate::host_program::native()?.context("no native host")?;
    copy_libraries(&[Path::new("/bin/sh"), &program], root)?;
    let output = printed(
        Command::new("unshare")
            .args(["--map-root-user", "--mount", "sh", "-euc", INSTALL, "sh"])
            .args([root, package])
            .env("LC_ALL", "C.UTF-8"),
    )?;
    let expected = json!([EXTENSION_ID, OTHER_ID].map(|id| format!("chrome-extension://{id}/")));
    for path in MANIFESTS {
        let path = path.strip_prefix("etc/").unwrap_or(path);
        let manifest: Value = serde_json::from_slice(
            &fs::read(root.join("installed").join(path)).with_context(|| output.clone())?,
        )?;
        let sound = manifest.get("path") == Some(&json!(format!("/{PROGRAM}")))
            && manifest.get("allowed_origins") == Some(&expected);
        ensure!(sound, "{manifest}");
        ensure!(!root.join("removed").join(path).exists(), "{path} stays");
        ensure!(!root.join("spoilt").join(path).exists(), "{path} was made");
    }
    let settings = fs::read_to_string(root.join("removed/myna-check/bridge.json"))?;
    ensure!(settings.contains(ORIGIN), "{settings}");
    ensure!(
        output.contains("correct /etc/myna-check/bridge.json"),
        "{output}"
    );
    ensure!(!root.join(SETTINGS).exists(), "purged, the settings stay");
    Ok(())
}

/// The libraries that programs ask for, to the same places below `root`.
fn copy_libraries(programs: &[&Path], root: &Path) -> Result<()> {
    let text = printed(Command::new("ldd").args(programs))?;
    let paths = text.split_whitespace().filter(|word| word.starts_with('/'));
    for path in paths.filter(|word| !word.ends_with(':')) {
        let target = root.join(path.trim_start_matches('/'));
        fs::create_dir_all(target.parent().context("a library without a folder")?)?;
        fs::copy(path, target).with_context(|| path.to_owned())?;
    }
    Ok(())
}

fn printed(command: &mut Command) -> Result<String> {
    let output = process::run_quietly(command)?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use roxmltree::Document;

    use super::*;
    use crate::host_package::templates;

    fn source(path: &str) -> String {
        fs::read_to_string(workspace::root().join("bridge-extension").join(path)).unwrap()
    }

    fn constant(text: &str, name: &str) -> String {
        let (_, rest) = text
            .split_once(&format!("const {name}: &str = \""))
            .unwrap();
        rest.split('"').next().unwrap().to_owned()
    }

    #[test]
    fn names_and_places_are_those_of_the_host() {
        let protocol = source("protocol/src/lib.rs");
        assert_eq!(constant(&protocol, "EXTENSION_ID"), EXTENSION_ID);
        let host = constant(&protocol, "HOST_NAME");
        let places = source("host/src/register/places.rs");
        for manifest in MANIFESTS {
            let (folder, file) = manifest.rsplit_once('/').unwrap();
            assert_eq!(file, format!("{host}.json"));
            assert!(places.contains(&format!("\"/{folder}\"")), "{folder}");
        }
        let folder = constant(&source("host/src/places.rs"), "FOLDER");
        assert_eq!(SETTINGS, format!("etc/{folder}/bridge.json"));
        for script in ["windows/install.ps1", "windows/uninstall.ps1"] {
            let script = source(&format!("host/package/{script}"));
            assert!(script.contains(&format!("'{folder}'")));
        }
        for script in ["build-pkg.sh", "postinstall", "uninstall.sh"] {
            let script = source(&format!("host/package/macos/{script}"));
            let place = format!("/Library/Application Support/{folder}\"");
            assert!(script.contains(&place));
        }
    }

    #[test]
    fn the_recipe_of_the_windows_installer_names_the_keys_that_browsers_read() {
        let recipe = source("host/package/windows/bridge-host.wxs");
        let recipe = Document::parse(&recipe).unwrap();
        let host = constant(&source("protocol/src/lib.rs"), "HOST_NAME");
        let registry = source("host/src/register/registry.rs");
        let values: Vec<_> = recipe
            .descendants()
            .filter(|node| {
                node.has_tag_name(("http://wixtoolset.org/schemas/v4/wxs", "RegistryValue"))
            })
            .collect();
        assert_eq!(values.len(), MANIFESTS.len());
        for value in values {
            let key = value.attribute("Key").unwrap();
            let product = key
                .strip_prefix(r"Software\")
                .and_then(|key| key.strip_suffix(&format!(r"\NativeMessagingHosts\{host}")))
                .unwrap();
            assert!(registry.contains(&format!("\"{product}\"")), "{product}");
            let manifest = format!("[ProgramFolder]{host}.json");
            assert_eq!(value.attribute("Value"), Some(manifest.as_str()));
        }
    }

    #[cfg(unix)]
    #[test]
    fn shell_scripts_can_be_read_by_a_shell() {
        for script in [
            "debian/postinst",
            "debian/prerm",
            "macos/build-pkg.sh",
            "macos/postinstall",
            "macos/uninstall.sh",
        ] {
            let path = templates().join(script);
            let status = Command::new("sh").arg("-n").arg(&path).status().unwrap();
            assert!(status.success(), "{script}");
        }
    }

    #[test]
    fn the_settings_are_of_the_documented_form() {
        let settings: Value = serde_json::from_str(&Settings::default().text()).unwrap();
        assert_eq!(
            settings,
            json!({ "extensions": [], "onlyAdministrator": false, "origins": [] })
        );
    }
}
