//! The history outside of memory: nowhere, unless the administrator wants it to outlive a
//! reload; and given out as a file, when a person has said so.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::file::{Blob, ObjectUrl};
use gloo::timers::callback::Interval;
use gloo::utils::{document, window};
use wasm_bindgen::JsCast;
use web_sys::{HtmlAnchorElement, Storage, StorageEvent};

use super::page::Services;
use super::wish::time;
use crate::domain::history::{Entry, Method, Outcome, keep, merge, read_kept, table};
use crate::state::{Action, History};

const KEY: &str = "history";
/// How often a change is looked for. What is lost when the browser dies is no more than this.
const LOOK_MILLIS: u32 = 1_000;
const FILE_NAME: &str = "history.csv";
const CSV: &str = "text/csv;charset=utf-8";

thread_local! {
    static BEGUN: Cell<bool> = const { Cell::new(false) };
}

/// Takes in what was kept and keeps what comes, if the administrator wants it; else sees that
/// nothing is kept from a time when it was wanted.
pub(super) fn begin(services: &Rc<Services>) {
    // Called whenever the chunk is asked for, also before the configuration was read: then
    // nobody has said yet what is wanted.
    let (Some(storage), Some(site)) = (storage(), services.site()) else {
        return;
    };
    if BEGUN.with(|begun| begun.replace(true)) {
        return;
    }
    if !site.config.history_persists {
        forget(&storage);
        return;
    }
    take_in(services, &storage);
    let kept = RefCell::new(services.store.state().history.clone());
    let page = Rc::clone(services);
    Interval::new(LOOK_MILLIS, move || save(&page, &kept)).forget();
    let page = Rc::clone(services);
    EventListener::new(&window(), "storage", move |event| {
        let Some(event) = event.dyn_ref::<StorageEvent>() else {
            return;
        };
        // Another window of this desk has erased it, or noted something.
        match (event.key().as_deref() == Some(KEY), event.new_value()) {
            (true, Some(text)) => restore(&page, &text),
            (true, None) => page.store.dispatch(Action::HistoryErased),
            _ => {}
        }
    })
    .forget();
}

/// Forgets it here, and in every window of this desk.
pub(super) fn erase(services: &Services) {
    services.store.dispatch(Action::HistoryErased);
    if let Some(storage) = storage() {
        forget(&storage);
    }
}

/// Gives the list out as a file, and notes that it was.
pub(super) fn export(services: &Services) {
    let state = services.store.state();
    let entries = state.history.entries();
    let rows = u32::try_from(entries.len()).unwrap_or(u32::MAX);
    let file = Blob::new_with_options(table(entries).as_str(), Some(CSV));
    let url = ObjectUrl::from(file);
    let link = document().create_element("a").ok();
    let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) else {
        return;
    };
    link.set_href(&url);
    link.set_download(FILE_NAME);
    link.click();
    let entry = Entry::of(Method::HistoryExport, Outcome::Given(rows), time(services));
    services.store.dispatch(Action::Noted(entry));
}

/// A browser that refuses storage keeps nothing; the list is then one of memory alone.
fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

fn forget(storage: &Storage) {
    let _ = storage.remove_item(KEY);
}

fn take_in(services: &Services, storage: &Storage) {
    if let Ok(Some(text)) = storage.get_item(KEY) {
        restore(services, &text);
    }
}

fn restore(services: &Services, text: &str) {
    let state = services.store.state();
    let entries = merge(state.history.entries(), read_kept(text));
    services.store.dispatch(Action::HistoryRestored(entries));
}

/// Writes the list if it has changed. What another window has noted meanwhile is taken in by
/// its event, and comes with the next look.
fn save(services: &Services, kept: &RefCell<History>) {
    let now = services.store.state().history.clone();
    if *kept.borrow() == now {
        return;
    }
    if let Some(storage) = storage() {
        if now.entries().is_empty() {
            forget(&storage);
        } else {
            // A full storage forgets; the list in memory is whole.
            let _ = storage.set_item(KEY, &keep(now.entries()));
        }
    }
    kept.replace(now);
}
