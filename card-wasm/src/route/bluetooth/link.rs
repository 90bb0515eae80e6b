//! One connected `BluetoothDevice` as a [`GattLink`].

use core::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use async_trait::async_trait;
use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;

use super::objects::{Characteristic, Server, Service, Target};
use crate::carrier::arrivals::Arrivals;
use crate::carrier::gatt::{GattLink, GattService, Role};
use crate::carrier::web_fault::{Action, link_error};
use crate::link::LinkError;
use crate::route::script_object::{bytes, member, text};

/// A connection, and what arrived over it.
pub(super) struct BrowserLink {
    server: Server,
    characteristics: HashMap<Role, Characteristic>,
    values: HashMap<Role, Rc<Arrivals<Vec<u8>>>>,
    listeners: RefCell<Vec<Listener>>,
}

/// Listens as long as it lives.
struct Listener {
    target: Target,
    event: &'static str,
    closure: Closure<dyn FnMut(JsValue)>,
}

impl Listener {
    fn new(
        target: &JsValue,
        event: &'static str,
        heard: impl FnMut(JsValue) + 'static,
    ) -> Result<Self, JsValue> {
        let target: Target = target.clone().unchecked_into();
        let closure = Closure::new(heard);
        target.add_listener(event, closure.as_ref().unchecked_ref::<Function>())?;
        Ok(Self {
            target,
            event,
            closure,
        })
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let listener = self.closure.as_ref().unchecked_ref::<Function>();
        // A target that is gone has no listeners.
        let _ = self.target.remove_listener(self.event, listener);
    }
}

/// Connects a device, and finds which of the known services it has.
pub(super) async fn connect(
    device: &JsValue,
    known: &[GattService],
) -> Result<(BrowserLink, GattService), LinkError> {
    let server: Server = member(device, "gatt").unchecked_into();
    done(Action::Open, server.connect()).await?;
    match find(device, &server, known).await {
        Ok(found) => Ok(found),
        Err(error) => {
            // It is of no use, so nobody else should be kept from it.
            let _ = server.disconnect();
            Err(error)
        }
    }
}

async fn find(
    device: &JsValue,
    server: &Server,
    known: &[GattService],
) -> Result<(BrowserLink, GattService), LinkError> {
    let offered = done(Action::Discover, server.primary_services()).await?;
    let offered: Vec<JsValue> = Array::from(&offered).iter().collect();
    let found = known.iter().find_map(|service| {
        let place = offered
            .iter()
            .find(|it| text(it, "uuid").eq_ignore_ascii_case(service.service))?;
        Some((*service, place.clone().unchecked_into::<Service>()))
    });
    let (service, object) = found.ok_or(LinkError::NotAReader)?;
    let mut link = BrowserLink {
        server: server.clone(),
        characteristics: HashMap::new(),
        values: HashMap::new(),
        listeners: RefCell::default(),
    };
    for (role, identity) in service.characteristics() {
        let characteristic = done(Action::Discover, object.characteristic(identity)).await?;
        link.add(role, characteristic.unchecked_into()).await?;
    }
    link.notice_the_end(device)?;
    Ok((link, service))
}

impl BrowserLink {
    /// Uses a characteristic, and has it told what changes.
    async fn add(&mut self, role: Role, characteristic: Characteristic) -> Result<(), LinkError> {
        let values = Rc::new(Arrivals::default());
        if role != Role::Command {
            let told = Rc::clone(&values);
            // Before it is asked for, so that nothing is missed.
            self.listen(
                &characteristic,
                "characteristicvaluechanged",
                move |event| {
                    told.push(bytes(&member(&member(&event, "target"), "value")));
                },
            )?;
            done(Action::Listen, characteristic.start_notifications()).await?;
        }
        self.values.insert(role, values);
        self.characteristics.insert(role, characteristic);
        Ok(())
    }

    fn notice_the_end(&self, device: &JsValue) -> Result<(), LinkError> {
        let values: Vec<_> = self.values.values().cloned().collect();
        self.listen(device, "gattserverdisconnected", move |_| {
            for values in &values {
                values.end(LinkError::Unplugged);
            }
        })
    }

    fn listen(
        &self,
        target: &JsValue,
        event: &'static str,
        heard: impl FnMut(JsValue) + 'static,
    ) -> Result<(), LinkError> {
        let listener = Listener::new(target, event, heard);
        let listener = listener.map_err(|exception| meaning(Action::Listen, &exception))?;
        self.listeners.borrow_mut().push(listener);
        Ok(())
    }

    /// Ends the connection and listens no more.
    pub(super) fn let_go(&self) {
        self.disconnect();
        self.listeners.take();
    }

    fn characteristic(&self, role: Role) -> Result<&Characteristic, LinkError> {
        self.characteristics
            .get(&role)
            .ok_or(LinkError::TransferFailed)
    }

    /// The result of a transfer. One that failed because the connection ended says so.
    async fn transfer(&self, started: Result<Promise, JsValue>) -> Result<JsValue, LinkError> {
        let transferred = done(Action::Transfer, started).await;
        let is_connected = member(&self.server, "connected").is_truthy();
        transferred.map_err(|error| {
            if is_connected {
                error
            } else {
                LinkError::Unplugged
            }
        })
    }
}

#[async_trait(?Send)]
impl GattLink for BrowserLink {
    async fn write(&self, role: Role, value: &[u8]) -> Result<(), LinkError> {
        let started = self.characteristic(role)?.write_value(value);
        self.transfer(started).await.map(drop)
    }

    async fn next(&self, role: Role) -> Result<Vec<u8>, LinkError> {
        match self.values.get(&role) {
            Some(values) => values.next().await,
            None => Err(LinkError::TransferFailed),
        }
    }

    async fn read(&self, role: Role) -> Result<Vec<u8>, LinkError> {
        let started = self.characteristic(role)?.read_value();
        Ok(bytes(&self.transfer(started).await?))
    }

    fn disconnect(&self) {
        for values in self.values.values() {
            values.end(LinkError::Unplugged);
        }
        // What is not connected cannot be disconnected.
        let _ = self.server.disconnect();
    }
}

async fn done(action: Action, started: Result<Promise, JsValue>) -> Result<JsValue, LinkError> {
    let outcome = match started {
        Ok(promise) => promise.await,
        Err(exception) => Err(exception),
    };
    outcome.map_err(|exception| meaning(action, &exception))
}

/// What an exception means.
pub(super) fn meaning(action: Action, exception: &JsValue) -> LinkError {
    link_error(action, &text(exception, "name"))
}
