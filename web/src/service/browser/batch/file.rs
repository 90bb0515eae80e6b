//! Files: the text of one that a person gave, and one to be saved.

use gloo::timers::callback::Timeout;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, File, HtmlAnchorElement, TextDecoder, TextDecoderOptions, Url,
};

use crate::domain::batch::encoding::{Decoded, decode};
use crate::domain::batch::{BatchProblem, MOST_BYTES};

/// Until then the browser has begun to save.
const KEPT_MILLIS: u32 = 60_000;

/// The text of a file.
pub(super) async fn text(file: &File) -> Result<String, BatchProblem> {
    // Far below 2^53.
    #[expect(clippy::cast_precision_loss, reason = "a small constant")]
    if file.size() > MOST_BYTES as f64 {
        return Err(BatchProblem::TooLarge);
    }
    let content = JsFuture::from(file.array_buffer()).await;
    let content = content.map_err(|_| BatchProblem::Unreadable)?;
    let bytes = Uint8Array::new(&content).to_vec();
    match decode(&bytes)? {
        Decoded::Text(text) => Ok(text),
        Decoded::ShiftJis(bytes) => shift_jis(bytes),
    }
}

/// Strictly: a byte that is no Shift_JIS (Encoding Standard, 13.3) refuses the file.
fn shift_jis(bytes: &[u8]) -> Result<String, BatchProblem> {
    let options = TextDecoderOptions::new();
    options.set_fatal(true);
    let decoder = TextDecoder::new_with_label_and_options("shift_jis", &options);
    let decoder = decoder.map_err(|_| BatchProblem::Encoding)?;
    let text = decoder.decode_with_u8_array(bytes);
    text.map_err(|_| BatchProblem::Encoding)
}

/// Saves a text in a file.
pub(super) fn download(name: &str, text: &str) {
    let parts = Array::of1(&text.into());
    let kind = BlobPropertyBag::new();
    kind.set_type("text/csv;charset=utf-8");
    let blob = Blob::new_with_str_sequence_and_options(&parts, &kind);
    let Some(address) = blob
        .ok()
        .and_then(|it| Url::create_object_url_with_blob(&it).ok())
    else {
        return;
    };
    let anchor = gloo::utils::document().create_element("a");
    if let Some(anchor) = anchor
        .ok()
        .and_then(|it| it.dyn_into::<HtmlAnchorElement>().ok())
    {
        anchor.set_href(&address);
        anchor.set_download(name);
        anchor.click();
    }
    Timeout::new(KEPT_MILLIS, move || {
        // It names nobody, and what cannot be revoked goes with the page.
        drop(Url::revoke_object_url(&address));
    })
    .forget();
}
