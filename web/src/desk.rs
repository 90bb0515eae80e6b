//! What every screen is given: the state to draw, and one way to say what a person
//! at the desk wants.

use std::rc::Rc;

use yew::prelude::*;

use crate::domain::settings::Language;
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

    /// The language of the page.
    pub fn language(&self) -> Language {
        self.state.language()
    }
}
