//! Gives a file to the browser's own downloads. Comes with the chunk of the formats.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use crate::service::export::File;
use crate::state::HandOverProblem;

/// How long the browser may take to begin: only then are the bytes given up.
const KEPT_MILLIS: u32 = 60_000;

/// Gives the file out.
pub(super) fn give(file: &File) -> Result<(), HandOverProblem> {
    try_give(file).map_err(|_| HandOverProblem::NotWritten)
}

fn try_give(file: &File) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(file.media_type);
    let parts = Array::of1(&Uint8Array::from(file.bytes.as_slice()));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let anchor = gloo::utils::document().create_element("a")?;
    let anchor: HtmlAnchorElement = anchor.unchecked_into();
    anchor.set_href(&address);
    anchor.set_download(&file.name);
    anchor.click();
    gloo::timers::callback::Timeout::new(KEPT_MILLIS, move || {
        // It is ours and was not given up before.
        let _ = Url::revoke_object_url(&address);
    })
    .forget();
    Ok(())
}
