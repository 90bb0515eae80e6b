//! Which pages may have cards, and which extensions may ask for them: the administrator's list
//! and the user's.

use std::fs;
use std::path::{Path, PathBuf};

use bridge_protocol::{EXTENSION_ORIGIN, Origin};

use crate::config::{ExtensionId, Settings, SettingsError};
use crate::places;

/// The two lists.
#[derive(Clone, Debug)]
pub struct Origins {
    machine: PathBuf,
    user: Option<PathBuf>,
}

/// The lists as they are now.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Listed {
    /// The administrator's settings.
    pub machine: Settings,
    /// The user's settings, counted or not.
    pub user: Settings,
}

impl Listed {
    /// Whether pages of this origin may have cards.
    #[must_use]
    pub fn admits(&self, origin: &Origin) -> bool {
        self.machine.origins.contains(origin)
            || (!self.machine.only_administrator && self.user.origins.contains(origin))
    }
}

impl Listed {
    /// The origins of the extensions that may start the host: ours, and those of the lists.
    #[must_use]
    pub fn extensions(&self) -> Vec<String> {
        let listed = self.machine.extensions.iter().chain(&self.user.extensions);
        let ours = std::iter::once(EXTENSION_ORIGIN.to_owned());
        ours.chain(listed.map(ExtensionId::origin)).collect()
    }
}

impl Origins {
    /// The lists of this system and this user.
    #[must_use]
    pub fn of_system() -> Self {
        Self::at(places::machine_settings(), places::user_settings())
    }

    /// Lists at these places.
    #[must_use]
    pub const fn at(machine: PathBuf, user: Option<PathBuf>) -> Self {
        Self { machine, user }
    }

    /// Reads both lists.
    ///
    /// # Errors
    /// [`SettingsError`]. Then nobody is admitted: an administrator's file that cannot be read
    /// may have said that the user's list does not count.
    pub fn read(&self) -> Result<Listed, SettingsError> {
        let machine = Settings::read(&self.machine)?;
        let user = match &self.user {
            Some(path) if !machine.only_administrator => Settings::read(path)?,
            _ => Settings::default(),
        };
        Ok(Listed { machine, user })
    }

    /// Puts an origin on the user's list.
    ///
    /// # Errors
    /// [`SettingsError`]; the list is then as it was.
    pub fn allow(&self, origin: &Origin) -> Result<(), SettingsError> {
        self.change(|origins| {
            if !origins.contains(origin) {
                origins.push(origin.clone());
            }
        })
    }

    /// Takes an origin off the user's list; `true` if it was on it.
    ///
    /// # Errors
    /// [`SettingsError`]; the list is then as it was.
    pub fn forbid(&self, origin: &Origin) -> Result<bool, SettingsError> {
        let mut was_listed = false;
        self.change(|origins| {
            let before = origins.len();
            origins.retain(|listed| listed != origin);
            was_listed = origins.len() < before;
        })?;
        Ok(was_listed)
    }

    fn change(&self, change: impl FnOnce(&mut Vec<Origin>)) -> Result<(), SettingsError> {
        if Settings::read(&self.machine)?.only_administrator {
            return Err(SettingsError::Reserved);
        }
        let path = self.user.as_deref().ok_or(SettingsError::NoHome)?;
        let _alone = alone(path)?;
        let mut settings = Settings::read(path)?;
        change(&mut settings.origins);
        settings.write(path)
    }
}

/// Waits until no other process changes the list, and keeps others waiting until dropped.
fn alone(path: &Path) -> Result<fs::File, SettingsError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(SettingsError::Unwritable)?;
    }
    let lock = fs::File::create(path.with_extension("lock")).map_err(SettingsError::Unwritable)?;
    lock.lock().map_err(SettingsError::Unwritable)?;
    Ok(lock)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::tests::Folder;

    fn origin(text: &str) -> Origin {
        Origin::try_from(text).unwrap()
    }

    fn origins(folder: &Folder) -> Origins {
        Origins::at(
            folder.0.join("machine.json"),
            Some(folder.0.join("user/bridge.json")),
        )
    }

    #[test]
    fn a_person_allows_and_forbids() {
        let folder = Folder::new("allow");
        let origins = origins(&folder);
        let clinic = origin("https://check.clinic.example");
        assert!(!origins.read().unwrap().admits(&clinic));
        origins.allow(&clinic).unwrap();
        origins.allow(&clinic).unwrap();
        let listed = origins.read().unwrap();
        assert!(listed.admits(&clinic));
        assert_eq!(listed.user.origins.len(), 1);
        assert!(!listed.admits(&origin("https://check.clinic.example:8443")));
        assert!(!listed.admits(&origin("https://clinic.example")));
        assert!(origins.forbid(&clinic).unwrap());
        assert!(!origins.forbid(&clinic).unwrap());
        assert!(!origins.read().unwrap().admits(&clinic));
    }

    #[test]
    fn an_administrator_can_reserve_the_list() {
        let folder = Folder::new("reserve");
        let origins = origins(&folder);
        let own = origin("http://localhost:8080");
        origins.allow(&own).unwrap();
        let machine = r#"{"origins": ["https://a.example"], "onlyAdministrator": true}"#;
        fs::write(folder.0.join("machine.json"), machine).unwrap();
        let listed = origins.read().unwrap();
        assert!(listed.admits(&origin("https://a.example")));
        assert!(!listed.admits(&own));
        assert!(matches!(origins.allow(&own), Err(SettingsError::Reserved)));
        let ours = [EXTENSION_ORIGIN.to_owned()];
        assert_eq!(listed.extensions(), ours);
        // Reserved, the user's file is not even read.
        fs::write(folder.0.join("user/bridge.json"), "{").unwrap();
        assert!(origins.read().is_ok());
    }

    #[test]
    fn a_reserved_list_counts_alone_even_if_the_other_was_read() {
        let own = origin("http://localhost:8080");
        let mut listed = Listed::default();
        listed.user.origins.push(own.clone());
        assert!(listed.admits(&own));
        listed.machine.only_administrator = true;
        assert!(!listed.admits(&own));
    }

    #[test]
    fn settings_that_cannot_be_read_admit_nobody() {
        let folder = Folder::new("malformed");
        let origins = origins(&folder);
        let own = origin("http://localhost:8080");
        origins.allow(&own).unwrap();
        fs::write(folder.0.join("machine.json"), "{").unwrap();
        assert!(matches!(origins.read(), Err(SettingsError::Malformed)));
        assert!(matches!(origins.allow(&own), Err(SettingsError::Malformed)));
        fs::remove_file(folder.0.join("machine.json")).unwrap();
        fs::write(folder.0.join("user/bridge.json"), " ".repeat(70_000)).unwrap();
        assert!(matches!(origins.read(), Err(SettingsError::Malformed)));
        // What is there is not overwritten.
        assert!(matches!(origins.allow(&own), Err(SettingsError::Malformed)));
    }
}
