//! Making the host known to browsers: a manifest where each of them looks for it (Chrome,
//! "Native messaging host location"; Edge, "Native messaging", the same with other folders).

mod places;
#[cfg(windows)]
mod registry;

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use bridge_protocol::HOST_NAME;
use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use places::{Browser, Scope};

/// What a browser reads.
#[derive(Debug, Deserialize, Eq, PartialEq, Serialize)]
struct Manifest {
    name: String,
    description: String,
    path: PathBuf,
    #[serde(rename = "type")]
    kind: String,
    allowed_origins: Vec<String>,
}

/// What a browser finds at one place.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Found {
    /// Nothing.
    Nothing,
    /// This program, for the extensions that may start it.
    This,
    /// Another program, or for other extensions.
    Other(PathBuf),
    /// Something that is no manifest of ours.
    Malformed,
}

/// Why a host cannot be registered.
#[derive(Debug, Error)]
pub enum RegisterError {
    /// The place cannot be written.
    #[error("{path}: {source}")]
    Unwritable {
        /// The place.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The user has no folder for it.
    #[error("there is no folder for the user's settings")]
    NoHome,
}

impl RegisterError {
    /// The stable name, for the table of advice.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unwritable { .. } => "HOST-REGISTRATION-UNWRITABLE",
            Self::NoHome => "HOST-SETTINGS-NO-HOME",
        }
    }
}

impl Manifest {
    fn of(program: &Path, extensions: &[String]) -> Self {
        Self {
            name: HOST_NAME.to_owned(),
            description: "Reads the My Number Card for an insurance check".to_owned(),
            path: program.to_path_buf(),
            kind: "stdio".to_owned(),
            allowed_origins: extensions.to_vec(),
        }
    }
}

/// Registers the program for extensions of these origins and returns the manifest's path.
///
/// # Errors
/// [`RegisterError`]
pub fn install(
    browser: Browser,
    scope: &Scope,
    program: &Path,
    extensions: &[String],
) -> Result<PathBuf, RegisterError> {
    let path = places::manifest(browser, scope, program).ok_or(RegisterError::NoHome)?;
    let written = write(&path, &Manifest::of(program, extensions));
    #[cfg(windows)]
    let written = written.and_then(|()| registry::point_to(browser, scope, &path));
    match written {
        Ok(()) => Ok(path),
        Err(source) => Err(RegisterError::Unwritable { path, source }),
    }
}

/// Takes the registration back; `None` if there was none.
///
/// # Errors
/// [`RegisterError`]
pub fn uninstall(
    browser: Browser,
    scope: &Scope,
    program: &Path,
) -> Result<Option<PathBuf>, RegisterError> {
    let path = places::manifest(browser, scope, program).ok_or(RegisterError::NoHome)?;
    #[cfg(windows)]
    if let Err(source) = registry::remove(browser, scope) {
        return Err(RegisterError::Unwritable { path, source });
    }
    match fs::remove_file(&path) {
        Ok(()) => Ok(Some(path)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(RegisterError::Unwritable { path, source }),
    }
}

/// What the browser finds, and where it looks.
#[must_use]
pub fn found(
    browser: Browser,
    scope: &Scope,
    program: &Path,
    extensions: &[String],
) -> Option<(PathBuf, Found)> {
    #[cfg(windows)]
    let path =
        registry::target(browser, scope).or_else(|| places::manifest(browser, scope, program))?;
    #[cfg(not(windows))]
    let path = places::manifest(browser, scope, program)?;
    let found = match fs::read(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Found::Nothing,
        Err(_) => Found::Malformed,
        Ok(text) => match serde_json::from_slice::<Manifest>(&text) {
            Ok(manifest) if manifest == Manifest::of(program, extensions) => Found::This,
            Ok(manifest) if manifest.name == HOST_NAME => Found::Other(manifest.path),
            _ => Found::Malformed,
        },
    };
    Some((path, found))
}

fn write(path: &Path, manifest: &Manifest) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut text = serde_json::to_vec_pretty(manifest)?;
    text.push(b'\n');
    fs::write(path, text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::tests::Folder;

    #[test]
    fn what_is_installed_is_found_and_can_be_taken_back() {
        let folder = Folder::new("register");
        let scope = Scope::UserData(folder.0.join("profile"));
        let program = folder.0.join("bridge-host");
        let ours = ["chrome-extension://a/".to_owned()];
        let look = |program: &Path| found(Browser::Chrome, &scope, program, &ours).unwrap().1;
        assert_eq!(look(&program), Found::Nothing);
        let path = install(Browser::Chrome, &scope, &program, &ours).unwrap();
        assert!(path.ends_with("NativeMessagingHosts/jp.myna_check.bridge.json"));
        assert_eq!(look(&program), Found::This);
        assert_eq!(look(Path::new("elsewhere")), Found::Other(program.clone()));
        fs::write(&path, "{}").unwrap();
        assert_eq!(look(&program), Found::Malformed);
        assert_eq!(
            uninstall(Browser::Chrome, &scope, &program).unwrap(),
            Some(path)
        );
        assert_eq!(uninstall(Browser::Chrome, &scope, &program).unwrap(), None);
    }
}
