//! Function keys. Only a key that does something now is taken from the browser, and
//! never together with Ctrl, Alt, Shift or Meta.

use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use crate::state::{Intent, State};

/// Obeys the keys that the state offers while the listener lives.
pub(crate) fn listen(
    state: impl Fn() -> std::rc::Rc<State> + 'static,
    wanted: impl Fn(Intent) + 'static,
) -> EventListener {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&document(), "keydown", options, move |event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
            return;
        };
        let combined = event.ctrl_key() || event.alt_key() || event.shift_key() || event.meta_key();
        if combined || event.repeat() || event.default_prevented() {
            return;
        }
        let pressed = event.key();
        let hints = state().keys();
        if let Some(hint) = hints.into_iter().find(|hint| hint.key.key() == pressed) {
            event.prevent_default();
            wanted(hint.intent);
        }
    })
}
