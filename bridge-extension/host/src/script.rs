//! A scripted card service for tests: it answers as told, and remembers what it was sent.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use bridge_protocol::{Failure, Hex, ReaderName};

use crate::service::{CardService, Connection};

pub(crate) fn bytes(digits: &str) -> Vec<u8> {
    Hex::try_from(digits).unwrap().into_bytes()
}

type Action = Box<dyn Fn()>;

/// What the card answers, and what it was asked. Clones are the same table.
#[derive(Clone, Default)]
pub(crate) struct Table {
    answers: Rc<RefCell<BTreeMap<String, Result<String, Failure>>>>,
    sent: Rc<RefCell<Vec<String>>>,
    refuses: Rc<Cell<Option<Failure>>>,
    power_offs: Rc<Cell<usize>>,
    on_transmit: Rc<RefCell<Option<Action>>>,
}

impl Table {
    pub(crate) fn connection(&self) -> Scripted {
        Scripted(self.clone())
    }

    /// The answer to one command; every other is answered with 9000.
    pub(crate) fn answer(&self, command: &str, answer: &str) {
        let answer = Ok(answer.to_owned());
        self.answers.borrow_mut().insert(command.to_owned(), answer);
    }

    pub(crate) fn fail(&self, command: &str, failure: impl Into<Failure>) {
        let failure = Err(failure.into());
        self.answers
            .borrow_mut()
            .insert(command.to_owned(), failure);
    }

    /// Every card is refused from now on.
    pub(crate) fn refuse(&self, failure: impl Into<Failure>) {
        self.refuses.set(Some(failure.into()));
    }

    /// Does something with every command.
    pub(crate) fn on_transmit(&self, action: impl Fn() + 'static) {
        *self.on_transmit.borrow_mut() = Some(Box::new(action));
    }

    pub(crate) fn sent(&self) -> Vec<String> {
        self.sent.borrow().clone()
    }

    pub(crate) fn power_offs(&self) -> usize {
        self.power_offs.get()
    }
}

impl CardService for Table {
    type Connection = Scripted;

    fn connect(&mut self, _reader: &ReaderName) -> Result<Scripted, Failure> {
        match self.refuses.get() {
            Some(failure) => Err(failure),
            None => Ok(self.connection()),
        }
    }
}

pub(crate) struct Scripted(Table);

impl Connection for Scripted {
    fn atr(&self) -> &[u8] {
        &[0x3B, 0x80]
    }

    fn short_only(&self) -> Option<bool> {
        Some(true)
    }

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Failure> {
        let command = Hex::from(command).to_string();
        self.0.sent.borrow_mut().push(command.clone());
        if let Some(action) = self.0.on_transmit.borrow().as_ref() {
            action();
        }
        match self.0.answers.borrow().get(&command) {
            Some(answer) => answer.clone().map(|digits| bytes(&digits)),
            None => Ok(vec![0x90, 0x00]),
        }
    }
}

impl Drop for Scripted {
    fn drop(&mut self) {
        self.0.power_offs.set(self.0.power_offs.get() + 1);
    }
}
