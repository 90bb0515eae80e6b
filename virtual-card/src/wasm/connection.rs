//! One plugging-in of the reader: what is open and claimed, and the transfers
//! that wait. WebUSB cannot cancel a transfer, so they wait until data arrives,
//! the device is closed or the reader is unplugged.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
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
    /// Interfaces by number.
    pub(super) claimed: RefCell<BTreeSet<u8>>,
    pub(super) disconnected: Cell<bool>,
    waiters: RefCell<BTreeMap<Endpoint, VecDeque<Waiter>>>,
    /// Where an answer is on its way and will wake the first waiter.
    under_way: RefCell<BTreeSet<Endpoint>>,
}

impl Connection {
    pub(super) fn new(reader: Rc<RefCell<VirtualReader>>) -> Self {
        Self {
            reader,
            opened: Cell::new(false),
            claimed: RefCell::default(),
            disconnected: Cell::new(false),
            waiters: RefCell::default(),
            under_way: RefCell::default(),
        }
    }

    pub(super) fn has_claimed(&self, interface: u8) -> bool {
        self.claimed.borrow().contains(&interface)
    }

    /// Gives everything back; waiting transfers are cancelled.
    pub(super) fn close(&self) {
        self.opened.set(false);
        self.claimed.borrow_mut().clear();
        self.cancel(Exception::Cancelled);
    }

    /// A transfer from an IN endpoint: a promise that stays pending until the
    /// reader has something.
    pub(super) fn wait(self: &Rc<Self>, endpoint: Endpoint, length: usize) -> Promise {
        let promise = Promise::new(&mut |resolve, reject| {
            let mut waiters = self.waiters.borrow_mut();
            waiters.entry(endpoint).or_default().push_back(Waiter {
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
        let endpoints: Vec<_> = self.waiters.borrow().keys().copied().collect();
        for endpoint in endpoints {
            self.pump_endpoint(endpoint);
        }
    }

    fn pump_endpoint(self: &Rc<Self>, endpoint: Endpoint) {
        while self.next_length(endpoint).is_some() && !self.under_way.borrow().contains(&endpoint) {
            let (halted, delay) = {
                let reader = self.reader.borrow();
                (reader.is_halted(endpoint), reader.delay(endpoint))
            };
            match delay {
                Some(delay) if !halted && !delay.is_zero() => {
                    let milliseconds = u32::try_from(delay.as_millis()).unwrap_or(u32::MAX);
                    self.serve_after(endpoint, milliseconds);
                }
                _ => {
                    if !self.serve(endpoint) {
                        return;
                    }
                }
            }
        }
    }

    /// Ends every waiting transfer.
    pub(super) fn cancel(&self, exception: Exception) {
        let waiters = self.waiters.take();
        end(waiters.into_values().flatten(), exception);
    }

    /// Ends the waiting transfers of one interface.
    pub(super) fn cancel_interface(&self, number: u8, exception: Exception) {
        let mut ended = Vec::new();
        self.waiters.borrow_mut().retain(|endpoint, queue| {
            let stays = endpoint.interface() != number;
            if !stays {
                ended.extend(std::mem::take(queue));
            }
            stays
        });
        end(ended, exception);
    }

    fn serve_after(self: &Rc<Self>, endpoint: Endpoint, milliseconds: u32) {
        self.under_way.borrow_mut().insert(endpoint);
        let connection = Rc::clone(self);
        let callback = Closure::once_into_js(move || {
            connection.under_way.borrow_mut().remove(&endpoint);
            connection.serve(endpoint);
            connection.pump();
        });
        set_timeout(callback.unchecked_ref(), milliseconds);
    }

    /// Settles the first waiter; false if there is none, or nothing for it.
    fn serve(&self, endpoint: Endpoint) -> bool {
        let Some(length) = self.next_length(endpoint) else {
            return false;
        };
        let transfer = self.reader.borrow_mut().transfer_in(endpoint, length);
        let result = match transfer {
            Transfer::Pending => return false,
            Transfer::Data(bytes) => Ok(in_result("ok", &data_view(&bytes))),
            Transfer::Stall => Ok(in_result("stall", &JsValue::NULL)),
            Transfer::Babble => Ok(in_result("babble", &JsValue::NULL)),
            Transfer::Gone => Err(Exception::Disconnected),
        };
        let waiter = {
            let mut waiters = self.waiters.borrow_mut();
            waiters.get_mut(&endpoint).and_then(VecDeque::pop_front)
        };
        if let Some(waiter) = waiter {
            match result {
                Ok(result) => call(&waiter.resolve, &result),
                Err(exception) => call(&waiter.reject, &exception.into()),
            }
        }
        true
    }

    /// What the first waiter asked for.
    fn next_length(&self, endpoint: Endpoint) -> Option<usize> {
        let waiters = self.waiters.borrow();
        waiters.get(&endpoint)?.front().map(|waiter| waiter.length)
    }
}

fn end(waiters: impl IntoIterator<Item = Waiter>, exception: Exception) {
    for waiter in waiters {
        call(&waiter.reject, &exception.into());
    }
}
