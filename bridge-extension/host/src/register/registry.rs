//! The registry of Windows, where browsers look for the path of a manifest.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use bridge_protocol::HOST_NAME;
use winreg::RegKey;
use winreg::enums::{HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE};

use super::{Browser, Scope};

/// Sets the value to this path. A folder of a browser's data has no key: the user's is taken.
pub(super) fn point_to(browser: Browser, scope: &Scope, manifest: &Path) -> io::Result<()> {
    let (key, _) = hive(scope).create_subkey(key(browser))?;
    key.set_value("", &manifest.as_os_str())
}

/// Removes the key, if it is there.
pub(super) fn remove(browser: Browser, scope: &Scope) -> io::Result<()> {
    match hive(scope).delete_subkey_all(key(browser)) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        result => result,
    }
}

/// The path that the browser will read.
pub(super) fn target(browser: Browser, scope: &Scope) -> Option<PathBuf> {
    let key = hive(scope).open_subkey(key(browser)).ok()?;
    let path: String = key.get_value("").ok()?;
    Some(PathBuf::from(path))
}

fn hive(scope: &Scope) -> RegKey {
    RegKey::predef(match scope {
        Scope::Machine => HKEY_LOCAL_MACHINE,
        Scope::User | Scope::UserData(_) => HKEY_CURRENT_USER,
    })
}

fn key(browser: Browser) -> String {
    let product = match browser {
        Browser::Chrome => r"Google\Chrome",
        Browser::Chromium => "Chromium",
        Browser::Edge => r"Microsoft\Edge",
    };
    format!(r"Software\{product}\NativeMessagingHosts\{HOST_NAME}")
}
