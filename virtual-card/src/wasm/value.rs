//! Values on their way between JavaScript and Rust.

use js_sys::{DataView, Function, Object, Reflect, Uint8Array};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::reader::Setup;

/// A plain object, array or string. Serializing to JavaScript fails only for
/// numbers too large for it, and there are none here.
pub(super) fn plain(value: &impl Serialize) -> JsValue {
    serde_wasm_bindgen::to_value(value).unwrap_or(JsValue::NULL)
}

/// `USBInTransferResult` as a plain object.
pub(super) fn in_result(status: &str, data: &JsValue) -> JsValue {
    object(&[("status", &status.into()), ("data", data)])
}

/// `USBOutTransferResult` as a plain object.
pub(super) fn out_result(status: &str, bytes_written: usize) -> JsValue {
    let bytes_written = u32::try_from(bytes_written).unwrap_or(u32::MAX);
    object(&[
        ("status", &status.into()),
        ("bytesWritten", &bytes_written.into()),
    ])
}

pub(super) fn data_view(bytes: &[u8]) -> JsValue {
    DataView::new(&Uint8Array::from(bytes).buffer(), 0, bytes.len()).into()
}

pub(super) fn object(entries: &[(&str, &JsValue)]) -> JsValue {
    let object = Object::new();
    for (key, value) in entries {
        // Setting a property of an ordinary object cannot fail.
        let _ = Reflect::set(&object, &(*key).into(), value);
    }
    object.into()
}

/// Calls a function whose own failure is its own affair.
pub(super) fn call(function: &Function, argument: &JsValue) {
    let _ = function.call1(&JsValue::UNDEFINED, argument);
}

/// The bytes of a `BufferSource`; none for anything else.
pub(super) fn buffer_source(source: &JsValue) -> Vec<u8> {
    if js_sys::ArrayBuffer::is_view(source) {
        let view: &Uint8Array = source.unchecked_ref();
        // Every view has these three members; DataView has no iterator of its own.
        return Uint8Array::new_with_byte_offset_and_length(
            &view.buffer(),
            view.byte_offset(),
            view.byte_length(),
        )
        .to_vec();
    }
    if source.is_instance_of::<js_sys::ArrayBuffer>() {
        return Uint8Array::new(source).to_vec();
    }
    Vec::new()
}

/// `USBControlTransferParameters` in the form of the wire (USB 2.0, table 9-2).
pub(super) fn setup(setup: &JsValue, direction: u8) -> Setup {
    let kind = match text(setup, "requestType").as_deref() {
        Some("class") => 0x20,
        Some("vendor") => 0x40,
        _ => 0x00,
    };
    let recipient = match text(setup, "recipient").as_deref() {
        Some("interface") => 0x01,
        Some("endpoint") => 0x02,
        Some("other") => 0x03,
        _ => 0x00,
    };
    Setup {
        request_type: direction | kind | recipient,
        request: u8::try_from(number(setup, "request")).unwrap_or_default(),
        value: number(setup, "value"),
        index: number(setup, "index"),
    }
}

pub(super) fn text(object: &JsValue, key: &str) -> Option<String> {
    Reflect::get(object, &key.into()).ok()?.as_string()
}

fn number(object: &JsValue, key: &str) -> u16 {
    Reflect::get(object, &key.into())
        .ok()
        .and_then(|value| value.as_f64())
        .map_or(0, |value| value as u16)
}
