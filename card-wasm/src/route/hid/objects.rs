//! The objects of WebHID that are used, by their shape.

use js_sys::{Function, Object, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// `HID`
    #[wasm_bindgen(js_name = Object)]
    pub(super) type Hid;
    #[wasm_bindgen(method, catch, js_name = getDevices)]
    pub(super) fn devices(this: &Hid) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch, js_name = requestDevice)]
    pub(super) fn request_device(this: &Hid, options: &Object) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch, js_name = addEventListener)]
    pub(super) fn add_listener(this: &Hid, name: &str, listener: &Function) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = removeEventListener)]
    pub(super) fn remove_listener(
        this: &Hid,
        name: &str,
        listener: &Function,
    ) -> Result<(), JsValue>;

    /// `HIDDevice`
    #[derive(Clone)]
    #[wasm_bindgen(js_name = Object)]
    pub(super) type Device;
    #[wasm_bindgen(method, catch)]
    pub(super) fn open(this: &Device) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub(super) fn close(this: &Device) -> Result<Promise, JsValue>;
    /// The browser copies from this memory itself, so that no copy of a PIN is left in an
    /// array that nobody can wipe.
    #[wasm_bindgen(method, catch, js_name = sendReport)]
    pub(super) fn send_report(this: &Device, number: u8, report: &[u8])
    -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch, js_name = addEventListener)]
    pub(super) fn add_listener(
        this: &Device,
        name: &str,
        listener: &Function,
    ) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = removeEventListener)]
    pub(super) fn remove_listener(
        this: &Device,
        name: &str,
        listener: &Function,
    ) -> Result<(), JsValue>;
}
