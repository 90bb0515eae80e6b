//! Objects of the browser for which web-sys has no types, taken by their shape and never
//! tested with `instanceof`, so that a virtual one can stand in their place.

use js_sys::{DataView, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

/// The member of `navigator` of this name, if it is an object.
pub(super) fn of_navigator<T: JsCast>(name: &str) -> Option<T> {
    let navigator = web_sys::window()?.navigator();
    let object = member(&navigator, name);
    object.is_object().then(|| object.unchecked_into())
}

/// A member; undefined where there is none.
pub(super) fn member(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// A member that is a text; empty where there is none.
pub(super) fn text(object: &JsValue, name: &str) -> String {
    member(object, name).as_string().unwrap_or_default()
}

/// The bytes of a `DataView` or of an `ArrayBuffer`; none for anything else.
pub(super) fn bytes(value: &JsValue) -> Vec<u8> {
    if js_sys::ArrayBuffer::is_view(value) {
        let view: &DataView = value.unchecked_ref();
        let offset = u32::try_from(view.byte_offset()).unwrap_or_default();
        let length = u32::try_from(view.byte_length()).unwrap_or_default();
        return Uint8Array::new_with_byte_offset_and_length(&view.buffer(), offset, length)
            .to_vec();
    }
    if value.is_object() {
        return Uint8Array::new(value).to_vec();
    }
    Vec::new()
}

/// An object with these members.
pub(super) fn object(members: &[(&str, &JsValue)]) -> js_sys::Object {
    let object = js_sys::Object::new();
    for (name, value) in members {
        // Setting a member of an ordinary object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object
}
