//! The objects of Web Bluetooth that are used, by their shape.

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// `Bluetooth`
    #[wasm_bindgen(js_name = Object)]
    pub(super) type Bluetooth;
    #[wasm_bindgen(method, catch, js_name = requestDevice)]
    pub(super) fn request_device(this: &Bluetooth, options: &JsValue) -> Result<Promise, JsValue>;

    /// `BluetoothRemoteGATTServer`
    #[derive(Clone)]
    #[wasm_bindgen(js_name = Object)]
    pub(super) type Server;
    #[wasm_bindgen(method, catch)]
    pub(super) fn connect(this: &Server) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub(super) fn disconnect(this: &Server) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = getPrimaryServices)]
    pub(super) fn primary_services(this: &Server) -> Result<Promise, JsValue>;

    /// `BluetoothRemoteGATTService`
    #[wasm_bindgen(js_name = Object)]
    pub(super) type Service;
    #[wasm_bindgen(method, catch, js_name = getCharacteristic)]
    pub(super) fn characteristic(this: &Service, identity: &str) -> Result<Promise, JsValue>;

    /// `BluetoothRemoteGATTCharacteristic`
    #[derive(Clone)]
    #[wasm_bindgen(js_name = Object)]
    pub(super) type Characteristic;
    #[wasm_bindgen(method, catch, js_name = startNotifications)]
    pub(super) fn start_notifications(this: &Characteristic) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch, js_name = readValue)]
    pub(super) fn read_value(this: &Characteristic) -> Result<Promise, JsValue>;
    /// The browser copies from this memory itself, so that no copy of a PIN is left in an
    /// array that nobody can wipe.
    #[wasm_bindgen(method, catch, js_name = writeValueWithResponse)]
    pub(super) fn write_value(this: &Characteristic, value: &[u8]) -> Result<Promise, JsValue>;

    /// `EventTarget`, which devices and characteristics are.
    #[derive(Clone)]
    #[wasm_bindgen(js_name = Object)]
    pub(super) type Target;
    #[wasm_bindgen(method, catch, js_name = addEventListener)]
    pub(super) fn add_listener(
        this: &Target,
        name: &str,
        listener: &Function,
    ) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = removeEventListener)]
    pub(super) fn remove_listener(
        this: &Target,
        name: &str,
        listener: &Function,
    ) -> Result<(), JsValue>;
}
