//! Holds the state and tells the page when it changed. Services read the state here
//! at any time, which a component's own state would not let them do.

use std::cell::RefCell;
use std::rc::Rc;

use crate::state::{Action, State};

type Listener = Box<dyn Fn(Rc<State>)>;

/// The one place where the state lives.
pub struct Store {
    state: RefCell<Rc<State>>,
    listener: Listener,
}

impl Store {
    /// A store in its first state; `listener` hears of every change.
    pub fn new(listener: impl Fn(Rc<State>) + 'static) -> Rc<Self> {
        Rc::new(Self {
            state: RefCell::default(),
            listener: Box::new(listener),
        })
    }

    /// The state as it is now.
    pub fn state(&self) -> Rc<State> {
        Rc::clone(&self.state.borrow())
    }

    /// Lets something happen. Nobody hears of an action that changed nothing.
    pub fn dispatch(&self, action: Action) {
        let before = self.state();
        let after = State::clone(&before).after(action);
        if after != *before {
            let after = Rc::new(after);
            self.state.replace(Rc::clone(&after));
            (self.listener)(after);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Screen;
    use std::cell::Cell;

    #[test]
    fn only_changes_are_heard_of() {
        let heard = Rc::new(Cell::new(0));
        let counter = Rc::clone(&heard);
        let store = Store::new(move |_| counter.set(counter.get() + 1));
        store.dispatch(Action::Opened(Screen::Reception));
        assert_eq!(heard.get(), 0);
        store.dispatch(Action::Opened(Screen::Help));
        assert_eq!((heard.get(), store.state().screen), (1, Screen::Help));
    }
}
