//! The screen in the address bar: `#hash` routes that a static host serves without rules.

use gloo::events::EventListener;
use gloo::utils::window;

use crate::state::Screen;

/// The screen at the present address.
pub(crate) fn screen() -> Screen {
    Screen::at(&window().location().hash().unwrap_or_default())
}

/// Goes to a screen; the browser's back key leads back.
pub(crate) fn open(screen: Screen) {
    // Setting a hash cannot fail in a page that is shown.
    let _ = window().location().set_hash(screen.hash());
}

/// Hears of every change of the address while the listener lives.
pub(crate) fn on_change(heard: impl Fn(Screen) + 'static) -> EventListener {
    EventListener::new(&window(), "hashchange", move |_| heard(screen()))
}
