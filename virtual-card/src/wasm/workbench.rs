//! What the bench and the devices it hands out share: the reader, the present
//! plugging-in and those who want to hear of changes.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::prelude::*;

use super::connection::Connection;
use super::device::VirtualUsbDevice;
use super::exception::Exception;
use super::value::{call, object};
use crate::reader::VirtualReader;

/// Who hears of what.
#[derive(Default)]
pub(super) struct Listeners {
    pub(super) connect: RefCell<Option<Function>>,
    pub(super) disconnect: RefCell<Option<Function>>,
    pub(super) change: RefCell<Option<Function>>,
}

/// Shared between [`super::Bench`] and [`VirtualUsbDevice`].
pub(super) struct Workbench {
    pub(super) reader: Rc<RefCell<VirtualReader>>,
    pub(super) listeners: Listeners,
    /// The device that is plugged in, and the state behind it.
    device: RefCell<Option<(JsValue, Rc<Connection>)>>,
    card_seen: Cell<bool>,
    pad_seen: Cell<bool>,
}

impl Workbench {
    pub(super) fn new(reader: VirtualReader) -> Rc<Self> {
        let workbench = Rc::new(Self {
            reader: Rc::new(RefCell::new(reader)),
            listeners: Listeners::default(),
            device: RefCell::new(None),
            card_seen: Cell::new(false),
            pad_seen: Cell::new(false),
        });
        workbench.connect();
        workbench
    }

    pub(super) fn device(&self) -> Option<JsValue> {
        self.device
            .borrow()
            .as_ref()
            .map(|(device, _)| device.clone())
    }

    /// A reader that is plugged in is a new device to the browser.
    pub(super) fn connect(self: &Rc<Self>) {
        let connection = Rc::new(Connection::new(Rc::clone(&self.reader)));
        let device = VirtualUsbDevice::new(Rc::clone(self), Rc::clone(&connection));
        let device = JsValue::from(device);
        *self.device.borrow_mut() = Some((device.clone(), connection));
        tell(&self.listeners.connect, &device);
        self.changed();
    }

    /// To be called when the reader is no longer there.
    pub(super) fn disconnect(&self) {
        let Some((device, connection)) = self.device.take() else {
            return;
        };
        connection.disconnected.set(true);
        connection.opened.set(false);
        connection.claimed.borrow_mut().clear();
        connection.cancel(Exception::Disconnected);
        tell(&self.listeners.disconnect, &device);
        self.changed();
    }

    /// To be called after anything that may have moved a card or a plug, or
    /// lit up the PIN pad.
    pub(super) fn settle(&self) {
        if !self.reader.borrow().is_plugged() {
            self.disconnect();
        }
        let connection = self
            .device
            .borrow()
            .as_ref()
            .map(|(_, connection)| Rc::clone(connection));
        if let Some(connection) = connection {
            connection.pump();
        }
        let present = self.reader.borrow().card_present();
        let waits = self.reader.borrow().pad_waits();
        let card_moved = self.card_seen.replace(present) != present;
        let pad_changed = self.pad_seen.replace(waits) != waits;
        if card_moved || pad_changed {
            self.changed();
        }
    }

    fn changed(&self) {
        let listener = self.listeners.change.borrow().clone();
        if let Some(listener) = listener {
            call(&listener, &JsValue::UNDEFINED);
        }
    }
}

/// An event in the shape of `USBConnectionEvent`.
fn tell(listener: &RefCell<Option<Function>>, device: &JsValue) {
    let listener = listener.borrow().clone();
    if let Some(listener) = listener {
        call(&listener, &object(&[("device", device)]));
    }
}
