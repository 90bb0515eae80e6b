//! Keeps the desk's settings in this browser. Besides them it keeps the handle of the folder
//! for results, the receipts of batches, and the history where the administrator wants that.

use gloo::storage::{LocalStorage, Storage};

use crate::domain::settings::Settings;

const KEY: &str = "settings";

/// The settings kept, or the defaults where there are none or they cannot be read.
pub(crate) fn load() -> Settings {
    LocalStorage::get(KEY).unwrap_or_default()
}

/// Keeps the settings. A browser that refuses storage only forgets them.
pub(crate) fn save(settings: Settings) {
    let _ = LocalStorage::set(KEY, settings);
}
