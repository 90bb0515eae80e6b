//! One plugging-in of the reader: what is open and claimed, and the transfers
//! that wait. WebUSB cannot cancel a transfer, so they wait until data arrives,
//! the device is closed or the reader is unplugged.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

use super::exception::Exception;
use super::value::{call, data_view, in_result};
use crate::reader::{Endpoint, Transfer, VirtualReader};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &Function, milliseconds: u32);
}

/// A transfer that waits for the reader.
struct Waiter {
    length: usize,
    resolve: Function,
    reject: Function,
}

/// State that WebUSB keeps for a device.
pub(super) struct Connection {
    reader: Rc<RefCell<VirtualReader>>,
    pub(super) opened: Cell<bool>,
    pub(super) claimed: Cell<bool>,
    pub(super) disconnected: Cell<bool>,
    answers: RefCell<VecDeque<Waiter>>,
    notifications: RefCell<VecDeque<Waiter>>,
    /// An answer is on its way and will wake the first waiter.
    under_way: Cell<bool>,
}

impl Connection {
    pub(super) fn new(reader: Rc<RefCell<VirtualReader>>) -> Self {
        Self {
            reader,
            opened: Cell::new(false),
            claimed: Cell::new(false),
            disconnected: Cell::new(false),
            answers: RefCell::default(),
            notifications: RefCell::default(),
            under_way: Cell::new(false),
        }
    }

    /// A transfer from an IN endpoint: a promise that stays pending until the
    /// reader has something.
    pub(super) fn wait(self: &Rc<Self>, endpoint: Endpoint, length: usize) -> Promise {
        let promise = Promise::new(&mut |resolve, reject| {
            self.queue(endpoint).borrow_mut().push_back(Waiter {
                length,
                resolve,
                reject,
            });
        });
        self.pump();
        promise
    }

    /// Hands what the reader has to those who wait for it.
    pub(super) fn pump(self: &Rc<Self>) {
        while self.waits(Endpoint::Interrupt) && self.serve(Endpoint::Interrupt) {}
        while self.waits(Endpoint::BulkIn) && !self.under_way.get() {
            let (halted, delay) = {
                let reader = self.reader.borrow();
                (reader.is_halted(Endpoint::BulkIn), reader.next_delay())
            };
            match delay {
                Some(delay) if !halted && !delay.is_zero() => {
                    self.serve_after(u32::try_from(delay.as_millis()).unwrap_or(u32::MAX));
                }
                _ => {
                    if !self.serve(Endpoint::BulkIn) {
                        return;
                    }
                }
            }
        }
    }

    /// Ends every waiting transfer.
    pub(super) fn cancel(&self, exception: Exception) {
        for queue in [&self.answers, &self.notifications] {
            for waiter in queue.take() {
                call(&waiter.reject, &exception.into());
            }
        }
    }

    fn serve_after(self: &Rc<Self>, milliseconds: u32) {
        self.under_way.set(true);
        let connection = Rc::clone(self);
        let callback = Closure::once_into_js(move || {
            connection.under_way.set(false);
            if connection.waits(Endpoint::BulkIn) {
                connection.serve(Endpoint::BulkIn);
            }
            connection.pump();
        });
        set_timeout(callback.unchecked_ref(), milliseconds);
    }

    /// Settles the first waiter; false if the reader has nothing for it.
    fn serve(&self, endpoint: Endpoint) -> bool {
        let Some(length) = self
            .queue(endpoint)
            .borrow()
            .front()
            .map(|waiter| waiter.length)
        else {
            return false;
        };
        let transfer = {
            let mut reader = self.reader.borrow_mut();
            match endpoint {
                Endpoint::Interrupt => reader.interrupt_in(length),
                Endpoint::BulkIn | Endpoint::BulkOut => reader.bulk_in(length),
            }
        };
        let result = match transfer {
            Transfer::Pending => return false,
            Transfer::Data(bytes) => Ok(in_result("ok", &data_view(&bytes))),
            Transfer::Stall => Ok(in_result("stall", &JsValue::NULL)),
            Transfer::Babble => Ok(in_result("babble", &JsValue::NULL)),
            Transfer::Gone => Err(Exception::Disconnected),
        };
        let waiter = self.queue(endpoint).borrow_mut().pop_front();
        if let Some(waiter) = waiter {
            match result {
                Ok(result) => call(&waiter.resolve, &result),
                Err(exception) => call(&waiter.reject, &exception.into()),
            }
        }
        true
    }

    fn waits(&self, endpoint: Endpoint) -> bool {
        !self.queue(endpoint).borrow().is_empty()
    }

    fn queue(&self, endpoint: Endpoint) -> &RefCell<VecDeque<Waiter>> {
        match endpoint {
            Endpoint::Interrupt => &self.notifications,
            Endpoint::BulkIn | Endpoint::BulkOut => &self.answers,
        }
    }
}
