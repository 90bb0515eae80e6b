//! A file of settings, the administrator's or the user's.

use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use bridge_protocol::Origin;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::log::Level;

/// Bytes of a file: a thousand origins of the usual length.
const FILE_BYTES: u64 = 65_536;

/// U+FEFF in UTF-8.
const BYTE_ORDER_MARK: &[u8] = &[0xEF, 0xBB, 0xBF];

/// What a file says.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Settings {
    /// Pages that may have cards.
    pub origins: Vec<Origin>,
    /// In the administrator's file: the user's list does not count.
    pub only_administrator: bool,
    /// Extensions that may start the host besides ours: one that an administrator publishes
    /// under a key of their own has another identity.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<ExtensionId>,
    /// How much is written to the log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log: Option<Level>,
}

/// The identity of an extension: 32 letters from a to p.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct ExtensionId(String);

impl ExtensionId {
    /// The origin by which browsers name it.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("chrome-extension://{}/", self.0)
    }
}

impl TryFrom<String> for ExtensionId {
    type Error = SettingsError;

    fn try_from(text: String) -> Result<Self, SettingsError> {
        let is_id = text.len() == 32 && text.bytes().all(|letter| matches!(letter, b'a'..=b'p'));
        is_id.then_some(Self(text)).ok_or(SettingsError::Malformed)
    }
}

impl From<ExtensionId> for String {
    fn from(id: ExtensionId) -> Self {
        id.0
    }
}

/// Why settings cannot be read or written.
#[derive(Debug, Error)]
pub enum SettingsError {
    /// The file cannot be read.
    #[error("the settings cannot be read")]
    Unreadable(#[source] io::Error),
    /// The file is not of the form that is documented.
    #[error("the settings are malformed")]
    Malformed,
    /// The file cannot be written.
    #[error("the settings cannot be written")]
    Unwritable(#[source] io::Error),
    /// The list would grow beyond what is read.
    #[error("the list of origins is full")]
    Full,
    /// The administrator has reserved the list.
    #[error("only the administrator may allow origins")]
    Reserved,
    /// The user has no folder for settings.
    #[error("there is no folder for the user's settings")]
    NoHome,
}

impl SettingsError {
    /// The stable name, for the log and the table of advice.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "HOST-SETTINGS-UNREADABLE",
            Self::Malformed => "HOST-SETTINGS-MALFORMED",
            Self::Unwritable(_) => "HOST-SETTINGS-UNWRITABLE",
            Self::Full => "HOST-SETTINGS-FULL",
            Self::Reserved => "HOST-SETTINGS-RESERVED",
            Self::NoHome => "HOST-SETTINGS-NO-HOME",
        }
    }
}

impl Settings {
    /// Reads a file; one that is not there says nothing.
    ///
    /// # Errors
    /// [`SettingsError::Unreadable`] and [`SettingsError::Malformed`].
    pub fn read(path: &Path) -> Result<Self, SettingsError> {
        let file = match fs::File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(SettingsError::Unreadable(error)),
        };
        let mut text = Vec::new();
        file.take(FILE_BYTES + 1)
            .read_to_end(&mut text)
            .map_err(SettingsError::Unreadable)?;
        if text.len() as u64 > FILE_BYTES {
            return Err(SettingsError::Malformed);
        }
        // What editors on Windows put before a text.
        let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&text);
        serde_json::from_slice(text).map_err(|_| SettingsError::Malformed)
    }

    /// Replaces a file at once, so that nobody reads half of it.
    ///
    /// # Errors
    /// [`SettingsError::Unwritable`] and [`SettingsError::Full`].
    pub fn write(&self, path: &Path) -> Result<(), SettingsError> {
        let mut text = serde_json::to_vec_pretty(self).map_err(|_| SettingsError::Malformed)?;
        text.push(b'\n');
        if text.len() as u64 > FILE_BYTES {
            return Err(SettingsError::Full);
        }
        let new = path.with_extension(format!("{}.new", std::process::id()));
        let replaced = fs::write(&new, &text).and_then(|()| fs::rename(&new, path));
        if replaced.is_err() {
            // Nothing is left behind; if that fails too, the first error says more.
            let _ = fs::remove_file(&new);
        }
        replaced.map_err(SettingsError::Unwritable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_of_an_editor_does_no_harm() {
        let name = format!("bridge-host-settings-{}.json", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::write(&path, b"\xEF\xBB\xBF{\"onlyAdministrator\": true}").unwrap();
        let settings = Settings::read(&path);
        fs::remove_file(&path).unwrap();
        assert!(settings.unwrap().only_administrator);
    }

    #[test]
    fn the_documented_form_is_read_and_no_other() {
        let read = |text: &str| serde_json::from_str::<Settings>(text);
        let settings = read(
            r#"{"origins": ["https://check.clinic.example"], "onlyAdministrator": true, "log": "error"}"#,
        )
        .unwrap();
        assert!(settings.only_administrator);
        assert_eq!(settings.log, Some(Level::Error));
        assert_eq!(settings.origins[0].as_str(), "https://check.clinic.example");
        assert_eq!(read("{}").unwrap(), Settings::default());
        for text in [
            r#"{"origins": ["https://*.example"]}"#,
            r#"{"origins": ["http://clinic.example"]}"#,
            r#"{"origins": "https://a.example"}"#,
            r#"{"extensions": ["pegfhncljpopgialcjihjefnjnepkioz"]}"#,
            r#"{"extensions": ["pegf"]}"#,
            r#"{"allow": []}"#,
            "",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
