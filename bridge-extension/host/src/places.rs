//! Where things lie on each system: lists of origins, the log, and whether the process is shut
//! in a sandbox.
//!
//! The environment comes from the browser, hence from its user: it leads to the user's own
//! files and to nothing of the administrator's.

use std::env;
use std::path::{Path, PathBuf};

/// The folder of the product in every place.
const FOLDER: &str = "myna-check";

/// The administrator's settings. Only an administrator can write there.
#[must_use]
pub fn machine_settings() -> PathBuf {
    let base = if cfg!(windows) {
        program_data()
    } else if cfg!(target_os = "macos") {
        PathBuf::from("/Library/Application Support")
    } else {
        PathBuf::from("/etc")
    };
    base.join(FOLDER).join("bridge.json")
}

/// The user's settings; nothing without a home.
#[must_use]
pub fn user_settings() -> Option<PathBuf> {
    let base = if cfg!(windows) {
        absolute("APPDATA")?
    } else if cfg!(target_os = "macos") {
        env::home_dir()?.join("Library/Application Support")
    } else {
        absolute("XDG_CONFIG_HOME").or_else(|| Some(env::home_dir()?.join(".config")))?
    };
    Some(base.join(FOLDER).join("bridge.json"))
}

/// The log; nothing without a home.
#[must_use]
pub fn log() -> Option<PathBuf> {
    let base = if cfg!(windows) {
        absolute("LOCALAPPDATA")?
    } else if cfg!(target_os = "macos") {
        env::home_dir()?.join("Library/Logs")
    } else {
        absolute("XDG_STATE_HOME").or_else(|| Some(env::home_dir()?.join(".local/state")))?
    };
    Some(base.join(FOLDER).join("bridge.log"))
}

/// Whether the process runs inside a Snap or a Flatpak, where no smart-card service can be
/// reached unless the package was given access to it.
#[must_use]
pub fn is_sandboxed() -> bool {
    Path::new("/.flatpak-info").exists() || env::var_os("SNAP").is_some_and(|snap| !snap.is_empty())
}

/// Where Windows keeps data for all users. Asked of the registry and not of the environment,
/// in which whoever starts the browser could point it elsewhere.
fn program_data() -> PathBuf {
    let usual = PathBuf::from(r"C:\ProgramData");
    #[cfg(windows)]
    {
        let folders = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer\Shell Folders";
        let machine = winreg::RegKey::predef(winreg::enums::HKEY_LOCAL_MACHINE);
        let folder = machine
            .open_subkey(folders)
            .and_then(|key| key.get_value("Common AppData"));
        folder.map_or(usual, |folder: String| PathBuf::from(folder))
    }
    #[cfg(not(windows))]
    usual
}

/// A folder from the environment; a relative one is to be ignored (XDG Base Directory
/// Specification, "Environment variables").
fn absolute(variable: &str) -> Option<PathBuf> {
    env::var_os(variable)
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
}
