//! The objects of the Web Smart Card API that are used, by their shape.

use js_sys::{Array, Object, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// `SmartCardResourceManager`
    #[wasm_bindgen(js_name = Object)]
    pub(super) type SmartCards;
    #[wasm_bindgen(method, catch, js_name = establishContext)]
    pub(super) fn establish_context(this: &SmartCards) -> Result<Promise, JsValue>;

    /// `SmartCardContext`
    #[wasm_bindgen(js_name = Object)]
    pub(super) type ContextObject;
    #[wasm_bindgen(method, catch, js_name = listReaders)]
    pub(super) fn list_readers(this: &ContextObject) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch, js_name = getStatusChange)]
    pub(super) fn status_change(
        this: &ContextObject,
        states: &Array,
        options: &Object,
    ) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub(super) fn connect(
        this: &ContextObject,
        reader: &str,
        access: &str,
        options: &Object,
    ) -> Result<Promise, JsValue>;

    /// `SmartCardConnection`
    #[wasm_bindgen(js_name = Object)]
    pub(super) type ConnectionObject;
    /// The browser copies from this memory itself, so that no copy of a PIN is left in an
    /// array that nobody can wipe.
    #[wasm_bindgen(method, catch)]
    pub(super) fn transmit(this: &ConnectionObject, apdu: &[u8]) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub(super) fn disconnect(
        this: &ConnectionObject,
        disposition: &str,
    ) -> Result<Promise, JsValue>;
}
