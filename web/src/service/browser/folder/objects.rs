//! The objects of the File System Access API that are used, by their shape.

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;

use crate::state::HandOverProblem;

#[wasm_bindgen]
extern "C" {
    /// `FileSystemDirectoryHandle`
    #[derive(Clone)]
    #[wasm_bindgen(js_name = Object)]
    pub(super) type Directory;
    #[wasm_bindgen(method, getter)]
    pub(super) fn name(this: &Directory) -> String;
    #[wasm_bindgen(method, catch, js_name = getFileHandle)]
    fn file_handle(this: &Directory, name: &str, options: &Object) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch, js_name = removeEntry)]
    pub(super) fn remove(this: &Directory, name: &str) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch, js_name = queryPermission)]
    pub(super) fn query_permission(this: &Directory, mode: &Object) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch, js_name = requestPermission)]
    pub(super) fn request_permission(this: &Directory, mode: &Object) -> Result<Promise, JsValue>;

    /// `FileSystemFileHandle`
    #[wasm_bindgen(js_name = Object)]
    pub(super) type File;
    #[wasm_bindgen(method, catch, js_name = createWritable)]
    pub(super) fn writable(this: &File) -> Result<Promise, JsValue>;

    /// `FileSystemWritableFileStream`
    #[wasm_bindgen(js_name = Object)]
    pub(super) type Stream;
    #[wasm_bindgen(method, catch, js_name = write)]
    fn write_array(this: &Stream, bytes: &js_sys::Uint8Array) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub(super) fn close(this: &Stream) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub(super) fn abort(this: &Stream) -> Result<Promise, JsValue>;
}

/// `window.showDirectoryPicker`
pub(super) struct Picker(pub(super) Function);

impl Picker {
    /// Lets a person choose. The identity makes the browser begin where it was last.
    pub(super) fn choose(&self) -> Result<Promise, JsValue> {
        let options = Object::new();
        Reflect::set(&options, &"id".into(), &"oqs-face".into())?;
        Reflect::set(&options, &"mode".into(), &"readwrite".into())?;
        let chosen = self.0.call1(&gloo::utils::window(), &options)?;
        Ok(chosen.unchecked_into())
    }
}

impl Directory {
    /// A file of the folder; `create` makes it where it is not there.
    pub(super) fn file(&self, name: &str, create: bool) -> Result<Promise, JsValue> {
        let options = Object::new();
        Reflect::set(&options, &"create".into(), &create.into())?;
        self.file_handle(name, &options)
    }
}

impl Stream {
    /// Writes all of it. The browser may read the bytes later, so they are its own copy.
    pub(super) fn write(&self, bytes: &[u8]) -> Result<Promise, JsValue> {
        self.write_array(&js_sys::Uint8Array::from(bytes))
    }
}

/// Whether the person closed the browser's question.
pub(super) fn is_dropped(exception: &JsValue) -> bool {
    name_of(exception) == "AbortError"
}

/// Whether something is not there.
pub(super) fn is_missing(exception: &JsValue) -> bool {
    name_of(exception) == "NotFoundError"
}

/// Whether the name is one of a folder.
pub(super) fn is_other_kind(exception: &JsValue) -> bool {
    name_of(exception) == "TypeMismatchError"
}

/// What an exception means for the desk. The names are those of the File System Standard and
/// of Web IDL, section "Base DOMException error names".
pub(super) fn failure(exception: &JsValue) -> HandOverProblem {
    match name_of(exception).as_str() {
        "NotFoundError" => HandOverProblem::FolderGone,
        "NotAllowedError" | "SecurityError" => HandOverProblem::FolderRefused,
        "QuotaExceededError" => HandOverProblem::DiskFull,
        "NoModificationAllowedError" | "InvalidStateError" => HandOverProblem::FolderLocked,
        _ => HandOverProblem::NotWritten,
    }
}

fn name_of(exception: &JsValue) -> String {
    let name = Reflect::get(exception, &"name".into()).ok();
    name.and_then(|name| name.as_string()).unwrap_or_default()
}
