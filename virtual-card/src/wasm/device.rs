//! An object in the shape of WebUSB's `USBDevice`.

use std::rc::Rc;

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

use super::configuration::Configuration;
use super::connection::Connection;
use super::exception::Exception;
use super::value::{self, buffer_source, data_view, in_result, out_result, plain};
use super::workbench::Workbench;
use crate::reader::{Endpoint, Model, UsbError};

/// The virtual reader as a page sees a USB device. Hand it to code that
/// expects a `USBDevice`; it has the same members, but is no instance of it.
#[wasm_bindgen]
pub struct VirtualUsbDevice {
    workbench: Rc<Workbench>,
    connection: Rc<Connection>,
}

impl VirtualUsbDevice {
    pub(super) fn new(workbench: Rc<Workbench>, connection: Rc<Connection>) -> Self {
        Self {
            workbench,
            connection,
        }
    }

    fn check_connected(&self) -> Result<(), Exception> {
        if self.connection.disconnected.get() {
            Err(Exception::Disconnected)
        } else {
            Ok(())
        }
    }

    fn check_open(&self) -> Result<(), Exception> {
        self.check_connected()?;
        if self.connection.opened.get() {
            Ok(())
        } else {
            Err(Exception::NotOpen)
        }
    }

    fn model(&self) -> Model {
        self.workbench.reader.borrow().model()
    }

    fn check_interface(&self, number: u8) -> Result<(), Exception> {
        self.check_open()?;
        match self.model().interface(number) {
            Some(_) => Ok(()),
            None => Err(Exception::InterfaceNotFound),
        }
    }

    fn endpoint(&self, number: u8, is_in: bool) -> Result<Endpoint, Exception> {
        self.check_open()?;
        let model = self.model();
        Endpoint::of(&model)
            .find(|endpoint| endpoint.number(&model) == number && endpoint.is_in() == is_in)
            .filter(|endpoint| self.connection.has_claimed(endpoint.interface()))
            .ok_or(Exception::EndpointNotClaimed)
    }

    fn try_open(&self) -> Result<(), Exception> {
        self.check_connected()?;
        self.workbench.reader.borrow_mut().open().map_err(refusal)?;
        self.connection.opened.set(true);
        Ok(())
    }

    fn try_claim(&self, number: u8) -> Result<(), Exception> {
        self.check_interface(number)?;
        let mut reader = self.workbench.reader.borrow_mut();
        if reader.model().is_protected(number) {
            return Err(Exception::ProtectedClass);
        }
        reader.claim(number).map_err(refusal)?;
        self.connection.claimed.borrow_mut().insert(number);
        Ok(())
    }

    fn try_transfer_out(&self, number: u8, bytes: &[u8]) -> Result<JsValue, Exception> {
        let endpoint = self.endpoint(number, false)?;
        let sent = self
            .workbench
            .reader
            .borrow_mut()
            .transfer_out(endpoint, bytes);
        self.workbench.settle();
        match sent {
            Ok(()) => Ok(out_result("ok", bytes.len())),
            Err(UsbError::Stall) => Ok(out_result("stall", 0)),
            // Caught in the middle of a transfer, Chrome does not yet know why.
            Err(_) => Err(Exception::TransferError),
        }
    }

    fn check_setup(&self, setup: &JsValue) -> Result<(), Exception> {
        self.check_open()?;
        let to_interface = value::text(setup, "recipient").as_deref() == Some("interface");
        // The low byte of wIndex names the interface (USB 2.0, 9.3.4).
        let [number, _] = value::setup(setup, 0x00).index.to_le_bytes();
        if to_interface && !self.connection.has_claimed(number) {
            return Err(Exception::InterfaceNotClaimed);
        }
        Ok(())
    }

    fn try_control_in(&self, setup: &JsValue, length: u16) -> Result<JsValue, Exception> {
        self.check_setup(setup)?;
        let mut reader = self.workbench.reader.borrow_mut();
        match reader.control_in(value::setup(setup, 0x80), length.into()) {
            Ok(bytes) => Ok(in_result("ok", &data_view(&bytes))),
            Err(UsbError::Stall) => Ok(in_result("stall", &JsValue::NULL)),
            Err(_) => Err(Exception::TransferError),
        }
    }

    fn try_control_out(&self, setup: &JsValue, data: &[u8]) -> Result<JsValue, Exception> {
        self.check_setup(setup)?;
        let mut reader = self.workbench.reader.borrow_mut();
        match reader.control_out(value::setup(setup, 0x00), data) {
            Ok(()) => Ok(out_result("ok", data.len())),
            Err(UsbError::Stall) => Ok(out_result("stall", 0)),
            Err(_) => Err(Exception::TransferError),
        }
    }

    fn release(&self, number: u8) {
        self.connection.claimed.borrow_mut().remove(&number);
        self.connection
            .cancel_interface(number, Exception::Cancelled);
    }
}

#[wasm_bindgen]
impl VirtualUsbDevice {
    /// `vendorId`.
    #[wasm_bindgen(getter, js_name = vendorId)]
    pub fn vendor_id(&self) -> u16 {
        self.model().vendor_id()
    }

    /// `productId`.
    #[wasm_bindgen(getter, js_name = productId)]
    pub fn product_id(&self) -> u16 {
        self.model().product_id()
    }

    /// `manufacturerName`.
    #[wasm_bindgen(getter, js_name = manufacturerName)]
    pub fn manufacturer_name(&self) -> String {
        let [name, ..] = self.model().strings();
        name.to_owned()
    }

    /// `productName`.
    #[wasm_bindgen(getter, js_name = productName)]
    pub fn product_name(&self) -> String {
        let [_, name, _] = self.model().strings();
        name.to_owned()
    }

    /// `serialNumber`.
    #[wasm_bindgen(getter, js_name = serialNumber)]
    pub fn serial_number(&self) -> String {
        let [.., number] = self.model().strings();
        number.to_owned()
    }

    /// `deviceClass`: each interface has its own.
    #[wasm_bindgen(getter, js_name = deviceClass)]
    pub fn device_class(&self) -> u8 {
        0
    }

    /// `opened`.
    #[wasm_bindgen(getter)]
    pub fn opened(&self) -> bool {
        self.connection.opened.get()
    }

    /// `configuration`: the only one, selected from the start, as Chrome finds it.
    #[wasm_bindgen(getter)]
    pub fn configuration(&self) -> JsValue {
        plain(&Configuration::of(
            &self.model(),
            &self.connection.claimed.borrow(),
        ))
    }

    /// `configurations`.
    #[wasm_bindgen(getter)]
    pub fn configurations(&self) -> Array {
        Array::of1(&self.configuration())
    }

    /// `open()`.
    pub fn open(&self) -> Promise {
        done(self.try_open())
    }

    /// `close()`: waiting transfers end with `AbortError`.
    pub fn close(&self) -> Promise {
        self.connection.close();
        done(self.check_connected())
    }

    /// `reset()`.
    pub fn reset(&self) -> Promise {
        done(self.check_open().map(|()| {
            self.connection.cancel(Exception::Cancelled);
            self.workbench.reader.borrow_mut().reset();
            self.workbench.settle();
        }))
    }

    /// `selectConfiguration()`.
    #[wasm_bindgen(js_name = selectConfiguration)]
    pub fn select_configuration(&self, value: u8) -> Promise {
        let known = value == self.model().configuration_value();
        done(
            self.check_open()
                .and(known.then_some(()).ok_or(Exception::ConfigurationNotFound)),
        )
    }

    /// `claimInterface()`.
    #[wasm_bindgen(js_name = claimInterface)]
    pub fn claim_interface(&self, number: u8) -> Promise {
        done(self.try_claim(number))
    }

    /// `releaseInterface()`: waiting transfers end with `AbortError`.
    #[wasm_bindgen(js_name = releaseInterface)]
    pub fn release_interface(&self, number: u8) -> Promise {
        done(self.check_interface(number).map(|()| self.release(number)))
    }

    /// `selectAlternateInterface()`: there is one.
    #[wasm_bindgen(js_name = selectAlternateInterface)]
    pub fn select_alternate_interface(&self, number: u8, alternate: u8) -> Promise {
        done(self.check_interface(number).and(match alternate {
            0 => Ok(()),
            _ => Err(Exception::InterfaceNotFound),
        }))
    }

    /// `transferIn()`: pending until the reader has something to say.
    #[wasm_bindgen(js_name = transferIn)]
    pub fn transfer_in(&self, number: u8, length: u32) -> Promise {
        match self.endpoint(number, true) {
            Ok(endpoint) => self
                .connection
                .wait(endpoint, usize::try_from(length).unwrap_or(usize::MAX)),
            Err(exception) => Promise::reject(&exception.into()),
        }
    }

    /// `transferOut()`.
    #[wasm_bindgen(js_name = transferOut)]
    pub fn transfer_out(&self, number: u8, data: &JsValue) -> Promise {
        promise(self.try_transfer_out(number, &buffer_source(data)))
    }

    /// `controlTransferIn()`.
    #[wasm_bindgen(js_name = controlTransferIn)]
    pub fn control_transfer_in(&self, setup: &JsValue, length: u16) -> Promise {
        promise(self.try_control_in(setup, length))
    }

    /// `controlTransferOut()`.
    #[wasm_bindgen(js_name = controlTransferOut)]
    pub fn control_transfer_out(&self, setup: &JsValue, data: &JsValue) -> Promise {
        promise(self.try_control_out(setup, &buffer_source(data)))
    }

    /// `clearHalt()`.
    #[wasm_bindgen(js_name = clearHalt)]
    pub fn clear_halt(&self, direction: &str, number: u8) -> Promise {
        done(self.endpoint(number, direction == "in").map(|endpoint| {
            self.workbench.reader.borrow_mut().clear_halt(endpoint);
            self.workbench.settle();
        }))
    }
}

fn refusal(error: UsbError) -> Exception {
    match error {
        UsbError::AccessDenied => Exception::AccessDenied,
        UsbError::InterfaceBusy => Exception::AlreadyBusy,
        UsbError::Gone => Exception::Disconnected,
        UsbError::Stall => Exception::TransferError,
        UsbError::NoSuchInterface => Exception::InterfaceNotFound,
    }
}

/// The promise of a method that gives nothing back.
fn done(result: Result<(), Exception>) -> Promise {
    promise(result.map(|()| JsValue::UNDEFINED))
}

fn promise(result: Result<JsValue, Exception>) -> Promise {
    match result {
        Ok(value) => Promise::resolve(&value),
        Err(exception) => Promise::reject(&exception.into()),
    }
}
