//! Shift_JIS from the browser's own tables. Comes with the chunk of the formats.

use check_api::format::{CharacterSet, DecoderTable};
use wasm_bindgen::JsValue;
use web_sys::{TextDecoder, TextDecoderOptions};

/// The character set of the official files.
pub(super) fn shift_jis() -> Result<impl CharacterSet, JsValue> {
    let options = TextDecoderOptions::new();
    options.set_fatal(true);
    let decoder = TextDecoder::new_with_label_and_options("shift_jis", &options)?;
    Ok(DecoderTable::new(move |bytes: &[u8]| {
        decoder.decode_with_u8_array(bytes).ok()
    }))
}
