//! Keeps the receipts in this browser: keys, reception numbers, counts and times. Nothing
//! about a person is among them.

use gloo::storage::{LocalStorage, Storage};

use crate::domain::batch::Receipts;

const KEY: &str = "batches";

/// What is kept.
pub(super) fn load() -> Receipts {
    let text = LocalStorage::raw().get_item(KEY).ok().flatten();
    text.map(|text| Receipts::read(&text)).unwrap_or_default()
}

/// Keeps the receipts. False where the browser does not, which is looked at: some take
/// everything and keep nothing.
pub(super) fn save(receipts: &Receipts) -> bool {
    let storage = LocalStorage::raw();
    if receipts.is_empty() {
        return storage.remove_item(KEY).is_ok();
    }
    let text = receipts.text();
    let kept = storage.set_item(KEY, &text);
    kept.is_ok() && storage.get_item(KEY).ok().flatten() == Some(text)
}
