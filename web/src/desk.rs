//! What every screen is given: the state to draw, and one way to say what a person
//! at the desk wants. Provided as a context by the application's root.

use std::rc::Rc;

use yew::prelude::*;

use crate::state::{Intent, State};

/// The state of the page and the way to ask for something.
#[derive(Clone, PartialEq)]
pub struct Desk {
    /// What is to be drawn.
    pub state: Rc<State>,
    /// Says what a person wants; carried out by the services.
    pub send: Callback<Intent>,
}

impl Desk {
    /// A callback for a control that always wants the same thing.
    pub fn wants<Event: 'static>(&self, intent: Intent) -> Callback<Event> {
        let send = self.send.clone();
        Callback::from(move |_| send.emit(intent.clone()))
    }
}

/// The desk of the component that is being drawn.
#[hook]
pub fn use_desk() -> Option<Desk> {
    use_context::<Desk>()
}
