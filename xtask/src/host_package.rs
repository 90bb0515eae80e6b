//! The bridge's native host for those who install it: a Debian package, and what makes the
//! installers of Windows and macOS. `cargo xtask host`, and its part in `cargo xtask dist`.
//!
//! Knows nothing of what the host does; what it shares with it (its name, its places) is
//! held against the host's own source by a test.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::json;

use crate::arguments::Arguments;
use crate::extension::{self, EXTENSION_ID, version};
use crate::host_package_deb;
use crate::host_program::{self, System};
use crate::step::{note, step};
use crate::workspace;

/// What is put into the administrator's settings.
#[derive(Default)]
pub(crate) struct Settings {
    /// Pages that may have cards.
    origins: Vec<String>,
    /// The extension's id, if it is not the one that the host was built for.
    extension: Option<String>,
}

impl Settings {
    /// These pages, and an extension of this id.
    pub(crate) fn new(origins: &[&str], extension: Option<&str>) -> Self {
        Self {
            origins: origins.iter().map(|origin| (*origin).to_owned()).collect(),
            extension: extension.map(str::to_owned),
        }
    }

    /// The pages and the key that the extension is made for.
    pub(crate) fn of(options: &extension::Options) -> Result<Self> {
        let id = options.id()?;
        Ok(Self {
            origins: options.origins().to_vec(),
            extension: (id != EXTENSION_ID).then_some(id),
        })
    }

    /// The text of `bridge.json`, with every key that an administrator may want to change.
    pub(crate) fn text(&self) -> String {
        let settings = json!({
            "extensions": self.extension.iter().collect::<Vec<_>>(),
            "onlyAdministrator": false,
            "origins": self.origins,
        });
        format!("{settings:#}\n")
    }
}

pub(crate) fn run(mut arguments: Arguments) -> Result<()> {
    let options = extension::Options::take(&mut arguments)?;
    arguments.finish()?;
    let folder = workspace::target().join("host");
    build(&Settings::of(&options)?, &folder)?;
    println!("{}", folder.display());
    Ok(())
}

/// Writes all that can be made on this computer into `folder`, anew, and says what it is.
pub(crate) fn build(settings: &Settings, folder: &Path) -> Result<()> {
    step("packing the native host", || {
        if folder.exists() {
            fs::remove_dir_all(folder).context("the old host folder")?;
        }
        write_recipes(settings, folder)?;
        match host_program::native()? {
            Some(program) if cfg!(target_os = "linux") => {
                if let Some(package) = host_package_deb::pack(settings, &program, folder)? {
                    note(&format!("host/{package}"));
                }
            }
            Some(program) => put(&program, System::here(), folder)?,
            None => {}
        }
        if !cfg!(windows)
            && let Some(program) = host_program::for_windows()?
        {
            put(&program, System::Windows, folder)?;
        }
        Ok(())
    })
}

/// The installer's scripts and recipes of Windows and macOS, settings and licence beside them.
fn write_recipes(settings: &Settings, folder: &Path) -> Result<()> {
    for system in [System::Windows, System::MacOs] {
        let target = folder.join(system.name());
        fs::create_dir_all(&target)?;
        for entry in fs::read_dir(templates().join(system.name()))? {
            let entry = entry?;
            let name = entry.file_name();
            let template = fs::read_to_string(entry.path())?;
            let text = template.replace("@VERSION@", version());
            write(&target.join(&name), &text)?;
        }
        write(&target.join("bridge.json"), &settings.text())?;
        for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
            fs::copy(workspace::root().join(licence), target.join(licence))?;
        }
        note(&format!("host/{}: see docs/admin.en.md", system.name()));
    }
    Ok(())
}

/// Scripts for PowerShell 5.1 must name their encoding; its lines end as Windows has it.
fn write(path: &Path, text: &str) -> Result<()> {
    let text = match path.extension().and_then(|end| end.to_str()) {
        Some("ps1") => format!("\u{feff}{}", text.replace('\n', "\r\n")),
        _ => text.to_owned(),
    };
    fs::write(path, text).with_context(|| path.display().to_string())?;
    #[cfg(unix)]
    if path.extension().is_none_or(|end| end == "sh") {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(0o755))?;
    }
    Ok(())
}

fn put(program: &Path, system: System, folder: &Path) -> Result<()> {
    let name = program.file_name().context("a program without a name")?;
    fs::copy(program, folder.join(system.name()).join(name))?;
    note(&format!("host/{}/{}", system.name(), name.display()));
    Ok(())
}

pub(crate) fn templates() -> PathBuf {
    workspace::root()
        .join("bridge-extension")
        .join("host")
        .join("package")
}
