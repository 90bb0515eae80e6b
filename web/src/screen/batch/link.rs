//! Between this screen and its services, which come with the same chunk: the state that
//! is drawn, and whom to tell what a person wants. Neither knows more of the other.

use std::cell::RefCell;

use yew::prelude::*;

use crate::state::batch::{BatchIntent, BatchState};

#[derive(Default)]
struct Link {
    state: RefCell<BatchState>,
    drawn: RefCell<Option<Callback<BatchState>>>,
    wanted: RefCell<Option<Callback<BatchIntent>>>,
}

thread_local! {
    static LINK: Link = Link::default();
}

/// The state as it is now.
pub fn state() -> BatchState {
    LINK.with(|link| link.state.borrow().clone())
}

/// Shows another state.
pub fn show(state: BatchState) {
    let drawn = LINK.with(|link| {
        link.state.replace(state.clone());
        link.drawn.borrow().clone()
    });
    // Told when nothing is borrowed any more: drawing may want something at once.
    if let Some(drawn) = drawn {
        drawn.emit(state);
    }
}

/// From now on, this hears what a person wants.
pub fn carry_out(wanted: Callback<BatchIntent>) {
    LINK.with(|link| link.wanted.replace(Some(wanted)));
}

/// Says what a person wants.
pub(super) fn want(intent: BatchIntent) {
    let wanted = LINK.with(|link| link.wanted.borrow().clone());
    if let Some(wanted) = wanted {
        wanted.emit(intent);
    }
}

/// A callback for a control that always wants the same thing.
pub(super) fn wants<Event: 'static>(intent: BatchIntent) -> Callback<Event> {
    Callback::from(move |_| want(intent.clone()))
}

/// The state, and drawing again when it changes.
#[hook]
pub(super) fn use_batch() -> BatchState {
    let shown = use_state(state);
    let setter = shown.setter();
    use_effect_with((), move |()| {
        // What changed between the first drawing and now.
        setter.set(state());
        let drawn = Callback::from(move |state| setter.set(state));
        LINK.with(|link| link.drawn.replace(Some(drawn)));
        || LINK.with(|link| drop(link.drawn.take()))
    });
    (*shown).clone()
}
