//! Test support: a peripheral that answers as a function of what was written to it.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};

use async_trait::async_trait;
use tokio::sync::Notify;

use super::gatt::{GattLink, LONGEST_VALUE, Role};
use crate::link::LinkError;

/// What becomes of one write: the values that the peripheral then tells.
type Respond = Box<dyn FnMut(&[u8]) -> Vec<(Role, Vec<u8>)>>;

/// A peripheral, and what was written to it.
pub(crate) struct ScriptedLink {
    respond: RefCell<Respond>,
    values: RefCell<HashMap<Role, VecDeque<Vec<u8>>>>,
    arrived: Notify,
    gone: Cell<bool>,
    pub(crate) status: RefCell<Vec<u8>>,
    pub(crate) writes: RefCell<Vec<Vec<u8>>>,
}

impl ScriptedLink {
    pub(crate) fn new(
        status: &[u8],
        respond: impl FnMut(&[u8]) -> Vec<(Role, Vec<u8>)> + 'static,
    ) -> Self {
        Self {
            respond: RefCell::new(Box::new(respond)),
            values: RefCell::default(),
            arrived: Notify::new(),
            gone: Cell::new(false),
            status: RefCell::new(status.to_vec()),
            writes: RefCell::default(),
        }
    }

    /// The peripheral tells a value by itself.
    pub(crate) fn tell(&self, role: Role, value: Vec<u8>) {
        let mut values = self.values.borrow_mut();
        values.entry(role).or_default().push_back(value);
        drop(values);
        self.arrived.notify_waiters();
    }

    pub(crate) fn is_gone(&self) -> bool {
        self.gone.get()
    }
}

#[async_trait(?Send)]
impl GattLink for ScriptedLink {
    async fn write(&self, role: Role, value: &[u8]) -> Result<(), LinkError> {
        assert_eq!(role, Role::Command);
        assert!(
            value.len() <= LONGEST_VALUE,
            "{} bytes at once",
            value.len()
        );
        if self.gone.get() {
            return Err(LinkError::Unplugged);
        }
        self.writes.borrow_mut().push(value.to_vec());
        let told = (self.respond.borrow_mut())(value);
        for (role, value) in told {
            self.tell(role, value);
        }
        Ok(())
    }

    async fn next(&self, role: Role) -> Result<Vec<u8>, LinkError> {
        loop {
            let arrived = self.arrived.notified();
            if self.gone.get() {
                return Err(LinkError::Unplugged);
            }
            let value = self
                .values
                .borrow_mut()
                .get_mut(&role)
                .and_then(VecDeque::pop_front);
            match value {
                Some(value) => return Ok(value),
                None => arrived.await,
            }
        }
    }

    async fn read(&self, role: Role) -> Result<Vec<u8>, LinkError> {
        assert_eq!(role, Role::Status);
        Ok(self.status.borrow().clone())
    }

    fn disconnect(&self) {
        self.gone.set(true);
        self.arrived.notify_waiters();
    }
}
